"""What the bot does, without Discord: answer within a conversation and keep the answer, check a message's claims.

Everything here blocks, and is called in threads.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.discord_bot.claims_of import MessageClaims
from bot.discord_bot.errors import Declined
from bot.discord_bot.scope import Scope
from bot.errors import StoreProblem
from bot.render.embeds.claims import CheckedClaim
from bot.session import ensure_current
from retrieval.errors import CollectionEmpty
from retrieval.record import from_record, to_record
from retrieval.schema import Ask, Conversation, Reply, Turn

if TYPE_CHECKING:
    from bot.store.answers import KeptAnswer
    from bot.store.store import Store
    from retrieval.build import Footnote
    from retrieval.record import Record

MAX_TURNS = 8
HOUR_S = 3600.0
NO_SUCH_ARTICLE = "There is no such article here; choose one of the list that appears while you type."
NOT_KEPT = "This answer could not be kept: it has no buttons, and follow-up questions do not know of it."


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was asked in Discord.

    Attributes:
        article: the only article that is asked, as a person names it; None for what the server chose.
        after: an answer of this scope that the question follows, or None for the last one of the conversation.
    """

    text: str
    article: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """A reply, and under which id it was kept; None when it could not be.

    Attributes:
        latency_ms: of the chain.
    """

    reply: Reply
    answer_id: str | None
    latency_ms: float


class Service:
    """Answers questions and checks claims. Safe for several threads.

    Args:
        footnote: the articles and the chain.
        store: what is kept.
        conversation_hours: after which a conversation is forgotten.
        now: seconds since the epoch.
    """

    def __init__(
        self, footnote: "Footnote", store: "Store", *, conversation_hours: float, now: Callable[[], float] = time.time
    ) -> None:
        self.footnote = footnote
        self.store = store
        self._memory_s = conversation_hours * HOUR_S
        self._now = now
        self._chain = footnote.chain()

    def make_ready(self, scope: Scope) -> None:
        """Make the collection of a scope when it is new, and bring its index up to date."""
        self.footnote.open_collection(scope.collection)
        ensure_current(self.footnote, scope.collection)

    def answer(self, question: Question, scope: Scope, default_article: str | None = None) -> Served:
        """Return the reply to a question in its conversation, and keep both.

        Args:
            question: as it was asked.
            scope: where.
            default_article: the article that is asked where the question names none, as long as it is there.

        Raises:
            Declined: when there is no article such as the question names.
            RetrievalError, CorpusError: as `Chain.answer` does.
            StoreProblem: when the conversation cannot be read.
        """
        self.make_ready(scope)
        default = self._present(default_article, scope)
        article_id = default if question.article is None else self.find_article(question.article, scope)
        conversation = self._recall(scope, question.after)
        started = time.perf_counter()
        top_k = self.footnote.settings.top_k
        reply = self._chain.answer(
            Ask(question.text, conversation, scope.collection, article_id=article_id, top_k=top_k)
        )
        latency_ms = (time.perf_counter() - started) * 1000
        return Served(reply, self._keep(reply, scope), latency_ms)

    def check(
        self, claims: MessageClaims, scope: Scope, default_article: str | None = None
    ) -> tuple[CheckedClaim, ...]:
        """Compare each claim of a message with the articles.

        Raises:
            CollectionEmpty: when there is no article.
            ModelUnusable: when the claim checker's model is missing.
        """
        self.make_ready(scope)
        article_id = self._present(default_article, scope)
        retriever = self.footnote.source(scope.collection).retriever
        checker = self.footnote.claim_checker(scope.collection)
        checked: list[CheckedClaim] = []
        for claim in claims.claims:
            hits = retriever.search(claim, top_k=self.footnote.settings.top_k, article_id=article_id)
            if hits.article_count == 0:
                raise CollectionEmpty(scope.collection)
            checked.append(CheckedClaim(claim, checker.check_claim(claim, hits)))
        return tuple(checked)

    def find_article(self, named: str, scope: Scope) -> str:
        """Return the id of the article that a person names, by its id or its title.

        Raises:
            Declined: when there is none.
        """
        folded = named.strip().casefold()
        for article in self.footnote.library(scope.collection):
            if folded in {article.article_id, (article.title or "").casefold()}:
                return article.article_id
        raise Declined(NO_SUCH_ARTICLE)

    def find_kept(self, answer_id: str, scope: Scope) -> "tuple[KeptAnswer, Reply]":
        """Return an answer that was kept, and its reply.

        Raises:
            AnswerGone: when it is of another scope, was deleted or has expired.
        """
        kept = self.store.answers.get(answer_id, scope.collection)
        return kept, from_record(kept.record)

    def carry_on(self, kept: "KeptAnswer", there: Scope) -> None:
        """Let the conversation that an answer belongs to go on in another place, for everybody there."""
        since = self._now() - self._memory_s
        ids = self.store.conversations.recall_ids(
            kept.scope, kept.place_id, kept.person_id, since=since, limit=MAX_TURNS
        )
        before = ids[: ids.index(kept.answer_id)] if kept.answer_id in ids else ()
        self.store.conversations.seed(there.collection, there.place_id, (*before, kept.answer_id))

    def _present(self, article_id: str | None, scope: Scope) -> str | None:
        """An article's id while it is there; a choice whose article was removed is none."""
        return article_id if article_id in self.footnote.library(scope.collection).ids() else None

    def _recall(self, scope: Scope, after: str | None) -> Conversation:
        """The conversation that a question goes on with: the person's own here, unless it follows another's answer."""
        since = self._now() - self._memory_s
        records: Sequence[Record] = self.store.conversations.recall(
            scope.collection, scope.place_id, scope.person_id, since=since, limit=MAX_TURNS
        )
        if after is not None:
            followed = self.store.answers.get(after, scope.collection).record
            known = [*records, followed]
            records = known[: known.index(followed) + 1]
        replies = [from_record(record) for record in records]
        return Conversation(tuple(Turn(reply.question, reply.standalone_question, reply) for reply in replies))

    def _keep(self, reply: Reply, scope: Scope) -> str | None:
        """Keep an answer as the newest turn of its conversation; a full disk does not keep it from the person."""
        library = self.footnote.library(scope.collection)
        record = to_record(reply, self.footnote.provenance(scope.collection), library.get, why=True)
        try:
            answer_id = self.store.answers.add(scope.collection, scope.place_id, scope.person_id, record)
            self.store.conversations.add(scope.collection, scope.place_id, scope.person_id, answer_id)
        except StoreProblem:
            return None
        return answer_id
