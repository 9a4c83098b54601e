from collections.abc import Sequence
from typing import Any

import pytest

from retrieval.chat.asking import ChatAsker
from retrieval.citations import Question, verify
from retrieval.fidelity.backing import Backing
from retrieval.reader.chat import ChatReader
from retrieval.schema import Abstention, Answer, Draft, Flaw, Hits, PastTurn, Reason, Reply, Usage
from tests.fakes import FirstSentenceReader, ScriptedChatModel, hits_of, make

ARTICLE = make(
    "Ann Lee met Bob Ray in Oslo on Monday. She said the plan was dead. It rained.\n\nNobody was hurt, the police said."
)
OFFLINE = "Ann Lee met Bob Ray in Oslo on Monday. [1]"


def reply(answer: str, *quotes: str) -> str:
    numbered = "\n".join(f'[{number}] "{quote}"' for number, quote in enumerate(quotes, start=1))
    return f"ANSWER\n{answer}\nQUOTES\n{numbered}\n"


GOOD = reply("They met in Oslo. [1]", "met Bob Ray in Oslo")


class Doubtful:
    """A second check that finds fault with sentences that have a word; records what it was asked."""

    def __init__(self, **flaws: Flaw) -> None:
        self.asked: list[tuple[str, Backing]] = []
        self._flaws = flaws

    def find_flaw(self, statement: str, backing: Backing) -> Flaw | None:
        self.asked.append((statement, backing))
        return next((flaw for word, flaw in self._flaws.items() if word in statement), None)


def read(*script: Any, check: Doubtful | None = None, hits: Hits | None = None) -> tuple[Draft, ScriptedChatModel]:
    model = ScriptedChatModel(script=list(script), asked=[])
    asker = ChatAsker(lambda: model, timeout_s=5.0, pause_s=0.0)
    reader = ChatReader(asker, FirstSentenceReader(), (check or Doubtful()).find_flaw)
    return reader.read("Where did they meet?", hits or hits_of(ARTICLE)), model


def check(draft: Draft) -> Reply:
    return verify(draft, Question("Where?", "Where?"), hits_of(ARTICLE), lambda _: ARTICLE)


def text_of(draft: Draft) -> str:
    checked = check(draft)
    assert isinstance(checked, Answer)
    return checked.text


def test_a_sentence_in_own_words_cites_the_whole_sentence_around_its_quote() -> None:
    draft, model = read(GOOD)
    answer = check(draft)
    assert isinstance(answer, Answer)
    assert (answer.text, answer.reader) == ("They met in Oslo. [1]", "chat")
    (citation,) = answer.citations
    assert citation.quote == "Ann Lee met Bob Ray in Oslo on Monday."
    (highlight,) = answer.highlights
    assert highlight.span.cut(ARTICLE.text) == "met Bob Ray in Oslo"
    assert answer.usage == Usage(1, 100, 20)
    assert "Where did they meet?" in str(model.asked[0][1].content)


def test_quotes_of_one_sentence_are_one_citation() -> None:
    draft, _ = read(reply("They met in Oslo. [1]\nIt was a Monday. [2]", "met Bob Ray in Oslo", "in Oslo on Monday"))
    assert text_of(draft) == "They met in Oslo. [1] It was a Monday. [1]"


def test_a_wrong_quote_is_named_and_the_model_asked_once_more() -> None:
    wrong = reply("They met in Oslo. [1]", "met Bob Roy in Oslo")
    draft, model = read(wrong, GOOD)
    assert text_of(draft) == "They met in Oslo. [1]"
    assert "met Bob Roy in Oslo" in str(model.asked[1][-1].content)
    draft, model = read(wrong)
    assert text_of(draft) == OFFLINE
    assert len(model.asked) == 2


def test_what_held_of_the_first_reply_is_kept_when_the_second_is_worse() -> None:
    first = reply("They met in Oslo. [1]\nThey sang. [2]", "met Bob Ray in Oslo", "they sang a song")
    for second in ("Sorry!", "NOT IN THE ARTICLE", RuntimeError("gone"), reply("They sang. [1]", "they sang a song")):
        draft, _ = read(first, second)
        assert text_of(draft) == "They met in Oslo. [1]"
        assert [(one.text, one.flaw) for one in draft.dropped] == [("They sang.", Flaw.NO_QUOTE)]


def test_a_quote_of_two_words_shows_nothing() -> None:
    draft, model = read(reply("They met in Oslo. [1]", "in Oslo"))
    assert text_of(draft) == OFFLINE
    assert "too short" in str(model.asked[1][-1].content)


def test_the_markers_of_a_sentence_must_all_hold() -> None:
    draft, _ = read(reply("They met in Oslo, singing. [1] [2]", "met Bob Ray in Oslo", "singing all the way"))
    assert text_of(draft) == OFFLINE


def test_a_sentence_that_says_otherwise_gives_way_to_what_it_quotes() -> None:
    lie = reply("Ann Lee said the plan was alive. [1]", "She said the plan was dead")
    draft, _ = read(lie, check=Doubtful(alive=Flaw.NEGATION))
    answer = check(draft)
    assert isinstance(answer, Answer)
    assert answer.text == "She said the plan was dead. [1]"
    assert answer.notices == ("One sentence says it in the article's words: the chat model's could not be verified.",)


def test_a_sentence_whose_quote_another_one_rests_on_is_left_out() -> None:
    both = reply("They met in Oslo. [1]\nThey met on Sunday. [1]", "met Bob Ray in Oslo on Monday")
    draft, _ = read(both, check=Doubtful(Sunday=Flaw.DATE))
    answer = check(draft)
    assert isinstance(answer, Answer)
    assert answer.text == "They met in Oslo. [1]"
    assert answer.notices == ("One sentence was left out: it could not be verified against the article.",)


def test_the_second_check_sees_what_is_cited_and_what_stands_around_it() -> None:
    doubtful = Doubtful()
    read(reply("Ann Lee called the plan dead. [1]", "She said the plan was dead"), check=doubtful)
    ((statement, backing),) = doubtful.asked
    assert statement == "Ann Lee called the plan dead."
    assert backing == Backing(
        cited=("She said the plan was dead.",),
        nearby=("Ann Lee met Bob Ray in Oslo on Monday.", "It rained."),
        leading=("Ann Lee met Bob Ray in Oslo on Monday.",),
        elsewhere=("Nobody was hurt, the police said.",),
    )


def test_a_decline_is_an_abstention_of_the_chat_reader() -> None:
    draft, _ = read("NOT IN THE ARTICLE")
    declined = check(draft)
    assert isinstance(declined, Abstention)
    assert (declined.reason, declined.reader, declined.usage) == (Reason.NOT_STATED, "chat", Usage(1, 100, 20))


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (["Ann met Bob."], "replied in another form than it was asked for"),
        ([reply("They sang. [1]", "they sang a song")], "said nothing that could be verified"),
        ([ConnectionError()], "cannot be reached"),
        (["  "], "said nothing"),
    ],
)
def test_where_the_model_fails_the_offline_reader_answers_and_says_so(script: list[Any], told: str) -> None:
    draft, _ = read(*script)
    answer = check(draft)
    assert isinstance(answer, Answer)
    assert (answer.text, answer.reader) == (OFFLINE, "span")
    assert answer.notices == (f"The chat model {told}; this is what Footnote finds without it.",)
    assert answer.usage is not None


def test_a_name_that_no_article_mentions_is_not_sent_to_the_model() -> None:
    hits = Hits("Where?", hits_of(ARTICLE).items, unmentioned=("Eve",))
    draft, model = read(GOOD, hits=hits)
    assert (draft.reader, draft.usage, model.asked) == ("span", None, [])


def test_without_hits_nothing_is_sent_to_the_model() -> None:
    class Nothing(FirstSentenceReader):
        def read(self, question: str, hits: Hits, history: Sequence[PastTurn] = ()) -> Draft:
            return Draft("", (), (), 0.0, None, "span")

    model = ScriptedChatModel(script=[GOOD], asked=[])
    reader = ChatReader(ChatAsker(lambda: model, timeout_s=5.0), Nothing(), Doubtful().find_flaw)
    assert reader.read("Who?", Hits("Who?", ())).text == ""
    assert model.asked == []
