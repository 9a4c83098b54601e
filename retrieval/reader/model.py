"""The reader's network: it reads history, question and a window of sentences, and says what it thinks of each token."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.schema import Sentence
from retrieval.errors import ModelUnusable
from retrieval.onnx_session import open_session
from retrieval.reader.model_text import (
    MAX_HISTORY_TOKENS,
    MAX_QUESTION_TOKENS,
    MAX_TOKENS,
    MAX_TURN_TOKENS,
    MAX_TURNS,
    write_passage,
    write_question,
    write_turn,
)
from retrieval.reader.reading import Reading, TokenSigns, read_sentence
from retrieval.schema import PastTurn
from retrieval.trained.pair_model import TOKENIZER, Tokens

STARTS, ENDS, INSIDE, SUPPORT = range(4)
"""The columns of the output `tokens`."""
_MARKERS = (("<s>", "</s>"), ("[CLS]", "[SEP]"))
# MPNet's tokenizer has BERT's markers beside its own, which come first.

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


class ReaderModel:
    """Reads windows, one at a time. Safe for several threads.

    Args:
        file: the ONNX file, which has its tokenizer among its metadata; what it needs lies beside it.

    Raises:
        ModelUnusable: when it is not what it should be.
    """

    def __init__(self, file: Path) -> None:
        from tokenizers import Tokenizer

        try:
            self._session = open_session(file, threads=1)
            self._tokenizer = Tokenizer.from_str(self._session.get_modelmeta().custom_metadata_map.get(TOKENIZER, ""))
        except Exception as err:  # onnxruntime and tokenizers raise classes of their own making
            raise ModelUnusable("the reader's model cannot be run") from err
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        known = ((self._tokenizer.token_to_id(one), self._tokenizer.token_to_id(other)) for one, other in _MARKERS)
        markers = next(((one, other) for one, other in known if one is not None and other is not None), None)
        self._inputs = {one.name for one in self._session.get_inputs()}
        if markers is None or {"tokens", "answerable"} != {one.name for one in self._session.get_outputs()}:
            raise ModelUnusable("the reader's model is one of another kind")
        self._begin, self._end = markers

    def read(self, question: str, history: Sequence[PastTurn], sentences: Sequence[Sentence]) -> Reading:
        """Return the reading of a window; one that is too long for the model is read piece by piece.

        Of a sentence that is too long by itself only the beginning is read.
        """
        asked = self._ask(question, history)
        texts = [self._tokenize(write_passage(sentence.text)) for sentence in sentences]
        known = [(sentence, text) for sentence, text in zip(sentences, texts, strict=True) if len(text.ids)]
        readings = [self._read(asked, piece) for piece in _cut(known, MAX_TOKENS - len(asked) - 1)]
        if not readings:
            return Reading(-np.inf, ())
        return Reading(
            max(reading.answers for reading in readings),
            tuple(sentence for reading in readings for sentence in reading.sentences),
        )

    def _read(self, asked: Ids, piece: Sequence[tuple[Sentence, Tokens]]) -> Reading:
        ids = np.concatenate([asked, *(text.ids for _, text in piece), [self._end]])[None].astype(np.int64)
        segments = np.zeros_like(ids)
        segments[0, len(asked) :] = 1
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": segments}
        tokens, answerable = self._session.run(
            ["tokens", "answerable"], {name: value for name, value in feeds.items() if name in self._inputs}
        )
        logits = np.asarray(tokens[0], np.float32)
        # The first marker stands for no answer.
        logits[:, [STARTS, ENDS]] -= logits[0, [STARTS, ENDS]]
        at, read = len(asked), []
        for sentence, text in piece:
            part = logits[at : at + len(text.ids)]
            signs = TokenSigns(part[:, STARTS], part[:, ENDS], part[:, INSIDE], part[:, SUPPORT], text.offsets)
            read.append(read_sentence(sentence, signs))
            at += len(text.ids)
        return Reading(float(answerable[0]), tuple(read))

    def _ask(self, question: str, history: Sequence[PastTurn]) -> Ids:
        """All that stands before the window: question, then the turns before it, the last one first."""
        parts: list[int] = [self._begin, *self._tokenize(write_question(question)).ids[:MAX_QUESTION_TOKENS]]
        room = MAX_HISTORY_TOKENS
        for turn in reversed(history[-MAX_TURNS:]):
            said = self._tokenize(write_turn(turn.question, turn.answer)).ids[: min(MAX_TURN_TOKENS, room)]
            if not len(said):
                break
            room -= len(said)
            parts += [self._end, *said]
        return np.array([*parts, self._end], np.int64)

    def _tokenize(self, text: str) -> Tokens:
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        return Tokens(np.array(encoded.ids, np.int64), np.array(encoded.offsets, np.int32).reshape(-1, 2))


def _cut(known: Sequence[tuple[Sentence, Tokens]], room: int) -> Iterator[list[tuple[Sentence, Tokens]]]:
    """Yield runs of sentences that fit into some tokens; a longer sentence is cut off."""
    piece: list[tuple[Sentence, Tokens]] = []
    used = 0
    for sentence, text in known:
        if piece and used + len(text.ids) > room:
            yield piece
            piece, used = [], 0
        piece.append((sentence, Tokens(text.ids[:room], text.offsets[:room])))
        used += len(text.ids)
    if piece:
        yield piece
