"""The reader's network, by tiny models whose every word has its say."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.schema import Sentence, Span
from retrieval.errors import ModelUnusable
from retrieval.reader.model import ReaderModel
from retrieval.reader.model_text import MAX_HISTORY_TOKENS, MAX_QUESTION_TOKENS, MAX_TOKENS, MAX_TURN_TOKENS
from retrieval.reader.reading import Reading
from retrieval.schema import PastTurn
from tests.tiny_pair_models import INPUTS
from tests.tiny_reader import BEHIND, Says, make_reader_model

WORDS = {
    "ann": Says(start=5.0, end=2.0, inside=6.0, support=1.0),
    "lee": Says(start=1.0, end=4.0, inside=6.0, support=3.0),
    "left": Says(start=-3.0, end=-3.0, inside=-6.0, support=2.0),
    "who": Says(),
    "here": Says(place=1.0),
    "?": Says(),
}
"""Where "here" stands in a row is what the model says of its window."""


def write(folder: Path, content: bytes) -> Path:
    file = folder / "reader.onnx"
    file.write_bytes(content)
    return file


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> ReaderModel:
    return ReaderModel(write(tmp_path_factory.mktemp("model"), make_reader_model(WORDS)))


def sentences_of(*texts: str) -> tuple[Sentence, ...]:
    """Sentences that stand one behind the other in their article, from its tenth character on."""
    made: list[Sentence] = []
    for text in texts:
        start = made[-1].span.end + 1 if made else 10
        made.append(Sentence(f"story:0.{len(made)}", "story", len(made), Span(start, start + len(text)), text))
    return tuple(made)


def read(model: ReaderModel, *texts: str, question: str = "Who?", history: Sequence[PastTurn] = ()) -> Reading:
    return model.read(question, history, sentences_of(*texts))


def test_each_sentence_has_its_best_words_their_odds_against_none_and_its_support(model: ReaderModel) -> None:
    first, second = read(model, "Then left Ann Lee", "left left").sentences
    # The first marker, which stands for no answer, has the logit -1.
    assert (first.span, first.margin) == (Span(20, 27), (6.0 + 5.0) / 2)
    assert first.support == (-1.0 + 2.0 + 1.0 + 3.0) / 4
    assert first.parts == (Span(20, 27),)
    assert (second.margin, second.support, second.parts) == (-2.0, 2.0, ())
    assert second.span.cut(" " * 28 + "left left") == "left"


def test_the_question_stands_before_the_window_and_between_markers(model: ReaderModel) -> None:
    # [CLS] who here [SEP] ann [SEP]
    assert read(model, "Ann", question="Who here?").answers == 2.0
    # [CLS] who [SEP] ann here [SEP]
    assert read(model, "Ann here").answers == BEHIND + 4.0


PAST = (PastTurn("Who left", "Ann Lee"), PastTurn("Who", "left"))


@pytest.mark.parametrize(
    ("history", "place"),
    [
        # [CLS] who [SEP] here ? left [SEP] who left ? ann lee [SEP]
        ((PAST[0], PastTurn("Here", "left")), 3),
        # [CLS] who [SEP] who ? left [SEP] here ? ann lee [SEP]
        ((PastTurn("Here?", "Ann Lee"), PAST[1]), 7),
        # [CLS] who [SEP] who ? here [SEP]
        ((PastTurn("Who", "here"),), 5),
        # [CLS] who [SEP] here ? [SEP]
        ((PastTurn("Here", ""),), 3),
    ],
)
def test_the_turns_before_stand_behind_the_question_the_last_one_first(
    model: ReaderModel, history: tuple[PastTurn, ...], place: int
) -> None:
    assert read(model, "Ann", history=history).answers == place


def test_a_turn_before_the_last_two_is_not_read(model: ReaderModel) -> None:
    assert read(model, "Ann", history=(PastTurn("Here", "here"), *PAST)).answers == 0.0


def place_of_window(model: ReaderModel, question: str, *history: PastTurn) -> float:
    """How many tokens stand before the window."""
    return read(model, "here", question=question, history=history).answers - BEHIND


def test_a_long_question_and_long_turns_are_cut_off(model: ReaderModel) -> None:
    short, long = PastTurn("Who", "left"), PastTurn("Who", "left " * 999)
    asked = 1 + MAX_QUESTION_TOKENS + 1
    assert place_of_window(model, "who " * 999) == asked
    assert place_of_window(model, "who " * 999, long) == asked + MAX_TURN_TOKENS + 1
    # The older one has what the newer one leaves of the room for both.
    assert place_of_window(model, "who " * 999, long, long) == asked + MAX_HISTORY_TOKENS + 2
    assert place_of_window(model, "who " * 999, long, short) == asked + 3 + 1 + MAX_TURN_TOKENS + 1


def test_a_window_longer_than_the_model_is_read_in_pieces_to_its_end(model: ReaderModel) -> None:
    texts = [f"{'left ' * 99}Ann"] * 9
    reading = read(model, *texts)
    assert [one.sentence.ordinal for one in reading.sentences] == list(range(9))
    assert {one.margin for one in reading.sentences} == {4.5}
    assert all(len(one.span) == 3 and one.sentence.span.end == one.span.end for one in reading.sentences)


def test_the_piece_that_answers_best_tells_whether_a_window_answers(model: ReaderModel) -> None:
    # [CLS] who [SEP], three times 100 tokens, [SEP]; the next sentence begins a row.
    long = "left " * 100
    assert read(model, long, long, long, "here", long).answers == BEHIND + 303
    assert read(model, long, long, long, f"{long} here").answers == BEHIND + 103


def test_a_sentence_longer_than_the_model_is_read_as_far_as_it_goes(model: ReaderModel) -> None:
    (one,) = read(model, "left " * MAX_TOKENS + "Ann").sentences
    assert one.margin == -2.0
    before, long, after = read(model, "Ann", "left " * MAX_TOKENS, "Lee").sentences
    assert [found.margin for found in (before, long, after)] == [4.5, -2.0, 3.5]


def test_a_sentence_without_a_token_is_left_out(model: ReaderModel) -> None:
    assert [one.sentence.text for one in read(model, "\u2003", "Ann", "").sentences] == ["Ann"]
    assert read(model, "\u2003") == Reading(-np.inf, ())
    assert read(model) == Reading(-np.inf, ())


def test_no_question_is_a_question_too(model: ReaderModel) -> None:
    assert place_of_window(model, "???") == 2


@pytest.mark.parametrize(
    "text",
    [
        "مرحبا Ann بالعالم",
        "🙂🙂 Ann 👩\u200d👩\u200d👧 left",
        "e\u0301 “Ann” ﬁ",
        "ß İ Ann ǆ",
        "\u202e Ann \u200f",
    ],
)
def test_words_are_found_among_letters_of_any_kind(model: ReaderModel, text: str) -> None:
    (one,) = read(model, text).sentences
    assert text[one.span.start - 10 : one.span.end - 10] == "Ann"


@settings(deadline=None)
@given(st.text(max_size=50), st.lists(st.text(max_size=50), max_size=4), st.lists(st.text(max_size=50), max_size=5))
@example("🙂" * 400, ["🙂" * 400] * 4, ["🙂" * 900, "Ann"])
@example("\x00", ["\u202e", "\u200b"], ["\u200b", "א" * 400])
def test_anything_is_read_and_spans_stay_in_their_sentences(
    model: ReaderModel, question: str, said: list[str], texts: list[str]
) -> None:
    history = [PastTurn(one, one) for one in said]
    for one in read(model, *texts, question=question, history=history).sentences:
        assert all(len(span) and one.sentence.span.contains(span) for span in (one.span, *one.parts))
        assert np.isfinite([one.margin, one.support]).all()


def test_of_two_pairs_of_markers_mpnets_are_taken(tmp_path: Path) -> None:
    content = make_reader_model({**WORDS, "<s>": Says(), "</s>": Says(place=1.0)})
    # <s> who </s> ann </s>
    assert read(ReaderModel(write(tmp_path, content)), "Ann").answers == 2 + BEHIND + 4


def test_a_model_without_segments_is_told_none(tmp_path: Path) -> None:
    content = make_reader_model(WORDS, inputs=INPUTS[:2])
    assert read(ReaderModel(write(tmp_path, content)), "Ann here").answers == 4.0


def test_weights_beside_the_graph_are_found(tmp_path: Path) -> None:
    whole = onnx.load_from_string(make_reader_model(WORDS))
    file = tmp_path / "reader.onnx"
    onnx.save(whole, file, save_as_external_data=True, location="reader-1.bin", size_threshold=100)
    assert read(ReaderModel(file), "Ann here").answers == BEHIND + 4.0
    (tmp_path / "reader-1.bin").unlink()
    with pytest.raises(ModelUnusable, match="the reader's model cannot be run; install Footnote again to mend it"):
        ReaderModel(file)


CONTENT = make_reader_model(WORDS)


@pytest.mark.parametrize(
    "content", [b"", b"no model", CONTENT[: len(CONTENT) // 2], make_reader_model(WORDS, tokenizer="")]
)
def test_what_is_no_model_is_told(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ModelUnusable, match="the reader's model cannot be run"):
        ReaderModel(write(tmp_path, content))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match="the reader's model cannot be run"):
        ReaderModel(tmp_path / "reader.onnx")


@pytest.mark.parametrize(
    "content",
    [
        make_reader_model(WORDS, outputs=("tokens", "verdicts")),
        make_reader_model(WORDS, markers=("[PAD]", "[UNK]", "[CLS]", "</s>")),
    ],
)
def test_a_model_of_another_kind_is_told(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ModelUnusable, match="the reader's model is one of another kind"):
        ReaderModel(write(tmp_path, content))
