"""The span reader with its signs: what spoke for its last answer, to fit a confidence on."""

from collections.abc import Callable, Sequence

from corpus.schema import Sentence
from retrieval.reader.choosing import AnswerSigns, choose
from retrieval.reader.reading import Reading, ReadsWindows
from retrieval.reader.span import SpanReader
from retrieval.schema import Draft, Hits, PastTurn


class SignsReader:
    """Reads as the span reader does, for one thread.

    Args:
        model: that reads windows.
        threshold: as of `SpanReader`.

    Attributes:
        signs: of the answer to the last question, given or held back; None where there was none.
    """

    def __init__(self, model: ReadsWindows, *, threshold: float) -> None:
        self.signs: AnswerSigns | None = None
        self._readings: list[Reading] = []
        self._reader = SpanReader(_Telling(model, self._readings.append), threshold=threshold)

    def read(self, question: str, hits: Hits, history: Sequence[PastTurn] = ()) -> Draft:
        """Return the span reader's draft."""
        self._readings.clear()
        draft = self._reader.read(question, hits, history)
        choice = choose(question, self._readings)
        self.signs = choice.signs if choice else None
        return draft


class _Telling:
    """A model that tells what it read."""

    def __init__(self, model: ReadsWindows, tell: Callable[[Reading], None]) -> None:
        self._model = model
        self._tell = tell

    def read(self, question: str, history: Sequence[PastTurn], sentences: Sequence[Sentence]) -> Reading:
        reading = self._model.read(question, history, sentences)
        self._tell(reading)
        return reading
