import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.names import Vocabulary, unmentioned_names

ARTICLE = """Jane Okonkwo, the head of UNICEF, said on Monday that she had spoken to Prime Minister Tadeusz
Kowalczyk of Poland and to General Sir Hugh Ferriby. Okonkwo called the UK’s offer “generous”.
Ukrainian and US officers met in Nairobi. The World Food Programme and Zelenskyy agreed. Madonna
sang. The Ministry of Transport declined."""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.from_texts([ARTICLE])


def missing(question: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    return unmentioned_names(question, vocabulary)


@pytest.mark.parametrize(
    "question",
    [
        "What did Okonkwo say?",
        "What did Jane Okonkwo’s letter say?",
        "What did Kowalczyk's government offer?",
        "What did Mr Kowalczyk say on Tuesday in December?",
        "Who is Gen. Ferriby?",
        "Who is Hugh Ferriby KCB?",
        "Who is the Vice-President?",
    ],
)
def test_a_name_in_another_form_is_mentioned(question: str, vocabulary: Vocabulary) -> None:
    assert missing(question, vocabulary) == ()


@pytest.mark.parametrize("name", ["Britain", "the British", "the United Kingdom", "London", "Great Britain", "Britons"])
def test_the_uk_is_mentioned_by_all_its_names(name: str, vocabulary: Vocabulary) -> None:
    assert missing(f"What did {name} say?", vocabulary) == ()


@pytest.mark.parametrize("name", ["the Americans", "America", "the U.S.", "the USA", "the United States", "Washington"])
def test_the_us_is_mentioned_by_all_its_names(name: str, vocabulary: Vocabulary) -> None:
    assert missing(f"What did {name} say?", vocabulary) == ()


@pytest.mark.parametrize("name", ["Ukrainians", "Ukraine", "Kyiv", "the Poles", "Kenya"])
def test_a_country_is_mentioned_by_its_people_and_its_capital(name: str, vocabulary: Vocabulary) -> None:
    assert missing(f"What did {name} say?", vocabulary) == ()


def test_a_capital_as_a_place_is_not_its_country(vocabulary: Vocabulary) -> None:
    assert missing("What happened in Kyiv?", vocabulary) == ("Kyiv",)


@pytest.mark.parametrize("name", ["WFP", "MoT", "UNICEF", "Unicef", "the World Food Program"])
def test_abbreviations_hold_both_ways(name: str, vocabulary: Vocabulary) -> None:
    assert missing(f"What did {name} say?", vocabulary) == ()


def test_a_spelled_out_name_is_mentioned_by_its_abbreviation() -> None:
    vocabulary = Vocabulary.from_texts(["NATO met."])
    assert missing("Did the North Atlantic Treaty Organization meet?", vocabulary) == ()


@pytest.mark.parametrize("typed", ["Okonkow", "Kowalzcyk", "Ferribi", "Zelensky", "Zelenskiy", "Kowalczick"])
def test_a_misspelt_or_transliterated_name_is_mentioned(typed: str, vocabulary: Vocabulary) -> None:
    assert missing(f"What did {typed} say?", vocabulary) == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [("Iran", "Iraq met."), ("Austria", "In Australia."), ("Niger", "For Nigeria."), ("Niamey", "In Nigeria")],
)
def test_another_country_of_a_like_name_is_not_it(name: str, text: str) -> None:
    assert missing(f"What did {name} say?", Vocabulary.from_texts([text])) == (name,)


def test_another_name_of_a_like_spelling_is_not_it_where_nobody_misspells() -> None:
    vocabulary = Vocabulary.from_texts(["Mr Johnston spoke."])
    assert unmentioned_names("Did Johnson speak?", vocabulary) == ()
    assert unmentioned_names("Did Johnson speak?", vocabulary, misspelt=False) == ("Johnson",)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did Putin tell Okonkwo?", ("Putin",)),
        ("What did Jane Austen write?", ("Jane Austen",)),
        (
            "What did President Emmanuel Macron’s aide and Bank of Spain officials say?",
            ("Emmanuel Macron", "Bank of Spain"),
        ),
        ("Did Iran or the IAEA object?", ("Iran", "IAEA")),
        ("Is the iPhone mentioned?", ("iPhone",)),
    ],
)
def test_a_name_the_article_never_has_is_told_as_typed(
    question: str, names: tuple[str, ...], vocabulary: Vocabulary
) -> None:
    assert missing(question, vocabulary) == names


def test_a_second_name_of_somebody_known_by_one_is_mentioned(vocabulary: Vocabulary) -> None:
    assert missing("What did Madonna Ciccone sing?", vocabulary) == ()


@pytest.mark.parametrize(
    "question",
    ["WHO DID OKONKWO SPEAK TO", "who did okonkwo speak to", "Who Did Okonkwo Speak To?"],
)
def test_case_is_no_sign_of_a_name_when_all_words_share_it(question: str, vocabulary: Vocabulary) -> None:
    assert missing(question, vocabulary) == ()


@pytest.mark.parametrize(
    "question",
    [
        "what did lavrov say",
        "WHAT DID LAVROV SAY",
        "What Did Lavrov Say?",
        "whats the fine if you dont tell",
        "recieved",
    ],
)
def test_where_capitals_tell_nothing_there_is_no_name(question: str, vocabulary: Vocabulary) -> None:
    assert missing(question, vocabulary) == ()


@pytest.mark.parametrize(
    "question", ["", "?!", "Who is the Defence Secretary?", "Is it April?", "What can I do?", "Which Article is this?"]
)
def test_questions_without_a_name_miss_none(question: str, vocabulary: Vocabulary) -> None:
    assert missing(question, vocabulary) == ()


def test_no_article_mentions_no_name() -> None:
    assert unmentioned_names("What did Putin say?", Vocabulary.from_texts([])) == ("Putin",)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_read_and_every_name_is_quoted_from_the_question(question: str, text: str) -> None:
    names = unmentioned_names(question, Vocabulary.from_texts([text]))
    assert all(name in question for name in names)


@pytest.mark.parametrize("unit", ["A ", "A.B.", "a'", "Abc of the ", "é-", "Ω’"])
def test_long_strange_text_takes_linear_time(unit: str) -> None:
    start = time.perf_counter()
    vocabulary = Vocabulary.from_texts([unit * (100_000 // len(unit))])
    unmentioned_names(unit * (100_000 // len(unit)), vocabulary)
    assert time.perf_counter() - start < 2.0
