"""The chat reader: a language model's own words, of which only what can be checked against the article is let through.

The model is asked for sentences and the quotes that they rest on. Each quote is looked for in the passages; one that is
not found is named, and the model is asked once more. Each sentence is then compared with what it quotes; one that says
otherwise gives way to the quoted sentence itself. Where nothing is left, or no reply comes, the offline reader answers.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from retrieval.chat.asking import ChatAsker, Exchange
from retrieval.chat.failures import ChatFailed, Failure
from retrieval.chat.prompts import ask_again, ask_for_answer
from retrieval.chat.reply_format import ChatReply, ReplyMalformed, parse_reply
from retrieval.citations import Statement, as_statement
from retrieval.fidelity.backing import Backing, Located, gather_backing, locate
from retrieval.reader.declining import say_why
from retrieval.schema import Draft, Dropped, Evidence, Flaw, Highlight, Hits, PastTurn, Reader

NAME = "chat"
MAX_NAMED_CHARS = 120
"""Of a quote that is named to the model as not found."""

FindFlaw = Callable[[str, Backing], Flaw | None]
"""A statement and what it rests on to what is wrong with it; None when nothing is."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """A reply of which every quote was looked for.

    Attributes:
        located: the quotes that were found, by marker.
        backed: the statements with markers, all of which were found; at least one marker.
        unbacked: the others.
    """

    located: Mapping[int, Located]
    backed: tuple[Statement, ...]
    unbacked: tuple[str, ...]


class ChatReader:
    """Answers in a chat model's words, each sentence checked. Safe for several threads.

    Args:
        asker: of the model.
        offline: the reader that answers where the model does not.
        find_flaw: the second check.
    """

    def __init__(self, asker: ChatAsker, offline: Reader, find_flaw: FindFlaw) -> None:
        self._asker = asker
        self._offline = offline
        self._find_flaw = find_flaw

    def read(self, question: str, hits: Hits, history: Sequence[PastTurn] = ()) -> Draft:
        """Return what the model says as far as it holds, its decline, or what the offline reader says, with a notice.

        A question with a name that no article mentions goes to the offline reader alone.
        """
        if not hits.items or hits.unmentioned:
            return self._offline.read(question, hits, history)
        exchange = self._asker.begin()
        try:
            draft = self._converse(question, hits, exchange)
        except ChatFailed as err:
            notice = f"The chat model {err.told}; this is what Footnote finds without it."
            offline = self._offline.read(question, hits, history)
            return replace(offline, notices=(*offline.notices, notice), usage=exchange.usage)
        return replace(draft, usage=exchange.usage)

    def _converse(self, question: str, hits: Hits, exchange: Exchange) -> Draft:
        messages = ask_for_answer(question, [hit.passage.text for hit in hits.items])
        reply = exchange.send(messages)
        heard, problem = self._hear(reply, hits)
        if problem:
            try:
                mended = exchange.send(ask_again(messages, reply, problem))
            except ChatFailed:
                if not _holds(heard):
                    raise
            else:
                again, problem = self._hear(mended, hits)
                # What holds of the first reply is better than nothing.
                heard = heard if _holds(heard) and not _holds(again) else again
        if heard is None and problem:
            raise ChatFailed(Failure.MALFORMED, "replied in another form than it was asked for")
        if heard is None:
            return Draft("", (), (), None, say_why(hits), NAME, verbatim=False)
        draft = self._draft(heard, hits)
        if not draft.text:
            raise ChatFailed(Failure.UNVERIFIED, "said nothing that could be verified")
        return draft

    def _hear(self, reply: str, hits: Hits) -> tuple[_Heard | None, str]:
        """What of a reply is backed, None when it declines or is malformed, and what is wrong with it, if anything."""
        try:
            parsed = parse_reply(reply)
        except ReplyMalformed as err:
            return None, str(err)
        if parsed is None:
            return None, ""
        located = {marker: found for marker, quote in parsed.quotes.items() if (found := locate(quote, hits))}
        heard = _sort(parsed, located)
        return heard, _name_problem(parsed, located, heard)

    def _draft(self, heard: _Heard, hits: Hits) -> Draft:
        said, dropped = self._examine(heard, hits)
        used = {marker for markers in said.values() for marker in markers}
        located = {marker: one for marker, one in heard.located.items() if marker in used}
        return Draft(
            text=" ".join(" ".join([text, *(f"[{marker}]" for marker in markers)]) for text, markers in said.items()),
            evidence=tuple(Evidence(marker, one.hit.passage.id, one.text, one.span) for marker, one in located.items()),
            highlights=tuple(_highlight(located)),
            confidence=None,
            declined=None,
            reader=NAME,
            verbatim=False,
            dropped=tuple(dropped),
        )

    def _examine(self, heard: _Heard, hits: Hits) -> tuple[dict[str, tuple[int, ...]], list[Dropped]]:
        """What may be said, each text with its markers, and what may not: there, what it cites speaks instead."""
        flaws = [
            self._find_flaw(statement.text, gather_backing(statement.markers, heard.located, hits))
            for statement in heard.backed
        ]
        kept = [statement for statement, flaw in zip(heard.backed, flaws, strict=True) if flaw is None]
        spoken = {marker for statement in kept for marker in statement.markers}
        said: dict[str, tuple[int, ...]] = {}
        dropped = [Dropped(text, Flaw.NO_QUOTE) for text in heard.unbacked]
        for statement, flaw in zip(heard.backed, flaws, strict=True):
            if flaw is None:
                said.setdefault(statement.text, statement.markers)
                continue
            silent = [marker for marker in statement.markers if marker not in spoken]
            said |= {as_statement(heard.located[marker].text): (marker,) for marker in silent}
            spoken.update(silent)
            dropped.append(Dropped(statement.text, flaw, replaced=bool(silent)))
        return said, dropped


def _holds(heard: _Heard | None) -> bool:
    return heard is not None and bool(heard.backed)


def _sort(parsed: ChatReply, located: Mapping[int, Located]) -> _Heard:
    """Part what rests on quotes that were found from what does not; quotes of the same sentences become one."""
    first_of: dict[tuple[str, int, int], int] = {}
    same = {
        marker: first_of.setdefault((one.hit.passage.id, one.span.start, one.span.end), marker)
        for marker, one in located.items()
    }
    backed: list[Statement] = []
    unbacked: list[str] = []
    for statement in parsed.statements:
        if statement.markers and all(marker in located for marker in statement.markers):
            markers = tuple(dict.fromkeys(same[marker] for marker in statement.markers))
            backed.append(Statement(statement.text, markers))
        else:
            unbacked.append(statement.text)
    return _Heard({marker: located[marker] for marker in first_of.values()}, tuple(backed), tuple(unbacked))


def _name_problem(parsed: ChatReply, located: Mapping[int, Located], heard: _Heard) -> str:
    """What is wrong with the quotes of a reply, in words for the model; empty when nothing is."""
    if not heard.unbacked:
        return ""
    used = dict.fromkeys(marker for statement in parsed.statements for marker in statement.markers)
    lost = [marker for marker in used if marker in parsed.quotes and marker not in located]
    if lost:
        named = "; ".join(f"[{marker}] {parsed.quotes[marker][:MAX_NAMED_CHARS]}" for marker in lost)
        return f"these quotes stand in no passage, character for character, or are too short: {named}"
    missing = [f"[{marker}]" for marker in used if marker not in parsed.quotes]
    if missing:
        return f"there is no quote for {', '.join(missing)}"
    return "a sentence has no marker"


def _highlight(located: Mapping[int, Located]) -> Iterator[Highlight]:
    for marker, one in located.items():
        if len(one.quoted) < len(one.span):
            yield Highlight(marker, one.quoted)
