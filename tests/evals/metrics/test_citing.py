from corpus.schema import Span
from evals.metrics.citing import citation_precision, citation_recall, cites

FIRST, SECOND, THIRD = Span(0, 10), Span(11, 20), Span(21, 30)


def test_touching_is_not_overlapping() -> None:
    assert not cites([Span(10, 11)], [FIRST, SECOND])
    assert cites([Span(9, 11)], [FIRST])


def test_a_quote_that_stands_twice_is_cited_at_either_place() -> None:
    assert citation_recall([THIRD], [[FIRST, THIRD]], needs_all=True) == 1.0


def test_one_of_several_quotes_is_enough_unless_all_are_needed() -> None:
    quotes = [[FIRST], [SECOND]]
    assert citation_recall([SECOND], quotes, needs_all=False) == 1.0
    assert citation_recall([SECOND], quotes, needs_all=True) == 0.5
    assert citation_recall([THIRD], quotes, needs_all=False) == 0.0


def test_precision_is_the_share_of_relevant_citations() -> None:
    assert citation_precision([FIRST, SECOND, THIRD], [SECOND]) == 1 / 3


def test_precision_without_citations_is_unknown() -> None:
    assert citation_precision([], [FIRST]) is None
