import pytest
from hypothesis import assume, example, given, settings
from simcord.preview._markdown import markdown_tokens

from bot.render.embeds.markdown import bold, code, escape, guard_line, italic, link, show
from tests.bot.render.embeds.discord_markup import Piece, marks_of, parse_markup, plain_of
from tests.bot.render.embeds.hostile import hostile_texts


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("**bold** and _thin_", r"\*\*bold\*\* and \_thin\_"),
        ("~~gone~~ ||hidden|| `code`", r"\~\~gone\~\~ \|\|hidden\|\| \`code\`"),
        ("[here](https://x.test)", r"\[here]\(https\://x.test)"),
        ("<@1> <#2> @everyone <t:3>", r"\<\@1> \<#2> \@everyone \<t:3>"),
        (":fire: at 10:30", r"\:fire: at 10:30"),
        ("join discord.gg/abc", r"join discord\.gg/abc"),
        ("# big", r"\# big"),
        ("-# small", r"\-# small"),
        ("- one", r"\- one"),
        ("1. one", r"1\. one"),
        ("> said", r"\> said"),
        (r"C:\new", r"C:\\new"),
        ("a\n# b\n\n- c", "a # b - c"),
        ("It cost -5 at 3.5% (net), #1!", "It cost -5 at 3.5% (net), #1!"),
    ],
)
def test_what_would_be_markup_is_escaped_and_nothing_else(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_the_parser_of_these_tests_knows_markup_when_it_sees_it() -> None:
    text = "# a\n> b\n- c\n-# d\n*e* **f** __g__ ~~h~~ ||i|| `j` <@1> :k: <t:2> https://l.test discord.gg/m [n](o)"
    assert [piece.kind for piece in parse_markup(text) if piece.kind != "text"] == [
        *("heading", "quote", "list", "small", "italic", "bold", "underline", "strike", "spoiler", "code"),
        *("mention", "emoji", "time", "address", "invite", "link"),
    ]


@settings(deadline=None)
@given(hostile_texts)
@example("@\u200beveryone")
@example("-\u200b #")
def test_an_escaped_text_shows_as_it_is(text: str) -> None:
    shown = show(text)
    assert parse_markup(escape(text)) == ([Piece("text", shown)] if shown else [])


@settings(deadline=None)
@given(hostile_texts, hostile_texts)
def test_escaped_texts_beside_each_other_show_as_they_are(one: str, other: str) -> None:
    assert marks_of(f"{escape(one)} {escape(other)}") == set()


@settings(deadline=None)
@given(hostile_texts)
@example("a](https\u200b://x.test) [1]")
def test_a_text_behind_a_bracket_of_ours_makes_no_link(text: str) -> None:
    assert marks_of(f"[1] {escape(text)} [2] {escape(text)}") == set()


@settings(deadline=None)
@given(hostile_texts)
def test_a_second_parser_finds_the_same_text(text: str) -> None:
    assume("&" not in text)  # An entity of HTML is none to Discord.
    tokens = markdown_tokens(escape(text).strip(), "embed_title")
    children = [child for block in tokens for child in block["children"]]
    assert {child["type"] for child in children} <= {"text"}
    assert "".join(child["content"] for child in children) == show(text).strip()


@settings(deadline=None)
@given(hostile_texts)
def test_bold_words_are_bold_and_nothing_else(text: str) -> None:
    words = show(text).strip()
    assume(words)
    assert [piece for piece in parse_markup(f"a{bold(escape(text))}b") if piece.kind != "text"] == [
        Piece("bold", words)
    ]
    assert plain_of(f"a{bold(escape(text))}b") == f"a{show(text)}b"


@settings(deadline=None)
@given(hostile_texts)
def test_italic_words_are_italic_and_nothing_else(text: str) -> None:
    words = show(text).strip()
    assume(words)
    assert [piece for piece in parse_markup(f"a{italic(escape(text))}b") if piece.kind != "text"] == [
        Piece("italic", words)
    ]


def test_nothing_in_bold_shows_no_marks() -> None:
    assert bold(" ") == " "


@settings(deadline=None)
@given(hostile_texts)
def test_code_is_closed_where_it_ends(text: str) -> None:
    assert [piece.kind for piece in parse_markup(code(text))] == ["code"]


def test_what_reorders_or_hides_text_is_not_shown() -> None:
    assert show("a\u202eb\u200bc\u2066d\ufeff e\u00ad\u3164f") == "abcd ef"


def test_a_joiner_stays_between_emoji_only() -> None:
    assert show("👩‍👧 ❤️‍🔥 a\u200db 👩\u200d") == "👩‍👧 ❤️‍🔥 ab 👩"


def test_half_a_character_is_shown_as_unknown() -> None:
    assert show("a\ud83db") == "a\ufffdb"


def test_a_guarded_line_is_guarded_once() -> None:
    assert guard_line(guard_line("# a")) == r"\# a"
    assert guard_line(guard_line("12. a")) == r"12\. a"


def test_an_address_cannot_end_its_link_early() -> None:
    assert link("here", "https://x.test/a_(b)?q=<1>#:~:text=c%20d") == (
        "[here](https://x.test/a_%28b%29?q=%3C1%3E#:~:text=c%20d)"
    )


@settings(deadline=None)
@given(hostile_texts)
def test_a_link_is_one_link_or_its_label(text: str) -> None:
    assert [(piece.kind, piece.text) for piece in parse_markup(link("here", f"https://x.test/{text}"))] in (
        [("link", "here")],
        [("text", "here")],
    )


@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", "ftp://x.test", "//x.test", "x.test", "", "https://", "https://bbc.test@evil.test/"),
        *("https://x.test/a b", "https://x.test/\u202egnp", "https://[x"),
    ],
)
def test_only_web_addresses_are_linked(url: str) -> None:
    assert link("here", url) == "here"
