"""What `doctor` and `bench` found, for a terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

if TYPE_CHECKING:
    from bot.bench import Timing
    from bot.findings import Finding


def render_findings(findings: "Sequence[Finding]") -> list[Text | Padding]:
    """Return one block a finding, and a last line that sums them up."""
    blocks: list[Text | Padding] = []
    for finding in findings:
        mark = Text("ok    ", style="green") if finding.healthy else Text("wrong ", style="bold red")
        blocks.append(mark.append(f"{finding.name}: ", style="bold").append(finding.detail, style="not bold default"))
    wrong = sum(not finding.healthy for finding in findings)
    summary = "All is well." if not wrong else f"{wrong} of {len(findings)} need something done."
    return [*blocks, Text(summary, style="bold")]


def render_timings(timings: "Sequence[Timing]") -> list[Text | Padding]:
    """Return a table of timings, in milliseconds."""
    width = max(len(timing.name) for timing in timings)
    lines: list[Text | Padding] = [
        Text(f"{'':{width}}  {'median ms':>10}  {'5th':>8}  {'95th':>8}  {'n':>5}  ratio to the next", style="bold")
    ]
    for timing in timings:
        ratio = "" if timing.ratio is None else f"{timing.ratio:.2f}"
        numbers = f"{timing.median_ms:10.1f}  {timing.low_ms:8.1f}  {timing.high_ms:8.1f}  {timing.n:5}  {ratio}"
        lines.append(Text(f"{timing.name:{width}}  {numbers}"))
    return lines
