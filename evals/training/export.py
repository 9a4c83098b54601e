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
import warnings
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from evals.errors import EvalError, FileUnwritable
from evals.output import refuse_unwritable
from evals.training.batches import BATCH_SIZE, Array, Batch, collate
from evals.training.checkpoints import Weights, load_weights
from evals.training.comparing import TIMED_RUNS, Figures, OnnxReader, Scores, measure_file, render_comparison
from evals.training.errors import CheckpointInvalid, TrainingError
from evals.training.held_out import Part
from evals.training.model import SpanReader, load_reader, set_weights
from evals.training.pool import Pool
from evals.training.quantise import quantise
from evals.training.run import SEED
from evals.training.selection import SelectionSet
from evals.training.sources import SETS, read_sources
from evals.training.spreading import spread_outliers
from evals.training.tokens import MAX_QUESTION_TOKENS, MAX_TOKENS
from retrieval.embedding.embeddings import DEFAULT_MODEL, locate_model
from retrieval.trained.pair_model import TOKENIZER

FORMAT = 2
"""Of the file: its inputs and outputs, and what its metadata say."""
LICENCE = "CC-BY-SA-4.0"
MAX_BYTES = 25_000_000
MAX_LOSS = 0.5
"""Points of F1."""
MAX_DIFFERENCE = 1e-3
"""Of a logit in the torch module and in the graph of 32 bits."""
SAMPLED_OF = 5
"""One batch in five of a set of the calibration titles is the sample."""
DRAWS = 3
"""How many sets of selection examples are drawn: in one of 1,600, half a point of F1 is within the noise."""

_INPUTS, _OUTPUTS = ("input_ids", "attention_mask", "token_type_ids"), ("starts", "ends", "answerable")


class ExportRefused(TrainingError):
    """An export does not read as its weights do, or cannot be shipped."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"nothing was written: {problem}; {remedy}")


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
        weights = load_weights(flags.weights)
        model = Path(locate_model(DEFAULT_MODEL))
        reader = load_reader(model, seed=0)
        try:
            set_weights(reader, weights.weights)
        except ValueError as err:
            raise CheckpointInvalid(str(flags.weights), "is of another model") from err
        tokenizer_file = model / "tokenizer.json"
        sets, sample = (
            _draw(flags.data, tokenizer_file, seed=int(weights.options.get("seed", SEED))) if flags.data else ([], [])
        )
        export(reader, flags.to, sets=sets, sample=sample, metadata=describe(weights, tokenizer_file))
    except EvalError as err:
        sys.exit(f"error: {err}")


def export(
    reader: SpanReader, to: Path, *, sets: Sequence[Scores], sample: Sequence[Batch], metadata: dict[str, str]
) -> None:
    """Print the figures of a reader in 32 bits and in 8, and write the latter, whole or not at all.

    Args:
        reader: is put to evaluation.
        to: the file; what was there is replaced.
        sets: to compare by; the loss is not measured without any.
        sample: to find large activations by; they are left as they are without any.
        metadata: to be kept in the file.

    Raises:
        ExportRefused: when the graph differs from the reader, 8 bits lose too much, or the file is too large.
        FileUnwritable: when the file cannot be written.
    """
    with tempfile.TemporaryDirectory() as folder:
        float_file, int8_file = Path(folder) / "float.onnx", Path(folder) / "int8.onnx"
        write_graph(reader, float_file)
        if sample:
            spread_outliers(float_file, [to_feeds(batch) for batch in sample])
        check_graph(reader, float_file)
        quantise(float_file, int8_file, metadata)
        before, after = measure_file(float_file, sets), measure_file(int8_file, sets)
        load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} CPUs"
        sys.stdout.write(f"{render_comparison(before, after)}\n({TIMED_RUNS} runs on one thread: median; {load})\n")
        check_figures(before, after)
        _put(int8_file.read_bytes(), to)


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


class _Unmasked(nn.Module):
    """A reader for any caller: where an answer may stand is for them to say."""

    def __init__(self, reader: SpanReader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        logits = self.reader(ids, mask, segments, torch.ones_like(ids, dtype=torch.bool))
        return logits.starts, logits.ends, logits.answerable


def write_graph(reader: SpanReader, file: Path) -> None:
    """Write a reader as a graph in 32 bits, for any number of rows and tokens."""
    reader.eval()
    axes = {name: {0: "rows", 1: "tokens"} for name in (*_INPUTS, *_OUTPUTS[:2])}
    ones = torch.ones(2, 16, dtype=torch.int64)
    with warnings.catch_warnings(), torch.no_grad():
        # The tracer warns of every Python branch; what it gets wrong, `check_graph` finds.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Unmasked(reader).eval(),
            (ones, ones, torch.zeros_like(ones)),
            str(file),
            input_names=list(_INPUTS),
            output_names=list(_OUTPUTS),
            dynamic_axes={**axes, _OUTPUTS[2]: {0: "rows"}},
            opset_version=17,
            dynamo=False,
        )


def check_graph(reader: SpanReader, file: Path) -> None:
    """Compare a graph with its reader on batches of other shapes than it was traced with.

    Raises:
        ExportRefused: when a logit differs by more than `MAX_DIFFERENCE`.
    """
    exported = OnnxReader(file)
    vocabulary = reader.encoder.config.vocab_size
    chance = torch.Generator().manual_seed(0)
    for rows, tokens in ((1, 7), (5, 40), (2, min(MAX_TOKENS, reader.encoder.config.max_position_embeddings))):
        ids = torch.randint(vocabulary, (rows, tokens), generator=chance)
        # Each row is a token shorter than the one above, and a third of it is the question.
        lengths = torch.arange(tokens, tokens - rows, -1)[:, None]
        places = torch.arange(tokens)
        mask, segments = (places < lengths).long(), ((places >= lengths // 3) & (places < lengths)).long()
        batch = (ids, mask, segments, mask.bool())
        with torch.inference_mode():
            pairs = zip(reader(*batch), exported(*batch), strict=True)
            difference = max(float((wanted - found).abs().max()) for wanted, found in pairs)
        # So written, it also refuses what is not a number.
        if not difference <= MAX_DIFFERENCE:
            problem = f"the graph differs from the weights by {difference:.2g}"
            raise ExportRefused(problem, "mend the model or the export")


def check_figures(before: Figures, after: Figures) -> None:
    """Compare the file in 8 bits with the graph in 32.

    Raises:
        ExportRefused: when it loses more than `MAX_LOSS` points of F1, or has more than `MAX_BYTES`.
    """
    if after.size_bytes > MAX_BYTES:
        size, limit = after.size_bytes / 1e6, MAX_BYTES / 1e6
        raise ExportRefused(f"the file has {size:.1f} MB, more than {limit:g}", "quantise more of it")
    if before.f1 is not None and after.f1 is not None and not before.f1 - after.f1 <= MAX_LOSS:
        loss = f"8 bits lose {before.f1 - after.f1:.2f} points of F1 ({before.f1:.2f} to {after.f1:.2f})"
        raise ExportRefused(f"{loss}, more than {MAX_LOSS:g}", "keep a layer in 32 bits, or train further")


def to_feeds(batch: Batch) -> dict[str, Array]:
    """Return a batch as the graph's inputs."""
    return dict(zip(_INPUTS, (batch.ids, batch.mask, batch.segments), strict=True))


def _draw(folder: Path, tokenizer_file: Path, *, seed: int) -> tuple[list[SelectionSet], list[Batch]]:
    """Draw sets to compare by from the selection titles, and a sample of batches from those for calibration."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    of_part = {
        part: Pool(read_sources(folder, part, seed=seed), tokenizer) for part in (Part.SELECTION, Part.CALIBRATION)
    }
    sets = [SelectionSet(of_part[Part.SELECTION], seed=seed + draw) for draw in range(DRAWS)]
    rows = SelectionSet(of_part[Part.CALIBRATION], seed=seed).rows
    pad = of_part[Part.CALIBRATION].markers.pad
    chosen = range(0, len(rows), BATCH_SIZE * SAMPLED_OF)
    return sets, [collate(rows[at : at + BATCH_SIZE], pad_id=pad) for at in chosen]


def _put(content: bytes, file: Path) -> None:
    """Replace a file in one step."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    except OSError as err:
        raise FileUnwritable(str(file), err.strerror or str(err)) from err
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(0o644)
        temporary.replace(file)
    except OSError as err:
        raise FileUnwritable(str(file), err.strerror or str(err)) from err
    finally:
        temporary.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
