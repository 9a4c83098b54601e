"""The span model: a small trained network that says where in a text a question is answered, and whether."""

from collections.abc import Iterator, Sequence

import numpy as np

from retrieval.reader.model_text import write_passage, write_question
from retrieval.reader.reading import Reading
from retrieval.reader.windows import Window
from retrieval.trained.pair_model import MARKERS, Ids, PairModel, Tokens

MAX_TOKENS = 384
"""Of a row: question, context, text and three markers; in training as in use."""
MAX_QUESTION_TOKENS = 64
MAX_CONTEXT_TOKENS = 128


class SpanModel:
    """Reads windows. Safe for several threads.

    Args:
        content: of the ONNX file.

    Raises:
        ModelUnusable: when it is not what it should be.
    """

    def __init__(self, content: bytes) -> None:
        self._model = PairModel("span reader", content, outputs=("starts", "ends", "answerable"))

    def read(self, question: str, windows: Sequence[Window]) -> tuple[Reading, ...]:
        """Return the reading of each window; a text too long for the model is read piece by piece."""
        asked = self._model.tokenize([write_question(question)])[0].ids[:MAX_QUESTION_TOKENS]
        contexts = self._model.tokenize([write_passage(window.context) for window in windows])
        texts = self._model.tokenize([write_passage(window.text) for window in windows])
        return tuple(
            _join([self._read(asked, *piece) for piece in _cut(MAX_TOKENS - MARKERS - len(asked), context.ids, text)])
            for context, text in zip(contexts, texts, strict=True)
        )

    def _read(self, asked: Ids, context: Ids, text: Tokens) -> Reading:
        starts, ends, answerable = self._model.read(asked, np.concatenate((context, text.ids)))
        piece = slice(at := len(asked) + 2 + len(context), at + len(text.ids))
        # Against the `[CLS]`, which stands for no answer.
        return Reading(starts[piece] - starts[0], ends[piece] - ends[0], text.offsets, float(answerable))


def _cut(room: int, context: Ids, text: Tokens) -> Iterator[tuple[Ids, Tokens]]:
    """Yield the pieces of a text, each with what is read before it; the context gives way to the text."""
    context = context[-MAX_CONTEXT_TOKENS:]
    context = context[max(len(context) + len(text.ids) - room, 0) :]
    room -= len(context)
    for at in range(0, max(len(text.ids), 1), room):
        yield context, Tokens(text.ids[at : at + room], text.offsets[at : at + room])


def _join(pieces: Sequence[Reading]) -> Reading:
    """The reading of a whole text from those of its pieces."""
    if len(pieces) == 1:
        return pieces[0]
    return Reading(
        np.concatenate([piece.starts for piece in pieces]),
        np.concatenate([piece.ends for piece in pieces]),
        np.concatenate([piece.offsets for piece in pieces]),
        max(piece.answerable for piece in pieces),
    )
