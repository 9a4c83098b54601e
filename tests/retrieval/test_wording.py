import pytest

from retrieval.schema import Abstention, Hits, Reason
from retrieval.wording import say_abstention


@pytest.mark.parametrize(
    ("reason", "missing", "articles", "said"),
    [
        (Reason.NAME_NOT_MENTIONED, ("Eve",), 1, "The article does not mention Eve."),
        (Reason.NAME_NOT_MENTIONED, ("zelensky",), 1, "The article does not mention “zelensky”."),
        (Reason.NAME_NOT_MENTIONED, ("Eve", "Bob"), 1, "The article does not mention Eve or Bob."),
        (Reason.NAME_NOT_MENTIONED, ("Eve", "Bob", "Al"), 3, "None of the articles mentions Eve, Bob or Al."),
        (Reason.NOT_STATED, (), 1, "The article does not say."),
        (Reason.NOT_STATED, (), 2, "The articles do not say."),
        (Reason.OFF_TOPIC, (), 1, "That does not seem to be what the article is about."),
        (Reason.OFF_TOPIC, (), 2, "That does not seem to be what the articles are about."),
        (Reason.UNVERIFIED, (), 1, "No answer to that could be verified against the article."),
    ],
)
def test_an_abstention_says_why(reason: Reason, missing: tuple[str, ...], articles: int, said: str) -> None:
    abstention = Abstention("Who?", "Who?", reason, missing, None, "span", Hits("Who?", (), articles))
    assert say_abstention(abstention) == said
