"""The span reader over a model that is told what to find."""

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from corpus.schema import Article, Span
from retrieval.citations import Question, verify
from retrieval.reader.reading import Reading
from retrieval.reader.span import SpanReader
from retrieval.reader.windows import Window
from retrieval.schema import Abstention, Answer, Draft, Hits, Reason
from tests.fakes import hits_of, make

STORY = make(
    "Ann Lee met Bob Roe in Oslo. Eve stayed at home.\n\nMayor Tom Ash met Sue Day. Nobody else came.\n\nIt rained."
)


class Knowing:
    """A model that finds certain words, each with its log-odds, and nothing else; records its questions."""

    def __init__(self, found: Mapping[str, float]) -> None:
        self._found = found
        self.questions: list[str] = []

    def read(self, question: str, windows: Sequence[Window]) -> tuple[Reading, ...]:
        self.questions.append(question)
        return tuple(self._read(window.text) for window in windows)

    def _read(self, text: str) -> Reading:
        words, at = [], 0
        for word in text.split():
            at = text.index(word, at)
            words.append((at, at + len(word.rstrip("."))))
        starts, ends = np.full(len(words), -8.0, np.float32), np.full(len(words), -8.0, np.float32)
        for answer, odds in self._found.items():
            if answer in text:
                begin = text.index(answer)
                starts[[k for k, (start, _) in enumerate(words) if start == begin]] = odds
                ends[[k for k, (_, end) in enumerate(words) if end == begin + len(answer)]] = odds
        best = max((odds for answer, odds in self._found.items() if answer in text), default=-8.0)
        return Reading(starts, ends, np.array(words, np.int32).reshape(-1, 2), best)


def read(found: Mapping[str, float], question: str = "Who met Bob?", **options: float) -> Draft:
    return SpanReader(Knowing(found), **options).read(question, hits_of(STORY, question))


def reply(draft: Draft, question: str = "Who met Bob?", article: Article = STORY) -> Answer | Abstention:
    return verify(draft, Question(question, question), hits_of(article, question), lambda _: article)


def highlighted(answer: Answer | Abstention) -> list[str]:
    assert isinstance(answer, Answer)
    return [one.span.cut(STORY.text) for one in answer.highlights]


def test_the_sentence_around_the_words_is_the_answer_and_the_words_are_highlighted() -> None:
    answer = reply(read({"Ann Lee": 8.0}))
    assert isinstance(answer, Answer)
    assert answer.text == "Ann Lee met Bob Roe in Oslo. [1]"
    assert highlighted(answer) == ["Ann Lee"]
    assert answer.reader == "span"


def test_a_sentence_that_the_model_does_not_find_is_not_shown_for_its_words_alone() -> None:
    answer = reply(read({"Sue Day": 8.0}))
    assert isinstance(answer, Answer)
    assert answer.text.startswith("Mayor Tom Ash met Sue Day. [1]")


def test_a_question_about_several_gets_every_part_in_one_sentence_and_across_sentences() -> None:
    found = {"Ann Lee": 6.0, "Bob Roe": 5.5, "Tom Ash": 6.0, "Sue Day": 5.0}
    answer = reply(read(found, "Who were the people who met?"))
    assert highlighted(answer) == ["Ann Lee", "Bob Roe", "Tom Ash", "Sue Day"]


def test_what_the_model_does_not_find_is_declined_and_the_best_is_kept_aside() -> None:
    declined = reply(read({}))
    assert isinstance(declined, Abstention)
    assert declined.reason is Reason.NOT_STATED
    assert declined.rejected is not None


def test_more_certainty_of_the_model_is_more_confidence() -> None:
    confidences = [read({"Ann Lee": odds}).confidence or 0.0 for odds in (-6.0, -2.0, 2.0, 6.0)]
    assert confidences == sorted(confidences)
    assert confidences[-1] > confidences[0] + 0.3


@pytest.mark.parametrize(("threshold", "declines"), [(0.0, False), (1.0, True)])
def test_the_threshold_is_the_confidence_below_which_it_declines(threshold: float, declines: bool) -> None:
    assert (read({"Ann Lee": 8.0}, threshold=threshold).declined is not None) is declines


def test_without_hits_there_is_nothing_to_show() -> None:
    draft = SpanReader(Knowing({})).read("Who?", Hits("Who?", ()))
    assert draft.declined is not None
    assert draft.declined.reason is Reason.OFF_TOPIC
    assert (draft.text, draft.confidence) == ("", 0.0)


def test_a_name_that_is_not_mentioned_is_declined_however_sure_the_model_is() -> None:
    hits = hits_of(STORY, "Who met Zed?")
    unmentioned = Hits(hits.query, hits.items, unmentioned=("Zed",))
    draft = SpanReader(Knowing({"Ann Lee": 12.0})).read("Who met Zed?", unmentioned)
    assert draft.declined is not None
    assert (draft.declined.reason, draft.declined.missing) == (Reason.NAME_NOT_MENTIONED, ("Zed",))


def test_a_highlight_never_leaves_its_sentence() -> None:
    draft = read({"Oslo. Eve": 9.0, "Ann Lee": 1.0})
    sentences = {one.marker: one.span for one in draft.evidence}
    assert all((sentences[one.marker] or Span(0, 0)).contains(one.span) for one in draft.highlights)


@pytest.mark.parametrize(
    ("text", "question", "found", "answer"),
    [
        ("Who met Bob?\n\nAnn Lee met Bob Roe in Oslo.", "Who met Bob?", "met", "Ann Lee met Bob Roe in Oslo."),
        ("He asked: “Who met Bob?”", "What did he ask?", "Who", "He asked: “Who met Bob?”"),
        ("Who met Bob?", "Who?", "met", "Who met Bob?"),
    ],
)
def test_a_question_of_the_article_is_no_answer_unless_it_is_quoted_or_alone(
    text: str, question: str, found: str, answer: str
) -> None:
    draft = SpanReader(Knowing({found: 9.0}), threshold=0.0).read(question, hits_of(make(text), question))
    assert draft.text == f"{answer} [1]"
