"""The retrieval chain: a question becomes a standalone question, hits, a draft, and a verified reply.

Read aloud: `understand`, `retrieve`, `read`, `check`. Each stage is a plain function from state to state.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar, cast

from corpus.schema import Article
from retrieval.citations import Question, verify
from retrieval.errors import CollectionEmpty
from retrieval.question import check_question
from retrieval.schema import Ask, Draft, Hits, Reader, Reply
from retrieval.standalone.rewriting import rewrite
from retrieval.wording import say_unclear

T = TypeVar("T")


class Search(Protocol):
    """What the chain needs of a retriever, from several threads at once."""

    def search(self, query: str, *, top_k: int, article_id: str | None = None) -> Hits:
        """Return the best passages for a query, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Source:
    """A collection as the chain sees it: how to search it, and the articles behind the hits."""

    retriever: Search
    article_of: Callable[[str], Article]


@dataclass(frozen=True, slots=True)
class ChainState:
    """What is known of a question after each stage; later fields are None until their stage ran.

    Attributes:
        notices: one-line remarks for the person, before those of `verify`.
    """

    ask: Ask
    question: Question | None = None
    hits: Hits | None = None
    draft: Draft | None = None
    reply: Reply | None = None
    notices: tuple[str, ...] = ()


class Chain:
    """Answers questions about the articles of collections. Safe for several threads.

    Args:
        source_of: a collection's name to its source.
        reader: that drafts the answer.
        looks_english: false for a question that is surely in another language.
    """

    def __init__(
        self, source_of: Callable[[str], Source], reader: Reader, *, looks_english: Callable[[str], bool]
    ) -> None:
        self._source_of = source_of
        self._reader = reader
        self._looks_english = looks_english
        self.stages: tuple[Callable[[ChainState], ChainState], ...] = (
            self.understand,
            self.retrieve,
            self.read,
            self.check,
        )

    def answer(self, ask: Ask) -> Reply:
        """Return the verified reply to a question.

        Raises:
            QuestionInvalid: when the question cannot be asked as it is.
            CollectionEmpty: when the collection has no article.
            ArticleNotFound: when `ask.article_id` is not in the collection.
            IndexProblem: when the index cannot be searched.
        """
        state = ChainState(ask)
        for stage in self.stages:
            state = stage(state)
        return cast(Reply, state.reply)

    def understand(self, state: ChainState) -> ChainState:
        """Check the question, and make it stand on its own."""
        typed = check_question(state.ask.question, self._looks_english)
        rewritten = rewrite(typed, state.ask.conversation)
        notices = (say_unclear(rewritten.unclear, rewritten.between),) if rewritten.unclear else ()
        return replace(state, question=Question(typed, rewritten.question), notices=notices)

    def retrieve(self, state: ChainState) -> ChainState:
        """Find the passages that may answer."""
        ask = state.ask
        source = self._source_of(ask.collection)
        query = _present(state.question).standalone
        hits = source.retriever.search(query, top_k=ask.top_k, article_id=ask.article_id)
        if hits.article_count == 0:
            raise CollectionEmpty(ask.collection)
        return replace(state, hits=hits)

    def read(self, state: ChainState) -> ChainState:
        """Draft an answer from the passages."""
        return replace(state, draft=self._reader.read(_present(state.question).standalone, _present(state.hits)))

    def check(self, state: ChainState) -> ChainState:
        """Verify the draft against the articles."""
        article_of = self._source_of(state.ask.collection).article_of
        reply = verify(_present(state.draft), _present(state.question), _present(state.hits), article_of)
        return replace(state, reply=replace(reply, notices=(*state.notices, *reply.notices)))


def _present(value: T | None) -> T:
    """The field of an earlier stage; the order of the stages is what makes it present."""
    if value is None:
        raise RuntimeError("a stage of the chain ran before the one that it builds on")
    return value
