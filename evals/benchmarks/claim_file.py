"""Files of claims about a source, each judged by a person.

A line: {"source": "Ann spoke on Friday.", "claim": "Ann spoke.", "label": "supported"}. Other fields are passed over.
"""

from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evals.cases import Words
from evals.errors import DatasetInvalid
from evals.json_lines import read_lines


class Label(StrEnum):
    """Whether the source says what the claim says: yes, it does not say, or it says otherwise."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"


class Claim(BaseModel):
    """What is said of a source; either may have many sentences."""

    model_config = ConfigDict(frozen=True)

    source: Words
    claim: Words
    label: Label


def read_claims(path: Path) -> tuple[Claim, ...]:
    """Read a `.jsonl` or `.jsonl.gz` file of claims, in its order.

    Raises:
        DatasetInvalid: when the file cannot be read, or holds no claim.
        CaseInvalid: when a line is not in the format.
    """
    mend = f'give each line "source", "claim" and "label" ({", ".join(Label)})'
    lines = read_lines(path, Claim, give="give a .jsonl or .jsonl.gz file", mend=mend)
    claims = tuple(claim for _, claim in lines)
    if not claims:
        raise DatasetInvalid(str(path), "holds no claim", mend)
    return claims
