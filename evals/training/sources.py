"""The training files as paragraphs in one form: normal text, questions alike, titles by their part."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.schema import Span
from corpus.sentences import split_sentences
from evals.errors import DatasetInvalid
from evals.squad import SquadParagraph, SquadQuestion, read_squad
from evals.training.detokenise import Detokenised, detokenise
from evals.training.held_out import Part, name_title, part_of
from retrieval.reader.model_text import write_passage, write_question

SQUAD = "squad-train-v1.1"
ADVERSARIAL = "squad2-unanswerable-train"
NATURAL = "natural-questions-qed-train"
QAMR = "qamr-documents-train"
REPORTING = ("squad-dev-v2.0", "xquad-en", "clapnq-dev", "natural-questions-qed-dev")
"""No title of these is trained on, whichever set it is in."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a paragraph.

    Attributes:
        text: as the reader reads it.
        answers: in the paragraph's text; none when it is unanswerable.
        plausible: of an unanswerable question, what looks like its answer.
    """

    text: str
    answers: tuple[Span, ...]
    plausible: Span | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a title, as the reader reads it, with its sentences in order."""

    source: str
    title: str
    text: str
    sentences: tuple[Span, ...]
    questions: tuple[Question, ...]


def read_sources(folder: Path, part: Part, *, seed: int, sets: Sequence[str]) -> tuple[Paragraph, ...]:
    """Read the paragraphs of one part of the training files.

    Args:
        folder: with the files, `.json.gz`, and those in `REPORTING`, which are read for their titles only.
        part: of the titles.
        seed: of the parts.
        sets: names of the files.

    Raises:
        DatasetInvalid: when a file is missing or not in the format, or no paragraph is left.
    """
    reported = {name_title(paragraph.title) for name in REPORTING for paragraph in _read(folder, name)}
    paragraphs = tuple(
        _write(name, paragraph)
        for name in sets
        for paragraph in _read(folder, name)
        if name_title(paragraph.title) not in reported and part_of(paragraph.title, seed=seed) is part
    )
    if not paragraphs:
        raise DatasetInvalid(str(folder), f"has no paragraph for {part.value}", "give a folder with more titles")
    return paragraphs


def _read(folder: Path, name: str) -> tuple[SquadParagraph, ...]:
    return read_squad(folder / f"{name}.json.gz")


def _write(source: str, paragraph: SquadParagraph) -> Paragraph:
    plain = detokenise(paragraph.context) if source == NATURAL else None
    text = write_passage(plain.text if plain else paragraph.context)
    questions = tuple(_write_question(question, paragraph.context, plain) for question in paragraph.questions)
    sentences = split_sentences(text, Span(0, len(text)))
    return Paragraph(source, name_title(paragraph.title), text, sentences, questions)


def _write_question(question: SquadQuestion, context: str, plain: Detokenised | None) -> Question:
    spans = (_trim(answer, at) for answer, at in zip(question.answers, question.answer_starts, strict=True))
    answers = tuple(plain.locate(span) if plain else span for span in spans)
    looks_right = context.find(question.plausible_answer) if question.plausible_answer else -1
    plausible = Span(looks_right, looks_right + len(question.plausible_answer)) if looks_right >= 0 else None
    return Question(write_question(question.question), answers, plausible)


def _trim(answer: str, start: int) -> Span:
    begin = start + len(answer) - len(answer.lstrip())
    return Span(begin, begin + len(answer.strip()))
