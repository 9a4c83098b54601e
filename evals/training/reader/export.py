"""Export the reader's weights as ONNX in 8-bit integers, and see to it that it reads as they do.

`python -m evals.training.reader.export --weights FILE --base FOLDER --to FOLDER --data FOLDER` takes best.pt, final.pt
or a checkpoint, and the model that it was made from. It writes `reader.onnx` with the weights in files beside it, each
small enough for a repository, and prints the lines of `SHA256SUMS`. It compares the file with the weights on the
articles held out for selection, and writes nothing when 8 bits lose more than a point of F1. Without `--data` the loss
is not measured.
"""

import argparse
import hashlib
import random
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from evals.errors import EvalError
from evals.news import NEWS, NewsPart
from evals.training.batches import BATCH_SIZE, Array
from evals.training.checkpoints import Weights, load_weights
from evals.training.encoder import set_weights
from evals.training.graph import INPUTS, LICENCE, ExportRefused, check_graph, to_feeds, write_graph
from evals.training.held_out import Part
from evals.training.quantise import quantise, widen
from evals.training.reader.batch import ReaderBatch, collate
from evals.training.reader.measuring import SelectionSet
from evals.training.reader.model import Logits, ReaderNetwork, load_network
from evals.training.reader.news import read_news
from evals.training.reader.paragraphs import SETS, read_paragraphs
from evals.training.reader.pieces import put_graph, split_graph
from evals.training.reader.pool import ReaderPool, answering
from evals.training.reader.rows import RowWriter
from evals.training.reader.train import open_writer
from evals.training.run import SEED
from evals.training.spreading import spread_outliers
from retrieval.onnx_session import open_session
from retrieval.reader.model_text import MAX_TOKENS
from retrieval.trained.pair_model import TOKENIZER
from retrieval.trained.shipped import READER

FORMAT = 1
"""Of the file: its inputs and outputs, and what its metadata say."""
OUTPUTS = {"tokens": True, "answerable": False}
MAX_LOSS = 1.0
"""Points of F1 on news that 8 bits may lose."""
SAMPLE = 160
"""Questions of the calibration articles by which large activations are found."""
WIDE = "/output/dense/MatMul"
"""In the names of the nodes that keep 16 bits with `--wide`: the second matrix of each feed-forward layer.

What goes into these is what loses most in 8 bits.
"""


@dataclass(frozen=True, slots=True)
class Measure:
    """What an export is seen to by.

    Attributes:
        selection: to compare by.
        sample: batches to find large activations by.
    """

    selection: SelectionSet
    sample: tuple[ReaderBatch, ...]


def main() -> None:
    """Export, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help="best.pt, final.pt or a checkpoint")
    parser.add_argument("--base", type=Path, required=True, help="the folder of the model they were made from")
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--data", type=Path, help="the folder with qa, news and news-qa")
    parser.add_argument("--wide", action="store_true", help="16 bits for the second matrix of each feed-forward layer")
    flags = parser.parse_args()
    torch.set_num_threads(1)
    try:
        weights, network = open_weights(flags.weights, flags.base)
        by = read_measure(flags.data, open_writer(flags.base)) if flags.data else None
        export(network, flags.to, by, metadata=describe(weights, flags.base / "tokenizer.json"), wide=flags.wide)
    except EvalError as err:
        sys.exit(f"error: {err}")


def open_weights(file: Path, base: Path) -> tuple[Weights, ReaderNetwork]:
    """Return trained weights and the network that has them.

    Raises:
        BaseInvalid: when there is no model to make the network of.
        CheckpointInvalid: when the file has no weights.
        ModelDiffers: when they were made from another model.
    """
    weights = load_weights(file)
    network = load_network(base, seed=0, layers=int(weights.options.get("layers", 0)) or None)
    set_weights(network, weights.weights)
    return weights, network


def read_measure(data: Path, writer: RowWriter) -> Measure:
    """Read what exports are compared by."""
    news, calibration = (
        ReaderPool(read_news(data, part), writer, is_plain=True) for part in (NewsPart.SELECTION, NewsPart.CALIBRATION)
    )
    others = ReaderPool(read_paragraphs(data / "qa", Part.SELECTION, seed=SEED), writer, is_plain=True)
    chance = random.Random(0)  # noqa: S311 - a sample, no secret
    recipes = list(answering(calibration))
    drawn = (calibration.draw(one, chance) for one in chance.sample(recipes, min(SAMPLE, len(recipes))))
    rows = [example.row for example in drawn if example is not None]
    batches = (rows[at : at + BATCH_SIZE] for at in range(0, len(rows), BATCH_SIZE))
    pad_id = writer.markers.pad
    return Measure(SelectionSet(news, others, seed=SEED), tuple(collate(batch, pad_id=pad_id) for batch in batches))


def export(network: ReaderNetwork, to: Path, by: Measure | None, *, metadata: Mapping[str, str], wide: bool) -> None:
    """Print the measures of a network in 32 bits and in 8, write the latter's files, or none, and print their hashes.

    Args:
        network: is put to evaluation.
        to: the folder; files of an earlier export in it are replaced.
        by: what it is compared by; the loss is not measured without.
        metadata: to be kept in the file.
        wide: keep 16 bits of what loses most in 8.

    Raises:
        ExportRefused: when the graph differs from the network, or 8 bits lose too much.
        FileUnwritable: when a file cannot be written.
    """
    inputs = INPUTS if network.has_segments else INPUTS[:2]
    config: Any = network.encoder.config
    module = Plain(network)
    with tempfile.TemporaryDirectory() as folder:
        float_file, int8_file = Path(folder) / "float.onnx", Path(folder) / "int8.onnx"
        write_graph(module, float_file, OUTPUTS, inputs=inputs)
        if by:
            spread_outliers(float_file, [feeds_of(batch, inputs) for batch in by.sample])
        check_graph(module, float_file, OUTPUTS, vocabulary=config.vocab_size, max_tokens=MAX_TOKENS, inputs=inputs)
        quantise(float_file, int8_file, metadata, kept=(WIDE,) if wide else ())
        if wide:
            widen(int8_file)
        if by:
            before, after = (by.selection.score(OnnxNetwork(file, inputs)) for file in (float_file, int8_file))
            sys.stdout.write(render(before, after))
            check_loss(before["f1"], after["f1"])
        files = split_graph(int8_file, READER)
    put_graph(files, READER, to)
    for name, content in files.items():
        sys.stdout.write(f"{hashlib.sha256(content).hexdigest()}  {name}\n")


def check_loss(before: float, after: float) -> None:
    """Raise ExportRefused when 8 bits lose more than `MAX_LOSS`."""
    # So written, it also refuses what is not a number.
    if not before - after <= MAX_LOSS:
        problem = f"8 bits lose {before - after:.2f} points of F1 ({before:.2f} to {after:.2f}), more than {MAX_LOSS:g}"
        raise ExportRefused(problem, "give --wide, or train further")


def describe(weights: Weights, tokenizer_file: Path) -> dict[str, str]:
    """Return what a file says of itself: how to use it, what it was made of, and its licence."""
    return {
        "format": str(FORMAT),
        "step": str(weights.step),
        "seed": str(weights.options.get("seed", SEED)),
        "training_sets": ",".join((NEWS, *SETS)),
        "licence": LICENCE,
        TOKENIZER: tokenizer_file.read_text(encoding="utf-8"),
    }


class Plain(nn.Module):
    """A network as the graph has it: a tuple of outputs."""

    def __init__(self, network: ReaderNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Read a batch."""
        logits = self.network(ids, mask, segments)
        return logits.tokens, logits.answerable


class OnnxNetwork(nn.Module):
    """An exported network, for what takes the torch module."""

    def __init__(self, file: Path, inputs: Sequence[str]) -> None:
        super().__init__()
        self._session = open_session(file, threads=2)
        self._inputs = inputs

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor) -> Logits:
        """Read a batch row by row: what is rounded depends on the rows of a batch together."""
        tokens, answerable = torch.zeros(*ids.shape, 4), torch.zeros(len(ids))
        for n in range(len(ids)):
            size = int(mask[n].sum())
            feeds = to_feeds(*(one[n : n + 1, :size].numpy() for one in (ids, mask, segments)))
            found = self._session.run(list(OUTPUTS), {name: feeds[name] for name in self._inputs})
            tokens[n, :size], answerable[n] = torch.from_numpy(found[0][0]), float(found[1][0])
        return Logits(tokens, answerable)


def feeds_of(batch: ReaderBatch, inputs: Sequence[str]) -> dict[str, Array]:
    """Return a batch as a graph's inputs, of which it may lack the segments."""
    feeds = to_feeds(batch.ids, batch.mask, batch.segments)
    return {name: feeds[name] for name in inputs}


def render(before: Mapping[str, float], after: Mapping[str, float]) -> str:
    """Return the measures in 32 bits and in 8, a line each."""
    return "".join(f"{name:24} {before[name]:9.4f} {after[name]:9.4f}\n" for name in sorted(before))


if __name__ == "__main__":
    main()
