"""What a sentence rests on: the sentences of the article that its quotes are of, and what stands around them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.schema import Passage, Sentence, Span
from retrieval.citations import locate_quote
from retrieval.schema import Hit, Hits

MIN_QUOTE_WORDS = 3
"""Of a quote that is no whole sentence: fewer words stand in too many places to show anything."""
LEADING = 2


@dataclass(frozen=True, slots=True)
class Located:
    """A quote that was found.

    Attributes:
        hit: whose passage it stands in.
        sentences: that it is of, whole, in order; at least one.
        quoted: the very words, in the article.
    """

    hit: Hit
    sentences: tuple[Sentence, ...]
    quoted: Span

    @property
    def span(self) -> Span:
        """Of its sentences, in the article."""
        return Span(self.sentences[0].span.start, self.sentences[-1].span.end)

    @property
    def text(self) -> str:
        """Its sentences, as the article has them."""
        start = self.hit.passage.span.start
        return self.hit.passage.text[self.span.start - start : self.span.end - start]


@dataclass(frozen=True, slots=True)
class Backing:
    """What a statement rests on, as texts.

    Attributes:
        cited: the sentences that it cites; at least one.
        nearby: the other sentences of their passages and of the passages before these, which may say who "he" is.
        leading: those of them that stand right before a cited one, `LEADING` at the most for each quote.
        elsewhere: what else was found for the question.
    """

    cited: tuple[str, ...]
    nearby: tuple[str, ...] = ()
    leading: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


def locate(quote: str, hits: Hits) -> Located | None:
    """Find a quote in the passages of hits, best first; None when it is in none, or too short to show anything."""
    for hit in hits.items:
        passage = hit.passage
        found = locate_quote(quote, passage.text)
        if found is None:
            continue
        quoted = Span(passage.span.start + found.start, passage.span.start + found.end)
        sentences = tuple(sentence for sentence in passage.sentences if sentence.span.overlaps(quoted))
        if sentences and (len(quote.split()) >= MIN_QUOTE_WORDS or len(sentences[0].text.split()) < MIN_QUOTE_WORDS):
            return Located(hit, sentences, quoted)
    return None


def gather_backing(markers: Iterable[int], located: Mapping[int, Located], hits: Hits) -> Backing:
    """Return what a statement with these markers, each of them located, rests on."""
    used = [located[marker] for marker in markers]
    cited = dict.fromkeys(sentence.text for one in used for sentence in one.sentences)
    nearby = dict.fromkeys(text for one in used for text in _around(one.hit) if text not in cited)
    leading = dict.fromkeys(text for one in used for text in _before(one) if text not in cited)
    every = (sentence.text for hit in hits.items for sentence in hit.passage.sentences)
    elsewhere = dict.fromkeys(text for text in every if text not in cited and text not in nearby)
    return Backing(tuple(cited), tuple(nearby), tuple(leading), tuple(elsewhere))


def _around(hit: Hit) -> Iterator[str]:
    before: Sequence[Passage] = (hit.before,) if hit.before else ()
    for passage in (*before, hit.passage):
        yield from (sentence.text for sentence in passage.sentences)


def _before(one: Located) -> list[str]:
    around = list(_around(one.hit))
    at = around.index(one.sentences[0].text)
    return around[max(0, at - LEADING) : at]
