from dataclasses import replace

import pytest

from corpus.schema import Span
from evals.metrics.faithfulness import faithfulness, knowledge_precision
from retrieval.schema import Answer, Citation, Hits
from tests.fakes import make

QUOTE = "NATO allies reject this allegation, Mr Stoltenberg said on 24 October."
ARTICLE = make(f"{QUOTE} Nothing else is known.")


def answer(text: str, *citations: Citation) -> Answer:
    cited = citations or (Citation(1, "story", "story:0", Span(0, len(QUOTE)), QUOTE),)
    return Answer("Who?", "Who?", text, (), cited, 0.9, "chat", Hits("Who?", ()))


def score(one: Answer) -> float:
    return faithfulness(one, lambda _: ARTICLE)


def test_a_sentence_that_is_its_quote_is_supported() -> None:
    assert score(answer(f"{QUOTE} [1]")) == 1.0


def test_a_quote_that_is_not_to_the_character_supports_nothing() -> None:
    wrong = Citation(1, "story", "story:0", Span(0, len(QUOTE)), QUOTE.replace("reject", "accept"))
    assert score(answer(f"{wrong.quote} [1]", wrong)) == 0.0


def test_a_span_beside_the_quote_supports_nothing() -> None:
    shifted = Citation(1, "story", "story:0", Span(1, len(QUOTE) + 1), QUOTE)
    assert score(answer(f"{QUOTE} [1]", shifted)) == 0.0


def test_an_empty_quote_supports_nothing() -> None:
    assert score(answer("[1]", Citation(1, "story", "story:0", Span(0, 0), ""))) == 0.0


@pytest.mark.parametrize("text", [QUOTE, f"{QUOTE} [2]", f"{QUOTE} [1] [2]"])
def test_a_sentence_without_a_citation_for_each_marker_is_not_supported(text: str) -> None:
    assert score(answer(text)) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "On 24 October Mr Stoltenberg said that NATO allies reject this allegation. [1]",
        "The allies reject the allegation. [1]",
    ],
)
def test_own_words_that_add_nothing_are_supported(text: str) -> None:
    assert score(answer(text)) == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "NATO allies reject this allegation, Mr Stoltenberg said on 25 October. [1]",
        "NATO allies reject this allegation, Mr Austin said on 24 October. [1]",
        "Allies believe ministers discussed sanctions, trade and energy. [1]",
    ],
)
def test_another_number_name_or_matter_is_not_supported(text: str) -> None:
    assert score(answer(text)) == 0.0


def test_each_sentence_counts_alike() -> None:
    assert score(answer(f"{QUOTE} [1] They met in Oslo. [1]")) == 0.5


def test_an_answer_that_says_nothing_is_not_faithful() -> None:
    assert score(answer("")) == 0.0


def test_knowledge_precision_of_no_content_words_is_whole() -> None:
    assert knowledge_precision("It is.", ["He left."]) == 1.0


def test_a_citation_of_an_article_that_is_gone_supports_nothing() -> None:
    from corpus.errors import ArticleNotFound

    def nowhere(article_id: str) -> None:
        raise ArticleNotFound(article_id, ())

    assert faithfulness(replace(answer(f"{QUOTE} [1]")), nowhere) == 0.0  # type: ignore[arg-type]
