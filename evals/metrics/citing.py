"""Whether a reply cites the right sentences.

Citation precision and recall follow ALCE (Gao et al. 2023, "Enabling Large Language Models to Generate Text with
Citations"), with a person's gold sentences in the place of an entailment model's judgement.
"""

from collections.abc import Sequence

from corpus.schema import Span


def cites(citations: Sequence[Span], places: Sequence[Span]) -> bool:
    """Tell whether any citation overlaps a gold quote, which may stand in several places of the article.

    >>> cites([Span(0, 9)], [Span(20, 30), Span(5, 12)])
    True
    """
    return any(citation.overlaps(place) for citation in citations for place in places)


def citation_precision(citations: Sequence[Span], relevant: Sequence[Span]) -> float | None:
    """Return the share of the citations that overlap a relevant sentence; None without citations.

    >>> citation_precision([Span(0, 9), Span(50, 60)], [Span(0, 9)])
    0.5
    """
    if not citations:
        return None
    return sum(any(citation.overlaps(one) for one in relevant) for citation in citations) / len(citations)


def citation_recall(citations: Sequence[Span], quotes: Sequence[Sequence[Span]], *, needs_all: bool) -> float:
    """Return how much of what must be cited is cited, in [0, 1].

    Args:
        citations: of the reply; none for an abstention.
        quotes: the places of each gold quote, at least one quote.
        needs_all: only together the quotes answer: their cited share counts; else one of them is enough.

    >>> citation_recall([Span(0, 9)], [[Span(0, 9)], [Span(20, 30)]], needs_all=True)
    0.5
    """
    cited = [cites(citations, places) for places in quotes]
    return sum(cited) / len(cited) if needs_all else float(any(cited))
