from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from evals.calibration_scopes import Labelled
from evals.fitting.calibrate_span_reader import Remembering, fit_ranking, read
from retrieval.reader.reading import Reading
from retrieval.reader.span_ranking import SpanSigns
from retrieval.reader.windows import Window
from tests.fakes import hits_of, make

STORY = make("Ann met Bob. Eve stayed.\n\nIt rained. Nobody came.")
EVEN = dict.fromkeys(SpanSigns._fields, 1.0)


class FindsWord:
    """A model that finds one word, and counts its calls."""

    def __init__(self, word: str) -> None:
        self._word = word
        self.calls = 0

    def read(self, question: str, windows: Sequence[Window]) -> tuple[Reading, ...]:
        self.calls += 1
        return tuple(self._read(window.text) for window in windows)

    def _read(self, text: str) -> Reading:
        at = text.find(self._word)
        odds = np.array([9.0 if at >= 0 else -9.0], np.float32)
        return Reading(odds, odds, np.array([[max(at, 0), max(at, 0) + len(self._word)]], np.int32), float(odds[0]))


def search(question: str, right: str) -> Labelled:
    hits = hits_of(STORY, question)
    sentences = [sentence for hit in hits.items for sentence in hit.passage.sentences]
    return Labelled("answerable", hits, frozenset(one.id for one in sentences if right in one.text))


def test_a_question_is_read_once_however_often_it_is_asked_for() -> None:
    counted = FindsWord("Eve")
    model = Remembering(counted)
    for _ in range(3):
        read(search("Who stayed?", "Eve"), model, EVEN)
    read(search("Who left?", "Eve"), model, EVEN)
    assert counted.calls == 2


def test_a_search_is_read_as_the_reader_reads_it() -> None:
    one = read(search("Who stayed?", "Eve"), FindsWord("Eve"), EVEN)
    assert one.order[0] is True
    assert one.right
    assert one.signs._asdict()["margin"] == 9.0


def test_a_model_that_finds_the_answers_is_weighed_and_one_that_does_not_is_not() -> None:
    searches = [replace(search(f"Who stayed on day {k}?", "Eve")) for k in range(20)]
    good, bad = fit_ranking(searches, FindsWord("Eve")), fit_ranking(searches, FindsWord("rained"))
    assert good["margin"] > 0.1
    assert bad["margin"] < 0
