"""Files in the SQuAD format (Rajpurkar et al. 2016, 2018)."""

import gzip
import json
import zlib
from dataclasses import dataclass
from pathlib import Path

from evals.errors import DatasetInvalid


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """A question and its gold answers; none when the paragraph does not answer it."""

    question_id: str
    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SquadParagraph:
    """A paragraph, the title of its article, and the questions about it."""

    title: str
    context: str
    questions: tuple[SquadQuestion, ...]


def read_squad(path: Path) -> tuple[SquadParagraph, ...]:
    """Read a SQuAD file, `.json` or `.json.gz`, in its order.

    Raises:
        DatasetInvalid: when the file cannot be read, or is not in the format.
    """
    try:
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        titles = json.loads(content)["data"]
        return tuple(
            SquadParagraph(
                title.get("title", ""),
                paragraph["context"],
                tuple(
                    SquadQuestion(str(qa["id"]), qa["question"], tuple(a["text"] for a in qa["answers"]))
                    for qa in paragraph["qas"]
                ),
            )
            for title in titles
            for paragraph in title["paragraphs"]
        )
    except OSError as err:
        raise DatasetInvalid(str(path), f"cannot be read ({err.strerror or err})", "give a readable file") from err
    except (ValueError, KeyError, TypeError, AttributeError, EOFError, zlib.error) as err:
        raise DatasetInvalid(str(path), "is not in the SQuAD format", "give a .json or .json.gz file of it") from err
