import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus.schema import Span
from evals.dataset import locate_all, read_dataset
from evals.errors import CaseInvalid, DatasetInvalid
from tests.fakes import make

STORY = "Ann met Bob in Oslo.\n\nNobody saw them, she said."
MET = {"id": "a", "article": "story", "question": "Who met Bob?", "answerable": True, "tags": ["who"]}
MET |= {"quotes": ["Ann met Bob in Oslo."], "answers": ["Ann"]}


def turn(number: int, case_id: str, conversation: str = "c1", **fields: Any) -> dict[str, Any]:
    later = {"tags": ["who", "pronoun"], "standalone": "Who met Bob?"} if number > 1 else {}
    return {**MET, "id": case_id, "conversation": conversation, "turn": number, **later, **fields}


def write(folder: Path, cases: Sequence[object], *, article: str = STORY) -> Path:
    (folder / "story.md").write_text(article, encoding="utf-8")
    path = folder / "mine.jsonl"
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in cases), encoding="utf-8")
    return path


def test_a_dataset_has_its_cases_and_the_articles_beside_it(tmp_path: Path) -> None:
    dataset = read_dataset(str(write(tmp_path, [MET, "", turn(1, "b"), turn(2, "c")])))
    assert dataset.name == "mine"
    assert [case.id for case in dataset.cases] == ["a", "b", "c"]
    assert dataset.articles["story"].text == STORY
    assert [[case.id for case in talk] for talk in dataset.conversations] == [["a"], ["b", "c"]]


def test_the_id_of_a_case_names_its_article_whatever_the_article_calls_itself(tmp_path: Path) -> None:
    path = write(tmp_path, [MET], article=f"---\nid: other\ntitle: A title\n---\n{STORY}")
    assert read_dataset(str(path)).articles["story"].article_id == "story"


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    write(tmp_path, [MET])
    (tmp_path / "also.jsonl").write_text(json.dumps({**MET, "id": "b"}), encoding="utf-8")
    assert [case.id for case in read_dataset(str(tmp_path)).cases] == ["b", "a"]


def test_an_article_from_elsewhere_is_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path, [{**MET, "article": "added"}])
    asked: list[str] = []

    def find(article_id: str) -> Any:
        asked.append(article_id)
        return make(STORY, article_id)

    assert read_dataset(str(path), find).articles["added"].text == STORY
    assert asked == ["added"]


def test_white_space_within_a_quote_is_folded(tmp_path: Path) -> None:
    path = write(tmp_path, [MET], article=STORY.replace("Bob in", "Bob\nin"))
    assert len(read_dataset(str(path)).cases) == 1


@pytest.mark.parametrize(
    ("cases", "problem"),
    [
        ([MET, MET], "line 2 of .* has the id 'a' of mine.jsonl, line 1; give it another"),
        (
            [{**MET, "quotes": ["Ann met Rob in Oslo."]}],
            "quotes 'Ann met Rob in Oslo.', which the article 'story'",
        ),
        ([{**MET, "answers": ["Ann; Eve"]}], "gives the answer 'Eve', which none of its quotes has; copy the words"),
        ([{**MET, "article": "nowhere"}], "is about the article 'nowhere', which is nowhere; put nowhere.md beside"),
        (["{"], r"line 1 of .* is not in the format \(Invalid JSON"),
        (["[]"], r"line 1 of .* is not in the format \(Input should be an object"),
        ([{**MET, "answerable": "maybe"}], "is not in the format .answerable: Input should be a valid boolean"),
        ([{**MET, "tags": ["who", "when", "while"]}], r"is not in the format \(tags.2: Input should be 'who'"),
        ([turn(2, "a")], "is turn 2 of the conversation 'c1'; write the turns one after the other, from 1"),
        ([turn(1, "a"), turn(3, "b")], "line 2 of .* is turn 3 of the conversation 'c1'"),
        ([turn(1, "a"), MET | {"id": "b"}, turn(2, "c")], "line 3 of .* is turn 2 of the conversation 'c1'"),
        ([turn(1, "a"), turn(1, "b", "c2"), turn(1, "d")], "line 3 of .* is turn 1 of the conversation 'c1'"),
    ],
)
def test_a_line_that_is_wrong_is_named(tmp_path: Path, cases: list[object], problem: str) -> None:
    with pytest.raises(CaseInvalid, match=problem):
        read_dataset(str(write(tmp_path, cases)))


def test_the_turns_of_a_conversation_are_about_one_article(tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text(STORY, encoding="utf-8")
    path = write(tmp_path, [turn(1, "a"), turn(2, "b", article="other")])
    with pytest.raises(CaseInvalid, match="is about another article than the turn before it"):
        read_dataset(str(path))


def test_files_that_are_no_dataset_get_one_sentence(tmp_path: Path) -> None:
    for path, problem in (
        (tmp_path / "none.jsonl", "does not exist; give a .jsonl file of cases, or one of dev, test, example"),
        (Path("/dev/null"), "is a folder, a device or a pipe"),
        (tmp_path, "holds no case"),
    ):
        with pytest.raises(DatasetInvalid, match=problem):
            read_dataset(str(path))
    odd = tmp_path / "odd.jsonl"
    odd.write_bytes(b"\xff\xfe")
    with pytest.raises(DatasetInvalid, match="is not UTF-8 text"):
        read_dataset(str(odd))


def test_an_article_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, [MET], article="---\nunknown: 1\n---\n" + STORY)
    with pytest.raises(DatasetInvalid, match=r"'story', which cannot be read; .*unknown key 'unknown'"):
        read_dataset(str(path))


def test_every_place_of_a_quote_is_found() -> None:
    assert locate_all("no news", "no news is no\nnews") == (Span(0, 7), Span(11, 18))
    assert locate_all("", "text") == locate_all("No", "no") == ()
