import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.embeds.claims import CheckedClaim, render_check
from corpus.schema import Article
from retrieval.claims import NOTHING, Stance, Verdict
from retrieval.schema import Citation
from tests.bot.render.embeds.hostile import hostile_articles, long_hostile_texts
from tests.bot.render.embeds.replies import LONG, STORM, TALKS, Said, Told, answer, answered, hits_over, shelf
from tests.bot.render.embeds.seen import check_markup, check_message
from tests.fakes import hits_of


def quotes(*said: str, over: tuple[Article, ...] = (TALKS,)) -> tuple[Citation, ...]:
    told = Told(hits=hits_over(*over))
    return answered(answer([Said(quote) for quote in said], shelf(*over), told)).citations


SAYS_SO = CheckedClaim(
    "Ann met Bob on Monday.", Verdict(Stance.SUPPORTED, quotes("Ann Lee met Bob Ray in Oslo on Monday."), 0.9)
)
OTHERWISE = CheckedClaim(
    "It was dry.", Verdict(Stance.CONTRADICTED, quotes("It rained.", "They spoke for an hour."), 0.1)
)
NOT_THERE = CheckedClaim("Zoe **sang**.", NOTHING)


def test_claims_are_counted_by_what_the_article_says() -> None:
    (embed,) = render_check([SAYS_SO, OTHERWISE, NOT_THERE], shelf(TALKS), more=0)
    assert embed.description == "3 claims: 1 backed by the article, 1 contradicted, 1 not in it."


def test_a_kind_that_is_not_there_is_not_counted() -> None:
    (embed,) = render_check([NOT_THERE], shelf(TALKS), more=0)
    assert embed.description == "1 claim: 1 not in it."


def test_claims_that_were_not_checked_are_said() -> None:
    (embed,) = render_check([NOT_THERE], shelf(TALKS), more=4)
    assert embed.description == "1 claim: 1 not in it. 4 further claims not checked."


def test_a_message_without_claims_says_so() -> None:
    (embed,) = render_check([], shelf(), more=0)
    assert embed.description == "There is no claim to check."


def test_a_claim_stands_above_the_sentences_beside_it() -> None:
    (embed,) = render_check([SAYS_SO], shelf(TALKS), more=0)
    assert (embed.fields[0].name, embed.fields[0].value) == (
        "＝ The article says so",
        "“Ann met Bob on Monday.”\n"
        "> Ann Lee met Bob Ray in Oslo on Monday.\n"
        "[in the article](https://news.test/talks?id=1#:~:text=Ann%20Lee%20met%20Bob%20Ray%20in%20Oslo%20on%20Monday.)\n"
        "— Talks in Oslo (The Test, 2026-08-01)",
    )


def test_a_claim_that_is_not_in_the_article_has_no_quote() -> None:
    (embed,) = render_check([NOT_THERE], shelf(TALKS), more=0)
    assert (embed.fields[0].name, embed.fields[0].value) == ("∅ Not in the article", r"“Zoe \*\*sang\*\*.”")


def test_an_article_is_named_below_the_last_of_its_quotes() -> None:
    cited = quotes("It rained.", "They spoke for an hour.", "Three boats sank.", over=(TALKS, STORM))
    claim = CheckedClaim("It was dry.", Verdict(Stance.CONTRADICTED, cited, 0.1))
    (embed,) = render_check([claim], shelf(TALKS, STORM), more=0)
    lines = (embed.fields[0].value or "").split("\n")
    assert [line for line in lines if not line.startswith("[in")] == [
        "“It was dry.”",
        "> It rained.",
        "> They spoke for an hour.",
        "— Talks in Oslo (The Test, 2026-08-01)",
        "> Three boats sank.",
        "— Storm in the west",
    ]


def test_quotes_that_do_not_fit_go_on_under_the_same_verdict() -> None:
    passages = [hit.passage for hit in hits_of(LONG).items[:3]]
    cited = tuple(Citation(n, "long", one.id, one.span, one.text) for n, one in enumerate(passages, start=1))
    (embed,) = render_check([CheckedClaim("It met.", Verdict(Stance.SUPPORTED, cited, 0.9))], shelf(LONG), more=0)
    names = [field.name for field in embed.fields]
    assert names[0] == "＝ The article says so"
    assert set(names[1:]) == {"＝ The article says so (continued)"}


def test_a_claim_itself_is_never_judged() -> None:
    (embed,) = render_check([SAYS_SO, OTHERWISE, NOT_THERE], shelf(TALKS), more=2)
    texts = [embed.title, embed.description, *(field.name for field in embed.fields)]
    assert not re.search(r"\b(true|false|correct|wrong|lie|right)\b", " ".join(map(str, texts)), re.IGNORECASE)
    assert embed.footer.text == "This compares the message with the article. It does not say what is true."


@settings(max_examples=40, deadline=None)
@given(hostile_articles, long_hostile_texts, st.sampled_from(Stance), st.integers(0, 9))
def test_whatever_is_claimed_the_limits_hold_and_no_markup_but_ours(
    article: Article, claim: str, stance: Stance, more: int
) -> None:
    hits = hits_of(article).items[:3]
    cited = tuple(Citation(h.rank, article.article_id, h.passage.id, h.passage.span, h.passage.text) for h in hits)
    verdict = NOTHING if stance is Stance.NOT_STATED else Verdict(stance, cited, 0.5)
    for embed in render_check([CheckedClaim(claim, verdict)] * 8, shelf(article), more=more):
        check_message([embed])
        check_markup(embed)
