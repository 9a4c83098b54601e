from collections.abc import Sequence

from corpus.schema import Sentence, Span
from evals.fitting.signs_reader import SignsReader
from retrieval.reader.choosing import AnswerSigns
from retrieval.reader.reading import Reading, ReadSentence
from retrieval.reader.span import SpanReader
from retrieval.schema import Hits, PastTurn
from tests.fakes import hits_of, make

HITS = hits_of(make("Ann met Bob.\n\nThey left."))


class Weighing:
    """Finds that a sentence answers as many log-odds as the question has words; records the histories."""

    def __init__(self) -> None:
        self.histories: list[Sequence[PastTurn]] = []

    def read(self, question: str, history: Sequence[PastTurn], sentences: Sequence[Sentence]) -> Reading:
        self.histories.append(history)
        odds = float(len(question.split()))
        return Reading(odds, tuple(ReadSentence(s, Span(s.span.start, s.span.end), odds, -odds, ()) for s in sentences))


def test_what_spoke_for_the_last_answer_is_kept() -> None:
    reader = SignsReader(Weighing(), threshold=0.5)
    reader.read("Who met Bob?", HITS)
    assert reader.signs == AnswerSigns(3.0, 3.0, -3.0)
    reader.read("And who left?", HITS, (PastTurn("Who met Bob?", "Ann met Bob."),))
    reader.read("Who?", HITS)
    assert reader.signs == AnswerSigns(1.0, 1.0, -1.0)


def test_without_an_answer_there_are_no_signs() -> None:
    reader = SignsReader(Weighing(), threshold=0.5)
    reader.read("Who met Bob?", HITS)
    reader.read("Who met Bob?", Hits("Who met Bob?", ()))
    assert reader.signs is None


def test_it_reads_as_the_span_reader_does() -> None:
    history = (PastTurn("Who met Bob?", "Ann met Bob."),)
    model = Weighing()
    for threshold in (0.0, 1.0):
        own = SignsReader(model, threshold=threshold).read("And who left?", HITS, history)
        assert own == SpanReader(Weighing(), threshold=threshold).read("And who left?", HITS, history)
    assert model.histories == [history, history]
