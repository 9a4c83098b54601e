"""Replies of every kind, made by `verify` from real articles: what the golden files show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from corpus.schema import Article, Passage, Span
from retrieval.citations import Question, as_statement, verify
from retrieval.schema import Abstention, Answer, Decline, Draft, Evidence, Highlight, Hit, Hits, Reason, Reply
from tests.fakes import hits_of, make

TALKS = replace(
    make(
        "Ann Lee met Bob Ray in Oslo on Monday. They spoke for an hour.\n\n"
        "“It is not over,” Ann Lee said. It rained.\n\nBob Ray left by train [3] at 10:30.\n\nNobody else came.",
        "talks",
        title="Talks in Oslo",
        url="https://news.test/talks?id=1#top",
    ),
    publisher="The Test",
    published="2026-08-01",
)
STORM = make("A storm hit Bergen on Sunday. Three boats sank.", "storm", title="Storm in the west")


@dataclass(frozen=True)
class Said:
    """A sentence of an article that an answer cites; `answering` are the words of it that answer."""

    quote: str
    answering: str = ""
    own_words: str = ""


@dataclass(frozen=True)
class Told:
    """How an answer is told."""

    question: str = "Who met Bob Ray?"
    standalone: str = ""
    confidence: float | None = 0.91
    reader: str = "span"
    notices: tuple[str, ...] = ()
    hits: Hits = field(default_factory=lambda: hits_of(TALKS))


def shelf(*articles: Article) -> Callable[[str], Article]:
    return {article.article_id: article for article in articles}.__getitem__


def hits_over(*articles: Article) -> Hits:
    items = tuple(hit for article in articles for hit in hits_of(article).items)
    return Hits("Who spoke?", items, article_count=len(articles))


def whole_hit(article: Article) -> Hits:
    """An article as one passage, however long."""
    passage = Passage(f"{article.article_id}:0", article.article_id, 0, Span(0, len(article.text)), article.text, ())
    return Hits("Who spoke?", (Hit(passage, 1.0, 1, 0.5, 0.5, ()),))


def answer(said: Sequence[Said], article_of: Callable[[str], Article], told: Told) -> Reply:
    """What `verify` makes of sentences, each with its quote."""
    places = [place(one.quote, told.hits) for one in said]
    highlights = [
        Highlight(n, Span(at, at + len(one.answering)))
        for n, (one, (_, span)) in enumerate(zip(said, places, strict=True), start=1)
        for at in [span.start + one.quote.find(one.answering)]
        if one.answering
    ]
    draft = Draft(
        text=" ".join(f"{one.own_words or as_statement(one.quote)} [{n}]" for n, one in enumerate(said, start=1)),
        evidence=tuple(
            Evidence(n, passage.id, one.quote, span)
            for n, (one, (passage, span)) in enumerate(zip(said, places, strict=True), start=1)
        ),
        highlights=tuple(highlights),
        confidence=told.confidence,
        declined=None,
        reader=told.reader,
        verbatim=told.reader != "chat",
        notices=told.notices,
    )
    return verify(draft, Question(told.question, told.standalone or told.question), told.hits, article_of)


def place(quote: str, hits: Hits) -> tuple[Passage, Span]:
    """The passage that holds a quote, and where it stands in the article."""
    passage = next(hit.passage for hit in hits.items if quote in hit.passage.text)
    start = passage.span.start + passage.text.index(quote)
    return passage, Span(start, start + len(quote))


def abstention(decline: Decline, hits: Hits, article_of: Callable[[str], Article], question: str) -> Abstention:
    """What `verify` makes of a draft that declines, and holds a sentence back."""
    passage = hits.items[0].passage
    evidence = (Evidence(1, passage.id, passage.text, passage.span),)
    draft = Draft(f"{as_statement(passage.text)} [1]", evidence, (), 0.2, decline, "span")
    reply = verify(draft, Question(question, question), hits, article_of)
    assert isinstance(reply, Abstention)
    return reply


def make_many(count: int, sentence: str = "Speaker number {} said that it had rained all day in the town.") -> Article:
    text = "\n\n".join(sentence.format(n) for n in range(1, count + 1))
    return make(text, "many", title="Many speakers", url="https://news.test/many")


def answer_many(article: Article, question: str) -> Reply:
    """An answer of every paragraph of an article."""
    said = [Said(paragraph) for paragraph in article.text.split("\n\n")]
    return answer(said, shelf(article), Told(question, hits=hits_of(article)))


def answered(reply: Reply) -> Answer:
    assert isinstance(reply, Answer)
    return reply


HOSTILE = make(
    "**Read** [this](https://evil.test) <@1> @everyone `now` ||or|| _else_, :fire: https://evil.test/x said Ann.",
    "hostile",
    title="# [Free](https://evil.test) **gifts** discord.gg/evil",
    url="https://news.test/a(b)?q=[c]",
)
LONG = make(
    " ".join(f"In the year {1500 + n} the council of the town met and wrote down what it saw." for n in range(72)),
    "long",
    title="A long chronicle",
    url="https://news.test/long",
)
LONG_QUOTE = LONG.text[: LONG.text.index(" In the year 1569")]
WORLD = make(
    "دعا 👩‍👩‍👧 👍🏽 Ann إلى الهدوء في أوسلو.\n\n日本の 🇬🇧 Bob said 🔥🔥 to everybody.", "world", title="שלום ❤️‍🔥 Peace"
)


@dataclass(frozen=True)
class Case:
    """A reply and the articles that it is about."""

    reply: Reply
    article_of: Callable[[str], Article]


def make_cases() -> dict[str, Case]:
    """Return a reply of every kind, by name."""
    return {
        "short_answer": answer_from(TALKS, Said("Ann Lee met Bob Ray in Oslo on Monday.", "Ann Lee")),
        "no_confidence": answer_from(TALKS, Said("It rained."), told=Told("Did it rain?", confidence=None)),
        "follow_up": answer_from(
            TALKS,
            Said("Ann Lee met Bob Ray in Oslo on Monday.", "on Monday"),
            told=Told("When?", "When did Ann Lee meet Bob Ray?", confidence=0.7),
        ),
        "bracketed_number": answer_from(
            TALKS, Said("Bob Ray left by train [3] at 10:30.", "10:30"), told=Told("When did Bob Ray leave?")
        ),
        "chat_answer": answer_from(
            TALKS,
            Said("Ann Lee met Bob Ray in Oslo on Monday.", own_words="The two of them met in Oslo on a Monday."),
            Said("They spoke for an hour.", own_words="Their talk took an hour."),
            told=Told("What did they do?", confidence=0.4, reader="chat", notices=("One sentence was left out.", "b*")),
        ),
        "two_articles": Case(
            answer(
                [Said("Three boats sank.", "Three boats"), Said("It rained."), Said("They spoke for an hour.")],
                shelf(TALKS, STORM),
                Told("What happened?", confidence=0.66, hits=hits_over(TALKS, STORM)),
            ),
            shelf(TALKS, STORM),
        ),
        "hostile": answer_from(
            HOSTILE,
            Said(HOSTILE.text, "[this](https://evil.test) <@1>"),
            told=Told("# **Who** <@1> ||said|| [that](https://evil.test)?", "@everyone *who*?", hits=hits_of(HOSTILE)),
        ),
        "twenty_sentences": Case(answer_many(make_many(20), "Who spoke?"), shelf(make_many(20))),
        "two_hundred_citations": Case(answer_many(make_many(200), "Who spoke?"), shelf(make_many(200))),
        "long_quote": Case(
            answer(
                [Said(LONG_QUOTE, own_words="The council met often.")],
                shelf(LONG),
                Told("How often did the council meet?", reader="chat", hits=whole_hit(LONG)),
            ),
            shelf(LONG),
        ),
        "long_question": answer_from(TALKS, Said("It rained."), told=Told(f"Did it {'really ' * 60}rain?")),
        "emoji_and_right_to_left": answer_from(
            WORLD,
            Said("دعا 👩‍👩‍👧 👍🏽 Ann إلى الهدوء في أوسلو.", "👍🏽 Ann"),
            Said("日本の 🇬🇧 Bob said 🔥🔥 to everybody.", "🇬🇧 Bob"),
            told=Told("من 👩‍👧 قال?", hits=hits_of(WORLD)),
        ),
        "name_not_mentioned": declined_from(Decline(Reason.NAME_NOT_MENTIONED, ("Zoe", "<@1>")), TALKS),
        "not_stated": declined_from(Decline(Reason.NOT_STATED), TALKS),
        "off_topic_over_two_articles": declined_from(Decline(Reason.OFF_TOPIC), TALKS, STORM),
        "unverified_long_passages": Case(
            abstention(Decline(Reason.UNVERIFIED), hits_of(LONG), shelf(LONG), "Who?"), shelf(LONG)
        ),
        "nothing_found": Case(
            Abstention("Who?", "Who was it?", Reason.NOT_STATED, (), None, "span", Hits("Who?", ()), ("Mind this.",)),
            shelf(),
        ),
    }


def answer_from(article: Article, *said: Said, told: Told | None = None) -> Case:
    return Case(answer(said, shelf(article), told or Told()), shelf(article))


def declined_from(decline: Decline, *articles: Article) -> Case:
    return Case(abstention(decline, hits_over(*articles), shelf(*articles), "What did Zoe say?"), shelf(*articles))
