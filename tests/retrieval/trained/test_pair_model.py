import numpy as np
import pytest

from retrieval.errors import ModelUnusable
from retrieval.trained.pair_model import PairModel
from tests.tiny_pair_models import make_pair_model

WORDS = {"ann": 5.0, "met": 2.0, "bob": 4.0}
CONTENT = make_pair_model(WORDS)


def test_a_pair_is_read_with_its_markers() -> None:
    model = PairModel("reader", CONTENT, outputs=("starts", "answerable"))
    first, second = model.tokenize(["Ann met", "Bob"])
    starts, answerable = model.read(first.ids, second.ids)
    assert starts.tolist() == [-1.0, 5.0, 2.0, -1.0, 4.0, -1.0]
    assert answerable == 2.0


def test_a_pair_does_not_depend_on_what_was_read_before() -> None:
    model = PairModel("reader", CONTENT, outputs=("starts",))
    first, second = model.tokenize(["Ann", "Bob met Ann"])
    alone = model.read(first.ids, second.ids)
    model.read(second.ids, second.ids)
    assert np.array_equal(alone, model.read(first.ids, second.ids))


@pytest.mark.parametrize("content", [b"", b"no model", CONTENT[: len(CONTENT) // 2]])
def test_what_is_no_model_is_told(content: bytes) -> None:
    with pytest.raises(ModelUnusable, match="the reader cannot be run"):
        PairModel("reader", content, outputs=("starts",))


def test_a_model_without_its_tokenizer_is_told() -> None:
    with pytest.raises(ModelUnusable, match="the reader cannot be run"):
        PairModel("reader", make_pair_model(WORDS, tokenizer=""), outputs=("starts",))


def test_a_model_of_another_kind_is_told() -> None:
    with pytest.raises(ModelUnusable, match="the reader is a model of another kind"):
        PairModel("reader", CONTENT, outputs=("verdicts",))
