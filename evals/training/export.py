"""Export a span reader's weights as one ONNX file in 8-bit integers, and see to it that it reads as they do.

`python -m evals.training.export --weights FILE --to FILE.onnx --data FOLDER` takes best.pt, final.pt or a checkpoint.
It compares the file with the weights on the selection titles of the training files, prints both, and writes nothing
when 8 bits lose more than half a point of F1 or the file is too large to ship. That takes some minutes, on one thread.
The same weights give the same bytes. Without `--data` the loss is not measured.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from evals.errors import EvalError
from evals.output import refuse_unwritable
from evals.training.batches import BATCH_SIZE, Array, pad
from evals.training.checkpoints import Weights, restore
from evals.training.comparing import TIMED_RUNS, Figures, Scores, measure_file, render_comparison
from evals.training.graph import (
    LICENCE,
    ExportRefused,
    Outputs,
    check_graph,
    check_size,
    put_file,
    to_feeds,
    write_graph,
)
from evals.training.held_out import Part
from evals.training.model import SpanReader, load_reader
from evals.training.pool import Pool
from evals.training.quantise import quantise
from evals.training.run import SEED
from evals.training.selection import SelectionSet
from evals.training.sources import SETS, read_sources
from evals.training.spreading import spread_outliers
from retrieval.embedding.embeddings import DEFAULT_MODEL, locate_model
from retrieval.reader.span_model import MAX_QUESTION_TOKENS, MAX_TOKENS
from retrieval.trained.pair_model import TOKENIZER

FORMAT = 2
"""Of the file: its inputs and outputs, and what its metadata say."""
MAX_LOSS = 0.5
"""Points of F1."""
SAMPLED_OF = 5
"""One batch in five of a set of the calibration titles is the sample."""
DRAWS = 3
"""How many sets of selection examples are drawn: in one of 1,600, half a point of F1 is within the noise."""
OUTPUTS: Outputs = {"starts": True, "ends": True, "answerable": False}

Feeds = dict[str, Array]


def main() -> None:
    """Export, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help="best.pt, final.pt or a checkpoint")
    parser.add_argument("--to", type=Path, required=True, metavar="FILE.onnx")
    parser.add_argument("--data", type=Path, help="the folder with the SQuAD files")
    flags = parser.parse_args()
    torch.set_num_threads(1)
    try:
        refuse_unwritable(flags.to)
        model = Path(locate_model(DEFAULT_MODEL))
        reader = load_reader(model, seed=0)
        weights = restore(reader, flags.weights)
        tokenizer, seed = model / "tokenizer.json", int(weights.options.get("seed", SEED))
        sets, sample = _draw(flags.data, tokenizer, seed=seed) if flags.data else ([], [])
        export(reader, flags.to, sets=sets, sample=sample, metadata=describe(weights, tokenizer))
    except EvalError as err:
        sys.exit(f"error: {err}")


def export(
    reader: SpanReader, to: Path, *, sets: Sequence[Scores], sample: Sequence[Feeds], metadata: dict[str, str]
) -> None:
    """Print the figures of a reader in 32 bits and in 8, and write the latter, whole or not at all.

    Args:
        reader: is put to evaluation.
        to: the file; what was there is replaced.
        sets: to compare by; the loss is not measured without any.
        sample: batches to find large activations by; they are left as they are without any.
        metadata: to be kept in the file.

    Raises:
        ExportRefused: when the graph differs from the reader, 8 bits lose too much, or the file is too large.
        FileUnwritable: when the file cannot be written.
    """
    module, config = Unmasked(reader), reader.encoder.config
    vocabulary, max_tokens = config.vocab_size, min(config.max_position_embeddings, MAX_TOKENS)
    with tempfile.TemporaryDirectory() as folder:
        float_file, int8_file = Path(folder) / "float.onnx", Path(folder) / "int8.onnx"
        write_graph(module, float_file, OUTPUTS)
        if sample:
            spread_outliers(float_file, sample)
        check_graph(module, float_file, OUTPUTS, vocabulary=vocabulary, max_tokens=max_tokens)
        quantise(float_file, int8_file, metadata)
        before, after = measure_file(float_file, sets), measure_file(int8_file, sets)
        load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} CPUs"
        sys.stdout.write(f"{render_comparison(before, after)}\n({TIMED_RUNS} runs on one thread: median; {load})\n")
        check_figures(before, after)
        put_file(int8_file.read_bytes(), to)


def describe(weights: Weights, tokenizer_file: Path) -> dict[str, str]:
    """Return what a file says of itself: how to use it, what it was made of, and its licence."""
    return {
        "format": str(FORMAT),
        "step": str(weights.step),
        "seed": str(weights.options.get("seed", SEED)),
        "max_tokens": str(MAX_TOKENS),
        "max_question_tokens": str(MAX_QUESTION_TOKENS),
        "training_sets": ",".join(SETS),
        "licence": LICENCE,
        TOKENIZER: tokenizer_file.read_text(encoding="utf-8"),
    }


class Unmasked(nn.Module):
    """A reader for any caller: where an answer may stand is for them to say."""

    def __init__(self, reader: SpanReader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Read a batch, and return the logits of start, end and answerability."""
        logits = self.reader(ids, mask, segments, torch.ones_like(ids, dtype=torch.bool))
        return logits.starts, logits.ends, logits.answerable


def check_figures(before: Figures, after: Figures) -> None:
    """Compare the file in 8 bits with the graph in 32.

    Raises:
        ExportRefused: when it loses more than `MAX_LOSS` points of F1, or is too large.
    """
    check_size(after.size_bytes)
    if before.f1 is not None and after.f1 is not None and not before.f1 - after.f1 <= MAX_LOSS:
        loss = f"8 bits lose {before.f1 - after.f1:.2f} points of F1 ({before.f1:.2f} to {after.f1:.2f})"
        raise ExportRefused(f"{loss}, more than {MAX_LOSS:g}", "keep a layer in 32 bits, or train further")


def _draw(folder: Path, tokenizer_file: Path, *, seed: int) -> tuple[list[SelectionSet], list[Feeds]]:
    """Draw sets to compare by from the selection titles, and a sample of batches from those for calibration."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    parts = (Part.SELECTION, Part.CALIBRATION)
    selection, calibration = (Pool(read_sources(folder, part, seed=seed), tokenizer) for part in parts)
    sets = [SelectionSet(selection, seed=seed + draw) for draw in range(DRAWS)]
    rows, pad_id = SelectionSet(calibration, seed=seed).rows, calibration.markers.pad
    chosen = range(0, len(rows), BATCH_SIZE * SAMPLED_OF)
    return sets, [to_feeds(*pad(rows[at : at + BATCH_SIZE], pad_id=pad_id)) for at in chosen]


if __name__ == "__main__":
    main()
