"""A reply as embeds, one a message: an answer with its quotes, or what the article does not say."""

from collections.abc import Callable, Iterator
from typing import assert_never

import discord

from bot.render.embeds.colours import ABSTENTION, ANSWER, NOTHING_SIGN
from bot.render.embeds.limits import FIELD_NAME, FIELD_VALUE, TITLE, cut_short, split_at_sentences
from bot.render.embeds.markdown import bold, escape, italic
from bot.render.embeds.quotes import name_place, quote_fields
from bot.render.embeds.sheet import Field, Sheet, pack
from bot.render.segments import Segment, SegmentKind, split_segments
from corpus.schema import Article
from retrieval.schema import Abstention, Answer, Reply
from retrieval.wording import say_abstention

ArticleOf = Callable[[str], Article]

MAX_NEAREST = 3
MAX_NEAREST_CHARS = 300
MAX_UNDERSTOOD_CHARS = 500
SURE_FROM, FAIRLY_SURE_FROM = 0.85, 0.65

SAME_ARTICLE = "same article"
BETTER_NONE = "No answer is better than a guessed one."
NEAREST = "These passages come nearest:"
READ_THEM = "Every quote is checked against the article; read them before you rely on it."
ANSWER_FOOTER = f"Automated answer. {READ_THEM}"
CHAT_FOOTER = f"Automated answer, worded by a chat model. {READ_THEM}"
ABSTENTION_FOOTER = "Automated reply; it can miss what the article says."


def render_reply(reply: Reply, article_of: ArticleOf, *, follow_up: bool = True) -> tuple[discord.Embed, ...]:
    """Return a reply as embeds, one a message; one, unless the answer or its quotes are long.

    Args:
        reply: to show. What it rejected or dropped is never shown.
        article_of: an id's article; raises `ArticleNotFound` for one that was removed.
        follow_up: say how a follow-up question was understood.
    """
    understood = _tell_understood(reply) if follow_up else ()
    match reply:
        case Answer():
            sheet = Sheet(
                colour=ANSWER,
                title=_title(reply),
                paragraphs=(*understood, *map(_write_statement, split_segments(reply)), *_tell_confidence(reply)),
                fields=(*_footnotes(reply, article_of), *_notes(reply)),
                footer=CHAT_FOOTER if reply.reader == "chat" else ANSWER_FOOTER,
            )
        case Abstention():
            nearest = tuple(_nearest(reply, article_of))
            sheet = Sheet(
                colour=ABSTENTION,
                title=_title(reply),
                paragraphs=(*understood, *_say_nothing_found(reply, bool(nearest))),
                fields=(*nearest, *_notes(reply)),
                footer=ABSTENTION_FOOTER,
            )
        case _:
            assert_never(reply)
    return pack(sheet)


def say_confidence(confidence: float) -> str:
    """Return in words how sure an answer is, and how many of ten such answers are right.

    Args:
        confidence: calibrated, in [0, 1].

    >>> say_confidence(0.91)
    'Sure: about 9 in 10 such answers are right.'
    """
    surety = "Sure" if confidence >= SURE_FROM else "Fairly sure" if confidence >= FAIRLY_SURE_FROM else "Not sure"
    tenths = int(confidence * 10 + 0.5)
    share = {0: "fewer than 1 in 10", 10: "more than 9 in 10"}.get(tenths, f"about {tenths} in 10")
    return f"{surety}: {share} such answers are right."


def _title(reply: Reply) -> str:
    return cut_short(escape(reply.question), TITLE)


def _tell_understood(reply: Reply) -> tuple[str, ...]:
    if reply.standalone_question == reply.question:
        return ()
    return (italic(f"Understood as: {cut_short(escape(reply.standalone_question), MAX_UNDERSTOOD_CHARS)}"),)


def _write_statement(statement: tuple[Segment, ...]) -> str:
    return "".join(map(_write_segment, statement))


def _write_segment(segment: Segment) -> str:
    """The words that answer in bold; a marker is our own and stays as it is."""
    if segment.kind is SegmentKind.MARKER:
        return segment.text
    escaped = escape(segment.text)
    return bold(escaped) if segment.kind is SegmentKind.HIGHLIGHT else escaped


def _tell_confidence(answer: Answer) -> tuple[str, ...]:
    return () if answer.confidence is None else (italic(say_confidence(answer.confidence)),)


def _footnotes(answer: Answer, article_of: ArticleOf) -> Iterator[Field]:
    """The quotes; an article that is quoted again is not named again at once."""
    named = None
    for citation in answer.citations:
        article = article_of(citation.article_id)
        room = FIELD_NAME - len(f"[{citation.marker}] ")
        place = SAME_ARTICLE if citation.article_id == named else name_place(article, room)
        yield from quote_fields(citation.marker, place, article, citation.quote)
        named = citation.article_id


def _say_nothing_found(abstention: Abstention, has_nearest: bool) -> tuple[str, ...]:
    below = f"{BETTER_NONE} {NEAREST}" if has_nearest else BETTER_NONE
    return (f"{NOTHING_SIGN} {bold(escape(say_abstention(abstention)))}", below)


def _nearest(abstention: Abstention, article_of: ArticleOf) -> Iterator[Field]:
    named = None
    for hit in abstention.hits.items[:MAX_NEAREST]:
        article = article_of(hit.passage.article_id)
        place = SAME_ARTICLE if article.article_id == named else name_place(article, FIELD_NAME - 2)
        shown = cut_short(escape(hit.passage.text), MAX_NEAREST_CHARS)
        yield Field(f"• {place}", f"> {shown}")
        named = article.article_id


def _notes(reply: Reply) -> Iterator[Field]:
    notices = [escape(notice).strip() for notice in reply.notices]
    text = "\n".join(notice for notice in notices if notice)
    for part in split_at_sentences(text, FIELD_VALUE):
        yield Field("Note", part)
