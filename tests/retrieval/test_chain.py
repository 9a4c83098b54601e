from collections.abc import Sequence

import pytest

from corpus.schema import Article
from retrieval.chain import Chain, Rewrite, Rewritten, Source
from retrieval.errors import CollectionEmpty, QuestionInvalid
from retrieval.schema import Abstention, Answer, Ask, Conversation, Draft, Hits, PastTurn, Reason, Reply, Turn, Usage
from tests.fakes import FirstSentenceReader, always, hits_of, make

ARTICLE = make("Ann met Bob. It rained.\n\nNobody was hurt.\n\nThey left.")


class ListedHits:
    """Finds every passage of the article in its order; records what it was asked."""

    def __init__(self, article_count: int = 1) -> None:
        self.asked: list[tuple[str, int, str | None]] = []
        self._count = article_count

    def search(self, query: str, *, top_k: int, article_id: str | None = None) -> Hits:
        self.asked.append((query, top_k, article_id))
        hits = hits_of(ARTICLE, query)
        return Hits(query, hits.items[:top_k] if self._count else (), self._count)


class LastFirst(ListedHits):
    """Finds the last passages first for what is more than one word."""

    def search(self, query: str, *, top_k: int, article_id: str | None = None) -> Hits:
        items = super().search(query, top_k=len(ARTICLE.text), article_id=article_id).items
        return Hits(query, (items[::-1] if " " in query else items)[:top_k])


def article_of(_: str) -> Article:
    return ARTICLE


def chain_over(retriever: ListedHits, reader: object, rewrite: Rewrite | None = None) -> Chain:
    source = Source(retriever, article_of)
    return Chain(lambda _: source, reader, looks_english=always(True), rewrite=rewrite)  # type: ignore[arg-type]


def test_a_question_becomes_a_verified_answer() -> None:
    retriever, reader = ListedHits(), FirstSentenceReader()
    reply = chain_over(retriever, reader).answer(Ask(" Who met\tBob? ", Conversation(), article_id="story", top_k=1))
    assert isinstance(reply, Answer)
    assert reply.text == "Ann met Bob. [1]"
    assert retriever.asked == [("Who met Bob?", 1, "story")]
    assert (reader.questions, reader.histories) == (["Who met Bob?"], [()])


def test_an_empty_collection_says_how_to_add_an_article() -> None:
    with pytest.raises(CollectionEmpty, match='add one with "footnote add PATH or URL"'):
        chain_over(ListedHits(article_count=0), FirstSentenceReader()).answer(Ask("Who?", Conversation()))


def test_a_question_that_cannot_be_asked_is_not_searched_for() -> None:
    retriever = ListedHits()
    with pytest.raises(QuestionInvalid):
        chain_over(retriever, FirstSentenceReader()).answer(Ask("\x00", Conversation()))
    assert retriever.asked == []


def test_a_reader_that_lies_is_not_believed() -> None:
    class Liar(FirstSentenceReader):
        def read(self, question: str, hits: Hits, history: Sequence[PastTurn] = ()) -> Draft:
            return Draft("Bob met Ann. [1]", super().read(question, hits).evidence, (), 1.0, None, "span")

    reply = chain_over(ListedHits(), Liar()).answer(Ask("Who?", Conversation()))
    assert isinstance(reply, Abstention)
    assert reply.reason is Reason.UNVERIFIED


def test_what_is_said_around_a_question_is_neither_searched_for_nor_read_but_kept() -> None:
    retriever, reader = ListedHits(), FirstSentenceReader()
    reply = chain_over(retriever, reader).answer(Ask("Hey Footnote, who met Bob? Thanks!", Conversation()))
    assert [query for query, *_ in retriever.asked] == reader.questions == ["who met Bob?"]
    assert reply.question == reply.standalone_question == "Hey Footnote, who met Bob? Thanks!"


def follow_up(chain: Chain, question: str = "When?", *, top_k: int = 8) -> Reply:
    """The reply to a question that is asked after "Where did Ann meet Bob?" and its answer."""
    first = chain.answer(Ask("Where did Ann meet Bob?", Conversation(), top_k=top_k))
    said = Conversation((Turn(first.question, first.standalone_question, first),))
    return chain.answer(Ask(question, said, article_id="story", top_k=top_k))


PAST = PastTurn("Where did Ann meet Bob?", "Ann met Bob.")


def test_a_follow_up_is_read_as_typed_with_what_was_said_before() -> None:
    reader = FirstSentenceReader()
    reply = follow_up(chain_over(ListedHits(), reader))
    assert (reader.questions[-1], reader.histories[-1]) == ("When?", (PAST,))
    assert (reply.question, reply.standalone_question, reply.notices) == ("When?", "When?", ())


def test_a_follow_up_is_searched_for_alone_and_with_what_was_said_before() -> None:
    retriever = ListedHits()
    follow_up(chain_over(retriever, FirstSentenceReader()), top_k=3)
    both = ["When?", "Where did Ann meet Bob? Ann met Bob. When?"]
    assert retriever.asked[1:] == [(query, 3, "story") for query in both]


def test_thanks_go_on_from_nothing() -> None:
    retriever, reader = ListedHits(), FirstSentenceReader()
    follow_up(chain_over(retriever, reader), "Thanks!")
    assert ([query for query, *_ in retriever.asked[1:]], reader.histories[-1]) == (["Thanks!"], ())


def test_the_hits_of_both_searches_are_read_together() -> None:
    reply = follow_up(chain_over(LastFirst(), FirstSentenceReader()), top_k=2)
    assert [hit.passage.id for hit in reply.hits.items] == ["story:0", "story:2"]
    assert (reply.hits.query, [hit.rank for hit in reply.hits.items]) == ("When?", [1, 2])


class Rewriter:
    """A chat model that says what it is told to; records what it was asked."""

    def __init__(self, question: str | None) -> None:
        self.asked: list[tuple[str, int]] = []
        self._question = question

    def rewrite(self, question: str, conversation: Conversation) -> Rewritten:
        self.asked.append((question, len(conversation.turns)))
        return Rewritten(self._question, Usage(1, 100, 20))


def test_a_question_that_a_chat_model_rewrote_is_searched_for_and_read_instead_without_history() -> None:
    retriever, reader, rewriter = ListedHits(), FirstSentenceReader(), Rewriter("When did Ann meet Bob?")
    reply = follow_up(chain_over(retriever, reader, rewriter.rewrite))
    assert [query for query, *_ in retriever.asked[1:]] == ["When did Ann meet Bob?"]
    assert (reader.questions[-1], reader.histories[-1]) == ("When did Ann meet Bob?", ())
    assert (reply.question, reply.standalone_question) == ("When?", "When did Ann meet Bob?")
    assert reply.usage == Usage(1, 100, 20)


def test_where_the_chat_model_gives_nothing_the_question_is_read_with_what_was_said_before() -> None:
    reader = FirstSentenceReader()
    reply = follow_up(chain_over(ListedHits(), reader, Rewriter(None).rewrite))
    assert (reader.questions[-1], reader.histories[-1]) == ("When?", (PAST,))
    assert (reply.standalone_question, reply.usage) == ("When?", Usage(1, 100, 20))


def test_the_first_question_of_a_conversation_is_not_rewritten() -> None:
    rewriter = Rewriter("When did Ann meet Bob?")
    reply = chain_over(ListedHits(), FirstSentenceReader(), rewriter.rewrite).answer(Ask("When?", Conversation()))
    assert (reply.standalone_question, reply.usage, rewriter.asked) == ("When?", None, [])
