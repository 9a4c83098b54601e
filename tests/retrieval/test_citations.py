import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ArticleNotFound
from corpus.schema import Article, Span
from retrieval.citations import Question, Statement, as_statement, locate_quote, parse_markers, verify
from retrieval.schema import Abstention, Answer, Decline, Draft, Evidence, Highlight, Hits, Reason
from tests.fakes import hits_of, make

TEXT = (
    "Russia claimed it.\n\n“NATO rejects\nthis,” he said [7]. It is over.\n\n"
    "More on Nato\n\n3:24\n\nThe talks were on Monday."
)
ARTICLE = make(TEXT)
HITS = hits_of(ARTICLE)
QUESTION = Question("Who?", "Who?")


def article_of(article_id: str) -> Article:
    assert article_id == "story"
    return ARTICLE


def passage_id(words: str) -> str:
    return next(hit.passage.id for hit in HITS.items if words in hit.passage.text)


def evidence(quote: str, *, marker: int = 1, shift: int = 0, span: bool = True) -> Evidence:
    start = TEXT.index(quote) + shift
    return Evidence(marker, passage_id(quote), quote, Span(start, start + len(quote)) if span else None)


def draft(text: str, *items: Evidence, **fields: object) -> Draft:
    base: dict[str, object] = {"highlights": (), "confidence": 0.8, "declined": None, "reader": "span"}
    return Draft(text, items, **{**base, **fields})  # type: ignore[arg-type]


def test_a_quoted_sentence_becomes_an_answer() -> None:
    reply = verify(draft("Russia claimed it. [1]", evidence("Russia claimed it.")), QUESTION, HITS, article_of)
    assert isinstance(reply, Answer)
    assert reply.text == "Russia claimed it. [1]"
    assert [c.quote for c in reply.citations] == ["Russia claimed it."]
    assert reply.confidence == 0.8


def test_a_quote_that_is_not_at_its_span_is_not_an_answer() -> None:
    wrong = evidence("Russia claimed it.", shift=1)
    assert isinstance(verify(draft("Russia claimed it. [1]", wrong), QUESTION, HITS, article_of), Abstention)


def test_a_quote_outside_the_passage_it_names_is_refused() -> None:
    elsewhere = Evidence(1, passage_id("The talks"), "Russia claimed it.", Span(0, 18))
    reply = verify(draft("Russia claimed it. [1]", elsewhere), QUESTION, HITS, article_of)
    assert isinstance(reply, Abstention)
    assert reply.reason is Reason.UNVERIFIED


def test_a_passage_that_was_not_retrieved_cannot_be_cited() -> None:
    reply = verify(draft("Russia claimed it. [1]", evidence("Russia claimed it.")), QUESTION, Hits("", ()), article_of)
    assert isinstance(reply, Abstention)


@pytest.mark.parametrize("beside", ["Russia claimed it.", "The talks were on Monday."])
def test_a_passage_beside_one_that_was_retrieved_can_be_cited(beside: str) -> None:
    (middle,) = (hit for hit in HITS.items if "NATO" in hit.passage.text)
    reply = verify(draft(f"{beside} [1]", evidence(beside)), QUESTION, Hits("", (middle,)), article_of)
    assert isinstance(reply, Answer)
    assert [one.quote for one in reply.citations] == [beside]


def test_a_passage_further_from_what_was_retrieved_cannot_be_cited() -> None:
    far = draft("The talks were on Monday. [1]", evidence("The talks were on Monday."))
    assert isinstance(verify(far, QUESTION, Hits("", HITS.items[:1]), article_of), Abstention)
    assert isinstance(verify(far, QUESTION, Hits("", HITS.items[:2]), article_of), Answer)


def test_furniture_cannot_be_cited() -> None:
    span = Span(TEXT.index("3:24"), TEXT.index("3:24") + 4)
    for hit in HITS.items:
        reply = verify(draft("3:24 [1]", Evidence(1, hit.passage.id, "3:24", span)), QUESTION, HITS, article_of)
        assert isinstance(reply, Abstention)


def test_an_article_that_changed_since_it_was_indexed_is_not_cited() -> None:
    changed = make("Someone claimed it.\n\n" + TEXT)
    reply = verify(draft("Russia claimed it. [1]", evidence("Russia claimed it.")), QUESTION, HITS, lambda _: changed)
    assert isinstance(reply, Abstention)


def test_an_article_that_was_removed_since_it_was_found_is_not_cited() -> None:
    def gone(article_id: str) -> Article:
        raise ArticleNotFound(article_id, ())

    reply = verify(draft("Russia claimed it. [1]", evidence("Russia claimed it.")), QUESTION, HITS, gone)
    assert isinstance(reply, Abstention)


def test_a_sentence_that_is_not_its_quote_is_left_out_and_the_rest_stays() -> None:
    text = "Russia denied it. [1] The talks were on Monday. [2]"
    items = (evidence("Russia claimed it."), evidence("The talks were on Monday.", marker=2))
    reply = verify(draft(text, *items), QUESTION, HITS, article_of)
    assert isinstance(reply, Answer)
    assert reply.text == "The talks were on Monday. [1]"
    assert reply.notices == ("One sentence was left out: it could not be verified against the article.",)


def test_text_without_a_marker_is_left_out() -> None:
    text = "Russia claimed it. [1] Everybody knows that."
    reply = verify(draft(text, evidence("Russia claimed it.")), QUESTION, HITS, article_of)
    assert isinstance(reply, Answer)
    assert reply.text == "Russia claimed it. [1]"


def test_a_marker_without_evidence_is_left_out() -> None:
    text = "Moscow did. [1] [9]"
    reply = verify(draft(text, evidence("Russia claimed it."), verbatim=False), QUESTION, HITS, article_of)
    assert isinstance(reply, Answer)
    assert reply.text == "Moscow did. [1]"


def test_markers_are_numbered_anew_in_the_order_of_the_text() -> None:
    text = "The talks were on Monday. [7] Russia claimed it. [3]"
    items = (evidence("Russia claimed it.", marker=3), evidence("The talks were on Monday.", marker=7))
    highlight = Highlight(3, Span(0, 6))
    reply = verify(draft(text, *items, highlights=(highlight,)), QUESTION, HITS, article_of)
    assert isinstance(reply, Answer)
    assert reply.text == "The talks were on Monday. [1] Russia claimed it. [2]"
    assert [c.marker for c in reply.citations] == [1, 2]
    assert reply.highlights == (Highlight(2, Span(0, 6)),)


def test_a_highlight_outside_its_citation_is_left_out() -> None:
    item = evidence("Russia claimed it.")
    marks = (Highlight(1, Span(0, 30)), Highlight(2, Span(0, 6)), Highlight(1, Span(3, 3)))
    reply = verify(draft("Russia claimed it. [1]", item, highlights=marks), QUESTION, HITS, article_of)
    assert isinstance(reply, Answer)
    assert reply.highlights == ()


def test_brackets_in_the_article_cannot_pass_for_markers() -> None:
    quote = "“NATO rejects\nthis,” he said [7]."
    reply = verify(draft(f"{as_statement(quote)} [1]", evidence(quote)), QUESTION, HITS, article_of)
    assert isinstance(reply, Answer)
    assert reply.text == "“NATO rejects this,” he said (7). [1]"
    assert reply.citations[0].quote == quote


def test_a_quote_without_a_span_is_cut_from_the_article() -> None:
    item = Evidence(1, passage_id("NATO"), '"NATO rejects this," he said', None)
    reply = verify(draft("NATO does not agree. [1]", item, verbatim=False), QUESTION, HITS, article_of)
    assert isinstance(reply, Answer)
    assert reply.citations[0].quote == "“NATO rejects\nthis,” he said"


def test_a_declined_draft_keeps_its_verified_answer_for_the_evals() -> None:
    declined = Decline(Reason.NAME_NOT_MENTIONED, ("Zelensky",))
    item = evidence("Russia claimed it.")
    reply = verify(draft("Russia claimed it. [1]", item, declined=declined), QUESTION, HITS, article_of)
    assert isinstance(reply, Abstention)
    assert (reply.reason, reply.missing) == (Reason.NAME_NOT_MENTIONED, ("Zelensky",))
    assert reply.rejected is not None
    assert reply.rejected.text == "Russia claimed it. [1]"


def test_a_near_quote_is_not_found() -> None:
    assert locate_quote("It is not over", "It is over.") is None
    assert locate_quote("It is over", "It isn’t over.") is None
    assert locate_quote("is", "this") is None
    assert locate_quote("…", "It is over…") is None
    assert locate_quote("", "It is over.") is None


def test_quotes_dashes_and_white_space_may_differ() -> None:
    assert locate_quote('a "dirty bomb" - he\'s sure', "It was a “dirty  bomb” – he’s sure") == Span(7, 34)


def test_a_quote_in_quotation_marks_is_found_without_them() -> None:
    assert locate_quote("“It is over”", "He said: It is over.") == Span(9, 19)


@pytest.mark.parametrize("forged", ["[2]", "［2］", "【2】", "[ 2 ]", "[1, 2]", "[1–3]"])
def test_forged_markers_are_defused(forged: str) -> None:
    assert [statement.markers for statement in parse_markers(as_statement(f"Yes {forged}"))] == [()]


def test_a_long_run_of_markers_is_parsed_in_linear_time() -> None:
    assert parse_markers("a" + " [1]" * 20_000) == (Statement("a", (1,)),)


WORDS = st.sampled_from(["Russia", "claimed", "[1]", "[2]", "“no”", "it.", "talks\n", "Monday.", "٣", "[١]", "é", "🙂"])
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)


@given(
    text=TEXTS,
    quotes=st.lists(
        st.tuples(st.integers(-1, 4), TEXTS, st.integers(0, 90), st.integers(0, 40), st.booleans()), max_size=5
    ),
    verbatim=st.booleans(),
)
def test_verify_never_lets_a_wrong_quote_through(
    text: str, quotes: list[tuple[int, str, int, int, bool]], verbatim: bool
) -> None:
    ids = [hit.passage.id for hit in HITS.items]
    items = tuple(
        Evidence(
            marker,
            ids[start % len(ids)],
            Span(start, start + length).cut(TEXT) if honest else words,
            Span(start, start + length) if start % 3 else None,
        )
        for marker, words, start, length, honest in quotes
    )
    reply = verify(draft(text, *items, verbatim=verbatim), QUESTION, HITS, article_of)
    if isinstance(reply, Answer):
        assert reply.citations
        passages = {hit.passage.id: hit.passage for hit in HITS.items}
        for citation in reply.citations:
            assert ARTICLE.text[citation.span.start : citation.span.end] == citation.quote
            assert passages[citation.passage_id].span.contains(citation.span)
        markers = {citation.marker for citation in reply.citations}
        for statement in parse_markers(reply.text):
            assert statement.markers
            assert set(statement.markers) <= markers
            if verbatim:
                quoted = {as_statement(c.quote) for c in reply.citations if c.marker in statement.markers}
                assert statement.text in quoted
