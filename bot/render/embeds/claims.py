"""The claims of a message beside what the article says of them; never whether they are so."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import discord

from bot.render.embeds.colours import CHECK, NOTHING_SIGN, OTHERWISE_SIGN, SAME_SIGN
from bot.render.embeds.limits import FIELD_VALUE, count_units, cut_short
from bot.render.embeds.markdown import escape
from bot.render.embeds.quotes import name_place, quote_lines
from bot.render.embeds.reply import ArticleOf
from bot.render.embeds.sheet import Field, Sheet, pack
from retrieval.claims import Stance, Verdict

MAX_CLAIM_CHARS = 300
MAX_PLACE = 160
FOOTER = "This compares the message with the article. It does not say what is true."
VERDICTS: Final = {
    Stance.SUPPORTED: f"{SAME_SIGN} The article says so",
    Stance.CONTRADICTED: f"{OTHERWISE_SIGN} The article says otherwise",
    Stance.NOT_STATED: f"{NOTHING_SIGN} Not in the article",
}
_COUNTED: Final = {
    Stance.SUPPORTED: "backed by the article",
    Stance.CONTRADICTED: "contradicted",
    Stance.NOT_STATED: "not in it",
}


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """A claim as it stands in a message, and what the article says of it."""

    claim: str
    verdict: Verdict


def render_check(checked: Sequence[CheckedClaim], article_of: ArticleOf, *, more: int) -> tuple[discord.Embed, ...]:
    """Return the verdicts on a message's claims as embeds, one a message; a field a claim.

    Args:
        checked: in the order of the message; may be empty.
        article_of: an id's article; raises `ArticleNotFound` for one that was removed.
        more: how many further claims were not checked.
    """
    return pack(
        Sheet(
            colour=CHECK,
            title="Checked against the article",
            paragraphs=(sum_up(checked, more),),
            fields=tuple(field for one in checked for field in _render_claim(one, article_of)),
            footer=FOOTER,
        )
    )


def sum_up(checked: Sequence[CheckedClaim], more: int) -> str:
    """Return how many claims there are of each kind, in one or two sentences."""
    counts = Counter(one.verdict.stance for one in checked)
    parts = ", ".join(f"{counts[stance]} {said}" for stance, said in _COUNTED.items() if counts[stance])
    summary = f"{_count_claims(len(checked))}: {parts}." if checked else "There is no claim to check."
    return f"{summary} {_count_claims(more, 'further ')} not checked." if more else summary


def _count_claims(count: int, which: str = "") -> str:
    return f"{count} {which}claim{'' if count == 1 else 's'}"


def _render_claim(one: CheckedClaim, article_of: ArticleOf) -> Iterator[Field]:
    """The claim and the sentences beside it, under the verdict; what does not fit goes on under the same."""
    verdict = VERDICTS[one.verdict.stance]
    text = f"“{cut_short(escape(one.claim), MAX_CLAIM_CHARS)}”"
    name = verdict
    for block in _tell_quotes(one.verdict, article_of):
        if count_units(text) + 1 + count_units(block) > FIELD_VALUE:
            yield Field(name, text)
            name, text = f"{verdict} (continued)", block
        else:
            text = f"{text}\n{block}"
    yield Field(name, text)


def _tell_quotes(verdict: Verdict, article_of: ArticleOf) -> Iterator[str]:
    """The sentences with their links; the name of the article stands below the last of its own."""
    for place, citation in enumerate(verdict.quotes):
        article = article_of(citation.article_id)
        yield from quote_lines(article, citation.quote, FIELD_VALUE - MAX_PLACE - 4)
        following = verdict.quotes[place + 1 : place + 2]
        if not following or following[0].article_id != citation.article_id:
            yield f"— {name_place(article, MAX_PLACE)}"
