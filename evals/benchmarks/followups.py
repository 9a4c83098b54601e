"""Follow-up questions: how well are they made to stand on their own, and how many are answered right for it?

`run_rewrites` compares rewrites with a person's, on a file such as CANARD; nothing is answered. `run_cases` asks the
project's own conversations. Both stand beside two plain ways: the question alone, as it was typed, and the last
question put before it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Literal

from evals.benchmarks.conversation_file import Exchange, FollowUp, Half, make_reply, read_follow_ups
from evals.benchmarks.table import Progress, Row, Table, take
from evals.cases import Case, Tag
from evals.dataset import Dataset
from evals.errors import DatasetInvalid
from evals.intervals import Estimate, estimate_mean
from evals.measures import BY_NAME, RIGHT, measure
from evals.metrics.overlap import exact_match, token_f1, typewritten
from evals.outcome import Outcome
from evals.product import Answerer
from evals.run import run_dataset
from retrieval.chain import Chain, ChainState
from retrieval.citations import Question
from retrieval.errors import QuestionInvalid
from retrieval.schema import Ask, Conversation, Turn

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

Rewrite = Callable[[Sequence[Exchange], str], str]
"""What was said before, oldest first, and a question to the question on its own; may raise QuestionInvalid."""


def run_rewrites(  # noqa: PLR0913 - one a flag of the command
    conversations: Path,
    rewrite: Rewrite,
    *,
    part: Half | Literal["all"] = "all",
    limit: int | None = None,
    seed: int = 0,
    progress: Progress = lambda _done, _total: None,
) -> Table:
    """Compare rewrites with a person's.

    A question needs its context when the person's rewrite has other words after SQuAD normalisation; otherwise it
    stands alone, and should be left alone. A question that `rewrite` refuses is counted as not scored.

    Args:
        conversations: of the format of `evals.benchmarks.conversation_file`; only questions with a history count.
        rewrite: that is measured.
        part: a half of the conversations, each of them whole (`FollowUp.half`), or all. What is tuned on one half is
            reported on the other.
        limit: how many questions, at random; all when None.
        seed: of that choice and of the intervals.
        progress: told `(done, total)` questions.

    Raises:
        DatasetInvalid: when the file is not in the format, or the part holds no question.
    """
    chosen = [one for one in read_follow_ups(conversations) if part in ("all", one.half)]
    if not chosen:
        raise DatasetInvalid(str(conversations), f"holds no question in its half {part!r}", "give a larger file")
    asked = take(chosen, limit, seed)
    written: list[str | None] = []
    for one in asked:
        written.append(_attempt(rewrite, one))
        progress(len(written), len(asked))
    plain = [one.question for one in asked]
    joined = [f"{one.history[-1].question} {one.question}" for one in asked]
    rows = tuple(
        _compare(name, texts, asked, seed)
        for name, texts in ((FOOTNOTE, written), (AS_TYPED, plain), (LAST_QUESTION, joined))
    )
    columns = ("token F1", "exact match", "needs context: token F1", "left alone: exact match")
    counts = {"follow-up questions": len(asked), "conversations": len({one.conversation for one in asked})}
    notes = {
        f"The {part!r} half of the conversations, by a hash of each title and first question.": part != "all",
        f"{FOOTNOTE} refuses {written.count(None):,} of the questions.": None in written,
    }
    return Table(conversations.name, counts, columns, rows, tuple(note for note, holds in notes.items() if holds))


def _attempt(rewrite: Rewrite, one: FollowUp) -> str | None:
    try:
        return rewrite(one.history, one.question)
    except QuestionInvalid:
        return None


def _compare(name: str, texts: Sequence[str | None], asked: Sequence[FollowUp], seed: int) -> Row:
    golds = [typewritten(one.rewrite) for one in asked]
    pairs = [(None if text is None else typewritten(text), gold) for text, gold in zip(texts, golds, strict=True)]
    f1 = [None if text is None else token_f1(text, gold) for text, gold in pairs]
    exact = [None if text is None else exact_match(text, gold) for text, gold in pairs]
    alone = [exact_match(typewritten(one.question), gold) == 1 for one, gold in zip(asked, golds, strict=True)]
    everywhere = [True] * len(asked)
    columns = ((f1, everywhere), (exact, everywhere), (f1, [not stands for stands in alone]), (exact, alone))
    groups = [one.conversation for one in asked]
    return Row(name, tuple(_mean(values, counts, groups, seed) for values, counts in columns))


def _mean(values: Sequence[float | None], counts: Sequence[bool], groups: Sequence[str], seed: int) -> Estimate | None:
    """The mean of the values that count; None when none of them is a score."""
    counted = [pair for pair, holds in zip(zip(values, groups, strict=True), counts, strict=True) if holds]
    scored = [(value, group) for value, group in counted if value is not None]
    if not scored:
        return None
    scores, of_groups = zip(*scored, strict=True)
    return estimate_mean(scores, groups=of_groups, seed=seed, unscored=len(counted) - len(scored))


def chain_rewrite(chain: Chain) -> Rewrite:
    """Return how the product makes a question stand on its own.

    The conversation is what the product would have of it: each turn with its question as the chain understood it, and
    an answer of the history as a reply that quotes it, without highlights; one that says nothing is an abstention.
    """
    known: dict[tuple[Exchange, ...], Conversation] = {(): Conversation()}

    def understand(question: str, conversation: Conversation) -> Question:
        understood = chain.understand(ChainState(Ask(question.strip(), conversation))).question
        if understood is None:
            raise RuntimeError("the chain's first stage left the question out")
        return understood

    def rewrite(history: Sequence[Exchange], question: str) -> str:
        conversation = known[()]
        for said, exchange in enumerate(history, start=1):
            key = tuple(history[:said])
            if key not in known:
                try:
                    earlier = understand(exchange.question, conversation)
                except QuestionInvalid:
                    # The product would have refused it; a person went on from it all the same.
                    earlier = Question(exchange.question, exchange.question)
                reply = make_reply(earlier, exchange.answer)
                known[key] = conversation.with_turn(Turn(earlier.typed, earlier.standalone, reply))
            conversation = known[key]
        return understand(question, conversation).standalone

    return rewrite


ALONE: Mapping[str, Callable[[Case, Case], str]] = {
    AS_TYPED: lambda _before, case: case.question,
    LAST_QUESTION: lambda before, case: f"{before.question} {case.question}",
    PERSON: lambda _before, case: case.standalone or case.question,
}
"""What is asked for a follow-up outside its conversation, from the case before it and its own."""


def run_cases(
    datasets: Sequence[Dataset],
    chain: Answerer,
    *,
    top_k: int,
    seed: int = 0,
    progress: Progress = lambda _done, _total: None,
) -> Table:
    """Ask every follow-up of the datasets' conversations in four ways, and judge the replies.

    Within its conversation, as `evals.run` asks it, and alone in the ways of `ALONE`: a person's rewrite asked alone
    shows what a perfect rewriting would bring. A question that cannot be asked is counted as not scored.

    Args:
        datasets: whose articles the chain has, each in a collection of its own.
        chain: to ask.
        top_k: how many passages it reads.
        seed: of the intervals.
        progress: told `(done, total)` questions, the first ones of conversations included.

    Raises:
        DatasetInvalid: when no dataset holds a follow-up question.
    """
    found = [(dataset, [cases for cases in dataset.conversations if len(cases) > 1]) for dataset in datasets]
    conversations = [cases for _, of_dataset in found for cases in of_dataset]
    follow_ups = sum(len(cases) - 1 for cases in conversations)
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
    columns = ("right replies", *(f"right: {kind}" for kind in KINDS), "standalone F1")
    counts = {"follow-up questions": follow_ups, "conversations": len(conversations)}
    return Table(" + ".join(dataset.name for dataset, cases in found if cases), counts, columns, rows)


def _ways_to_ask(conversations: Sequence[Sequence[Case]]) -> Iterator[tuple[str, tuple[Case, ...]]]:
    """Each way and its cases: whole conversations, or the follow-ups as questions of their own."""
    yield FOOTNOTE, tuple(case for cases in conversations for case in cases)
    pairs = [pair for cases in conversations for pair in pairwise(cases)]
    for name, words in ALONE.items():
        # Not valid as lines of a file: they keep `standalone`, which the judge compares with.
        alone = {"conversation": None, "turn": None}
        yield name, tuple(case.model_copy(update={"question": words(before, case), **alone}) for before, case in pairs)


def _report_from(before: int, total: int, progress: Progress, done: int, _of_part: int) -> None:
    progress(before + done, total)


def _follow_ups_of(
    outcomes: Sequence[Outcome], dataset: Dataset, conversations: Sequence[Sequence[Case]]
) -> Iterator[Outcome]:
    """The outcomes of follow-ups, each in the group of its conversation however it was asked."""
    groups = {case.id: f"{dataset.name} {case.conversation}" for cases in conversations for case in cases[1:]}
    return (replace(one, group=groups[one.case_id]) for one in outcomes if one.case_id in groups)


def _judge(name: str, outcomes: Sequence[Outcome], seed: int) -> Row:
    kinds = [[one for one in outcomes if belongs(one)] for belongs in KINDS.values()]
    right = [measure(RIGHT, of_kind, seed=seed) for of_kind in (outcomes, *kinds)]
    # Of those that could not be asked too, which have no such score.
    standalone = replace(BY_NAME["standalone_f1"], applies=lambda _: True)
    return Row(name, (*right, measure(standalone, outcomes, seed=seed)))
