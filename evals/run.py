"""Ask every case of a dataset, in its conversations, and judge the replies."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.errors import CorpusError
from evals.cases import Case
from evals.dataset import Dataset
from evals.errors import EvalError
from evals.judge import Judge
from evals.metrics.entailment import Supports
from evals.outcome import Outcome
from evals.product import Answerer, Progress
from retrieval.errors import RetrievalError
from retrieval.schema import Ask, Conversation, Reply, Turn


@dataclass(frozen=True, slots=True)
class Asked:
    """A case that was asked.

    Attributes:
        reply: None when it could not be asked.
        problem: why it could not; empty with a reply.
    """

    case: Case
    reply: Reply | None
    problem: str
    latency_ms: float


def run_dataset(  # noqa: PLR0913 - one thing each, most with a default
    dataset: Dataset,
    chain: Answerer,
    *,
    top_k: int,
    progress: Progress = lambda _done, _total: None,
    clock: Callable[[], float] = time.perf_counter,
    supports: Supports | None = None,
) -> tuple[Outcome, ...]:
    """Return the outcomes of a dataset's cases, in its order.

    A case that cannot be asked is not scored; the rest goes on.

    Args:
        dataset: whose articles the chain has, each in a collection of its own.
        chain: to ask.
        top_k: how many passages it reads.
        progress: told how many cases are done, and of how many.
        clock: seconds, for the latencies.
        supports: a model that reads, for the answers' entailment.
    """
    outcomes: dict[str, Outcome] = {}
    for asked in ask_cases(dataset, chain, top_k=top_k, clock=clock):
        judge = Judge(asked.case, dataset.articles[asked.case.article], supports=supports)
        outcome = judge.give_up(asked.problem)
        if asked.reply is not None:
            outcome = judge.judge(asked.reply, latency_ms=asked.latency_ms)
        outcomes[asked.case.id] = outcome
        progress(len(outcomes), len(dataset.cases))
    return tuple(outcomes[case.id] for case in dataset.cases)


def ask_cases(
    dataset: Dataset, chain: Answerer, *, top_k: int, clock: Callable[[], float] = time.perf_counter
) -> Iterator[Asked]:
    """Yield each case as it has been asked, conversation by conversation.

    The turns of a conversation are asked one after the other, each with the product's own replies before it; so are the
    questions that stand `before` a case, which are no cases themselves. A turn that cannot be asked is passed over by
    the next.
    """
    for cases in dataset.conversations:
        conversation = Conversation()
        for case in cases:
            for question in case.before:
                reply, _ = _ask(chain, Ask(question, conversation, collection=case.article, top_k=top_k))
                conversation = _go_on(conversation, reply)
            started = clock()
            reply, problem = _ask(chain, Ask(case.question, conversation, collection=case.article, top_k=top_k))
            yield Asked(case, reply, problem, (clock() - started) * 1000)
            conversation = _go_on(conversation, reply)


def _ask(chain: Answerer, ask: Ask) -> tuple[Reply | None, str]:
    try:
        return chain.answer(ask), ""
    except (RetrievalError, CorpusError, EvalError) as err:
        return None, str(err)


def _go_on(conversation: Conversation, reply: Reply | None) -> Conversation:
    if reply is None:
        return conversation
    return conversation.with_turn(Turn(reply.question, reply.standalone_question, reply))
