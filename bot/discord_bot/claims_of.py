"""The claims of a Discord message: its sentences, without what is no statement."""

import re
from dataclasses import dataclass

from corpus.abbreviations import AMBIGUOUS, BEFORE_NUMBERS, TITLES
from corpus.schema import Span
from corpus.sentences import split_sentences

MAX_CLAIMS = 8
MAX_CLAIM_CHARS = 600
MIN_WORDS = 3
"""Fewer are an exclamation, a greeting, a name."""

_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_MASKED_LINK = re.compile(r"\[([^\]\n]*)\]\(<?https?://[^)\s]*>?\)")
_ADDRESS = re.compile(r"<?https?://\S+")
_MENTION = re.compile(r"<(?:@[!&]?|#|a?:\w+:|t:|/)[^>\s]*>")
_LINE_MARK = re.compile(r"^\s*(?:>{1,3}|#{1,3}|-#|[-*•]|\d+[.)])\s+", re.MULTILINE)
_STYLE = re.compile(r"(?<!\\)(?:\*\*\*|\*\*|\*|__|~~|\|\||(?<!\w)_|_(?!\w))")
_ESCAPE = re.compile(r"\\([^\w\s])")
# People chat without capitals: a stop behind a word of two letters ends a sentence there too.
_LOWER_START = re.compile(r"(\b\w*[^\W\d_]{2}[.!?]+)\s+(?=[a-z])")
_SHORTENED = {word.casefold() for word in (*TITLES, *BEFORE_NUMBERS, *AMBIGUOUS)}


@dataclass(frozen=True, slots=True)
class MessageClaims:
    """What of a message can be checked.

    Attributes:
        claims: at most `MAX_CLAIMS`, in order.
        more: how many further ones there are.
    """

    claims: tuple[str, ...]
    more: int


def split_claims(content: str) -> MessageClaims:
    """Return the statements of a message; questions, greetings, links and code are none.

    >>> split_claims("> **The UK** rejected it. lol. Did France? see https://x.test").claims
    ('The UK rejected it.',)
    """
    text = strip_markup(content)
    sentences = [sentence for line in text.split("\n") for sentence in _sentences_of(line)]
    claims = [claim[:MAX_CLAIM_CHARS] for claim in sentences if _is_statement(claim)]
    unique = tuple(dict.fromkeys(claims))
    return MessageClaims(unique[:MAX_CLAIMS], max(0, len(unique) - MAX_CLAIMS))


def strip_markup(content: str) -> str:
    """Return a message's words, without Discord's markup, code, links, mentions and emoji."""
    text = _CODE.sub(" ", content)
    text = _MASKED_LINK.sub(r"\1", text)
    text = _ADDRESS.sub(" ", text)
    text = _MENTION.sub(" ", text)
    text = _LINE_MARK.sub("", text)
    return _ESCAPE.sub(r"\1", _STYLE.sub("", text))


def _sentences_of(line: str) -> list[str]:
    """The sentences of a line, on one line each; a small letter may begin one."""
    sentences: list[str] = []
    for span in split_sentences(line, Span(0, len(line))):
        start = span.start
        for stop in _LOWER_START.finditer(line, span.start, span.end):
            if stop[1].rstrip(".!?").casefold() not in _SHORTENED:
                sentences.append(line[start : stop.end(1)])
                start = stop.end()
        sentences.append(line[start : span.end])
    return [" ".join(sentence.split()) for sentence in sentences]


def _is_statement(sentence: str) -> bool:
    words = re.findall(r"\w+", sentence)
    return len(words) >= MIN_WORDS and not sentence.rstrip("\"'”’) ").endswith("?")
