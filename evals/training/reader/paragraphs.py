"""Paragraphs of the files in the SQuAD format as texts to train the reader on."""

from collections.abc import Iterator
from pathlib import Path

from corpus.schema import Span
from evals.training.held_out import Part
from evals.training.reader.material import Asked, Text
from evals.training.sources import ADVERSARIAL, NATURAL, SQUAD, Paragraph, Question, read_sources

MORE_ADVERSARIAL = "squad2-unanswerable-train-more"
REPLIQA = "repliqa-train"
NATURAL_UNANSWERABLE = "nq-answerability-train"
SETS = (SQUAD, ADVERSARIAL, MORE_ADVERSARIAL, NATURAL, REPLIQA, NATURAL_UNANSWERABLE)


def read_paragraphs(folder: Path, part: Part, *, seed: int) -> tuple[Text, ...]:
    """Read the paragraphs of one part of the titles, each with its questions.

    Raises:
        DatasetInvalid: as `read_sources` does.
    """
    return tuple(_as_texts(read_sources(folder, part, seed=seed, sets=SETS)))


def _as_texts(paragraphs: tuple[Paragraph, ...]) -> Iterator[Text]:
    for paragraph in paragraphs:
        asked = tuple(_as_asked(question, paragraph.sentences) for question in paragraph.questions)
        if asked:
            yield Text(paragraph.source, paragraph.text, paragraph.sentences, asked)


def _as_asked(question: Question, sentences: tuple[Span, ...]) -> Asked:
    if not question.answers:
        return Asked(question.text, near=question.plausible)
    answers = tuple(sorted(set(question.answers), key=len))
    quotes = tuple(sentence for sentence in sentences if sentence.overlaps(answers[0]))
    return Asked(question.text, parts=(answers,), quotes=quotes)
