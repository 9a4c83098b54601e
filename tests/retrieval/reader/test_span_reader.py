"""The span reader over a model that is told what to find."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from corpus.schema import Article, Sentence, Span
from retrieval.citations import Question, verify
from retrieval.reader.reading import Reading, ReadSentence
from retrieval.reader.span import SpanReader
from retrieval.schema import Abstention, Answer, Decline, Draft, Evidence, Highlight, Hits, PastTurn, Reason, Reply
from tests.fakes import hits_of, make

STORY = make(
    "Ann Lee met Bob Roe in Oslo. Eve stayed at home.\n\nMayor Tom Ash met Sue Day. Nobody else came.\n\nIt rained."
)


class Knowing:
    """A model that finds certain words, each with its log-odds, and nothing else; records what it was asked."""

    def __init__(self, found: Mapping[str, float]) -> None:
        self._found = found
        self.asked: list[tuple[str, tuple[PastTurn, ...], str]] = []

    def read(self, question: str, history: Sequence[PastTurn], sentences: Sequence[Sentence]) -> Reading:
        self.asked.append((question, tuple(history), " ".join(sentence.text for sentence in sentences)))
        read = tuple(self._read(sentence) for sentence in sentences)
        return Reading(max(one.margin for one in read), read)

    def _read(self, sentence: Sentence) -> ReadSentence:
        words = [one for one in self._found if one in sentence.text]
        best = max(words, key=lambda one: self._found[one], default=sentence.text)
        odds = self._found.get(best, -8.0)
        spans = sorted(self._locate(sentence, one) for one in words)
        return ReadSentence(sentence, self._locate(sentence, best), odds, odds, tuple(spans))

    def _locate(self, sentence: Sentence, words: str) -> Span:
        start = sentence.span.start + sentence.text.index(words)
        return Span(start, start + len(words))


def read(found: Mapping[str, float], question: str = "Who met whom?", **options: float) -> Draft:
    return SpanReader(Knowing(found), **options).read(question, hits_of(STORY, question))


def reply(draft: Draft, article: Article = STORY) -> Reply:
    return verify(draft, Question("Who?", "Who?"), hits_of(article), lambda _: article)


def test_the_sentence_around_the_words_is_the_draft_and_the_words_are_highlighted() -> None:
    draft = read({"Ann Lee": 8.0})
    assert replace(draft, confidence=None) == Draft(
        text="Ann Lee met Bob Roe in Oslo. [1]",
        evidence=(Evidence(1, "story:0", "Ann Lee met Bob Roe in Oslo.", Span(0, 28)),),
        highlights=(Highlight(1, Span(0, 7)),),
        confidence=None,
        declined=None,
        reader="span",
    )
    assert draft.confidence is not None
    assert 0.5 < draft.confidence < 1


def test_a_draft_of_several_sentences_holds_and_begins_with_the_best() -> None:
    answer = reply(read({"Ann Lee": 5.0, "Bob Roe": 5.5, "Tom Ash": 6.0, "Sue Day": 5.0}))
    assert isinstance(answer, Answer)
    assert answer.text == "Mayor Tom Ash met Sue Day. [1] Ann Lee met Bob Roe in Oslo. [2]"
    assert [one.span.cut(STORY.text) for one in answer.highlights] == ["Tom Ash", "Sue Day", "Ann Lee", "Bob Roe"]


def test_a_sentence_of_a_passage_beside_the_hit_may_answer() -> None:
    (middle,) = (hit for hit in hits_of(STORY).items if "Mayor" in hit.passage.text)
    draft = SpanReader(Knowing({"rained": 9.0})).read("What was the weather like?", Hits("", (middle,)))
    assert [(one.passage_id, one.quote) for one in draft.evidence] == [("story:2", "It rained.")]


def test_question_history_and_windows_reach_the_model() -> None:
    model, history = Knowing({"Ann Lee": 8.0}), [PastTurn("Who met Bob?", "Ann Lee met Bob Roe in Oslo.")]
    SpanReader(model).read("And where?", hits_of(STORY), history)
    assert model.asked == [("And where?", tuple(history), " ".join(STORY.text.split()))]


@pytest.mark.parametrize(("threshold", "declines"), [(0.0, False), (1.0, True)])
def test_the_threshold_is_the_confidence_below_which_it_declines(threshold: float, declines: bool) -> None:
    assert (read({"Ann Lee": 8.0}, threshold=threshold).declined is not None) is declines


def test_what_the_model_does_not_find_is_declined_and_the_best_stands_beside() -> None:
    draft = read({"Ann Lee": -6.0})
    assert draft.declined == Decline(Reason.NOT_STATED)
    assert draft.text == "Ann Lee met Bob Roe in Oslo. [1]"
    declined = reply(draft)
    assert isinstance(declined, Abstention)
    assert declined.rejected is not None
    assert declined.rejected.text == draft.text


def test_more_certainty_of_the_model_is_more_confidence() -> None:
    confidences = [read({"Ann Lee": odds}).confidence or 0.0 for odds in (-6.0, -2.0, 2.0, 6.0)]
    assert confidences == sorted(confidences)
    assert confidences[-1] > confidences[0] + 0.3


def test_without_hits_there_is_nothing_to_show() -> None:
    model = Knowing({})
    assert SpanReader(model).read("Who?", Hits("Who?", ())) == Draft("", (), (), 0.0, Decline(Reason.OFF_TOPIC), "span")
    assert model.asked == []


def test_a_decline_names_what_no_article_mentions() -> None:
    hits = replace(hits_of(STORY), unmentioned=("Zed",))
    assert SpanReader(Knowing({})).read("Who met Zed?", hits).declined == Decline(Reason.NAME_NOT_MENTIONED, ("Zed",))


def test_a_follow_up_that_is_declined_is_not_taken_for_another_matter() -> None:
    hits = replace(hits_of(STORY), term_weights={"bread": 1.0})
    far = replace(hits, items=tuple(replace(hit, sentence_cosines=(0.0,)) for hit in hits.items))
    reader = SpanReader(Knowing({}))
    assert reader.read("And bread?", far).declined == Decline(Reason.OFF_TOPIC)
    assert reader.read("And bread?", far, [PastTurn("Who met Bob?", "")]).declined == Decline(Reason.NOT_STATED)


def test_an_article_of_nothing_but_questions_is_declined_with_nothing_beside() -> None:
    hits = hits_of(make("Who met Bob? Where?"))
    draft = SpanReader(Knowing({"Bob": 9.0}), threshold=0.0).read("Who?", hits)
    assert (draft.text, draft.evidence, draft.confidence) == ("", (), 0.0)
    assert draft.declined is not None


def test_reference_marks_and_line_breaks_of_the_article_make_no_markers() -> None:
    article = make("“Ann Lee met\nthe mayor,” he said [7]. It rained.")
    answer = reply(SpanReader(Knowing({"Ann Lee": 9.0})).read("Who?", hits_of(article)), article)
    assert isinstance(answer, Answer)
    assert answer.text == "“Ann Lee met the mayor,” he said (7). [1]"
    assert answer.citations[0].quote == "“Ann Lee met\nthe mayor,” he said [7]."
