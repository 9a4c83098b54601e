import pytest

from corpus.schema import Article
from retrieval.chain import Chain, Source
from retrieval.errors import CollectionEmpty, QuestionInvalid
from retrieval.schema import Abstention, Answer, Ask, Conversation, Draft, Hits, Reason, Turn
from tests.fakes import FirstSentenceReader, always, hits_of, make

ARTICLE = make("Ann met Bob. It rained.\n\nNobody was hurt.")


class ListedHits:
    """Finds every passage of the article in its order; records what it was asked."""

    def __init__(self, article_count: int = 1) -> None:
        self.asked: list[tuple[str, int, str | None]] = []
        self._count = article_count

    def search(self, query: str, *, top_k: int, article_id: str | None = None) -> Hits:
        self.asked.append((query, top_k, article_id))
        hits = hits_of(ARTICLE, query)
        return Hits(query, hits.items[:top_k] if self._count else (), self._count)


def article_of(_: str) -> Article:
    return ARTICLE


def chain_over(retriever: ListedHits, reader: object) -> Chain:
    return Chain(lambda _: Source(retriever, article_of), reader, looks_english=always(True))  # type: ignore[arg-type]


def test_a_question_becomes_a_verified_answer() -> None:
    retriever, reader = ListedHits(), FirstSentenceReader()
    reply = chain_over(retriever, reader).answer(Ask(" Who met\tBob? ", Conversation(), article_id="story", top_k=1))
    assert isinstance(reply, Answer)
    assert reply.text == "Ann met Bob. [1]"
    assert retriever.asked == [("Who met Bob?", 1, "story")]
    assert reader.questions == ["Who met Bob?"]


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
        def read(self, question: str, hits: Hits) -> Draft:
            return Draft("Bob met Ann. [1]", super().read(question, hits).evidence, (), 1.0, None, "sentence")

    reply = chain_over(ListedHits(), Liar()).answer(Ask("Who?", Conversation()))
    assert isinstance(reply, Abstention)
    assert reply.reason is Reason.UNVERIFIED


def converse(*questions: str) -> tuple[ListedHits, list[Answer | Abstention]]:
    """Ask questions one after the other."""
    retriever = ListedHits()
    chain, conversation = chain_over(retriever, FirstSentenceReader()), Conversation()
    replies: list[Answer | Abstention] = []
    for question in questions:
        replies.append(chain.answer(Ask(question, conversation)))
        turn = Turn(replies[-1].question, replies[-1].standalone_question, replies[-1])
        conversation = conversation.with_turn(turn)
    return retriever, replies


def test_a_follow_up_is_searched_for_and_read_as_it_is_understood() -> None:
    retriever, replies = converse("Where did Ann meet Bob?", "When?")
    assert retriever.asked[-1][0] == "When did Ann meet Bob?"
    assert (replies[-1].question, replies[-1].standalone_question) == ("When?", "When did Ann meet Bob?")
    assert replies[-1].notices == ()


def test_a_follow_up_that_may_mean_either_of_two_is_taken_as_typed_and_that_is_said() -> None:
    retriever, replies = converse("What was said to Mr Ann and Mr Bob?", "Did he leave?")
    assert retriever.asked[-1][0] == "Did he leave?"
    told = "It is not clear who “he” stands for, Mr Ann or Mr Bob; the question was taken as typed."
    assert replies[-1].notices == (told,)
