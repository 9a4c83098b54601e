"""Sentence boundaries of English news copy."""

import re
from collections.abc import Iterator

from corpus.schema import Span

_END = re.compile(r"""[.!?…]+["'”’)\]]*(?=\s+["'“‘(\[]*[A-Z0-9])""")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“‘\"'])(?:[A-Z]\.|(?:[A-Z]\.)+[A-Z]?|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Sgt|Capt|Maj|Adm|Rev|Sen|Rep|Gov|St|vs|No|Jr|Sr|Inc|Ltd|Co|Corp)\.?$"
)


def split_sentences(text: str, paragraph: Span) -> tuple[Span, ...]:
    """Return the spans, in `text`, of the sentences of one paragraph, in order and without surrounding white space.

    Together they hold every character of the paragraph that is not white space. An empty paragraph has none.
    """
    return tuple(_trim(text, span) for span in _cut(text, paragraph) if span.cut(text).strip())


def _cut(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    for match in _END.finditer(text, paragraph.start, paragraph.end):
        if match[0] == "." and _ABBREVIATION.search(text, start, match.start() + 1):
            continue
        yield Span(start, match.end())
        start = match.end()
    yield Span(start, paragraph.end)


def _trim(text: str, span: Span) -> Span:
    cut = span.cut(text)
    return Span(span.start + len(cut) - len(cut.lstrip()), span.end - len(cut) + len(cut.rstrip()))
