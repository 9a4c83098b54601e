"""The article of a web page."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.formats.page_text import PageText, Unreadable
from corpus.formats.web_page import read_web_page

WEB_PAGES = Path(__file__).parent.parent / "web_pages"
PROSE = (
    "<p>The council said on Monday that the wall would stay closed until March, after divers found a crack.</p>"
    "<p>Work begins on 17 November, and boats may use the other harbour until then, a spokeswoman told them.</p>"
)


def read(name: str, url: str | None = None) -> PageText:
    return read_web_page((WEB_PAGES / name).read_text(encoding="utf-8"), url=url)


def read_paragraphs(body: str) -> list[str]:
    """The paragraphs of a page that stand between two paragraphs of prose."""
    page = f"<html><head><title>T</title></head><body><article><h1>T</h1>{PROSE}{body}{PROSE}</article></body></html>"
    paragraphs = read_web_page(page).text.split("\n\n")
    assert (paragraphs[0], paragraphs[2][:24]) == ("T", "Work begins on 17 Novemb")
    return paragraphs[3:-2]


def test_an_article_comes_out_as_its_reader_sees_it() -> None:
    assert read("harbour-article-tag.html").text.split("\n\n") == [
        "Harbour wall repairs to take until spring, council says",
        "Storm damage was worse than divers first thought, and fishing crews fear a lost season.",
        "The outer wall of Saltmere harbour will stay closed until at least late March, the district council said on "
        "Monday, after divers found a crack “the length of a bus” below the waterline.",
        "Councillor Priya Anand, who chairs the harbour committee, told a public meeting that the repair would cost "
        "about £2.4m — nearly twice the figure given in October.",
        "‘We cannot wait’",
        "“We have eleven boats that cannot land their catch here,” said Joss Trevanion, of the Saltmere Fishers’ "
        "Association. “We cannot wait until spring.”",
        "The council has offered three measures:",
        "free berths at Port Kerris for boats under ten metres;",
        "a £500-a-week hardship payment; and",
        "a temporary pontoon, due on 1 December.",
        "It is a start, but pontoons do not unload two tonnes of crab.",
        "Asked whether the wall could fail before the work began, the council’s engineer, Dr Hanna Vogel, said: “No. "
        "It is cracked, not moving.”",
        "Work begins on 17 November.",
    ]


@pytest.mark.parametrize(
    ("name", "title", "publisher", "published"),
    [
        (
            "harbour-article-tag.html",
            "Harbour wall repairs to take until spring, council says",
            "The Saltmere Courier",
            "2025-11-04",
        ),
        ("tunnel-json-ld.html", "Tunnel under Mount Ardel opens after nine years", "Northline News", "2024-06-12"),
        (
            "orchestra-live-layout.html",
            "City orchestra names its first woman conductor",
            "Bellport Ledger",
            "2026-01-20",
        ),
    ],
)
def test_the_metadata_is_what_the_page_states(name: str, title: str, publisher: str, published: str) -> None:
    page = read(name)
    assert (page.title, page.publisher, page.published) == (title, publisher, published)


@pytest.mark.parametrize("name", ["harbour-article-tag.html", "tunnel-json-ld.html", "orchestra-live-layout.html"])
@pytest.mark.parametrize("foreign", ["cookies", "LEAK", "TRACKING", "User77", "Home", "{", "<", "&amp;", "font-size"])
def test_scripts_banners_comments_and_menus_stay_out(name: str, foreign: str) -> None:
    assert foreign not in read(name).text


def test_the_same_page_comes_out_the_same() -> None:
    assert len({read("orchestra-live-layout.html") for _ in range(3)}) == 1


@pytest.mark.parametrize(
    ("body", "paragraphs"),
    [
        ('<p>See <a href="/x">the report</a>; it is <b>long</b>.</p>', ["See the report; it is long."]),
        ("<p><span>T</span>he mayor said <i>“no”</i>.</p>", ["The mayor said “no”."]),
        ("<p>CO<sub>2</sub> rose &amp; fell by 5m<sup>2</sup>.</p>", ["CO2 rose & fell by 5m2."]),
        ("<p>A co&shy;operation\u200b deal&nbsp;now.</p>", ["A cooperation deal now."]),
        ("<p>One line.<br>Another line.</p>", ["One line.\nAnother line."]),
        ("<p>He said <q>so be it</q> twice.</p>", ["He said “so be it” twice."]),
        ("<p>  much \n white   space </p>", ["much white space"]),
        ("<p>1 &lt; 2 and *stars* and [1](x)</p>", ["1 < 2 and *stars* and [1](x)"]),
        ("<h2>A <em>sub</em> heading</h2><p>Its text.</p>", ["A sub heading", "Its text."]),
        ("<ol><li>One.</li><li>Two: <ul><li>a</li><li>b</li></ul></li></ol>", ["One.", "Two:", "a", "b"]),
        ("<blockquote><p>First.</p><p>Second.</p></blockquote>", ["First.", "Second."]),
        (
            "<table><tr><th>Route</th><th>Now</th></tr><tr><td>Vellin to <b>Sand</b></td><td>50 min</td></tr></table>",
            ["Route\tNow\nVellin to Sand\t50 min"],
        ),
        ("<script>alert('x')</script><style>p {}</style><template><p>No.</p></template>", []),
        (
            "<p hidden>Not shown.</p><p style='color: red; display : none'>Nor this.</p><noscript>Nor that.</noscript>",
            [],
        ),
    ],
)
def test_text_is_kept_and_marks_are_not(body: str, paragraphs: list[str]) -> None:
    assert read_paragraphs(body) == paragraphs


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<html><body><p>You need to enable JavaScript to run this app.</p></body></html>",
        "<html><body><ul>" + "<li><a href='/x'>A headline without its article</a></li>" * 30 + "</ul></body></html>",
        "<html>",
        "no markup at all",
        "<!-- only a comment -->",
        "<html><body>" + "<div>" * 100_000 + PROSE + "</body></html>",
    ],
)
def test_a_page_without_an_article_is_refused(page: str) -> None:
    with pytest.raises(Unreadable, match="holds no article; open the article itself"):
        read_web_page(page)


def test_entities_that_multiply_are_not_expanded() -> None:
    declared = '<!ENTITY a "ha ha ha ha">' + "".join(f'<!ENTITY {c} "&a;&a;&a;&a;&a;">' for c in "bcdef")
    page = f"<!DOCTYPE html [{declared}]><html><body><article>{PROSE}<p>&f;</p></article></body></html>"
    assert "ha ha" not in read_web_page(page).text


@pytest.mark.parametrize(
    ("canonical", "fetched", "chosen"),
    [
        ("https://www.a.example/x", None, "https://www.a.example/x"),
        ("https://www.a.example/x", "https://m.a.example/x?y", "https://www.a.example/x"),
        ("https://b.example/x", "https://a.example/x", "https://a.example/x"),
        ("javascript:alert(1)", "https://a.example/x", "https://a.example/x"),
        ("javascript:alert(1)", None, None),
    ],
)
def test_a_canonical_address_is_believed_within_its_site(
    canonical: str, fetched: str | None, chosen: str | None
) -> None:
    head = f'<head><title>T</title><link rel="canonical" href="{canonical}"></head>'
    assert read_web_page(f"<html>{head}<body><article>{PROSE}</article></body></html>", url=fetched).url == chosen


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<div>", "<ul><li>", "<br>", "<table><tr><td>", "a b.", "<q>", "&#0;", "<"])
    )
)
def test_any_soup_is_read_or_refused(pieces: list[str]) -> None:
    try:
        page = read_web_page("<html><body>" + "".join(pieces) + PROSE + "</body></html>")
    except Unreadable:
        return
    assert all(paragraph.strip() == paragraph != "" for paragraph in page.text.split("\n\n"))
