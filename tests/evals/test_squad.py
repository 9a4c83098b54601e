import gzip
import json
from pathlib import Path

import pytest

from evals.errors import DatasetInvalid
from evals.squad import SquadParagraph, SquadQuestion, read_squad

FILE = {
    "data": [
        {
            "title": "Oslo",
            "paragraphs": [
                {
                    "context": "Ann met Bob.",
                    "qas": [
                        {"id": "1", "question": "Who met Bob?", "answers": [{"text": "Ann", "answer_start": 0}]},
                        {"id": "2", "question": "Who met Eve?", "is_impossible": True, "answers": []},
                    ],
                }
            ],
        }
    ]
}
PARAGRAPHS = (
    SquadParagraph(
        "Oslo",
        "Ann met Bob.",
        (SquadQuestion("1", "Who met Bob?", ("Ann",), (0,)), SquadQuestion("2", "Who met Eve?", (), ())),
    ),
)


def test_a_file_is_read_plain_and_compressed(tmp_path: Path) -> None:
    content = json.dumps(FILE).encode()
    (tmp_path / "a.json").write_bytes(content)
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(content))
    assert read_squad(tmp_path / "a.json") == PARAGRAPHS
    assert read_squad(tmp_path / "a.json.gz") == PARAGRAPHS


def with_paragraph(paragraph: object) -> bytes:
    return json.dumps({"data": [{"paragraphs": [paragraph]}]}).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"data": [{}]}',
        b"\x1f\x8bbroken",
        b"\xff\xfe",
        b"[" * 100_000,
        with_paragraph({"context": 5, "qas": []}),
        with_paragraph({"context": " ", "qas": []}),
        with_paragraph({"context": "Ann.", "qas": [{"id": 1, "question": 7, "answers": []}]}),
    ],
)
def test_what_is_not_squad_gets_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.json"
    path.write_bytes(content)
    with pytest.raises(DatasetInvalid, match="is not in the SQuAD format"):
        read_squad(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetInvalid, match="cannot be read"):
        read_squad(tmp_path / "none.json")


@pytest.mark.parametrize("content", [b'{"data": []}', with_paragraph({"context": "Ann.", "qas": []})])
def test_a_file_without_a_question_gets_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "none.json"
    path.write_bytes(content)
    with pytest.raises(DatasetInvalid, match="holds no question"):
        read_squad(path)


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(DatasetInvalid, match="is a folder, a device or a pipe"):
        read_squad(Path("/dev/zero"))
    with pytest.raises(DatasetInvalid, match="is a folder, a device or a pipe"):
        read_squad(tmp_path)
