"""The YAML head of a Markdown article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ArticleInvalid
from corpus.formats.front_matter import has_front_matter, split_front_matter
from corpus.schema import FurnitureMarks


def test_every_key_is_read() -> None:
    document = (
        "---\n"
        "id: grain-deal\n"
        'title: "Grain: the deal"\n'
        "publisher: The Courier\n"
        "url: https://courier.example/grain\n"
        "published: 2024-06-12\n"
        "furniture:\n"
        "  - More on grain\n"
        '  - "3:24"\n'
        "keep: ['What is a deal?']\n"
        "---\n"
        "Body.\n"
    )
    source = split_front_matter(document, "a.md")
    assert (source.article_id, source.title, source.publisher) == ("grain-deal", "Grain: the deal", "The Courier")
    assert (source.url, source.published, source.text) == ("https://courier.example/grain", "2024-06-12", "Body.\n")
    assert source.marks == FurnitureMarks(furniture=("More on grain", "3:24"), keep=("What is a deal?",))


def test_values_stay_the_words_that_are_written() -> None:
    source = split_front_matter("---\ntitle: No\npublisher: 1984\npublished: 2024-06-12 10:00\n---\n", "a.md")
    assert (source.title, source.publisher, source.published) == ("No", "1984", "2024-06-12 10:00")


def test_an_empty_value_is_no_value() -> None:
    source = split_front_matter("---\ntitle:\npublisher: null\nkeep:\n---\nBody", "a.md")
    assert (source.title, source.publisher, source.marks) == (None, None, FurnitureMarks())


def test_empty_front_matter_is_taken_off() -> None:
    assert split_front_matter("---\n---\nBody", "a.md").text == "Body"


def test_windows_line_ends_are_read() -> None:
    source = split_front_matter("---\r\ntitle: A\r\n---\r\nOne.\r\n", "a.md")
    assert (source.title, source.text) == ("A", "One.\r\n")


def test_a_later_thematic_break_belongs_to_the_body() -> None:
    assert split_front_matter("---\nid: a\n---\nOne.\n\n---\n\nTwo.", "a.md").text == "One.\n\n---\n\nTwo."


@pytest.mark.parametrize(
    "document", ["---\nIt began with a break.\n---\n", "----\nid: a\n---\n", " ---\nid: a\n", "--- a"]
)
def test_a_thematic_break_is_not_front_matter(document: str) -> None:
    assert not has_front_matter(document)


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("titel: A", "unknown key 'titel'; the keys are: id, title, publisher, url, published, furniture, keep"),
        ("title: A\ntitle: B", "gives 'title' twice"),
        ("title: [A, B]", "whose 'title' is a list"),
        ("title: A: B", "not YAML (line 2: mapping values are not allowed here)"),
        ("keep: [What is a deal?]", 'quotes around a value with ": ", "#", "?" or brackets'),
        ("title: 'A", "not YAML (line "),
        ("title: \x07", "not YAML ("),
        ("keep: {a: b}", "whose 'keep' is not a list of paragraphs"),
        ("url: javascript:alert(1)", "whose url is 'javascript:alert(1)'; start it with https://"),
        ("title: &a x\npublisher: *a", "a YAML alias"),
        ("keep: [[a]]", "nested values"),
        ("keep: " + "[" * 5000, "nested values"),
        ("id: a\n" + "#" * 64_000, "more than 64,000"),
        ("# only a comment\n- a", 'without "key: value" lines'),
    ],
)
def test_bad_front_matter_is_refused_in_one_sentence(block: str, message: str) -> None:
    with pytest.raises(ArticleInvalid) as caught:
        split_front_matter(f"---\n{block}\n---\nBody", "a.md")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_thousand_million_laughs_are_refused() -> None:
    block = "title: &a [x, x, x]\nkeep: &b [*a, *a, *a]\nfurniture: [*b, *b, *b]"
    with pytest.raises(ArticleInvalid, match="has front matter with a YAML alias; write the value out"):
        split_front_matter(f"---\n{block}\n---\n", "a.md")


def test_front_matter_that_never_ends_is_refused() -> None:
    with pytest.raises(ArticleInvalid, match='opens front matter that never ends; close it with a line of "---"'):
        split_front_matter("---\ntitle: A\n\nBody.", "a.md")


@given(st.text())
def test_any_body_comes_out_as_it_went_in(body: str) -> None:
    assert split_front_matter("---\nid: a\n---\n" + body, "a.md").text == body


@given(st.text(alphabet="-:#'\"[]{}&*!|>%@` \n\tab0é\x07", max_size=60))
def test_any_block_is_read_or_refused(block: str) -> None:
    try:
        split_front_matter(f"---\nid: a\n{block}\n---\n", "a.md")
    except ArticleInvalid as err:
        assert str(err).startswith("'a.md' ")
