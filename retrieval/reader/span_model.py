"""The span model: a small trained network in one ONNX file, run on onnxruntime with one thread."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval.onnx_session import open_session
from retrieval.reader.model_text import write_passage, write_question
from retrieval.reader.reading import Floats, Reading
from retrieval.reader.windows import Window

MAX_TOKENS = 384
MAX_QUESTION_TOKENS = 64
MAX_CONTEXT_TOKENS = 128
MAX_BATCH_TOKENS = 4096

Ids = npt.NDArray[np.int64]


class SpanModelUnusable(Exception):
    """The model's file is missing, is another one, or cannot be run; the message says which, for a person."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A piece of a window's text as the model reads it.

    Attributes:
        window: its number.
        ids: of `[CLS] question [SEP] context piece [SEP]`.
        first: index of the piece's first token in `ids`.
        segment: index of the first token behind the question.
        offsets: of the piece's tokens in the window's text.
    """

    window: int
    ids: Ids
    first: int
    segment: int
    offsets: npt.NDArray[np.int32]


class SpanModel:
    """Reads windows. Safe for several threads.

    Args:
        file: the ONNX file.
        tokenizer_file: of the model that it was trained from.
        sha256: that the file must have, in hexadecimal; None for any.

    Raises:
        SpanModelUnusable: when the files are not there, or not what they should be.
    """

    def __init__(self, file: Path, tokenizer_file: Path, *, sha256: str | None) -> None:
        from tokenizers import Tokenizer

        content = _read(file)
        if sha256 is not None and hashlib.sha256(content).hexdigest() != sha256:
            raise SpanModelUnusable(f"its file {file.name} is not the one that was shipped")
        try:
            self._tokenizer = Tokenizer.from_file(str(tokenizer_file))
            self._session = open_session(content, threads=1)
        except Exception as err:  # onnxruntime and tokenizers raise classes of their own making
            raise SpanModelUnusable(f"its file {file.name} cannot be run") from err
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        cls, sep, pad = (self._tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]", "[PAD]"))
        if cls is None or sep is None or pad is None:
            raise SpanModelUnusable("its tokenizer is of another kind of model")
        self._cls, self._sep, self._pad = cls, sep, pad

    def read(self, question: str, windows: Sequence[Window]) -> tuple[Reading, ...]:
        """Return the reading of each window; a text too long for the model is read piece by piece."""
        asked = self._tokenize([write_question(question)])[0][0][:MAX_QUESTION_TOKENS]
        contexts = [ids for ids, _ in self._tokenize([write_passage(window.context) for window in windows])]
        texts = self._tokenize([write_passage(window.text) for window in windows])
        rows = [
            row
            for number, (context, (ids, offsets)) in enumerate(zip(contexts, texts, strict=True))
            for row in self._make_rows(number, asked, context[-MAX_CONTEXT_TOKENS:], ids, offsets)
        ]
        of_window: list[list[Reading]] = [[] for _ in windows]
        for row, reading in zip(rows, self._run(rows), strict=True):
            of_window[row.window].append(reading)
        return tuple(_join(readings) for readings in of_window)

    def _tokenize(self, texts: Sequence[str]) -> list[tuple[Ids, npt.NDArray[np.int32]]]:
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [(np.array(one.ids, np.int64), np.array(one.offsets, np.int32).reshape(-1, 2)) for one in encoded]

    def _make_rows(self, number: int, asked: Ids, context: Ids, ids: Ids, offsets: npt.NDArray[np.int32]) -> list[_Row]:
        room = MAX_TOKENS - len(asked) - 3
        if len(context) + len(ids) > room:
            context = context[max(len(context) + len(ids) - room, 0) :]
        room -= len(context)
        head = np.concatenate(([self._cls], asked, [self._sep], context)).astype(np.int64)
        return [
            _Row(
                number,
                np.concatenate((head, ids[at : at + room], [self._sep])).astype(np.int64),
                len(head),
                len(asked) + 2,
                offsets[at : at + room],
            )
            for at in range(0, max(len(ids), 1), room)
        ]

    def _run(self, rows: Sequence[_Row]) -> list[Reading]:
        """Read rows in batches of about equal lengths, and return the readings in their order."""
        order = sorted(range(len(rows)), key=lambda n: len(rows[n].ids))
        readings: dict[int, Reading] = {}
        while order:
            # From the longest: it says how many fit.
            length = len(rows[order[-1]].ids)
            count = max(1, MAX_BATCH_TOKENS // length)
            batch, order = order[-count:], order[:-count]
            readings.update(zip(batch, self._run_batch([rows[n] for n in batch], length), strict=True))
        return [readings[n] for n in range(len(rows))]

    def _run_batch(self, rows: Sequence[_Row], length: int) -> list[Reading]:
        ids = np.full((len(rows), length), self._pad, np.int64)
        mask, segments = np.zeros_like(ids), np.zeros_like(ids)
        for k, row in enumerate(rows):
            ids[k, : len(row.ids)] = row.ids
            mask[k, : len(row.ids)] = 1
            segments[k, row.segment : len(row.ids)] = 1
        feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": segments}
        starts, ends, answerable = self._session.run(["starts", "ends", "answerable"], feeds)
        return [
            Reading(_against_none(starts[k], row), _against_none(ends[k], row), row.offsets, float(answerable[k]))
            for k, row in enumerate(rows)
        ]


def _against_none(logits: Floats, row: _Row) -> Floats:
    """The log-odds of each token of the row's piece against the `[CLS]`, which stands for no answer."""
    odds: Floats = logits[row.first : row.first + len(row.offsets)] - logits[0]
    return odds


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


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as err:
        raise SpanModelUnusable(f"its file {file.name} cannot be read ({err.strerror or err})") from err
