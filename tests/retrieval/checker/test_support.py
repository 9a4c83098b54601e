from collections.abc import Sequence

import pytest

from retrieval.checker.claim_model import Judgement
from retrieval.checker.support import SupportScorer, find_verbatim
from retrieval.errors import ModelUnusable
from tests.fakes import WordHashEncoder, fake_embeddings

SENTENCES = ("Ann runs the harbour.", "Bob sings on Friday.")


class Sure:
    """Judges as it is told."""

    def __init__(self, judgement: Judgement) -> None:
        self._judgement = judgement

    def choose(self, claim: str, sentences: Sequence[str]) -> tuple[int, ...]:
        return tuple(range(len(sentences)))

    def judge(self, claim: str, evidence: Sequence[str]) -> Judgement:
        return self._judgement


def missing() -> Sure:
    raise ModelUnusable("the file cannot be read")


def score(claim: str, sentences: Sequence[str] = SENTENCES, *, supported: float = 0.9) -> float:
    model = Sure(Judgement(supported, 1 - supported, 0.0))
    return SupportScorer(lambda: model, fake_embeddings()).score(claim, sentences)


def test_the_surer_the_model_the_more_support() -> None:
    assert 0.0 < score("Ann sings.", supported=0.05) < score("Ann sings.", supported=0.95) < 1.0


def test_words_that_are_alike_do_not_outvote_the_model() -> None:
    turned = "Bob runs the harbour."
    doubting, sure = (
        SupportScorer(
            lambda supported=supported: Sure(Judgement(supported, 1 - supported, 0.0)), fake_embeddings()
        ).supports
        for supported in (0.3, 0.95)
    )
    assert not doubting(turned, SENTENCES)
    assert sure(turned, SENTENCES)
    assert doubting(SENTENCES[0], SENTENCES)
    assert not sure(turned, ())


def test_a_sentence_supports_itself_and_nothing_supports_without_one() -> None:
    scorer = SupportScorer(missing, fake_embeddings())
    assert scorer.score("ann runs the harbour", SENTENCES) == 1.0
    assert scorer.score("Ann runs.", ()) == 0.0


def test_any_other_claim_needs_the_model() -> None:
    with pytest.raises(ModelUnusable):
        SupportScorer(missing, fake_embeddings()).score("Ann sings.", SENTENCES)


def test_the_sentences_of_a_source_are_encoded_once() -> None:
    encoder, model = WordHashEncoder(), Sure(Judgement(0.5, 0.3, 0.2))
    scorer = SupportScorer(lambda: model, fake_embeddings(encoder=encoder))
    for claim in ("Ann sings.", "Bob runs."):
        scorer.score(claim, SENTENCES)
    assert sorted(encoder.encoded) == ["Ann runs the harbour.", "Ann sings.", "Bob runs.", "Bob sings on Friday."]


@pytest.mark.parametrize("claim", ["Bob sings on Friday", "“Bob sings on Friday.”"[1:-1], "BOB  sings on friday!"])
def test_case_and_marks_do_not_part_a_claim_from_the_sentence_it_repeats(claim: str) -> None:
    assert find_verbatim(claim, SENTENCES) == 1


@pytest.mark.parametrize("claim", ["Bob sings", "Bob does not sing on Friday.", ""])
def test_another_claim_is_no_sentence(claim: str) -> None:
    assert find_verbatim(claim, SENTENCES) is None
