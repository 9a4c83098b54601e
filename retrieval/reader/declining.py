"""Why there is no answer: a name that no article mentions, another matter, or simply not said."""

import math
from collections.abc import Iterable

from corpus.schema import Sentence
from retrieval.lexical import stem_terms
from retrieval.schema import Decline, Hits, Reason

OFF_TOPIC_COVERAGE, OFF_TOPIC_COSINE = 0.3, 0.35
"""Below both, a question is about something else: eight in ten of those about other articles, one in 500 that has an
answer. A question wrongly taken for one about the article is told the truth all the same: the article does not say."""


class Coverage:
    """Tells how much of the terms of one question sentences have, by the terms' weights."""

    def __init__(self, hits: Hits) -> None:
        self._weights = hits.term_weights
        # fsum, here and below: a sum must not depend on the order of a set.
        self._total = math.fsum(hits.term_weights.values())

    def of(self, sentences: Iterable[Sentence]) -> float:
        """Return the share, in [0, 1], of the weight that the sentences cover together; 0 without terms."""
        if not self._total:
            return 0.0
        covered = frozenset[str]().union(*(stem_terms(sentence.text) for sentence in sentences))
        return math.fsum(weight for term, weight in self._weights.items() if term in covered) / self._total


def say_why(hits: Hits, *, goes_on: bool = False) -> Decline:
    """Return why a question is declined.

    Args:
        hits: that were read; may be empty.
        goes_on: whether the question goes on from earlier turns: then its own words do not tell what it is about.
    """
    if hits.unmentioned:
        return Decline(Reason.NAME_NOT_MENTIONED, hits.unmentioned)
    if not hits.items:
        return Decline(Reason.OFF_TOPIC)
    covered = Coverage(hits).of(sentence for hit in hits.items for sentence in hit.passage.sentences)
    nearest = max(cosine for hit in hits.items for cosine in hit.sentence_cosines)
    if not goes_on and covered < OFF_TOPIC_COVERAGE and nearest < OFF_TOPIC_COSINE:
        return Decline(Reason.OFF_TOPIC)
    return Decline(Reason.NOT_STATED)
