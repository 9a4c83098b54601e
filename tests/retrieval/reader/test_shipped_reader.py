"""The shipped reader over real articles: what it must do whatever is asked."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.schema import Article, Sentence
from retrieval.build import Footnote
from retrieval.citations import Question, verify
from retrieval.reader.model import ReaderModel
from retrieval.reader.span import SpanReader
from retrieval.schema import Answer, Ask, Conversation, PastTurn, Reply
from retrieval.settings import Settings
from retrieval.trained.shipped import locate_reader
from tests.fakes import hits_of, make

HARBOUR = (
    "The harbour of Lunt was closed on Tuesday after a storm tore two cranes from their rails. "
    "It will stay shut until Friday, the harbour master, Ida Brock, said.\n\n"
    "Fishing boats were towed to Marrow Bay. Nobody was hurt, but the cannery sent 140 workers home.\n\n"
    "Brock spoke to the mayor of Lunt and to the owner of the cannery, Per Holm. She also called the coast guard."
)


@pytest.fixture(scope="module")
def model() -> ReaderModel:
    return ReaderModel(locate_reader())


def ask(model: ReaderModel, question: str, article: Article, *history: PastTurn) -> Reply:
    found = hits_of(article, question)
    # Whatever its confidence: what it says is looked at, not whether.
    draft = SpanReader(model, threshold=0.0).read(question, found, history)
    return verify(draft, Question(question, question), found, lambda _: article)


def check(reply: Reply, article: Article) -> Answer:
    """Every highlight lies in its quoted sentence, and that in the article."""
    assert isinstance(reply, Answer)
    quoted = {one.marker: one for one in reply.citations}
    assert all(one.span.cut(article.text) == one.quote for one in reply.citations)
    assert all(quoted[one.marker].span.contains(one.span) for one in reply.highlights)
    return reply


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When was the harbour of Lunt closed?", "Tuesday"),
        ("Who is the harbour master?", "Ida Brock"),
        ("How many workers did the cannery send home?", "140"),
        ("Where were the fishing boats towed?", "Marrow Bay"),
        ("How long will it stay shut?", "Friday"),
    ],
)
def test_the_answering_words_of_a_short_article_are_found(model: ReaderModel, question: str, words: str) -> None:
    article = make(HARBOUR)
    answer = check(ask(model, question, article), article)
    assert any(words in one.span.cut(article.text) for one in answer.highlights)


CLOSED, SHUT = (sentence.text for sentence in hits_of(make(HARBOUR)).items[0].passage.sentences)


@pytest.mark.parametrize(
    ("before", "question", "words"),
    [
        (PastTurn("Who is the harbour master?", SHUT), "Whom did she call?", "coast guard"),
        (PastTurn("When was the harbour closed?", CLOSED), "And until when?", "Friday"),
    ],
)
def test_what_a_follow_up_means_is_read_from_what_was_said_before(
    model: ReaderModel, before: PastTurn, question: str, words: str
) -> None:
    article = make(HARBOUR)
    answer = check(ask(model, question, article, before), article)
    assert any(words in one.span.cut(article.text) for one in answer.highlights)


def window(*texts: str) -> Sequence[Sentence]:
    (passage,) = (hit.passage for hit in hits_of(make(" ".join(texts))).items)
    assert [sentence.text for sentence in passage.sentences] == list(texts)
    return passage.sentences


def test_a_text_that_answers_is_told_from_one_that_does_not(model: ReaderModel) -> None:
    right, wrong = (
        model.read("Who is the harbour master?", (), window(text))
        for text in (
            "It will stay shut until Friday, the harbour master, Ida Brock, said.",
            "Nobody was hurt, but the cannery sent 140 workers home.",
        )
    )
    assert right.answers > 0 > wrong.answers


def test_whom_a_pronoun_means_is_read_from_the_sentence_before(model: ReaderModel) -> None:
    said = "She also called the coast guard."
    with_name = model.read("Whom did Brock call?", (), window("Ida Brock spoke to Per Holm.", said))
    without = model.read("Whom did Brock call?", (), window(said))
    best = max(with_name.sentences, key=lambda one: one.margin)
    assert best.sentence.text == said
    assert with_name.answers > without.answers


@pytest.mark.parametrize(
    "question",
    [
        "?",
        "🙂" * 500,
        "من هو مدير الميناء؟",
        "Who " * 999,
        "\u202eretsam ruobrah eht si ohW",
        "Wh\u0000o is\tthe\nharbour master",
        "[CLS] [SEP] [PAD] [MASK] <s> </s> <pad>",
    ],
)
def test_any_question_is_answered_or_declined(model: ReaderModel, question: str) -> None:
    article = make(HARBOUR)
    check(ask(model, question, article, PastTurn(question, question), PastTurn("", "")), article)


@pytest.mark.parametrize(
    "text",
    [
        "🙂 Ann 👩‍👩‍👧 met Bob 🇺🇦 in Oslo 🙂." * 8,
        "قالت آنا إنها التقت ببوب في أوسلو. Ann met Bob in Oslo. \u200fمرحبا",
        "word " * 6000,
        "a" * 20_000,
        "Ａｎｎ met “Bob” — ﬁnally — in O\u0301slo; e\u0301, ß, İ, ǆ.",
    ],
)
def test_any_text_is_read(model: ReaderModel, text: str) -> None:
    article = make(text)
    reply = ask(model, "Who met Bob?", article)
    if isinstance(reply, Answer):
        check(reply, article)


def test_one_of_five_hundred_passages_is_found_and_read(data_dir: Path) -> None:
    paragraphs = [f"Report {n}: the ship number {n} carried {n * 7} tons of coal." for n in range(500)]
    settings = Settings(data_dir=data_dir, _env_file=None)  # type: ignore[call-arg]
    with Footnote(settings) as footnote:
        with footnote.data.writing():
            footnote.library("coal").add(make("\n\n".join(paragraphs), "long"))
        footnote.update_index("coal")
        question = "How many tons of coal did the ship number 321 carry?"
        reply = footnote.chain().answer(Ask(question, Conversation(), collection="coal", top_k=50))
    assert isinstance(reply, Answer)
    assert "2247 tons" in reply.citations[0].quote
