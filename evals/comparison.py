"""Two runs of the same cases side by side: what changed, which cases flipped, and whether chance explains it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evals.cases import Tag
from evals.intervals import resample_groups
from evals.measures import MEASURES, RIGHT, Measure
from evals.outcome import Outcome, Verdict
from evals.result import Part

CONFIDENCE = 0.95
"""A measure is worse when at least this share of the paired resamples says so: four lost replies and none won."""
TAG_CONFIDENCE = 0.99
"""The same for one tag; there are two dozen of them."""
TOLERANCE = 0.002
"""Differences up to this are the arithmetic of another processor, not a change."""


@dataclass(frozen=True, slots=True)
class Change:
    """A measure before and after, over the shared cases.

    Attributes:
        tag: the cases it is about; None for all.
        low, high: the 95 % interval of the difference, by paired bootstrap (Efron and Tibshirani 1993, chapter 16).
        worse_share: of the resamples, those in which it is worse.
    """

    measure: Measure
    tag: Tag | None
    before: float
    after: float
    low: float
    high: float
    worse_share: float

    @property
    def difference(self) -> float:
        """After less before."""
        return self.after - self.before

    @property
    def is_worse(self) -> bool:
        """Whether it got worse by more than chance and arithmetic explain."""
        loss = -self.difference if self.measure.higher_is_better else self.difference
        return loss > TOLERANCE and self.worse_share >= (CONFIDENCE if self.tag is None else TAG_CONFIDENCE)


@dataclass(frozen=True, slots=True)
class Flip:
    """A case whose verdict changed."""

    before: Outcome
    after: Outcome

    @property
    def lost(self) -> bool:
        """Whether a right reply became a wrong one."""
        return self.before.right and not self.after.right

    @property
    def won(self) -> bool:
        """Whether a wrong reply became a right one."""
        return self.after.right and not self.before.right


@dataclass(frozen=True, slots=True)
class Comparison:
    """A dataset in two runs.

    Attributes:
        shared: how many cases are the same in both.
        new, gone: ids of the cases, or of changed ones, that only the later and only the earlier run has.
        changes: of the measures that apply in both.
        tags: of the right replies of each tag.
        flips: lost ones first, then won ones, then those that are wrong in another way.
    """

    dataset: str
    shared: int
    new: tuple[str, ...]
    gone: tuple[str, ...]
    changes: tuple[Change, ...]
    tags: tuple[Change, ...]
    flips: tuple[Flip, ...]

    @property
    def worse(self) -> tuple[Change, ...]:
        """The measures and the tags that got worse."""
        return tuple(one for one in (*self.changes, *self.tags) if one.is_worse)


def compare(before: Part, after: Part, *, seed: int = 0) -> Comparison:
    """Compare two runs of a dataset, over the cases that are the same in both."""
    known = {(outcome.case_id, outcome.fingerprint): outcome for outcome in before.outcomes}
    pairs = [
        (known[key], outcome) for outcome in after.outcomes if (key := (outcome.case_id, outcome.fingerprint)) in known
    ]
    shared = {outcome.case_id for _, outcome in pairs}
    olds, news = [old for old, _ in pairs], [new for _, new in pairs]
    tags = [tag for tag in Tag if any(tag in outcome.tags for outcome in news)]
    by_tag = [
        change
        for tag in tags
        if (change := _change(RIGHT, *_with_tag(olds, news, tag), tag=tag, seed=seed)) is not None
    ]
    return Comparison(
        dataset=after.dataset,
        shared=len(pairs),
        new=tuple(outcome.case_id for outcome in after.outcomes if outcome.case_id not in shared),
        gone=tuple(outcome.case_id for outcome in before.outcomes if outcome.case_id not in shared),
        changes=tuple(change for one in MEASURES if (change := _change(one, olds, news, seed=seed)) is not None),
        tags=tuple(by_tag),
        flips=_flips(pairs),
    )


def _with_tag(olds: Sequence[Outcome], news: Sequence[Outcome], tag: Tag) -> tuple[list[Outcome], list[Outcome]]:
    return [one for one in olds if tag in one.tags], [one for one in news if tag in one.tags]


def _change(
    measure: Measure, before: Sequence[Outcome], after: Sequence[Outcome], *, tag: Tag | None = None, seed: int
) -> Change | None:
    """A measure's change over paired outcomes; None where it is not defined on one side."""
    if not before:
        return None
    resamples = resample_groups([outcome.group for outcome in after], seed=seed)
    whole = np.ones(len(after))
    (old, old_n, _), (new, new_n, _) = measure.statistic(before), measure.statistic(after)
    if not old_n or not new_n:
        return None
    drawn = new(resamples) - old(resamples)
    drawn = drawn[~np.isnan(drawn)]
    was, now = float(old(whole)), float(new(whole))
    if not len(drawn) or np.isnan(was) or np.isnan(now):
        return None
    low, high = np.quantile(drawn, [0.025, 0.975])
    worse = drawn < 0 if measure.higher_is_better else drawn > 0
    return Change(measure, tag, was, now, float(low), float(high), float(worse.mean()))


def _flips(pairs: Sequence[tuple[Outcome, Outcome]]) -> tuple[Flip, ...]:
    found = [Flip(old, new) for old, new in pairs if old.verdict is not new.verdict]
    severity = list(Verdict)
    return tuple(sorted(found, key=lambda flip: (not flip.lost, not flip.won, severity.index(flip.after.verdict))))
