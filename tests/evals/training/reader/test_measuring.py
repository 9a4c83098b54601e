import random
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from evals.news import NEWS
from evals.training.reader.material import Asked, Text
from evals.training.reader.measuring import SelectionSet, read_rows
from evals.training.reader.pool import Example, ReaderPool, answering
from evals.training.sources import SQUAD
from tests.evals.training.fakes import BERT_WORDS, find
from tests.evals.training.reader.fakes import WordNetwork, make_article, make_pool

OSLO, MONDAY = "Ann met Bob in Oslo.", "It rained on Monday."
AWAY = "Eve left."
RIGHT = {"oslo": (9.0, 9.0, 9.0, 60.0), "monday": (9.0, 9.0, 9.0, 60.0)}


def make_network(words: Mapping[str, Sequence[float]]) -> WordNetwork:
    return WordNetwork({BERT_WORDS[word]: logits for word, logits in words.items()})


def tell(sentence: str, answer: str, source: str = NEWS) -> Text:
    """A text of a sentence that answers and one that does not."""
    text = f"{sentence} {AWAY}"
    asked = Asked("Where or when?", parts=((find(answer, text),),), quotes=(find(sentence, text),))
    return make_article((asked,), text, source)


def tempt() -> Text:
    return make_article((Asked("Who left Oslo?", near=find(AWAY, AWAY)),), AWAY)


def make_plain_pool(*texts: Text) -> ReaderPool:
    return make_pool(*texts, is_plain=True)


def make_set(*texts: Text) -> SelectionSet:
    return SelectionSet(make_plain_pool(*texts), make_plain_pool(tell(MONDAY, "Monday", SQUAD)), seed=0)


def draw(pool: ReaderPool) -> list[Example]:
    drawn = [pool.draw(recipe, random.Random(0)) for recipe in answering(pool)]
    return [example for example in drawn if example is not None]


def test_what_is_said_of_examples_comes_in_their_order() -> None:
    pool = make_plain_pool(tell(OSLO, "Oslo"), tempt(), tell(MONDAY, "Monday"))
    examples = draw(pool)
    said = read_rows(make_network({**RIGHT, "eve": (1.0, 1.0, 1.0, 1.0)}), examples, pad_id=0)
    found = [pool.cut(one, of_one.first, of_one.last) for one, of_one in zip(examples, said, strict=True)]
    assert found == ["Oslo", "Eve", "Monday"]
    assert [len(of_one.inside) for of_one in said] == [len(one.row.ids) for one in examples]
    assert [len(of_one.support) for of_one in said] == [2, 1, 2]


def test_the_margin_is_the_mean_of_both_ends_over_no_answer() -> None:
    network = make_network({"monday": (5.0, 2.0, 0.0, 0.0)})
    said = read_rows(network, draw(make_plain_pool(tell(MONDAY, "Monday"))), pad_id=0)[0]
    assert (said.margin, said.answers) == (3.5, 5.0)


def test_support_is_the_mean_over_the_words_of_a_sentence() -> None:
    network = make_network({"monday": (0.0, 0.0, 0.0, 26.0)})
    said = read_rows(network, draw(make_plain_pool(tell(MONDAY, "Monday"))), pad_id=0)[0]
    # Four other tokens, and all of the other sentence, say -9.
    assert said.support.tolist() == [-2.0, -9.0]


def test_a_network_that_is_right_has_all_points() -> None:
    scores = make_set(tell(OSLO, "Oslo"), tell(MONDAY, "Monday"), tempt()).score(make_network(RIGHT))
    shares = {
        name: scores[name] for name in ("f1", "answered_f1", "no_answer_f1", "auroc", "sentence", "support", "inside")
    }
    assert shares == {
        "f1": 100.0,
        "answered_f1": 100.0,
        "no_answer_f1": 100.0,
        "auroc": 1.0,
        "sentence": 1.0,
        "support": 1.0,
        "inside": 1.0,
    }
    assert (scores["other_questions"], scores["other_answered_f1"]) == (1.0, 100.0)


def test_a_network_that_is_surer_of_what_tempts_tells_nothing_apart() -> None:
    network = make_network({"oslo": (1.0, 1.0, 0.0, 0.0), "eve": (9.0, 9.0, 0.0, 0.0)})
    scores = make_set(tell("Ann met Bob in Oslo.", "Oslo"), tempt()).score(network)
    assert scores["auroc"] <= 0.5
    assert scores["f1"] == 50.0


def test_a_network_that_marks_another_sentence_is_wrong_about_it() -> None:
    network = make_network({"eve": (9.0, 9.0, 9.0, 60.0)})
    scores = make_set(tell(f"{OSLO[:-1]}, where it did.", "Oslo")).score(network)
    assert (scores["sentence"], scores["support"], scores["inside"]) == (0.0, 0.0, 0.0)


def test_marks_are_weighed_by_their_f1() -> None:
    # Two words are called part of the answer, and one is.
    network = make_network({"monday": (9.0, 9.0, 9.0, 90.0), "on": (-9.0, -9.0, 9.0, -9.0)})
    scores = make_set(tell(MONDAY, "Monday")).score(network)
    assert scores["support"] == 1.0
    assert scores["inside"] == pytest.approx(2 / 3)


def test_without_an_answerable_question_there_is_nothing_to_mark() -> None:
    scores = make_set(tempt()).score(make_network(RIGHT))
    assert {"sentence", "support", "inside"}.isdisjoint(scores)
    assert scores["questions"] == 1.0


def test_one_in_three_answerable_questions_of_news_is_asked_elsewhere_too() -> None:
    scores = make_set(*[tell(OSLO, "Oslo")] * 9).score(make_network(RIGHT))
    assert (scores["questions"], scores["auroc"]) == (12.0, 1.0)


def test_a_selection_set_is_the_same_again() -> None:
    network = make_network({"oslo": (3.0, 1.0, 2.0, 0.5), "eve": (2.0, 3.0, 0.0, 1.0)})
    one, other = (make_set(tell(OSLO, "Oslo"), tempt(), make_article()).score(network) for _ in range(2))
    assert one == other
    assert all(np.isfinite(value) for value in one.values())
