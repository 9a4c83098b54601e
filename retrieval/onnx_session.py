"""A session of onnxruntime, quiet: it reports to nobody, and leaves other processes their cores."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

SLOW_FUSIONS = ["SkipLayerNormFusion"]
"""Optimisations that cost a small BERT a seventh of its time on a CPU (onnxruntime 1.32, one row of 110 tokens)."""


def open_session(model: Path | bytes, *, threads: int) -> "InferenceSession":
    """Return a session that runs a model on the CPU.

    Args:
        model: its file, or what is in it.
        threads: of one call; 1 is fastest for single questions, above all beside a busy process.

    Raises:
        Exception: of a class of onnxruntime's own, when the model cannot be run.
    """
    # onnxruntime reports its use to its maker unless this is set before it is imported.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Spinning threads starve a machine's other processes, and each other, for no gain at this size.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    content = model if isinstance(model, bytes) else str(model)
    return ort.InferenceSession(
        content, sess_options=options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_FUSIONS
    )
