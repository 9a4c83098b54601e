"""The learning rate over the steps: warm up, stay, and decay only when training is to be finished."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Schedule:
    """Warmup, stable, decay (Hu et al. 2024, MiniCPM): the stable part has no end that must be known beforehand.

    Attributes:
        peak: learning rate of the stable part.
        warmup_steps: over which it rises from 0.
        decay_from: the step from which it falls linearly to 0; None while nothing is to be finished.
        decay_steps: over which it falls.
    """

    peak: float
    warmup_steps: int
    decay_from: int | None = None
    decay_steps: int = 0

    def rate_at(self, step: int) -> float:
        """Return the learning rate of a step, from 0.

        >>> [Schedule(1.0, 2, decay_from=3, decay_steps=4).rate_at(step) for step in (0, 1, 2, 3, 5, 7, 9)]
        [0.5, 1.0, 1.0, 1.0, 0.5, 0.0, 0.0]
        """
        rate = self.peak * min((step + 1) / self.warmup_steps, 1.0)
        if self.decay_from is None or step < self.decay_from:
            return rate
        return rate * max(1 - (step - self.decay_from) / self.decay_steps, 0.0)

    def is_over(self, step: int) -> bool:
        """Tell whether the decay has ended before a step."""
        return self.decay_from is not None and step >= self.decay_from + self.decay_steps
