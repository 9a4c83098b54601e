import random
from functools import partial
from itertools import islice

import numpy as np
import pytest

from evals.training.batches import Place, iterate_batches
from evals.training.claims.model import collate
from evals.training.claims.pool import MAX_TOKENS, ClaimPool, Writer
from evals.training.claims.recipes import Recipe, plan_epoch
from evals.training.claims.synthetic import SHARES, Making
from evals.training.claims.verdicts import CONTRADICTED, NOT_SUPPORTED, SUPPORTED, UNSUPPORTED, Target
from evals.training.sources import ADVERSARIAL, Paragraph, Question
from tests.evals.training.claims.fakes import TEXT, WORDS, make_judged, make_paragraph, make_tokenizer

TARGETS = {
    Making.SHORTENED: SUPPORTED,
    Making.JOINED: SUPPORTED,
    Making.NAMED: SUPPORTED,
    Making.NEGATED: CONTRADICTED,
    Making.NAME: NOT_SUPPORTED,
    Making.SPLICED: NOT_SUPPORTED,
    Making.REMOVED: UNSUPPORTED,
}


def make_pool(*paragraphs: Paragraph) -> ClaimPool:
    return ClaimPool(make_judged(4), paragraphs or (make_paragraph(),), Writer(make_tokenizer()))


@pytest.mark.parametrize("making", TARGETS)
def test_a_claim_made_by_code_has_the_target_of_its_making(making: Making) -> None:
    drawn = [make_pool().draw(Recipe(making, 0), random.Random(seed)) for seed in range(10)]
    targets = {example.target for example in drawn if example is not None}
    assert targets == {TARGETS[making]}


def test_the_name_that_he_or_she_stands_for_is_put() -> None:
    drawn = [make_pool().draw(Recipe(Making.NAMED, 0), random.Random(seed)) for seed in range(9)]
    claims = {example.claim for example in drawn if example is not None}
    assert "Ann Lee has led the harbour office since 1999" in claims
    assert all("Lee" in claim for claim in claims)


@pytest.mark.parametrize(
    ("making", "claim", "target"),
    [
        (Making.DESCRIBED, "The pilot landed there on Friday", SUPPORTED),
        (Making.MISDESCRIBED, "The pilot stayed at home all day", NOT_SUPPORTED),
    ],
)
def test_somebody_is_called_what_the_source_calls_him_or_another(making: Making, claim: str, target: Target) -> None:
    text = "Ann Lee, a pilot, left Oslo for Rome. Lee landed there on Friday. Bob Cole stayed at home all day."
    drawn = [make_pool(make_paragraph(text=text)).draw(Recipe(making, 0), random.Random(seed)) for seed in range(9)]
    made = [example for example in drawn if example is not None]
    assert {example.target for example in made} == {target}
    assert claim in {example.claim for example in made}


def test_who_he_is_may_stand_some_sentences_before() -> None:
    text = "Ann Lee was born in Oslo. She moved to Rome in May. She has led the harbour office since 1999."
    drawn = [make_pool(make_paragraph(text=text)).draw(Recipe(Making.NAMED, 0), random.Random(n)) for n in range(20)]
    claims = {example.claim for example in drawn if example is not None}
    assert "Ann Lee has led the harbour office since 1999" in claims


def test_what_is_taken_away_is_not_in_the_source() -> None:
    for seed in range(10):
        example = make_pool().draw(Recipe(Making.REMOVED, 0), random.Random(seed))
        assert example is not None
        assert len(example.sentences) == 3


def test_a_question_with_its_answer_is_supported_and_with_another_name_not() -> None:
    right = make_pool().draw(Recipe(Making.ANSWERED, 0), random.Random(0))
    wrong = make_pool().draw(Recipe(Making.MISANSWERED, 0), random.Random(0))
    assert right is not None
    assert wrong is not None
    assert (right.claim, right.target) == ("Ann Lee was born in Oslo", SUPPORTED)
    assert (wrong.claim, wrong.target) == ("Bob Cole was born in Oslo", NOT_SUPPORTED)


def test_an_adversarial_question_with_what_looks_like_its_answer_is_not_supported() -> None:
    plain = make_paragraph(source=ADVERSARIAL)
    question = Question("Who was born in Rome", (), plain.questions[0].answers[0])
    pool = make_pool(Paragraph(ADVERSARIAL, "oslo", TEXT, plain.sentences, (question,)))
    example = pool.draw(Recipe(Making.MISPUT, 0), random.Random(0))
    assert example is not None
    assert (example.claim, example.target) == ("Ann Lee was born in Rome", NOT_SUPPORTED)


def test_a_paragraph_that_gives_nothing_is_counted() -> None:
    pool = make_pool(make_paragraph(text="It rained."))
    assert pool.draw(Recipe(Making.SPLICED, 0), random.Random(0)) is None
    assert pool.failed == {"spliced": 1}


def test_a_row_is_claim_and_evidence_between_markers() -> None:
    row = Writer(make_tokenizer()).write("Ann Lee", ["Born in Oslo."], SUPPORTED)
    words = {number: word for word, number in WORDS.items()}
    assert " ".join(words[number] for number in row.ids.tolist()) == "[CLS] ann lee [SEP] born in oslo . [SEP]"
    assert row.passage_start == 4
    assert row.allowed == (True, False, False)


def test_no_row_is_longer_than_the_model_reads() -> None:
    writer = Writer(make_tokenizer())
    assert len(writer.write("Ann " * 500, ["Oslo " * 500]).ids) == MAX_TOKENS


def test_the_makings_of_an_epoch_have_their_shares() -> None:
    recipes = plan_epoch([], [make_paragraph(str(n)) for n in range(800)], seed=0, epoch=0)
    makings = [recipe.making for recipe in recipes if recipe.making in SHARES]
    assert len(makings) == 3200
    assert 0.2 < makings.count(Making.SHORTENED) / 3200 < 0.34


def test_batches_are_the_same_again_from_any_place() -> None:
    def read(place: Place, count: int) -> list[tuple[list[list[int]], Place]]:
        pool = ClaimPool(make_judged(300), [make_paragraph(str(n)) for n in range(60)], Writer(make_tokenizer()))
        batches = islice(iterate_batches(pool, place, partial(collate, pad_id=0), seed=3), count)
        return [(batch.ids.tolist(), following) for batch, following in batches]

    whole = read(Place(), 8)
    assert read(whole[3][1], 4) == whole[4:]


def test_targets_are_collated_row_by_row() -> None:
    writer = Writer(make_tokenizer())
    batch = collate([writer.write("Ann", ["Lee"], SUPPORTED), writer.write("Ann", ["Bob"], NOT_SUPPORTED)], pad_id=0)
    assert batch.allowed.tolist() == [[True, False, False], [False, True, True]]
    assert np.array_equal(batch.mask.sum(axis=1), [5, 5])


def test_the_first_epoch_shows_little_evidence() -> None:
    long = make_paragraph(text=f"Ann Lee was born in Oslo{' in Rome' * 18}. " * 12)
    pool = make_pool(long)
    brief, full = (
        pool.draw(Recipe(Making.SHORTENED, 0, is_brief=is_brief), random.Random(0)) for is_brief in (True, False)
    )
    assert brief is not None
    assert full is not None
    assert len(brief.row.ids) < len(full.row.ids)
    assert all(recipe.is_brief for recipe in pool.plan_epoch(seed=0, epoch=0))
    assert not any(recipe.is_brief for recipe in pool.plan_epoch(seed=0, epoch=1))
