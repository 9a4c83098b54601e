"""What an example is to be told: one of three verdicts, or a set of them where its label says no more."""

from evals.benchmarks.claim_file import Label

ORDER = (Label.SUPPORTED, Label.CONTRADICTED, Label.UNSUPPORTED)
"""Of the model's logits."""

Target = frozenset[Label]
"""The verdicts that an example allows; the model is free to divide its belief among them."""

SUPPORTED: Target = frozenset({Label.SUPPORTED})
CONTRADICTED: Target = frozenset({Label.CONTRADICTED})
UNSUPPORTED: Target = frozenset({Label.UNSUPPORTED})
NOT_SUPPORTED: Target = CONTRADICTED | UNSUPPORTED
"""Of a claim that is known to be wrong, but not in which of the two ways."""


def encode(target: Target) -> tuple[bool, bool, bool]:
    """Return which of the model's logits a target allows.

    >>> encode(NOT_SUPPORTED)
    (False, True, True)
    """
    supported, contradicted, unsupported = (label in target for label in ORDER)
    return supported, contradicted, unsupported
