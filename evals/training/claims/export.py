"""Export a claim checker's weights as one ONNX file in 8-bit integers, and see to it that it judges as they do.

`python -m evals.training.claims.export --weights FILE --to FILE.onnx --data FOLDER` takes best.pt, final.pt or a
checkpoint. It compares the file with the weights on claims that are held out for selection, prints both, and writes
nothing when 8 bits lose more than half a point of AUROC or the file is too large to ship.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import torch
from torch import Tensor, nn

from evals.errors import EvalError
from evals.output import refuse_unwritable
from evals.training.batches import BATCH_SIZE, Array, pad
from evals.training.checkpoints import Weights, restore
from evals.training.claims.model import ClaimChecker, load_checker
from evals.training.claims.pool import Writer
from evals.training.claims.selection import CRITERION, SelectionSet
from evals.training.claims.train import PARAGRAPHS, ClaimOptions, read_pool
from evals.training.graph import (
    INPUTS,
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
from evals.training.quantise import quantise
from evals.training.run import SEED
from evals.training.spreading import spread_outliers
from retrieval.checker.claim_model import MAX_CLAIM_TOKENS, MAX_TOKENS
from retrieval.embedding.embeddings import DEFAULT_MODEL, locate_model
from retrieval.onnx_session import open_session
from retrieval.trained.pair_model import TOKENIZER

FORMAT = 1
MAX_LOSS = 0.005
"""Of the AUROC by which weights are selected."""
SAMPLED_OF = 5
"""One batch in five of the claims held out for calibration is the sample by which large activations are found."""
OUTPUTS: Outputs = {"verdicts": False}

Feeds = dict[str, Array]


def main() -> None:
    """Export, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help="best.pt, final.pt or a checkpoint")
    parser.add_argument("--to", type=Path, required=True, metavar="FILE.onnx")
    parser.add_argument("--data", type=Path, required=True, help="the folder with the folders qa and faithfulness")
    flags = parser.parse_args()
    torch.set_num_threads(1)
    try:
        refuse_unwritable(flags.to)
        model = Path(locate_model(DEFAULT_MODEL))
        checker = load_checker(model, seed=0)
        weights = restore(checker, flags.weights)
        tokenizer = model / "tokenizer.json"
        selection, sample = _draw(flags.data, tokenizer, read_options(weights))
        export(checker, flags.to, selection=selection, sample=sample, metadata=describe(weights, tokenizer))
    except EvalError as err:
        sys.exit(f"error: {err}")


def export(
    checker: ClaimChecker, to: Path, *, selection: SelectionSet, sample: Sequence[Feeds], metadata: dict[str, str]
) -> None:
    """Print the measures of a checker in 32 bits and in 8, and write the latter, whole or not at all.

    Args:
        checker: is put to evaluation.
        to: the file; what was there is replaced.
        selection: claims to compare by.
        sample: batches to find large activations by.
        metadata: to be kept in the file.

    Raises:
        ExportRefused: when the graph differs from the checker, 8 bits lose too much, or the file is too large.
        FileUnwritable: when the file cannot be written.
    """
    module, config = _Verdicts(checker), checker.encoder.config
    vocabulary, max_tokens = config.vocab_size, min(config.max_position_embeddings, MAX_TOKENS)
    with tempfile.TemporaryDirectory() as folder:
        float_file, int8_file = Path(folder) / "float.onnx", Path(folder) / "int8.onnx"
        write_graph(module, float_file, OUTPUTS)
        spread_outliers(float_file, sample)
        check_graph(module, float_file, OUTPUTS, vocabulary=vocabulary, max_tokens=max_tokens)
        quantise(float_file, int8_file, metadata)
        # It has all that the set uses of a checker: being called, and being put to evaluation.
        before, after = (selection.score(cast(ClaimChecker, OnnxChecker(file))) for file in (float_file, int8_file))
        for name, value in before.items():
            sys.stdout.write(f"{name:<32}{value:>9.4f}{after[name]:>9.4f}\n")
        check_size(int8_file.stat().st_size)
        check_loss(before[CRITERION], after[CRITERION])
        put_file(int8_file.read_bytes(), to)


def check_loss(before: float, after: float) -> None:
    """Raise ExportRefused when 8 bits lose more than `MAX_LOSS`."""
    if not before - after <= MAX_LOSS:
        problem = f"8 bits lose {before - after:.3f} of AUROC ({before:.3f} to {after:.3f}), more than {MAX_LOSS:g}"
        raise ExportRefused(problem, "keep a layer in 32 bits, or train further")


def read_options(weights: Weights) -> ClaimOptions:
    """Return what of a run's options matters for an export."""
    usual = ClaimOptions(seed=SEED)
    seed, sets = weights.options.get("seed", SEED), weights.options.get("sets", usual.sets)
    return ClaimOptions(seed=int(seed), sets=str(sets))


def describe(weights: Weights, tokenizer_file: Path) -> dict[str, str]:
    """Return what a file says of itself: how to use it, what it was made of, and its licence."""
    options = read_options(weights)
    return {
        "format": str(FORMAT),
        "step": str(weights.step),
        "seed": str(options.seed),
        "max_tokens": str(MAX_TOKENS),
        "max_claim_tokens": str(MAX_CLAIM_TOKENS),
        "training_sets": ",".join((options.sets, *PARAGRAPHS)),
        "licence": LICENCE,
        TOKENIZER: tokenizer_file.read_text(encoding="utf-8"),
    }


class OnnxChecker(nn.Module):
    """An exported checker on one thread of onnxruntime, for what takes the torch module."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._session = open_session(file, threads=1)

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor) -> Tensor:
        """Read a batch, as `ClaimChecker.forward` does."""
        feeds = dict(zip(INPUTS, (ids.numpy(), mask.numpy(), segments.numpy()), strict=True))
        return torch.from_numpy(self._session.run(list(OUTPUTS), feeds)[0])


class _Verdicts(nn.Module):
    """A checker whose one output is in a tuple, as a graph's are."""

    def __init__(self, checker: ClaimChecker) -> None:
        super().__init__()
        self.checker = checker

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor) -> tuple[Tensor]:
        return (self.checker(ids, mask, segments),)


def _draw(data: Path, tokenizer_file: Path, options: ClaimOptions) -> tuple[SelectionSet, list[Feeds]]:
    """Draw claims to compare by from the selection part, and a sample of batches from that for calibration."""
    from tokenizers import Tokenizer

    writer = Writer(Tokenizer.from_file(str(tokenizer_file)))
    selection, calibration = (
        SelectionSet(read_pool(data, part, options, writer), seed=options.seed)
        for part in (Part.SELECTION, Part.CALIBRATION)
    )
    rows = [example.row for example in calibration.examples]
    chosen = range(0, len(rows), BATCH_SIZE * SAMPLED_OF)
    return selection, [to_feeds(*pad(rows[at : at + BATCH_SIZE], pad_id=writer.pad_id)) for at in chosen]


if __name__ == "__main__":
    main()
