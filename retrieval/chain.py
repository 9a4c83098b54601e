"""The retrieval chain: a question becomes a standalone question, hits, a draft, and a verified reply.

Read aloud: `understand`, `retrieve`, `read`, `check`. Each stage is a plain function from state to state.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar, cast

from corpus.schema import Article
from retrieval.citations import Question, verify
from retrieval.errors import CollectionEmpty
from retrieval.question import check_question
from retrieval.schema import Ask, Conversation, Draft, Hits, Reader, Reply, Usage
from retrieval.standalone.rewriting import Rewritten, rewrite
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
        usage: of a chat model, before the reader's; None when none was asked.
    """

    ask: Ask
    question: Question | None = None
    hits: Hits | None = None
    draft: Draft | None = None
    reply: Reply | None = None
    notices: tuple[str, ...] = ()
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class StageEvent:
    """A stage begins or has ended.

    Attributes:
        stage: its name: understand, retrieve, read or check.
        state: what is known then. What its draft holds is unverified.
    """

    stage: str
    state: ChainState
    has_ended: bool


class Chain:
    """Answers questions about the articles of collections. Safe for several threads.

    Args:
        source_of: a collection's name to its source.
        reader: that drafts the answer.
        looks_english: false for a question that is surely in another language.
        rewrite: makes a follow-up question stand on its own.

    Attributes:
        stages: in their order, each from what is known to what is known then.
    """

    def __init__(
        self,
        source_of: Callable[[str], Source],
        reader: Reader,
        *,
        looks_english: Callable[[str], bool],
        rewrite: Callable[[str, Conversation], Rewritten] = rewrite,
    ) -> None:
        self._source_of = source_of
        self._reader = reader
        self._looks_english = looks_english
        self._rewrite = rewrite
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
        *_, last = self.stream(ask)
        return cast(Reply, last.state.reply)

    def stream(self, ask: Ask) -> Iterator[StageEvent]:
        """Yield, for each stage in order, an event as it begins and one as it has ended; raises as `answer` does."""
        state = ChainState(ask)
        for stage in self.stages:
            yield StageEvent(stage.__name__, state, has_ended=False)
            state = stage(state)
            yield StageEvent(stage.__name__, state, has_ended=True)

    def understand(self, state: ChainState) -> ChainState:
        """Check the question, and make it stand on its own."""
        typed = check_question(state.ask.question, self._looks_english)
        rewritten = self._rewrite(typed, state.ask.conversation)
        notices = (say_unclear(rewritten.unclear, rewritten.between),) if rewritten.unclear else ()
        question = Question(typed, rewritten.question)
        return replace(state, question=question, notices=notices, usage=rewritten.usage)

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
        usage = reply.usage + state.usage if reply.usage and state.usage else reply.usage or state.usage
        return replace(state, reply=replace(reply, notices=(*state.notices, *reply.notices), usage=usage))


def _present(value: T | None) -> T:
    """The field of an earlier stage; the order of the stages is what makes it present."""
    if value is None:
        raise RuntimeError("a stage of the chain ran before the one that it builds on")
    return value
