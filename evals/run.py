"""Ask every case of a dataset, in its conversations, and judge the replies."""

import time
from collections.abc import Callable, Iterator, Sequence

from corpus.errors import CorpusError
from evals.cases import Case
from evals.dataset import Dataset
from evals.errors import EvalError
from evals.judge import Judge
from evals.metrics.entailment import Supports
from evals.outcome import Outcome
from evals.product import Answerer, Progress
from retrieval.errors import RetrievalError
from retrieval.schema import Ask, Conversation, Turn


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

    The turns of a conversation are asked one after the other, each with the product's own replies before it. A case
    that cannot be asked is not scored; the rest goes on.

    Args:
        dataset: whose articles the chain has, each in a collection of its own.
        chain: to ask.
        top_k: how many passages it reads.
        progress: told how many cases are done, and of how many.
        clock: seconds, for the latencies.
        supports: a model that reads, for the answers' entailment.
    """
    outcomes: dict[str, Outcome] = {}

    def judge_of(case: Case) -> Judge:
        return Judge(case, dataset.articles[case.article], supports=supports)

    for conversation in dataset.conversations:
        for outcome in _converse(conversation, judge_of, chain, top_k, clock):
            outcomes[outcome.case_id] = outcome
            progress(len(outcomes), len(dataset.cases))
    return tuple(outcomes[case.id] for case in dataset.cases)


def _converse(
    cases: Sequence[Case],
    judge_of: Callable[[Case], Judge],
    chain: Answerer,
    top_k: int,
    clock: Callable[[], float],
) -> Iterator[Outcome]:
    conversation = Conversation()
    for case in cases:
        judge = judge_of(case)
        started = clock()
        try:
            reply = chain.answer(Ask(case.question, conversation, collection=case.article, top_k=top_k))
        except (RetrievalError, CorpusError, EvalError) as err:
            yield judge.give_up(str(err))
            continue
        yield judge.judge(reply, latency_ms=(clock() - started) * 1000)
        conversation = conversation.with_turn(Turn(reply.question, reply.standalone_question, reply))
