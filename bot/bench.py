"""How fast Footnote answers, beside what others need on this machine in the same run. Ratios hold; seconds do not."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.build import Footnote

QUESTION = "Who spoke to whom, and when?"
WARM_UP = 5


@dataclass(frozen=True, slots=True)
class Timing:
    """One measured thing.

    Attributes:
        median_ms, low_ms, high_ms: median, 5th and 95th percentile of `n` runs, in milliseconds.
        ratio: of the median to that of the row it is compared with, or None.
    """

    name: str
    median_ms: float
    low_ms: float
    high_ms: float
    n: int
    ratio: float | None = None


def measure(
    footnote: "Footnote", *, runs: int, questions: int, tell: Callable[[str], None] = lambda _: None
) -> tuple[Timing, ...]:
    """Time cold starts, in turns with the import they are compared with, and warm questions."""
    tell("Measuring cold starts …")
    ask: list[float] = []
    imports: list[float] = []
    for _ in range(runs):
        ask.append(_run([sys.executable, "-m", "bot", "ask", QUESTION]))
        imports.append(_run([sys.executable, "-c", "import sentence_transformers"]))
    tell("Measuring warm questions …")
    warm = _ask_warm(footnote, questions)
    tell("Measuring a plain LangChain pipeline …")
    plain = _ask_plain_pipeline(footnote, questions)
    rows = [
        _timing("footnote ask, cold, on a built index", ask, over=imports),
        _timing("import sentence_transformers", imports),
        _timing("a question, warm", warm, over=plain),
    ]
    if plain:
        rows.append(_timing("the same in a plain LangChain pipeline (retrieval alone)", plain))
    return tuple(rows)


def _run(command: Sequence[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter() - started) * 1000


def _ask_warm(footnote: "Footnote", count: int) -> list[float]:
    from retrieval.schema import Ask, Conversation

    chain = footnote.chain()
    return _time_each(
        lambda question: chain.answer(Ask(question, Conversation(), top_k=footnote.settings.top_k)),
        _questions(footnote, count),
    )


def _ask_plain_pipeline(footnote: "Footnote", count: int) -> list[float]:
    """RecursiveCharacterTextSplitter 1000/200, Chroma, k = 4; empty when the `bench` extra is not installed."""
    try:
        from langchain_chroma import Chroma
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError:
        return []
    from retrieval.embedding.plain import PlainEmbeddings

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    chunks = splitter.create_documents([article.text for article in footnote.library()])
    store = Chroma("plain-pipeline", PlainEmbeddings(footnote.settings.embedding_model))
    store.add_documents(chunks)
    retriever = store.as_retriever(search_kwargs={"k": 4})
    return _time_each(retriever.invoke, _questions(footnote, count))


def _questions(footnote: "Footnote", count: int) -> list[str]:
    """As many different questions as asked for, from the words of the articles."""
    openings = ("Who", "What", "When did", "Where", "Why did", "How many")
    words = [word for article in footnote.library() for word in article.text.split() if word.isalpha()]
    made = [f"{openings[i % len(openings)]} {' '.join(words[i : i + 5])}?" for i in range(max(1, len(words) - 5))]
    return [made[(i * 7) % len(made)] for i in range(count + WARM_UP)]


def _time_each(ask: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    times: list[float] = []
    for question in questions:
        started = time.perf_counter()
        ask(question)
        times.append((time.perf_counter() - started) * 1000)
    return times[WARM_UP:]


def _timing(name: str, times: Sequence[float], *, over: Sequence[float] = ()) -> Timing:
    ordered = sorted(times)
    low, high = ordered[len(ordered) // 20], ordered[-1 - len(ordered) // 20]
    median = statistics.median(ordered)
    ratio = median / statistics.median(over) if over else None
    return Timing(name, median, low, high, len(ordered), ratio)
