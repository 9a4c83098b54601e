"""Conversations about a small article, of questions and the words that answer them."""

from corpus.schema import Span
from retrieval.schema import Abstention, Answer, Citation, Conversation, Highlight, Reason, Turn
from retrieval.standalone.rewriting import Rewritten, rewrite
from tests.fakes import hits_of, make

ARTICLE = make(
    "Mrs Marta Hale, the engineer, said that the dam in Norvale would hold. Jon Pike met Ola Berg in Tarn.\n\n"
    "The Harbour Council will not pay for hotels. It rained for three days in May. Mr Pike blamed the council."
)


def talk(*turns: tuple[str, str | None]) -> Conversation:
    """A conversation as the product has it: each question understood after the ones before it.

    Args:
        turns: a question as typed, and the words of the article that answered it, or None where it was declined.
    """
    conversation = Conversation()
    for typed, words in turns:
        standalone = rewrite(typed, conversation).question
        conversation = conversation.with_turn(Turn(typed, standalone, reply(typed, standalone, words)))
    return conversation


def reply(typed: str, standalone: str, words: str | None) -> Answer | Abstention:
    hits = hits_of(ARTICLE)
    if words is None:
        return Abstention(typed, standalone, Reason.NOT_STATED, (), 0.1, "span", hits)
    start = ARTICLE.text.index(words)
    sentences = [sentence for hit in hits.items for sentence in hit.passage.sentences]
    sentence = next(one for one in sentences if one.span.start <= start < one.span.end)
    citation = Citation(1, "story", sentence.id.rpartition(".")[0], sentence.span, sentence.text)
    marked = Highlight(1, Span(start, start + len(words)))
    return Answer(typed, standalone, f"{sentence.text} [1]", (marked,), (citation,), 0.8, "span", hits)


def follow(question: str, *turns: tuple[str, str | None]) -> Rewritten:
    return rewrite(question, talk(*turns))
