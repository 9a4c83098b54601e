"""Readers that anybody could write: what the product is compared with in the same run."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from retrieval.citations import as_statement
from retrieval.schema import Decline, Draft, Evidence, Hits, PastTurn, Reader, Reason


class NearestSentence:
    """Always answers, with the sentence whose cosine to the question is highest; its confidence is that cosine."""

    def read(self, question: str, hits: Hits, history: Sequence[PastTurn] = ()) -> Draft:
        """Return one sentence; without hits there is nothing to show."""
        del question, history
        every = [
            (cosine, hit.passage.id, sentence)
            for hit in hits.items
            for sentence, cosine in zip(hit.passage.sentences, hit.sentence_cosines, strict=True)
        ]
        if not every:
            return Draft("", (), (), 0.0, Decline(Reason.NOT_STATED), "nearest sentence")
        cosine, passage_id, sentence = max(every, key=lambda candidate: candidate[0])
        evidence = Evidence(1, passage_id, sentence.text, sentence.span)
        confidence = min(max(cosine, 0.0), 1.0)
        return Draft(f"{as_statement(sentence.text)} [1]", (evidence,), (), confidence, None, "nearest sentence")


class AlwaysSilent:
    """Never answers."""

    def read(self, question: str, hits: Hits, history: Sequence[PastTurn] = ()) -> Draft:
        """Decline."""
        del question, hits, history
        return Draft("", (), (), 0.0, Decline(Reason.NOT_STATED), "always silent")


REFERENCES: Mapping[str, Reader] = MappingProxyType(
    {"nearest sentence": NearestSentence(), "always silent": AlwaysSilent()}
)
