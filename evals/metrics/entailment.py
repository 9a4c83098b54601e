"""Faithfulness by a model that reads: does what a sentence cites say what the sentence says?

Beside `faithfulness`, which is by code alone: that one is sure of verbatim sentences and blind to a lost "not".
"""

from collections.abc import Callable, Iterator, Sequence

from corpus.schema import Sentence, Span
from retrieval.checker.support import find_verbatim
from retrieval.citations import Statement, as_statement, parse_markers
from retrieval.schema import Answer, Citation

Supports = Callable[[str, Sequence[str]], bool]
"""A claim and sentences to whether they support it."""


def entailment(answer: Answer, sentences_of: Callable[[str], Sequence[Sentence]], supports: Supports) -> float:
    """Return the share of the answer's sentences that the model finds supported by what they cite, in [0, 1].

    0 for an answer without a sentence. One that repeats its quote is supported, and the model is not asked.

    Args:
        answer: verified.
        sentences_of: an article's sentences, in order.
        supports: the model.
    """
    statements = parse_markers(answer.text)
    if not statements:
        return 0.0
    by_marker = {citation.marker: citation for citation in answer.citations}
    return sum(_is_entailed(one, by_marker, sentences_of, supports) for one in statements) / len(statements)


def _is_entailed(
    statement: Statement,
    citations: dict[int, Citation],
    sentences_of: Callable[[str], Sequence[Sentence]],
    supports: Supports,
) -> bool:
    cited = [citations[marker] for marker in statement.markers if marker in citations]
    if find_verbatim(statement.text, [as_statement(one.quote) for one in cited]) is not None:
        return True
    evidence = [text for one in cited for text in _read_around(one.span, sentences_of(one.article_id))]
    return supports(statement.text, list(dict.fromkeys(evidence)))


def _read_around(quote: Span, sentences: Sequence[Sentence]) -> Iterator[str]:
    """The sentences that a quote is of, and the one before: it may say who "he" is."""
    quoted = [n for n, sentence in enumerate(sentences) if sentence.span.overlaps(quote)]
    if quoted:
        yield from (sentence.text for sentence in sentences[max(0, quoted[0] - 1) : quoted[-1] + 1])
