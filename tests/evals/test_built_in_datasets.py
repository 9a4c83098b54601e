"""What the datasets of Footnote promise; that every quote occurs in its article is proven by reading them."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.library import shipped_files
from evals.cases import FOLLOW_UP_TAGS, Tag
from evals.dataset import BUILT_IN, Dataset, read_dataset
from evals.measures import MEASURES

SOURCE = "russia-dirty-bomb-claims"


@pytest.fixture(scope="module")
def dev() -> Dataset:
    return read_dataset("dev")


@pytest.fixture(scope="module")
def test() -> Dataset:
    return read_dataset("test")


def test_no_article_is_in_both_dev_and_test(dev: Dataset, test: Dataset) -> None:
    assert dev.articles.keys() == {SOURCE, "ferry-strike", "sleeping-sickness-vaccine"}
    assert test.articles.keys() == {"bank-fine", "dam-evacuation", "museum-return"}


def test_no_case_is_in_both_dev_and_test(dev: Dataset, test: Dataset) -> None:
    assert not {case.id for case in dev.cases} & {case.id for case in test.cases}


def test_the_source_article_has_enough_cases_of_every_kind(dev: Dataset) -> None:
    cases = [case for case in dev.cases if case.article == SOURCE]
    tags = Counter(tag for case in cases for tag in case.tags)
    assert len(cases) >= 150
    assert tags.keys() == set(Tag)
    assert min(tags.values()) >= 5


@pytest.mark.parametrize("name", ["dev", "test"])
def test_every_article_has_enough_cases_and_enough_without_an_answer(name: str) -> None:
    dataset = read_dataset(name)
    for article in dataset.articles:
        cases = [case for case in dataset.cases if case.article == article]
        assert len(cases) >= 30, article
        assert sum(not case.answerable for case in cases) >= 0.3 * len(cases), article


def test_the_test_set_is_large_enough_to_report_on(test: Dataset) -> None:
    follow_ups = [case for case in test.cases if case.is_follow_up]
    assert len(test.cases) - len(follow_ups) >= 100
    assert len(follow_ups) >= 60
    assert set(FOLLOW_UP_TAGS) <= {tag for case in follow_ups for tag in case.tags}


@pytest.mark.parametrize("name", ["dev", "test"])
def test_a_missing_name_is_in_the_question_and_a_forbidden_word_in_no_right_sentence(name: str) -> None:
    dataset = read_dataset(name)
    for case in dataset.cases:
        asked = f"{case.question} {case.standalone or ''}".casefold()
        assert all(missing.casefold() in asked for missing in case.missing), case.id
        right = " ".join((*case.quotes, *case.supporting)).casefold()
        assert not [words for words in case.forbidden if words.casefold() in right], case.id


def test_the_fictional_articles_say_that_they_are() -> None:
    files = [*(BUILT_IN / "articles").glob("*.md"), BUILT_IN / "example" / "lighthouse.md"]
    assert len(files) == 9
    for file in files:
        head = file.read_text(encoding="utf-8").splitlines()[:6]
        assert "Fictional test text" in head[1], file
        assert "publisher: Fictional test text" in head, file


def test_the_shipped_corpus_is_the_source_article_alone() -> None:
    assert [file.name for file in shipped_files()] == [f"{SOURCE}.md"]


def test_every_measure_is_documented() -> None:
    text = (BUILT_IN.parent.parent / "docs" / "EVALS.md").read_text(encoding="utf-8")
    assert [one.label for one in MEASURES if f"| {one.label} | {one.meaning} |" not in text] == []


def test_the_format_is_documented_field_by_field_and_tag_by_tag() -> None:
    from evals.cases import Case

    text = (Path(BUILT_IN) / "README.md").read_text(encoding="utf-8")
    assert [name for name in Case.model_fields if f"`{name}`" not in text] == []
    assert [tag for tag in Tag if f"`{tag}`" not in text] == []
