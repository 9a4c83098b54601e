from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.embeds.sheet import Field, Sheet, pack
from tests.bot.render.embeds.seen import check_message

COLOUR = 0x0072B2


def test_a_short_sheet_is_one_embed() -> None:
    sheet = Sheet(COLOUR, "Title", ("One.", "Two."), (Field("Name", "Value"),), "Foot.")
    assert [embed.to_dict() for embed in pack(sheet)] == [
        {
            "type": "rich",
            "flags": 0,
            "color": COLOUR,
            "title": "Title",
            "description": "One.\n\nTwo.",
            "fields": [{"name": "Name", "value": "Value", "inline": False}],
            "footer": {"text": "Foot."},
        }
    ]


def test_pages_are_numbered_and_the_last_bears_the_footer() -> None:
    pages = pack(Sheet(COLOUR, "Title", fields=tuple(Field(f"{n}", "v") for n in range(60)), footer="Foot."))
    assert [page.title for page in pages] == ["Title", None, None]
    assert [len(page.fields) for page in pages] == [25, 25, 10]
    assert [page.footer.text for page in pages] == ["Page 1 of 3.", "Page 2 of 3.", "Page 3 of 3. Foot."]


def test_a_paragraph_is_never_below_a_field() -> None:
    pages = pack(Sheet(COLOUR, paragraphs=("a" * 3000, "b" * 3000), fields=(Field("f", "v"),)))
    assert [(page.description, len(page.fields)) for page in pages] == [("a" * 3000, 0), ("b" * 3000, 1)]


@settings(deadline=None)
@given(
    title=st.integers(1, 400).map("t".__mul__),
    paragraphs=st.lists(st.integers(1, 9000).map("p".__mul__), max_size=6),
    fields=st.lists(st.builds(Field, st.just("n" * 256), st.integers(1, 512).map("👍".__mul__)), max_size=60),
    footer=st.integers(0, 3000).map("f".__mul__),
)
def test_pages_hold_everything_and_the_limits(
    title: str, paragraphs: list[str], fields: list[Field], footer: str
) -> None:
    pages = pack(Sheet(COLOUR, title, tuple(paragraphs), tuple(fields), footer))
    for page in pages:
        check_message([page])
    assert sum((page.description or "").count("p") for page in pages) == sum(map(len, paragraphs))
    assert [field.value for page in pages for field in page.fields] == [field.value for field in fields]
