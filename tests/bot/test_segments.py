from bot.render.segments import Segment, SegmentKind, split_segments
from corpus.schema import Span
from retrieval.schema import Answer, Citation, Highlight, Hits


def answer(text: str, citations: tuple[Citation, ...], highlights: tuple[Highlight, ...]) -> Answer:
    return Answer("Who?", "Who?", text, highlights, citations, 0.9, "span", Hits("Who?", ()))


def cite(marker: int, quote: str, start: int = 100) -> Citation:
    return Citation(marker, "story", "story:0", Span(start, start + len(quote)), quote)


def test_the_words_of_a_highlight_are_set_apart() -> None:
    shown = split_segments(answer("Ann met Bob. [1]", (cite(1, "Ann met Bob."),), (Highlight(1, Span(108, 111)),)))
    assert shown == (
        (
            Segment("Ann met ", SegmentKind.PLAIN),
            Segment("Bob", SegmentKind.HIGHLIGHT),
            Segment(".", SegmentKind.PLAIN),
            Segment(" ", SegmentKind.PLAIN),
            Segment("[1]", SegmentKind.MARKER),
        ),
    )


def test_of_a_word_that_stands_twice_the_right_one_is_set_apart() -> None:
    shown = split_segments(answer("Bob met Bob [1]", (cite(1, "Bob met Bob"),), (Highlight(1, Span(108, 111)),)))
    assert [segment.text for segment in shown[0] if segment.kind is SegmentKind.HIGHLIGHT] == ["Bob"]
    assert shown[0][0] == Segment("Bob met ", SegmentKind.PLAIN)


def test_white_space_and_brackets_of_the_article_do_not_move_a_highlight() -> None:
    quote = "It was\n  agreed[3] by\nAnn  Lee."
    start = 100 + quote.index("Ann")
    item = answer("It was agreed(3) by Ann Lee. [1]", (cite(1, quote),), (Highlight(1, Span(start, start + 8)),))
    assert [s.text for s in split_segments(item)[0] if s.kind is SegmentKind.HIGHLIGHT] == ["Ann Lee"]


def test_a_statement_in_other_words_than_its_quote_has_no_highlight() -> None:
    shown = split_segments(answer("Bob was met. [1]", (cite(1, "Ann met Bob."),), (Highlight(1, Span(108, 111)),)))
    assert [segment.kind for segment in shown[0]] == [SegmentKind.PLAIN, SegmentKind.PLAIN, SegmentKind.MARKER]


def test_segments_joined_are_the_text() -> None:
    text = "Ann met Bob. [1] [2] It rained. [3]"
    citations = (cite(1, "Ann met Bob."), cite(2, "Ann met Bob.", 500), cite(3, "It rained.", 300))
    item = answer(text, citations, (Highlight(3, Span(303, 309)),))
    statements = ["".join(segment.text for segment in statement) for statement in split_segments(item)]
    assert " ".join(statements) == text
