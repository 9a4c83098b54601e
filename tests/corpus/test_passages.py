from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.articles import ArticleSource, make_article
from corpus.furniture import mark_paragraphs
from corpus.passages import MAX_PASSAGE_CHARS, split_passages
from corpus.schema import Article, ParagraphKind

PROSE = "The main bridge has been shut. Engineers found cracks in two of its hangers on Friday."


def article(text: str) -> Article:
    return make_article(ArticleSource(origin="-", text=text, article_id="bridge"))


def test_passage_is_a_paragraph_with_its_sentences():
    (passage,) = split_passages(article(PROSE))
    assert (passage.id, passage.text, passage.ordinal, passage.heading) == ("bridge:0", PROSE, 0, None)
    assert [(sentence.id, sentence.ordinal, sentence.text) for sentence in passage.sentences] == [
        ("bridge:0.0", 0, "The main bridge has been shut."),
        ("bridge:0.1", 1, "Engineers found cracks in two of its hangers on Friday."),
    ]


def test_sentences_are_counted_through_the_article():
    passages = split_passages(article(f"{PROSE}\n\n{PROSE}"))
    assert [sentence.ordinal for passage in passages for sentence in passage.sentences] == [0, 1, 2, 3]


def test_long_paragraph_is_cut_into_even_passages():
    passages = split_passages(article(" ".join([f"{'X' * 98}."] * 12)))
    assert [len(passage.sentences) for passage in passages] == [6, 6]


def test_uneven_sentences_never_make_a_passage_too_long():
    sizes = [600, 500, 100, 900, 50]
    passages = split_passages(article(" ".join(f"{'X' * (size - 1)}." for size in sizes)))
    assert [[len(sentence.text) for sentence in passage.sentences] for passage in passages] == [
        [600],
        [500, 100],
        [900, 50],
    ]


def test_heading_holds_for_its_section():
    passages = split_passages(
        article(f"{PROSE}\n\nA bridge with a history\n\n{PROSE}\n\n{PROSE}\n\nWhat next?\n\n{PROSE}")
    )
    headings = [passage.heading for passage in passages]
    assert headings == [None, "A bridge with a history", "A bridge with a history", "What next?"]


def test_furniture_is_no_passage():
    passages = split_passages(article(f"{PROSE}\n\n3:24\n\nOn board the ferry\n\n{PROSE}"))
    assert [passage.text for passage in passages] == [PROSE, PROSE]


def test_article_of_furniture_has_no_passages():
    assert split_passages(article("Advertisement\n\nShare this article")) == ()


TEXTS = st.lists(
    st.sampled_from(
        [
            PROSE,
            "3:24",
            "Who won?",
            "- one\n- two",
            "“No.” He left.",
            "Advertisement",
            "y " * 900,
            "z" * 1700,
            "The road",
        ]
    )
    | st.text(max_size=60),
    min_size=1,
    max_size=12,
).map(lambda parts: "Start. " + "\n\n".join(parts))


@given(TEXTS)
@settings(deadline=None)
def test_passages_quote_their_article_in_order(text):
    whole = article(text)
    cursor = ordinal = 0
    for number, passage in enumerate(split_passages(whole)):
        assert passage.id == f"bridge:{number}"
        assert passage.span.cut(whole.text) == passage.text
        assert passage.span.start >= cursor
        assert 0 < len(passage.text) <= MAX_PASSAGE_CHARS
        for k, sentence in enumerate(passage.sentences):
            assert sentence.id == f"{passage.id}.{k}"
            assert sentence.ordinal == ordinal
            assert sentence.span.cut(whole.text) == sentence.text
            assert sentence.span.start >= cursor
            cursor, ordinal = sentence.span.end, ordinal + 1
        assert (passage.sentences[0].span.start, passage.sentences[-1].span.end) == (
            passage.span.start,
            passage.span.end,
        )


@given(TEXTS)
@settings(deadline=None)
def test_passages_hold_all_of_the_body_and_nothing_else(text):
    whole = article(text)
    passages = split_passages(whole)
    for part in mark_paragraphs(whole.text, whole.marks):
        inside = "".join(passage.text for passage in passages if part.span.contains(passage.span))
        expected = part.span.cut(whole.text) if part.kind is ParagraphKind.BODY else ""
        assert "".join(inside.split()) == "".join(expected.split())


@given(TEXTS)
@settings(deadline=None)
def test_same_text_is_split_the_same_way(text):
    assert split_passages(article(text)) == split_passages(article(text))
