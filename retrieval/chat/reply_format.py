"""The form of a chat model's reply: sentences with markers, then the quotes that the markers stand for.

    ANSWER
    It was rejected by the allies. [1]
    QUOTES
    [1] "an allegation strongly rejected by the allies"

Plain text travels best: not every model is good at JSON, and none needs to escape a quotation mark. What is not in this
form is no answer; a heading or a quote may be decorated as models like to.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.schema import Span
from corpus.sentences import split_sentences
from retrieval.citations import Statement, as_statement, parse_markers

DECLINED = "NOT IN THE ARTICLE"
ANSWER, QUOTES = "ANSWER", "QUOTES"
MAX_STATEMENTS = 8
MAX_STATEMENT_CHARS = 600

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs"})
_HEADING = re.compile(r"[\s#*_]*(ANSWER|QUOTES)[\s:*_]*", re.IGNORECASE)
_DECLINED = re.compile(rf"[\s*_\"'“”]*{DECLINED}[\s.!*_\"'“”]*", re.IGNORECASE)
_QUOTE = re.compile(r"[\s*_>-]*\[([0-9]{1,3})\][\s:–-]*(.+)")
_FENCE = re.compile(r"\s*(?:```|~~~)\w*\s*")
# As in: It ended [1]. Ann left.[2]
_MARKS_BEFORE_STOP = re.compile(r"\s*((?:\[[0-9]{1,3}\]\s?)+)([.!?])(?=\s|$)")
_GLUED_MARKS = re.compile(r"(?<=\S)((?:\[[0-9]{1,3}\])+)(?=\s|$)")
_TOGETHER = re.compile(r"\[([0-9]{1,3}(?:\s*,\s*[0-9]{1,3})+)\]")
_DECORATION = re.compile(r"\*\*|__|`|^[\s>*•#-]+")


class ReplyMalformed(ValueError):
    """A reply is not in the form; the message tells the model what is wrong."""


@dataclass(frozen=True, slots=True)
class ChatReply:
    """What a model said, unverified.

    Attributes:
        statements: its sentences, each with the markers behind it; at least one.
        quotes: by marker.
    """

    statements: tuple[Statement, ...]
    quotes: Mapping[int, str]


def parse_reply(text: str) -> ChatReply | None:
    r"""Return what a reply says; None when it says that the article does not answer.

    Raises:
        ReplyMalformed: when it is not in the form.

    >>> parse_reply('ANSWER\nAnn left. [1]\nQUOTES\n[1] "She left"').statements
    (Statement(text='Ann left.', markers=(1,)),)
    >>> parse_reply("Not in the article.") is None
    True
    """
    lines = [line for line in _clean(text).split("\n") if line.strip() and not _FENCE.fullmatch(line)]
    if len(lines) == 1 and _DECLINED.fullmatch(lines[0]):
        return None
    sections = _part(lines)
    said = " ".join(sections[ANSWER])
    if _DECLINED.fullmatch(said):
        return None
    statements = tuple(_read_statements(sections[ANSWER]))
    if not statements:
        raise ReplyMalformed(f'there is no sentence below "{ANSWER}"')
    return ChatReply(statements[:MAX_STATEMENTS], _read_quotes(sections[QUOTES]))


def _clean(text: str) -> str:
    """A reply in the article's normal form, without characters that cannot be seen."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in _UNSEEN)


def _part(lines: Iterable[str]) -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in lines:
        if heading := _HEADING.fullmatch(line):
            name = heading[1].upper()
            if name in sections:
                raise ReplyMalformed(f'"{name}" stands there twice')
            current = sections.setdefault(name, [])
        elif current is None:
            raise ReplyMalformed(f'it does not begin with "{ANSWER}"')
        else:
            current.append(line)
    for name in (ANSWER, QUOTES):
        if name not in sections:
            raise ReplyMalformed(f'"{name}" is missing')
    return sections


def _read_statements(lines: Iterable[str]) -> Iterable[Statement]:
    for line in lines:
        for statement in parse_markers(_set_marks(_DECORATION.sub("", line).strip())):
            # What several sentences share a marker for, each must hold by itself.
            for span in split_sentences(statement.text, Span(0, len(statement.text))):
                sentence = as_statement(span.cut(statement.text))
                if len(sentence) > MAX_STATEMENT_CHARS:
                    raise ReplyMalformed(f"a sentence has more than {MAX_STATEMENT_CHARS} characters")
                if any(map(str.isalnum, sentence)):
                    yield Statement(sentence, statement.markers)


def _set_marks(line: str) -> str:
    r"""A line with its markers behind the stop, each in brackets of its own.

    >>> _set_marks("It ended [1, 2]. Ann left.[3]")
    'It ended. [1] [2] Ann left. [3]'
    """
    apart = _TOGETHER.sub(lambda match: "".join(f"[{number}]" for number in re.findall(r"\d+", match[1])), line)
    behind = _MARKS_BEFORE_STOP.sub(lambda match: f"{match[2]} {match[1].strip()}", apart)
    return _GLUED_MARKS.sub(r" \1", behind).replace("  ", " ")


def _read_quotes(lines: Iterable[str]) -> dict[int, str]:
    quotes: dict[int, str] = {}
    last = 0
    for line in lines:
        if match := _QUOTE.fullmatch(line):
            last = int(match[1])
            quotes.setdefault(last, match[2].strip())
        elif last:
            quotes[last] += f" {line.strip()}"
        else:
            raise ReplyMalformed(f'below "{QUOTES}" a line does not begin with a marker')
    return quotes
