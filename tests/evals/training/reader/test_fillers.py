import random

from evals.training.reader.fillers import BEFORE, BEHIND, fill

QUESTION = "Who left Oslo?"


def test_a_filler_stands_before_the_question_or_behind_it_without_its_mark() -> None:
    filled = {fill(QUESTION, random.Random(n)) for n in range(400)}
    assert filled == {f"{one}Who left Oslo?" for one in BEFORE} | {f"Who left Oslo{one}" for one in BEHIND}
    assert {"thanks! Who left Oslo?", "Who left Oslo pls"} <= filled


def test_more_fillers_stand_before_than_behind() -> None:
    filled = [fill(QUESTION, random.Random(n)) for n in range(400)]
    assert 200 < sum(one.endswith(QUESTION) for one in filled) < 280
