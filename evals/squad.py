"""Files in the SQuAD format (Rajpurkar et al. 2016, 2018)."""

import gzip
import json
import zlib
from dataclasses import dataclass
from pathlib import Path

from evals.errors import DatasetInvalid


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """A question and its gold answers, with where they start; none when the paragraph does not answer it.

    Attributes:
        plausible_answer: words of the paragraph that look like an answer but are none; empty where none is stated.
    """

    question_id: str
    question: str
    answers: tuple[str, ...]
    answer_starts: tuple[int, ...]
    plausible_answer: str = ""


@dataclass(frozen=True, slots=True)
class SquadParagraph:
    """A paragraph, the title of its article, and the questions about it."""

    title: str
    context: str
    questions: tuple[SquadQuestion, ...]


def read_squad(path: Path) -> tuple[SquadParagraph, ...]:
    """Read a SQuAD file, `.json` or `.json.gz`, in its order.

    Raises:
        DatasetInvalid: when the file cannot be read, is not in the format, or holds no question.
    """
    try:
        if not path.is_file() and path.exists():
            raise DatasetInvalid(str(path), "is a folder, a device or a pipe", "give a file")
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        titles = json.loads(content)["data"]
        paragraphs = tuple(
            SquadParagraph(
                str(title.get("title", "")),
                _text(paragraph["context"]),
                tuple(
                    SquadQuestion(
                        str(qa["id"]),
                        _text(qa["question"]),
                        tuple(_text(answer["text"]) for answer in qa["answers"]),
                        tuple(int(answer["answer_start"]) for answer in qa["answers"]),
                        str(qa.get("plausible_answer", "")),
                    )
                    for qa in paragraph["qas"]
                ),
            )
            for title in titles
            for paragraph in title["paragraphs"]
        )
    except OSError as err:
        raise DatasetInvalid(str(path), f"cannot be read ({err.strerror or err})", "give a readable file") from err
    except (ValueError, KeyError, TypeError, AttributeError, EOFError, RecursionError, zlib.error) as err:
        raise DatasetInvalid(str(path), "is not in the SQuAD format", "give a .json or .json.gz file of it") from err
    if not any(paragraph.questions for paragraph in paragraphs):
        raise DatasetInvalid(str(path), "holds no question", "give a file with questions about its paragraphs")
    return paragraphs


def _text(value: object) -> str:
    """A value that is to be words; raises TypeError when it is not."""
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{value!r} is no text")
    return value
