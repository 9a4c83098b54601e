"""A torch module that reads pairs, as a graph in 32 bits that is seen to agree with it, and files put in one step."""

import os
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from evals.errors import FileUnwritable
from evals.training.batches import Array
from evals.training.errors import TrainingError
from retrieval.onnx_session import open_session

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
LICENCE = "CC-BY-SA-4.0"
"""Of weights that are trained on texts under it."""
MAX_BYTES = 25_000_000
"""Of a file that is shipped."""
MAX_DIFFERENCE = 1e-3
"""Of a logit in the torch module and in the graph of 32 bits."""

Outputs = Mapping[str, bool]
"""The names of a graph's outputs, and whether each has a value a token."""


class ExportRefused(TrainingError):
    """An export does not read as its weights do, or cannot be shipped."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"nothing was written: {problem}; {remedy}")


def write_graph(module: nn.Module, file: Path, outputs: Outputs, *, inputs: Sequence[str] = INPUTS) -> None:
    """Write a module as a graph in 32 bits, for any number of rows and tokens.

    Args:
        module: of ids, mask and segments to a tuple of tensors; is put to evaluation.
        file: to be written.
        outputs: the names of the tensors.
        inputs: those of `INPUTS` that the module takes.
    """
    axes = {name: {0: "rows", 1: "tokens"} for name in inputs}
    axes |= {name: {0: "rows", 1: "tokens"} if of_token else {0: "rows"} for name, of_token in outputs.items()}
    ones = torch.ones(2, 16, dtype=torch.int64)
    with warnings.catch_warnings(), torch.no_grad():
        # The tracer warns of every Python branch; what it gets wrong, `check_graph` finds.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module.eval(),
            (ones, ones, torch.zeros_like(ones))[: len(inputs)],
            str(file),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def check_graph(  # noqa: PLR0913 - a graph is many things
    module: nn.Module,
    file: Path,
    outputs: Outputs,
    *,
    vocabulary: int,
    max_tokens: int,
    inputs: Sequence[str] = INPUTS,
) -> None:
    """Compare a graph with its module on batches of other shapes than it was traced with.

    Args:
        module: whose graph it is.
        file: of the graph.
        outputs: the names of its outputs.
        vocabulary: how many ids there are.
        max_tokens: of a row.
        inputs: as of `write_graph`.

    Raises:
        ExportRefused: when a logit differs by more than `MAX_DIFFERENCE`.
    """
    session = open_session(file, threads=1)
    chance = torch.Generator().manual_seed(0)
    for rows, tokens in ((1, 7), (5, 40), (2, max_tokens)):
        ids = torch.randint(vocabulary, (rows, tokens), generator=chance)
        # Each row is a token shorter than the one above, and a third of it is the first text.
        lengths = torch.arange(tokens, tokens - rows, -1)[:, None]
        places = torch.arange(tokens)
        mask, segments = (places < lengths).long(), ((places >= lengths // 3) & (places < lengths)).long()
        with torch.inference_mode():
            wanted: tuple[Tensor, ...] = module(*(ids, mask, segments)[: len(inputs)])
        feeds = dict(zip(inputs, (ids.numpy(), mask.numpy(), segments.numpy()), strict=False))
        found = [torch.from_numpy(output) for output in session.run(list(outputs), feeds)]
        difference = max(float((one - other).abs().max()) for one, other in zip(wanted, found, strict=True))
        # So written, it also refuses what is not a number.
        if not difference <= MAX_DIFFERENCE:
            problem = f"the graph differs from the weights by {difference:.2g}"
            raise ExportRefused(problem, "mend the model or the export")


def check_size(size_bytes: int) -> None:
    """Raise ExportRefused when a file has more than `MAX_BYTES`."""
    if size_bytes > MAX_BYTES:
        problem = f"the file has {size_bytes / 1e6:.1f} MB, more than {MAX_BYTES / 1e6:g}"
        raise ExportRefused(problem, "quantise more of it")


def to_feeds(ids: Array, mask: Array, segments: Array) -> dict[str, Array]:
    """Return a batch as a graph's inputs, as `evals.training.batches.pad` makes them."""
    return dict(zip(INPUTS, (ids, mask, segments), strict=True))


def put_file(content: bytes, file: Path) -> None:
    """Replace a file in one step.

    Raises:
        FileUnwritable: when it cannot be written; what was there is as it was.
    """
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
