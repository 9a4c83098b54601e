from collections.abc import Sequence

import pytest

from corpus.schema import Article
from retrieval.checker.claim_model import Judgement
from retrieval.checker.claim_signs import ClaimSigns, ReadClaim, ReadWindow
from retrieval.claims import ClaimChecker, Stance, Verdict, choose_quotes
from retrieval.schema import Hits
from tests.fakes import hits_of, make

STORY = make(
    "Ann Lee runs the port of Oslo. She was born in 1980.\n\nThe mayor did not sign the treaty. Nobody knows why.\n\n"
    "It rained on Monday. The port was closed for two days."
)
SURE = Judgement(0.98, 0.01, 0.01)
AGAINST = Judgement(0.01, 0.98, 0.01)
SILENT = Judgement(0.01, 0.01, 0.98)


class Knowing:
    """Judges claims as it is told, by a word of theirs and one that a sentence of the evidence must have."""

    def __init__(self, *known: tuple[str, str, Judgement]) -> None:
        self._known = known
        self.read: list[tuple[str, ...]] = []

    def choose(self, claim: str, sentences: Sequence[str]) -> tuple[int, ...]:
        return tuple(range(len(sentences)))

    def judge(self, claim: str, evidence: Sequence[str]) -> Judgement:
        self.read.append(tuple(evidence))
        said = " ".join(evidence)
        return next((judged for word, needed, judged in self._known if word in claim and needed in said), SILENT)


MODEL = Knowing(("Lee", "Ann Lee", SURE), ("signed", "not sign", AGAINST), ("closed", "closed", SURE))


def check(claim: str, *, hits: Hits | None = None, article: Article = STORY, model: Knowing = MODEL) -> Verdict:
    return ClaimChecker(model, lambda _: article).check_claim(claim, hits_of(STORY, claim) if hits is None else hits)


def test_a_claim_that_the_article_makes_is_supported_and_quoted() -> None:
    verdict = check("The port of Oslo is run by Ann Lee.")
    assert verdict.stance is Stance.SUPPORTED
    assert verdict.quotes[0].quote == "Ann Lee runs the port of Oslo."
    assert verdict.support > 0.5


def test_a_claim_against_the_article_is_contradicted_and_quoted() -> None:
    verdict = check("The mayor signed the treaty.")
    assert verdict.stance is Stance.CONTRADICTED
    assert verdict.quotes[0].quote == "The mayor did not sign the treaty."
    assert verdict.support < 0.5


def test_what_the_article_does_not_say_has_no_quote() -> None:
    verdict = check("Bob Cole plays the piano.")
    assert (verdict.stance, verdict.quotes) == (Stance.NOT_STATED, ())


def test_every_quote_is_cut_from_its_article() -> None:
    for claim in ("Ann Lee runs the port.", "The mayor signed the treaty.", "The port was closed."):
        verdict = check(claim)
        assert verdict.quotes
        assert all(one.span.cut(STORY.text) == one.quote for one in verdict.quotes)
        assert len(verdict.quotes) <= 3


def test_sentences_are_read_in_the_order_of_the_article_each_once() -> None:
    model = Knowing()
    hits = hits_of(STORY, "Ann")
    backwards = Hits("Ann", (*reversed(hits.items), *hits.items))
    check("Ann Lee runs the port.", hits=backwards, model=model)
    sentences = [sentence.text for hit in hits.items for sentence in hit.passage.sentences]
    assert model.read[0] == tuple(sentences)


@pytest.mark.parametrize("claim", ["", "…", "?!"])
def test_a_claim_without_a_word_and_a_search_without_a_hit_state_nothing(claim: str) -> None:
    assert check(claim) == Verdict(Stance.NOT_STATED, (), 0.0)
    assert check("Ann Lee runs the port.", hits=Hits("Ann", ())) == Verdict(Stance.NOT_STATED, (), 0.0)


def test_an_article_that_changed_since_it_was_indexed_is_not_quoted() -> None:
    other = make(
        "Something quite different is written here now, and it is long enough for every span of the story. " * 3
    )
    assert check("Ann Lee runs the port of Oslo.", article=other) == Verdict(Stance.NOT_STATED, (), 0.0)


def test_a_verbatim_claim_is_supported_by_the_sentence_that_it_repeats() -> None:
    verdict = check("nobody knows why", model=Knowing())
    assert (verdict.stance, verdict.support) == (Stance.SUPPORTED, 1.0)
    assert [one.quote for one in verdict.quotes] == ["Nobody knows why."]


def test_the_nearest_telling_sentence_is_quoted_first() -> None:
    doubted = Judgement(0.6, 0.1, 0.3)
    windows = (ReadWindow(4, doubted), ReadWindow(2, SURE), ReadWindow(0, SILENT))
    read = ReadClaim(ClaimSigns(1.0, 0.5, 0.5), SURE, windows)
    assert choose_quotes(Stance.SUPPORTED, read) == [4, 2]
    assert choose_quotes(Stance.CONTRADICTED, read) == [4]
