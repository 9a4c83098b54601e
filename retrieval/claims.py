"""Claims: does an article say what a claim says, the contrary, or nothing of it? With the sentences that show it.

Never whether a claim is true: an article may be wrong.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.schema import Article, Sentence
from retrieval.checker.claim_model import Judgement
from retrieval.checker.claim_signs import ClaimSource, ReadClaim, read_claim
from retrieval.checker.support import CONTRADICTED_FROM, find_verbatim, is_supported, weigh_against, weigh_support
from retrieval.citations import Question, as_statement, verify
from retrieval.schema import Answer, Citation, Draft, Evidence, Hits

NAME = "claims"
MAX_QUOTES = 3


class Stance(StrEnum):
    """What an article says of a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found.

    Attributes:
        quotes: that support or contradict the claim, at least one, the nearest first; none when it is not stated.
        support: the probability that the article supports the claim, in [0, 1]; 0 where there is nothing to read.
    """

    stance: Stance
    quotes: tuple[Citation, ...]
    support: float


NOTHING = Verdict(Stance.NOT_STATED, (), 0.0)


class ClaimChecker:
    """Checks single statements against what was retrieved for them. Safe for several threads.

    Args:
        model: that judges a claim beside sentences.
        article_of: an id's article.
    """

    def __init__(self, model: ClaimSource, article_of: Callable[[str], Article]) -> None:
        self._model = model
        self._article_of = article_of

    def check_claim(self, claim: str, hits: Hits) -> Verdict:
        """Return the verdict on a claim.

        Args:
            claim: one statement; the caller parts longer texts.
            hits: what a search for the claim found: only its passages are read and quoted.
        """
        placed = dict(_place(hits))
        sentences = [placed[place] for place in sorted(placed)]
        if not sentences or not any(map(str.isalnum, claim)):
            return NOTHING
        repeated = find_verbatim(claim, [sentence.text for sentence in sentences])
        if repeated is not None:
            quotes = self._verify(claim, [sentences[repeated]], hits)
            return Verdict(Stance.SUPPORTED, quotes, 1.0) if quotes else NOTHING
        nearest = max(cosine for hit in hits.items for cosine in hit.sentence_cosines)
        read = read_claim(claim, [sentence.text for sentence in sentences], self._model, cosine=nearest)
        support, stance = weigh_support(read), decide(read)
        if stance is Stance.NOT_STATED:
            return Verdict(stance, (), support)
        shown = [sentences[n] for n in choose_quotes(stance, read)]
        quotes = self._verify(claim, shown, hits)
        return Verdict(stance, quotes, support) if quotes else NOTHING

    def _verify(self, claim: str, shown: list[Sentence], hits: Hits) -> tuple[Citation, ...]:
        """The sentences as citations that hold; an article may have changed since it was indexed."""
        passage_of = {sentence.id: hit.passage.id for hit in hits.items for sentence in hit.passage.sentences}
        numbered = list(enumerate(shown, start=1))
        draft = Draft(
            text=" ".join(f"{as_statement(sentence.text)} [{marker}]" for marker, sentence in numbered),
            evidence=tuple(
                Evidence(marker, passage_of[sentence.id], sentence.text, sentence.span) for marker, sentence in numbered
            ),
            highlights=(),
            confidence=None,
            declined=None,
            reader=NAME,
        )
        reply = verify(draft, Question(claim, claim), hits, self._article_of)
        return reply.citations if isinstance(reply, Answer) else ()


def decide(read: ReadClaim) -> Stance:
    """Return the stance on a claim that was read."""
    if is_supported(read):
        return Stance.SUPPORTED
    return Stance.CONTRADICTED if weigh_against(read) >= CONTRADICTED_FROM else Stance.NOT_STATED


def choose_quotes(stance: Stance, read: ReadClaim) -> list[int]:
    """Return the sentences, by their indices, beside which the claim is judged so, nearest first; at least one.

    Not the surest first: a sentence beside the telling one is read together with it.
    """
    telling = [one.sentence for one in read.windows if _belief(stance, one.judgement) >= 1 / 2]
    surest = max(read.windows, key=lambda one: _belief(stance, one.judgement))
    return (telling or [surest.sentence])[:MAX_QUOTES]


def _belief(stance: Stance, judgement: Judgement) -> float:
    return judgement.supported if stance is Stance.SUPPORTED else judgement.contradicted


def _place(hits: Hits) -> Iterator[tuple[tuple[str, int], Sentence]]:
    """Every sentence of the hits with its place: article, number."""
    for hit in hits.items:
        yield from (((sentence.article_id, sentence.ordinal), sentence) for sentence in hit.passage.sentences)
