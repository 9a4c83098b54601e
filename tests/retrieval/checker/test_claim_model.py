import pytest

from retrieval.checker.claim_model import MAX_TOKENS, ClaimModel
from tests.tiny_pair_models import make_claim_model

YES, NO, SILENT = (2.0, 0.0, 0.0), (0.0, 2.0, 0.0), (0.0, 0.0, 2.0)
WORDS = {"yes": YES, "no": NO, "rain": SILENT, "ann": (0.0, 0.0, 0.0)}


@pytest.fixture(scope="module")
def model() -> ClaimModel:
    return ClaimModel(make_claim_model(WORDS))


def test_a_claim_is_judged_by_its_evidence_alone(model: ClaimModel) -> None:
    judged = model.judge("no no no", ["Ann: yes."])
    assert judged.supported == pytest.approx(0.787, abs=1e-3)
    assert judged.supported + judged.contradicted + judged.not_stated == pytest.approx(1.0)
    assert model.judge("Ann", ["No, Ann.", "No!"]).contradicted > 0.9


def test_without_evidence_a_claim_is_judged_too(model: ClaimModel) -> None:
    assert model.judge("Ann", []).supported == pytest.approx(1 / 3)


def test_of_a_long_source_the_sentences_with_the_words_of_the_claim_are_chosen(model: ClaimModel) -> None:
    sentences = [*(f"Rain {n} rain." for n in range(200)), "Ann said yes.", *("Rain." for _ in range(90))]
    chosen = model.choose("Ann said yes", sentences)
    assert 200 in chosen
    assert list(chosen) == sorted(chosen)
    assert sum(len(sentences[n].split()) for n in chosen) < MAX_TOKENS
    assert model.choose("Ann", []) == ()


def test_a_claim_and_a_sentence_of_any_length_are_judged(model: ClaimModel) -> None:
    endless = "rain " * 2000
    assert model.choose(endless, [endless]) == (0,)
    assert model.judge(endless, [endless, "yes"]).not_stated == pytest.approx(1.0)
