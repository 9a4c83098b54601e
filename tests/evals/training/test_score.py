from pathlib import Path

from evals.squad import SquadParagraph, SquadQuestion
from evals.training import score as scoring
from evals.training.score import read_windows, score
from evals.training.tokens import read_markers, tokenise
from retrieval.reader.span_model import MAX_TOKENS
from tests.evals.training.fakes import TEXT, make_reader, make_tokenizer

TOKENIZER = make_tokenizer()


def test_a_long_paragraph_is_read_to_its_end_in_windows() -> None:
    question, passage = tokenise(TOKENIZER, ["Who left", "Ann met Bob . " * 150])
    windows = read_windows(read_markers(TOKENIZER), question, passage)
    assert all(len(row.ids) <= MAX_TOKENS for row, _ in windows)
    shown = {first + n for row, first in windows for n in range(len(row.ids) - row.passage_start - 1)}
    assert shown == set(range(600))
    assert [first for _, first in windows] == [0, 128, 256]


def test_a_short_paragraph_is_read_once() -> None:
    question, passage = tokenise(TOKENIZER, ["Who left", TEXT])
    assert len(read_windows(read_markers(TOKENIZER), question, passage)) == 1


def test_every_question_is_measured_in_order(tmp_path: Path) -> None:
    make_tokenizer().save(str(tmp_path / "tokenizer.json"))
    asked = (SquadQuestion("1", "Who left?", ("Eve",), (TEXT.index("Eve"),)), SquadQuestion("2", "Who?", (), ()))
    measured = score(make_reader(), [SquadParagraph("Oslo", TEXT, asked)], tmp_path / "tokenizer.json")
    assert [one.is_answerable for one in measured] == [True, False]
    assert scoring.STRIDE_TOKENS < MAX_TOKENS
