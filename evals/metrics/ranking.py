"""Where the first right passage stands among the hits."""

from collections.abc import Sequence


def first_right_rank(right: Sequence[bool]) -> int | None:
    """Return the rank, from 1, of the first right hit; None when none is.

    >>> first_right_rank([False, True, True]), first_right_rank([])
    (2, None)
    """
    return right.index(True) + 1 if True in right else None


def hit_at(rank: int | None, depth: int) -> float:
    """Return 1.0 when the first right hit is among the first `depth` (success@k), else 0.0.

    >>> hit_at(3, 5), hit_at(3, 1), hit_at(None, 5)
    (1.0, 0.0, 0.0)
    """
    return float(rank is not None and rank <= depth)


def reciprocal_rank(rank: int | None) -> float:
    """Return 1 / rank, or 0.0 without a right hit (Voorhees 1999, TREC-8); its mean is the MRR.

    >>> reciprocal_rank(4)
    0.25
    """
    return 1 / rank if rank else 0.0
