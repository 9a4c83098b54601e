"""What `footnote doctor` finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; an unhealthy one says what to do."""

    name: str
    detail: str
    healthy: bool = True
