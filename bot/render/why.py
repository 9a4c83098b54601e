"""How a reply came about: what was found, with its scores, and what was not let through."""

from collections.abc import Iterator

from rich.text import Text

from bot.render.terminal import NOTICE, QUIET, one_line
from retrieval.schema import Abstention, Dropped, Flaw, Hit, Reply

MAX_BEGINNING = 48
_WRONG = {
    Flaw.NO_QUOTE: "no quote of the article backs it",
    Flaw.NAME: "a name is not in what it cites",
    Flaw.NUMBER: "a number is not in what it cites",
    Flaw.DATE: "a date is not in what it cites",
    Flaw.NEGATION: "it says yes for no, or no for yes",
    Flaw.ATTRIBUTION: "it gives as a fact what somebody says or plans",
    Flaw.EXCHANGED: "names or numbers have changed places",
    Flaw.ADDED: "it adds what is not in what it cites",
    Flaw.UNSUPPORTED: "what it cites does not say so",
}


def render_why(reply: Reply) -> list[Text]:
    """Return the reader and its confidence, what was dropped and why, and every passage that was found."""
    confidence = "unknown" if reply.confidence is None else f"{reply.confidence:.2f}"
    lines = [Text("Why", style="bold"), Text(f"reader {reply.reader}, confidence {confidence}", style=QUIET)]
    if reply.usage:
        used = reply.usage
        calls = "1 call" if used.calls == 1 else f"{used.calls} calls"
        tokens = f"{used.input_tokens:,} tokens in, {used.output_tokens:,} out"
        lines.append(Text(f"chat model: {calls}, {tokens}", style=QUIET))
    if reply.hits.unmentioned:
        lines.append(Text(f"names not mentioned: {', '.join(reply.hits.unmentioned)}", style=QUIET))
    if isinstance(reply, Abstention):
        lines.append(Text(f"reason: {reply.reason}", style=QUIET))
    lines += _dropped_lines(reply.dropped)
    lines.append(Text("rank  score  cosine  words  passage", style=QUIET))
    id_width = max((len(hit.passage.id) for hit in reply.hits.items), default=0)
    return [*lines, *(_hit_line(hit, id_width) for hit in reply.hits.items)]


def _dropped_lines(dropped: tuple[Dropped, ...]) -> Iterator[Text]:
    """What the chat model said and nobody may believe: each line says so."""
    for one in dropped:
        fate = "replaced" if one.replaced else "left out"
        line = Text(f"{fate}, since {_WRONG[one.flaw]}: ", style=NOTICE)
        yield line.append(one_line(one.text), style="strike")


def _hit_line(hit: Hit, id_width: int) -> Text:
    """A row of the table of hits; where there is no room, its end is cut."""
    beginning = one_line(hit.passage.text)
    numbers = f"{hit.rank:4}  {hit.score:5.2f}  {hit.cosine:6.2f}  {hit.lexical:5.2f}"
    line = Text(f"{numbers}  {hit.passage.id:{id_width}}  ", no_wrap=True, overflow="ellipsis")
    shown = beginning if len(beginning) <= MAX_BEGINNING else beginning[: MAX_BEGINNING - 1] + "…"
    return line.append(shown, style=QUIET)
