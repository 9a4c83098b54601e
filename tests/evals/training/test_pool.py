import random

import pytest

from corpus.schema import Span
from evals.training.pool import Pool
from evals.training.recipes import Kind, Recipe, plan_epoch
from evals.training.sources import ADVERSARIAL, Paragraph, Question
from tests.evals.training.fakes import SENTENCES, TEXT, find, make_paragraph, make_tokenizer

OTHER_TEXT = "Bob left Rome on Monday. It rained."
OTHER = Paragraph("squad-train-v1.1", "oslo", OTHER_TEXT, (Span(0, 24), Span(25, 35)), ())
HARD = Paragraph(ADVERSARIAL, "oslo", TEXT, SENTENCES, (Question("4", "Who met Eve", (), find("Bob")),))


def make_pool(*paragraphs: Paragraph) -> Pool:
    return Pool(paragraphs, make_tokenizer())


def test_a_window_of_an_answerable_example_holds_its_answer() -> None:
    pool = make_pool(make_paragraph())
    for n in range(30):
        example = pool.draw(Recipe(Kind.ANSWERABLE, 0, 0, is_whole=False), random.Random(n))
        assert example is not None
        assert pool.cut_span(example, *example.row.answer) == "Oslo"


def test_the_whole_paragraph_is_shown_where_the_recipe_says_so() -> None:
    example = make_pool(make_paragraph()).draw(Recipe(Kind.ANSWERABLE, 0, 1, is_whole=True), random.Random(0))
    assert example is not None
    assert example.pieces == (Span(0, len(TEXT)),)


def test_what_is_left_without_the_answer_does_not_hold_it() -> None:
    pool = make_pool(make_paragraph())
    for n in range(30):
        example = pool.draw(Recipe(Kind.REMOVED, 0, 0, is_whole=False), random.Random(n))
        assert example is not None
        assert example.row.answer == (0, 0)
        assert not any("Oslo" in piece.cut(TEXT) for piece in example.pieces)


def test_a_lookalike_is_another_paragraph_of_the_title_without_the_answer() -> None:
    pool = make_pool(make_paragraph(), OTHER, make_paragraph(title="rome"))
    example = pool.draw(Recipe(Kind.LOOKALIKE, 0, 1, is_whole=False), random.Random(0))
    assert example is not None
    assert (example.shown, example.row.answer) == (1, (0, 0))
    # "Monday" is in the only other paragraph, so that it answers.
    with_monday = make_pool(make_paragraph(questions=3), OTHER)
    assert with_monday.draw(Recipe(Kind.LOOKALIKE, 0, 2, is_whole=False), random.Random(0)) is None


def test_an_adversarial_window_holds_what_looks_like_the_answer() -> None:
    pool = make_pool(HARD)
    for n in range(20):
        example = pool.draw(Recipe(Kind.ADVERSARIAL, 0, 0, is_whole=False), random.Random(n))
        assert example is not None
        assert "Bob" in example.pieces[0].cut(TEXT)
        assert (example.row.answer, pool.golds_of(example)) == ((0, 0), ())


def test_a_question_whose_answer_is_within_a_token_is_dropped_and_counted() -> None:
    broken = Paragraph("squad-train-v1.1", "x", TEXT, SENTENCES, (Question("5", "Who", (find("Osl"),)),))
    pool = make_pool(broken)
    assert pool.paragraphs[0].questions == ()
    assert pool.dropped == {"squad-train-v1.1": 1}


def test_an_epoch_is_the_same_again_and_the_next_is_another() -> None:
    paragraphs = [make_paragraph(title=str(n)) for n in range(20)]
    assert plan_epoch(paragraphs, seed=0, epoch=0) == plan_epoch(paragraphs, seed=0, epoch=0)
    assert plan_epoch(paragraphs, seed=0, epoch=0) != plan_epoch(paragraphs, seed=0, epoch=1)


def test_an_epoch_has_every_question_and_a_third_unanswerable() -> None:
    paragraphs = [p for n in range(200) for p in (make_paragraph(title=str(n)), HARD)]
    kinds = [recipe.kind for recipe in plan_epoch(paragraphs, seed=0, epoch=0)]
    assert kinds.count(Kind.ANSWERABLE) == 400
    assert kinds.count(Kind.ADVERSARIAL) == 400
    assert 80 < kinds.count(Kind.LOOKALIKE) + kinds.count(Kind.REMOVED) < 160


@pytest.mark.parametrize("recipe", [(Kind.ANSWERABLE, 0), (Kind.REMOVED, 0), (Kind.ADVERSARIAL, 2)])
def test_questions_of_every_kind_are_put_in_other_words_and_what_is_shown_is_not(recipe: tuple[Kind, int]) -> None:
    paragraphs = (make_paragraph(), OTHER, HARD)
    worded = Pool(paragraphs, make_tokenizer(), reword=lambda question, _: f"{question} in rome")
    kind, paragraph = recipe
    drawn = [
        pool.draw(Recipe(kind, paragraph, 0, is_whole=True), random.Random(0))
        for pool in (make_pool(*paragraphs), worded)
    ]
    before, after = (example.row for example in drawn if example is not None)
    assert after.passage_start == before.passage_start + 2
    assert after.ids[after.passage_start :].tolist() == before.ids[before.passage_start :].tolist()
    assert [place and place + 2 for place in before.answer] == list(after.answer)


def test_an_altered_example_shows_what_answered_and_has_no_answer() -> None:
    recipe = Recipe(Kind.ALTERED, 0, 0, is_whole=False)
    assert make_pool(make_paragraph()).draw(recipe, random.Random(0)) is None
    pool = Pool(
        [make_paragraph()], make_tokenizer(), alter=lambda question, sentences, _: f"{question} {sentences[2][:3]}"
    )
    for n in range(20):
        example = pool.draw(recipe, random.Random(n))
        assert example is not None
        assert example.row.answer == (0, 0)
        assert any("Oslo" in piece.cut(TEXT) for piece in example.pieces)
        # Five words of the question, "Eve", and the two markers around them.
        assert example.row.passage_start == 8
