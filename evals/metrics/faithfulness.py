"""Faithfulness: is every sentence of an answer supported by what it cites? By code alone, so it cannot be talked round.

A sentence is supported when each quote that it names is cut to the character from its article, and the sentence is that
quote, or adds nothing to its quotes: every number and name of it stands there, and most of its other words. The last
part is knowledge precision (K-Precision; Adlakha et al. 2024, "Evaluating Correctness and Faithfulness of
Instruction-Following Models for Question Answering"). It does not see a negation that was lost: a model that reads can.
"""

import re
from collections.abc import Callable, Sequence

from corpus.errors import ArticleNotFound
from corpus.schema import Article
from retrieval.citations import Statement, as_statement, parse_markers
from retrieval.lexical import stem_terms
from retrieval.schema import Answer, Citation

MIN_KNOWLEDGE_PRECISION = 0.75
"""Of a sentence in a model's own words. Chosen by reasoning, fitted on nothing: one word in four may be a synonym."""

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
# The first word of a sentence has a capital whatever it is.
_NAME = re.compile(r"(?<=\s)[“\"‘']?([A-Z]\w+)")


def faithfulness(answer: Answer, article_of: Callable[[str], Article]) -> float:
    """Return the share of the answer's sentences that are supported by what they cite, in [0, 1].

    0 for an answer without a sentence: it says nothing that could be supported.
    """
    statements = parse_markers(answer.text)
    if not statements:
        return 0.0
    by_marker = {citation.marker: citation for citation in answer.citations}
    return sum(_is_supported(statement, by_marker, article_of) for statement in statements) / len(statements)


def knowledge_precision(sentence: str, quotes: Sequence[str]) -> float:
    """Return the share of a sentence's content words, stemmed, that its quotes have; 1.0 when it has no such word.

    >>> knowledge_precision("Talks were rejected twice", ["He rejected talks."])
    0.6666666666666666
    """
    words = stem_terms(sentence)
    known = {stem for quote in quotes for stem in stem_terms(quote)}
    return sum(word in known for word in words) / len(words) if words else 1.0


def _is_supported(statement: Statement, citations: dict[int, Citation], article_of: Callable[[str], Article]) -> bool:
    cited = [citations.get(marker) for marker in statement.markers]
    found = [citation for citation in cited if citation is not None]
    if not found or len(found) < len(cited) or not all(_is_exact(citation, article_of) for citation in found):
        return False
    quotes = [citation.quote for citation in found]
    return any(as_statement(quote) == statement.text for quote in quotes) or _adds_nothing(statement.text, quotes)


def _is_exact(citation: Citation, article_of: Callable[[str], Article]) -> bool:
    try:
        text = article_of(citation.article_id).text
    except ArticleNotFound:
        return False
    return bool(citation.quote) and citation.span.cut(text) == citation.quote


def _adds_nothing(sentence: str, quotes: Sequence[str]) -> bool:
    said = " ".join(quotes)
    return (
        set(_NUMBER.findall(sentence)) <= set(_NUMBER.findall(said))
        and all(name in said for name in _NAME.findall(sentence))
        and knowledge_precision(sentence, quotes) >= MIN_KNOWLEDGE_PRECISION
    )
