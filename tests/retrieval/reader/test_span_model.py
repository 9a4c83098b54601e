import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.schema import Span
from retrieval.reader.reading import find_spans
from retrieval.reader.span_model import MAX_CONTEXT_TOKENS, MAX_TOKENS, SpanModel
from retrieval.reader.windows import Window
from tests.tiny_pair_models import make_pair_model

WORDS = {"ann": 5.0, "met": -2.0, "bob": 4.0, "who": -3.0, "oslo": 2.0, ".": -4.0}


@pytest.fixture(scope="module")
def model() -> SpanModel:
    return SpanModel(make_pair_model(WORDS))


def read(model: SpanModel, text: str, *, context: str = "", question: str = "Who met Bob?"):
    (reading,) = model.read(question, [Window(context, text)])
    return reading


def test_each_token_has_its_characters_and_its_log_odds_against_none(model: SpanModel) -> None:
    reading = read(model, "Ann met Bob.")
    assert reading.offsets.tolist() == [[0, 3], [4, 7], [8, 11], [11, 12]]
    # The `[CLS]` has the logit -1.
    assert reading.starts.tolist() == reading.ends.tolist() == [6.0, -1.0, 5.0, -3.0]


def test_what_stands_before_is_read_and_holds_no_answer(model: SpanModel) -> None:
    reading = read(model, "Bob met Oslo.", context="Ann met Bob.")
    assert reading.offsets.tolist() == [[0, 3], [4, 7], [8, 12], [12, 13]]
    assert find_spans(reading, Span(0, 13))[0].span == Span(0, 3)
    # Both texts, and the marker behind them.
    assert reading.answerable == 4 + 4 + 1


def test_a_text_longer_than_the_model_is_read_to_its_end(model: SpanModel) -> None:
    text = "met " * (3 * MAX_TOKENS) + "Ann"
    reading = read(model, text, context="Bob " * 200)
    assert len(reading.starts) == len(reading.offsets) == 3 * MAX_TOKENS + 1
    assert find_spans(reading, Span(0, len(text)))[0].span.cut(text).endswith("Ann")


def test_a_long_context_gives_way_to_the_text_and_a_long_question_is_cut(model: SpanModel) -> None:
    reading = read(model, "met " * 300, context="Bob " * 400)
    assert reading.answerable == min(MAX_CONTEXT_TOKENS, MAX_TOKENS - 3 - 3 - 300) + 300 + 1
    asked = read(model, "Ann met Bob.", question="who " * 4000)
    assert asked.answerable == 4 + 1


def test_every_window_is_read_in_its_order(model: SpanModel) -> None:
    readings = model.read("Who?", [Window("", text) for text in ("Oslo", "", "Ann met Bob", "…")])
    assert [len(reading.starts) for reading in readings] == [1, 0, 3, 1]
    assert model.read("Who?", []) == ()


def test_no_question_is_a_question_too(model: SpanModel) -> None:
    assert len(read(model, "Ann", question="???").starts) == 1


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_read_and_offsets_lie_in_it(model: SpanModel, question: str, context: str, text: str) -> None:
    reading = read(model, text, context=context, question=question)
    assert np.isfinite(reading.starts).all()
    assert not len(reading.offsets) or (reading.offsets.min() >= 0 and reading.offsets.max() <= len(text))


@pytest.mark.parametrize("text", ["مرحبا Ann بالعالم", "🙂🙂 Ann 👩‍👩‍👧", "e\u0301 Ann", "ﬁ Ann ß"])
def test_offsets_are_of_the_text_as_it_is_written(model: SpanModel, text: str) -> None:
    reading = read(model, text)
    assert find_spans(reading, Span(0, len(text)))[0].span.cut(text) == "Ann"
