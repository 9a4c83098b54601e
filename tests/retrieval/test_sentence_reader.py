from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.passages import split_passages
from corpus.schema import Article
from retrieval.citations import Question, verify
from retrieval.lexical import LexicalIndex
from retrieval.reader.sentence import SentenceReader
from retrieval.schema import Answer, Decline, Draft, Hit, Hits, Reason, SentenceSignals

FERRY = """The ferry Alborg sank off Rostock on Tuesday after a fire in its engine room, the coastguard said.

Captain Lena Duarte spoke to the harbour master, Ivo Brandt, before the ship went down. She told him \
that all 212 passengers were safe.

“We heard two explosions [7],” said Ola Berg, a passenger from Oslo. “Then the lights went out.”

The company that owns the ferry, Baltic Line, said it would pay every passenger 500 euros."""


def make_article(text: str) -> Article:
    return Article("ferry", None, None, None, None, text, "0" * 64)


def search(text: str, question: str, *, unmentioned: tuple[str, ...] = ()) -> Hits:
    """Search as the retriever does, with the share of common words for a cosine."""
    passages = split_passages(make_article(text))
    sentences = [sentence for passage in passages for sentence in passage.sentences]
    by_passage = LexicalIndex.build([passage.text for passage in passages])
    by_sentence = LexicalIndex.build([sentence.text for sentence in sentences])
    words, sentence_words = by_passage.scores(question), by_sentence.scores(question)
    items = []
    first = 0
    for number, passage in enumerate(passages):
        own = sentence_words[first : first + len(passage.sentences)]
        first += len(own)
        signals = tuple(SentenceSignals(float(value), float(value)) for value in own)
        word = float(words[number])
        scores = tuple(float(value) + word for value in own)
        items.append(Hit(passage, word + max(own), 1, word, word, scores, signals))
    items.sort(key=lambda hit: -hit.score)
    ranked = tuple(replace(hit, rank=rank) for rank, hit in enumerate(items, start=1))
    return Hits(question, ranked, term_weights=by_sentence.term_weights(question), unmentioned=unmentioned)


def read(question: str, text: str = FERRY, **known: tuple[str, ...]) -> Draft:
    return SentenceReader().read(question, search(text, question, **known))


def test_the_answer_is_a_whole_sentence_with_its_marker_and_span() -> None:
    draft = read("Who did Captain Duarte speak to?")
    sentence = "Captain Lena Duarte spoke to the harbour master, Ivo Brandt, before the ship went down."
    assert draft.text.startswith(f"{sentence} [1]")
    assert draft.evidence[0].quote == sentence
    assert draft.evidence[0].span is not None and draft.evidence[0].span.cut(FERRY) == sentence
    assert (draft.reader, draft.verbatim, draft.declined) == ("sentence", True, None)


def test_a_clear_answer_stands_alone() -> None:
    assert len(read("When did the ferry Alborg sink off Rostock?").evidence) == 1


def test_a_bracketed_number_of_the_article_is_not_a_marker() -> None:
    draft = read("What did Ola Berg, the passenger from Oslo, hear?")
    assert "explosions (7),” said Ola Berg, a passenger from Oslo. [1]" in draft.text
    assert draft.evidence[0].quote.startswith("“We heard two explosions [7]")


def test_words_that_answer_are_highlighted_within_their_citation() -> None:
    draft = read("When did the ferry Alborg sink off Rostock?")
    assert [highlight.span.cut(FERRY) for highlight in draft.highlights] == ["on Tuesday"]


def test_a_pronoun_sentence_is_found_by_the_sentence_before_it() -> None:
    draft = read("What did Captain Duarte tell the harbour master about the passengers?")
    assert any("all 212 passengers were safe" in evidence.quote for evidence in draft.evidence)


def test_a_question_about_something_else_is_off_topic() -> None:
    draft = read("how do bakers make sourdough?")
    assert draft.declined == Decline(Reason.OFF_TOPIC)


def test_a_name_that_is_never_mentioned_is_the_reason() -> None:
    draft = read("Did Zelensky speak about the ferry Alborg?", unmentioned=("Zelensky",))
    assert draft.declined == Decline(Reason.NAME_NOT_MENTIONED, ("Zelensky",))


def test_a_declined_draft_keeps_its_best_answer() -> None:
    hits = search(FERRY, "When did the ferry sink?")
    draft = SentenceReader(threshold=1.0).read(hits.query, hits)
    assert draft.declined == Decline(Reason.NOT_STATED)
    assert draft.evidence


def test_a_reader_without_a_threshold_answers_anything_that_names_no_stranger() -> None:
    hits = search(FERRY, "how do bakers make sourdough?")
    assert SentenceReader(threshold=0.0).read(hits.query, hits).declined is None


def test_without_hits_there_is_nothing_to_say() -> None:
    draft = SentenceReader().read("Who sank?", Hits("Who sank?", ()))
    assert (draft.text, draft.evidence, draft.declined) == ("", (), Decline(Reason.OFF_TOPIC))


def test_the_same_sentence_is_shown_once() -> None:
    draft = read(
        "Who warned of floods?", "Nora Lind warned of floods.\n\nNora Lind warned of floods.\n\nIt rained all day."
    )
    assert [evidence.quote for evidence in draft.evidence] == ["Nora Lind warned of floods."]


def test_a_repeated_sentence_is_no_less_sure() -> None:
    text = "Nora Lind warned of floods.\n\nIt rained all day, the mayor said."
    once, twice = (
        read("Who warned of floods?", text),
        read("Who warned of floods?", f"{text}\n\nNora Lind warned of floods."),
    )
    assert once.confidence is not None and twice.confidence is not None
    assert twice.confidence > once.confidence - 0.1


def test_words_of_the_question_raise_the_confidence() -> None:
    sure, unsure = read("When did the ferry Alborg sink off Rostock?"), read("When was the ferry painted yellow?")
    assert sure.confidence is not None and unsure.confidence is not None
    assert sure.confidence > unsure.confidence


@pytest.mark.parametrize("text", [FERRY, "He [3] left[4]. [5] She stayed [6] there.\n\n“Why [7]?” asked Bo. [8]"])
def test_all_that_is_drafted_can_be_verified(text: str) -> None:
    hits = search(text, "What did Bo ask the passengers?")
    draft = SentenceReader(threshold=0.0).read(hits.query, hits)
    reply = verify(draft, Question(hits.query, hits.query), hits, lambda _: make_article(text))
    assert isinstance(reply, Answer)
    assert len(reply.citations) == len(draft.evidence)
    assert reply.notices == ()


ODD = st.one_of(
    st.text(max_size=2000),
    st.sampled_from(
        ["?!…", "🚢🔥" * 50, "من أغرق العبارة؟", "who " * 500, "[1] [2]", "'" * 99, "\u202eWho sank the ferry?"]
    ),
)


@given(ODD, st.sampled_from([FERRY, "One sentence.", "He [3] left. [4] She stayed.\n\n“Why?” asked Bo."]))
def test_any_question_gets_quotes_of_the_article(question: str, text: str) -> None:
    draft = read(question, text)
    assert draft.confidence is not None and 0 <= draft.confidence <= 1
    assert 1 <= len(draft.evidence) <= 3
    for evidence in draft.evidence:
        assert evidence.span is not None and evidence.span.cut(text) == evidence.quote
    for highlight in draft.highlights:
        cited = draft.evidence[highlight.marker - 1].span
        assert cited is not None and cited.contains(highlight.span)
