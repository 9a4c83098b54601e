"""The shipped claim checker on claims that a person would make of a small story, and on what no person would."""

import pytest

from retrieval.checker.claim_model import ClaimModel
from retrieval.checker.claim_signs import read_claim
from retrieval.checker.support import is_supported, weigh_support
from retrieval.trained.shipped import CLAIM_CHECKER, read_shipped

STORY = (
    "The lighthouse at Cape Orn was built in 1871 by the engineer Marta Hale.",
    "It was closed last week after a storm broke its lamp.",
    "The harbour master, Jon Pike, said that the lamp would be repaired before winter.",
    "He refused to say what the repair would cost.",
)


@pytest.fixture(scope="module")
def model() -> ClaimModel:
    return ClaimModel(read_shipped(CLAIM_CHECKER))


@pytest.mark.parametrize(
    "claim",
    [
        "Marta Hale built the lighthouse.",
        "A storm broke the lamp of the lighthouse.",
        "Jon Pike said the lamp would be repaired before winter.",
    ],
)
def test_what_the_story_says_in_other_words_is_supported(model: ClaimModel, claim: str) -> None:
    assert is_supported(read_claim(claim, STORY, model, cosine=0.7))


@pytest.mark.parametrize(
    "claim",
    [
        "Marta Hale did not build the lighthouse.",
        "Jon Pike built the lighthouse.",
        "The storm killed four people in Rome.",
        "The lighthouse was built in 1920.",
    ],
)
def test_what_it_does_not_say_is_not_supported_however_alike_the_words(model: ClaimModel, claim: str) -> None:
    assert not is_supported(read_claim(claim, STORY, model, cosine=0.7))


@pytest.mark.parametrize(
    "claim",
    ["x", "word " * 5000, "😀 👩‍👩‍👧 🇺🇦", "ما هو المصباح؟ הסופה", "[CLS] [SEP] [MASK]", "\u200b\u202e lamp", "a" * 999],
)
def test_any_text_has_a_verdict(model: ClaimModel, claim: str) -> None:
    for sentences in (STORY, ("lamp " * 4000,), tuple(f"{one} {n}" for n in range(150) for one in STORY[:2])):
        read = read_claim(claim, sentences, model, cosine=0.5)
        assert 0 <= weigh_support(read) <= 1
        assert all(0 <= one.sentence < len(sentences) for one in read.windows)
        assert sum((read.joint.supported, read.joint.contradicted, read.joint.not_stated)) == pytest.approx(1)
