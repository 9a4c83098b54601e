"""The retrieval chain: a question, with what was said before it, becomes hits, a draft, and a verified reply.

Read aloud: `understand`, `retrieve`, `read`, `check`. Each stage is a plain function from state to state.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar, cast

from corpus.schema import Article
from retrieval.citations import Question, verify
from retrieval.errors import CollectionEmpty
from retrieval.history import merge_hits, queries_of, recall
from retrieval.message import is_remark, strip_message
from retrieval.question import check_question
from retrieval.schema import Ask, Conversation, Draft, Hits, PastTurn, Reader, Reply, Usage

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
class Rewritten:
    """A question that a chat model made to stand on its own.

    Attributes:
        question: None where the model gave nothing that can be used.
        usage: of the chat model; None when it was not asked.
    """

    question: str | None
    usage: Usage | None = None


Rewrite = Callable[[str, Conversation], Rewritten]


@dataclass(frozen=True, slots=True)
class ChainState:
    """What is known of a question after each stage; later fields are None until their stage ran.

    Attributes:
        asked: the question without what is said around it: what is searched for and read.
        history: the turns that it is read with; none where it stands on its own.
        usage: of a chat model, before the reader's; None when none was asked.
    """

    ask: Ask
    question: Question | None = None
    asked: str = ""
    history: tuple[PastTurn, ...] = ()
    hits: Hits | None = None
    draft: Draft | None = None
    reply: Reply | None = None
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
        rewrite: makes a follow-up question stand on its own; without it the reader reads what was said before.

    Attributes:
        stages: in their order, each from what is known to what is known then.
    """

    def __init__(
        self,
        source_of: Callable[[str], Source],
        reader: Reader,
        *,
        looks_english: Callable[[str], bool],
        rewrite: Rewrite | None = None,
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
        """Check the question, and recall what it may go on from, unless a chat model makes it stand on its own."""
        typed = check_question(state.ask.question, self._looks_english)
        conversation = state.ask.conversation
        rewritten = self._rewrite(typed, conversation) if self._rewrite and conversation.turns else Rewritten(None)
        question = Question(typed, rewritten.question or typed)
        history = () if rewritten.question or is_remark(typed) else recall(conversation)
        asked = strip_message(question.standalone)
        return replace(state, question=question, asked=asked, history=history, usage=rewritten.usage)

    def retrieve(self, state: ChainState) -> ChainState:
        """Find the passages that may answer."""
        ask = state.ask
        source = self._source_of(ask.collection)
        queries = queries_of(state.asked, state.history)
        found = [source.retriever.search(query, top_k=ask.top_k, article_id=ask.article_id) for query in queries]
        hits = merge_hits(found, top_k=ask.top_k)
        if hits.article_count == 0:
            raise CollectionEmpty(ask.collection)
        return replace(state, hits=hits)

    def read(self, state: ChainState) -> ChainState:
        """Draft an answer from the passages."""
        return replace(state, draft=self._reader.read(state.asked, _present(state.hits), state.history))

    def check(self, state: ChainState) -> ChainState:
        """Verify the draft against the articles."""
        article_of = self._source_of(state.ask.collection).article_of
        reply = verify(_present(state.draft), _present(state.question), _present(state.hits), article_of)
        usage = reply.usage + state.usage if reply.usage and state.usage else reply.usage or state.usage
        return replace(state, reply=replace(reply, usage=usage))


def _present(value: T | None) -> T:
    """The field of an earlier stage; the order of the stages is what makes it present."""
    if value is None:
        raise RuntimeError("a stage of the chain ran before the one that it builds on")
    return value
