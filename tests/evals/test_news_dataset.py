import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from evals.dataset import BUILT_IN, read_dataset
from evals.errors import DatasetInvalid, FileUnwritable
from evals.news import NewsPart, news_part_of
from evals.news_dataset import write_news

TEXT = "Ann met Bob in Oslo.\n\n# They left in May."
ARTICLE = {"title": 'Talks: "no" deal --- yet', "text": TEXT, "date": "2019-10-12", "url": "https://news.example/1"}
ARTICLE |= {"source": "wikinews", "licence": "CC BY 2.5\n(all)"}
REPORTING, CALIBRATION, TRAINING = "GUM_f", "story-20", "story-0"


def article(article_id: str, **fields: Any) -> dict[str, Any]:
    return {**ARTICLE, "id": article_id, **fields}


def ask(article_id: str, **fields: Any) -> dict[str, Any]:
    row = {"article": article_id, "question": "Who met Bob?", "kind": "who", "style": "plain", "answerable": True}
    return {**row, "quotes": ["Ann met Bob in Oslo."], "parts": [["Ann"]], **fields}


def write_data(folder: Path, articles: Sequence[dict[str, Any]], *rows: Sequence[dict[str, Any]]) -> Path:
    files = {"news/articles": articles, **{f"news-qa/rows-{n}": own for n, own in enumerate(rows)}}
    for name, lines in files.items():
        path = folder / f"{name}.jsonl.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress("\n".join(map(json.dumps, lines)).encode()))
    return folder


def test_each_part_has_the_articles_that_are_for_it(tmp_path: Path) -> None:
    ids = (REPORTING, CALIBRATION, TRAINING)
    assert [news_part_of(one) for one in ids] == ["reporting", "calibration", "training"]
    data = write_data(tmp_path / "data", [article(one) for one in ids], [ask(one) for one in ids])
    for part, expected in ((NewsPart.REPORTING, "gum-f"), (NewsPart.CALIBRATION, "story-20")):
        written = write_news(data, tmp_path / part, part)
        assert [case.article for case in written.cases] == [expected]
        assert read_dataset(str(tmp_path / part)).cases == written.cases


def test_the_article_is_read_back_as_it_is_in_the_data(tmp_path: Path) -> None:
    data = write_data(tmp_path / "data", [article(REPORTING)], [ask(REPORTING)])
    write_news(data, tmp_path / "to", NewsPart.REPORTING)
    assert sorted(str(path.relative_to(tmp_path / "to")) for path in (tmp_path / "to").rglob("*.*")) == [
        "articles/gum-f.md",
        "gum-f.jsonl",
    ]
    read = read_dataset(str(tmp_path / "to")).articles["gum-f"]
    assert (read.title, read.publisher, read.url, read.published, read.text) == (
        'Talks: "no" deal --- yet',
        "wikinews",
        "https://news.example/1",
        "2019-10-12",
        TEXT,
    )
    head = (tmp_path / "to" / "articles" / "gum-f.md").read_text(encoding="utf-8").splitlines()[:7]
    assert head[5] == "# licence: CC BY 2.5 (all)"


def test_what_an_article_does_not_state_is_left_out_of_its_head(tmp_path: Path) -> None:
    bare = article(REPORTING, date="", url="see the archive", source="", licence="")
    write_news(write_data(tmp_path / "data", [bare], [ask(REPORTING)]), tmp_path / "to", NewsPart.REPORTING)
    read = read_dataset(str(tmp_path / "to")).articles["gum-f"]
    assert (read.publisher, read.url, read.published) == (None, None, None)


def test_rows_are_gathered_from_all_files_and_counted(tmp_path: Path) -> None:
    silent = ask(REPORTING, answerable=False, kind="opposite", quotes=[], parts=[], near="They left in May.")
    later = ask(REPORTING, question="and whom", history=[{"q": "Who came?", "a": ""}], standalone="Whom did Ann meet?")
    lost = ask(REPORTING, quotes=["Ann met Rob."])
    unknown = ask("GUM_j")
    data = write_data(tmp_path / "data", [article(REPORTING)], [ask(REPORTING), silent], [lost, later, unknown])
    written = write_news(data, tmp_path / "to", NewsPart.REPORTING)
    assert [case.id for case in written.cases] == ["gum-f-001", "gum-f-002", "gum-f-004"]
    assert str(written) == (
        "3 cases about 1 articles (1 not answerable, 1 follow-ups); left out 2 whose quotes their article does not have"
    )


def test_an_article_without_questions_is_not_written(tmp_path: Path) -> None:
    data = write_data(tmp_path / "data", [article(REPORTING), article("GUM_j")], [ask(REPORTING)])
    write_news(data, tmp_path / "to", NewsPart.REPORTING)
    assert [path.name for path in (tmp_path / "to" / "articles").iterdir()] == ["gum-f.md"]


def test_two_articles_that_would_have_one_id_are_refused(tmp_path: Path) -> None:
    data = write_data(tmp_path / "data", [article("GUM_f"), article("gum-f")], [ask(REPORTING)])
    assert news_part_of("gum-f") is NewsPart.REPORTING
    with pytest.raises(DatasetInvalid, match="has two articles whose id would be 'gum-f': 'GUM_f' and 'gum-f'"):
        write_news(data, tmp_path / "to", NewsPart.REPORTING)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    data = write_data(tmp_path / "data", [article(REPORTING)], [ask(REPORTING)])
    (tmp_path / "to").mkdir()
    assert write_news(data, tmp_path / "to", NewsPart.REPORTING).left_out == 0
    for taken in (tmp_path / "to", tmp_path / "to" / "gum-f.jsonl"):
        with pytest.raises(FileUnwritable, match="it is there, and no empty folder"):
            write_news(data, taken, NewsPart.REPORTING)


def test_nothing_is_written_into_footnotes_own_folder(tmp_path: Path) -> None:
    with pytest.raises(FileUnwritable, match="texts of others do not go into Footnote's own folder"):
        write_news(tmp_path, BUILT_IN / "news", NewsPart.REPORTING)


def test_data_without_rows_gets_one_sentence(tmp_path: Path) -> None:
    data = write_data(tmp_path / "data", [article(REPORTING)])
    with pytest.raises(DatasetInvalid, match=r"has no rows-\*\.jsonl\.gz; give the folder with news and news-qa"):
        write_news(data, tmp_path / "to", NewsPart.REPORTING)
