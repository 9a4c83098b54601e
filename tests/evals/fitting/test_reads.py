from pathlib import Path

import pytest

from evals.fitting.reads import render_weights
from retrieval.reader import span_weights, weights


def test_the_written_module_holds_the_weights() -> None:
    module: dict[str, object] = {}
    text = render_weights("span", ("SpanSigns", "SpanAnswerSigns"), ({"margin": 0.512}, {"constant": -3.0}), 0.301)
    exec(text, module)
    assert module["SENTENCE_WEIGHTS"] == {"margin": 0.51}
    assert module["ANSWER_WEIGHTS"] == {"constant": -3.0}
    assert module["THRESHOLD"] == 0.30


def test_the_sentence_readers_weights_are_as_its_script_writes_them() -> None:
    fitted = (weights.SENTENCE_WEIGHTS, weights.ANSWER_WEIGHTS)
    text = render_weights("sentence", ("SentenceSigns", "AnswerSigns"), fitted, weights.THRESHOLD)
    assert text == Path(weights.__file__).read_text(encoding="utf-8")


@pytest.mark.parametrize("module", [weights, span_weights])
def test_a_threshold_is_a_probability(module: object) -> None:
    assert 0 < module.THRESHOLD < 1  # type: ignore[attr-defined]
