from pathlib import Path

import pytest

from evals.errors import DatasetInvalid
from evals.news import NewsArticle, NewsPart, NewsRow, news_part_of
from evals.training.reader.news import as_asked, read_news
from retrieval.schema import PastTurn
from tests.evals.training.reader.fakes import TEXT, make_rows, write_data, write_lines

OSLO = "Oslo was cold. Ann Lee met “Bob” in Oslo. He liked Oslo."
PARTS = {
    "news-0": NewsPart.TRAINING,
    "news-26": NewsPart.SELECTION,
    "news-4": NewsPart.CALIBRATION,
    "news-8": NewsPart.REPORTING,
}
ARTICLES = {"a": NewsArticle(id="a", title="Oslo", text=OSLO)}


def make_row(**fields: object) -> NewsRow:
    usual = {
        "article": "a",
        "question": "Where did they meet?",
        "kind": "fact",
        "style": "plain",
        "answerable": True,
        "quotes": ["Ann Lee met “Bob” in Oslo."],
        "parts": [["Oslo", "in Oslo"], ["Bob"]],
    }
    return NewsRow.model_validate({**usual, **fields})


def test_parts_are_found_within_the_quotes_not_where_the_article_has_the_words_first() -> None:
    asked = as_asked(make_row(), ARTICLES)
    assert [quote.start for quote in asked.quotes] == [15]
    assert [[(span.start, span.cut(OSLO)) for span in part] for part in asked.parts] == [
        [(36, "Oslo"), (33, "in Oslo")],
        [(28, "Bob")],
    ]


def test_a_part_is_found_in_the_first_quote_that_has_it() -> None:
    row = make_row(quotes=["Ann Lee met “Bob” in Oslo.", "He liked Oslo."], parts=[["Oslo"], ["He"]])
    assert [part[0].start for part in as_asked(row, ARTICLES).parts] == [36, 42]


def test_earlier_turns_are_kept_in_their_order() -> None:
    row = make_row(
        history=[{"q": "Who?", "a": "Ann Lee met “Bob” in Oslo."}, {"q": "Why?", "a": ""}], standalone="Where was it?"
    )
    asked = as_asked(row, ARTICLES)
    assert asked.history == (PastTurn("Who?", "Ann Lee met “Bob” in Oslo."), PastTurn("Why?", ""))
    assert asked.standalone == "Where was it?"


def test_an_unanswerable_question_has_what_tempts_and_nothing_else() -> None:
    asked = as_asked(make_row(answerable=False, quotes=[], parts=[], near="He liked Oslo."), ARTICLES)
    assert (asked.is_answerable, asked.parts, asked.quotes) == (False, (), ())
    assert asked.near is not None
    assert asked.near.cut(OSLO) == "He liked Oslo."


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"article": "b"}, "of 'b', which is no article"),
        (
            {"quotes": ["Ann Lee met Bob in Oslo."]},
            "of 'a' with the words 'Ann Lee met Bob in Oslo.', and has them",
        ),
        ({"parts": [["cold"]]}, "of 'a' with the words 'cold', and has them in none of its quotes"),
        ({"quotes": [], "parts": []}, "of 'a' without a quote that answers"),
        ({"answerable": False}, "of 'a' as unanswerable, with a quote that answers"),
        ({"answerable": False, "quotes": [], "parts": [], "near": "No."}, "with the words 'No.', and has them nowhere"),
    ],
)
def test_a_row_that_does_not_fit_its_article_is_refused_in_one_sentence(
    fields: dict[str, object], problem: str
) -> None:
    with pytest.raises(DatasetInvalid) as refused:
        as_asked(make_row(**fields), ARTICLES)
    said = str(refused.value)
    assert problem in said
    assert said.startswith("the file 'news-qa' asks 'Where did they meet?' ")
    assert said.endswith("; mend the line")


def test_a_long_quote_is_not_repeated_whole() -> None:
    with pytest.raises(DatasetInvalid) as refused:
        as_asked(make_row(quotes=["x" * 500]), ARTICLES)
    assert len(str(refused.value)) < 200


def test_each_article_is_of_one_part_about_three_of_four_for_training(tmp_path: Path) -> None:
    articles = [f"news-{n}" for n in range(300)]
    write_lines(tmp_path / "news" / "articles.jsonl.gz", ({"id": a, "title": a, "text": TEXT} for a in articles))
    write_lines(tmp_path / "news-qa" / "rows-0.jsonl.gz", (row for a in articles for row in make_rows(a)))
    counts = {part: len(read_news(tmp_path, part)) for part in NewsPart}
    assert sum(counts.values()) == 300
    assert counts == {"training": 234, "selection": 12, "calibration": 20, "reporting": 34}


def test_an_article_stays_in_its_part_however_many_there_are() -> None:
    parts = {name: news_part_of(name) for name in PARTS}
    assert parts == PARTS


def test_an_article_has_all_its_questions_in_the_order_of_the_rows(tmp_path: Path) -> None:
    texts = read_news(write_data(tmp_path), NewsPart.SELECTION)
    assert [[asked.question for asked in text.asked] for text in texts] == [
        ["Where did Ann Lee meet Bob Cole?", "When did it rain?", "Whom did the mayor of Oslo meet?"]
    ] * 2
