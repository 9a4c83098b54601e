from dataclasses import replace

import pytest

from retrieval.reader.declining import OFF_TOPIC_COSINE, Coverage, say_why
from retrieval.schema import Decline, Hits, Reason
from tests.fakes import hits_of, make

STORY = hits_of(make("Ann Lee runs the port.\n\nShe said that the storm was over."))


def found(cosine: float, *, unmentioned: tuple[str, ...] = (), **term_weights: float) -> Hits:
    """The story as it was found for a question whose stems have these weights."""
    items = [replace(hit, sentence_cosines=tuple(cosine for _ in hit.passage.sentences)) for hit in STORY.items]
    return replace(STORY, items=tuple(items), term_weights=term_weights, unmentioned=unmentioned)


def test_a_name_that_no_article_mentions_is_why() -> None:
    assert say_why(found(0.9, unmentioned=("Eve", "Zed"), port=1.0)) == Decline(
        Reason.NAME_NOT_MENTIONED, ("Eve", "Zed")
    )


def test_a_name_is_told_although_nothing_was_found() -> None:
    assert say_why(Hits("Who is Eve?", (), unmentioned=("Eve",))) == Decline(Reason.NAME_NOT_MENTIONED, ("Eve",))


def test_without_hits_it_is_another_matter() -> None:
    assert say_why(Hits("Who?", ())) == Decline(Reason.OFF_TOPIC)


@pytest.mark.parametrize(
    ("cosine", "term_weights", "reason"),
    [
        (0.1, {"bread": 3.0, "port": 1.0}, Reason.OFF_TOPIC),
        (OFF_TOPIC_COSINE, {"bread": 3.0, "port": 1.0}, Reason.NOT_STATED),
        (0.1, {"bread": 2.0, "port": 1.0}, Reason.NOT_STATED),
        (0.1, {"bread": 5.0, "port": 1.0, "storm": 2.0}, Reason.NOT_STATED),
        (0.1, {}, Reason.OFF_TOPIC),
        (0.9, {}, Reason.NOT_STATED),
    ],
)
def test_what_has_neither_the_words_nor_the_meaning_of_the_question_is_another_matter(
    cosine: float, term_weights: dict[str, float], reason: Reason
) -> None:
    assert say_why(found(cosine, **term_weights)) == Decline(reason)


def test_the_nearest_sentence_is_what_counts() -> None:
    hits = found(0.1, bread=1.0)
    near = replace(hits.items[1], sentence_cosines=(0.9,))
    assert say_why(replace(hits, items=(hits.items[0], near))) == Decline(Reason.NOT_STATED)


def test_sentences_cover_the_share_of_the_weight_of_their_terms_together() -> None:
    coverage = Coverage(found(0.5, port=1.0, storm=2.0, bread=5.0))
    first, second = (hit.passage.sentences[0] for hit in STORY.items)
    assert (coverage.of([first]), coverage.of([second]), coverage.of([first, second])) == (0.125, 0.25, 0.375)
    assert coverage.of([]) == 0.0


def test_without_terms_nothing_is_covered() -> None:
    assert Coverage(found(0.5)).of(STORY.items[0].passage.sentences) == 0.0


def test_a_question_that_goes_on_is_never_off_topic() -> None:
    far = replace(STORY, items=tuple(replace(hit, sentence_cosines=(0.0,)) for hit in STORY.items[:1]), term_weights={})
    assert say_why(far).reason is Reason.OFF_TOPIC
    assert say_why(far, goes_on=True).reason is Reason.NOT_STATED
