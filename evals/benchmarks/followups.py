"""Follow-up questions of datasets' conversations: how many are answered rightly for what was said before?

Beside the product stand two plain ways, the question alone, as it was typed, and the last question put before it, and
what reading a conversation perfectly would bring: the question as a person wrote it in full, asked alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from evals.benchmarks.table import Progress, Row, Table
from evals.cases import Case, Tag
from evals.dataset import Dataset
from evals.errors import DatasetInvalid
from evals.measures import RIGHT, measure
from evals.outcome import Outcome
from evals.product import Answerer
from evals.run import run_dataset

FOOTNOTE, AS_TYPED, LAST_QUESTION, PERSON = "footnote", "as typed", "last question + question", "person's rewrite"

KINDS: Mapping[str, Callable[[Outcome], bool]] = {
    # Apart, because a question that is not understood is declined, which is right where there is no answer.
    "answerable": lambda outcome: outcome.answerable,
    "not answerable": lambda outcome: not outcome.answerable,
    "pronoun": lambda outcome: Tag.PRONOUN in outcome.tags,
    "ellipsis": lambda outcome: Tag.ELLIPSIS in outcome.tags,
    "topic-change": lambda outcome: Tag.TOPIC_CHANGE in outcome.tags,
}
"""The follow-ups that have a column of their own."""

ALONE: Mapping[str, Callable[[str, Case], str]] = {
    AS_TYPED: lambda _last, case: case.question,
    LAST_QUESTION: lambda last, case: f"{last} {case.question}",
    PERSON: lambda _last, case: case.standalone or case.question,
}
"""What is asked for a follow-up outside its conversation, from the question before it and its own case."""


def run(
    datasets: Sequence[Dataset],
    chain: Answerer,
    *,
    top_k: int,
    seed: int = 0,
    progress: Progress = lambda _done, _total: None,
) -> Table:
    """Ask every follow-up of the datasets' conversations in four ways, and judge the replies.

    Within its conversation, as `evals.run` asks it, and alone in the ways of `ALONE`. A question that cannot be asked
    is counted as not scored.

    Args:
        datasets: whose articles the chain has, each in a collection of its own.
        chain: to ask.
        top_k: how many passages it reads.
        seed: of the intervals.
        progress: told `(done, total)` cases, the first ones of conversations included.

    Raises:
        DatasetInvalid: when no dataset holds a follow-up question.
    """
    found = [(one, [talk for talk in one.conversations if any(case.is_follow_up for case in talk)]) for one in datasets]
    conversations = [talk for _, of_dataset in found for talk in of_dataset]
    follow_ups = sum(case.is_follow_up for talk in conversations for case in talk)
    if not follow_ups:
        paths = ", ".join(str(dataset.path) for dataset in datasets)
        raise DatasetInvalid(paths, "holds no follow-up question", "give a dataset with conversations")
    total = sum(map(len, conversations)) + len(ALONE) * follow_ups
    outcomes: dict[str, list[Outcome]] = {name: [] for name in (FOOTNOTE, *ALONE)}
    done = 0
    for dataset, of_dataset in found:
        for name, cases in _ways_to_ask(of_dataset):
            report = partial(_report_from, done, total, progress)
            asked = run_dataset(replace(dataset, cases=cases), chain, top_k=top_k, progress=report)
            outcomes[name].extend(_follow_ups_of(asked, dataset, of_dataset))
            done += len(cases)
    rows = tuple(_judge(name, of_way, seed) for name, of_way in outcomes.items())
    columns = ("right replies", *(f"right: {kind}" for kind in KINDS))
    counts = {"follow-up questions": follow_ups, "conversations": len(conversations)}
    return Table(" + ".join(dataset.name for dataset, talks in found if talks), counts, columns, rows)


def _ways_to_ask(conversations: Sequence[Sequence[Case]]) -> Iterator[tuple[str, tuple[Case, ...]]]:
    """Each way and its cases: whole conversations, or the follow-ups as questions of their own."""
    yield FOOTNOTE, tuple(case for cases in conversations for case in cases)
    pairs = [pair for cases in conversations for pair in _with_last_question(cases)]
    # Not valid as lines of a file: they are tagged as follow-ups.
    alone = {"conversation": None, "turn": None, "before": ()}
    for name, words in ALONE.items():
        yield name, tuple(case.model_copy(update={"question": words(last, case), **alone}) for last, case in pairs)


def _with_last_question(cases: Sequence[Case]) -> Iterator[tuple[str, Case]]:
    last = ""
    for case in cases:
        if case.is_follow_up:
            yield (case.before[-1] if case.before else last), case
        last = case.question


def _report_from(before: int, total: int, progress: Progress, done: int, _of_part: int) -> None:
    progress(before + done, total)


def _follow_ups_of(
    outcomes: Sequence[Outcome], dataset: Dataset, conversations: Sequence[Sequence[Case]]
) -> Iterator[Outcome]:
    """The outcomes of follow-ups, each in the group of its conversation however it was asked."""
    follow_ups = [case for cases in conversations for case in cases if case.is_follow_up]
    groups = {case.id: f"{dataset.name} {case.conversation or case.id}" for case in follow_ups}
    return (replace(one, group=groups[one.case_id]) for one in outcomes if one.case_id in groups)


def _judge(name: str, outcomes: Sequence[Outcome], seed: int) -> Row:
    kinds = [[one for one in outcomes if belongs(one)] for belongs in KINDS.values()]
    return Row(name, tuple(measure(RIGHT, of_kind, seed=seed) for of_kind in (outcomes, *kinds)))
