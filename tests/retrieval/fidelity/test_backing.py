from retrieval.fidelity.backing import Backing, gather_backing, locate
from tests.fakes import hits_of, make

ARTICLE = make("Ann Lee met Bob. She said it was over. It rained.\n\nNobody was hurt, they said.")
HITS = hits_of(ARTICLE)


def test_a_quote_widens_to_the_sentences_that_it_is_of() -> None:
    located = locate("it was over", HITS)
    assert located is not None
    assert located.text == "She said it was over."
    assert located.quoted.cut(ARTICLE.text) == "it was over"
    across = locate("it was over. It rained.", HITS)
    assert across is not None
    assert across.text == "She said it was over. It rained."


def test_a_quote_of_two_words_is_too_short_unless_it_is_the_sentence() -> None:
    assert locate("was over", HITS) is None
    assert locate("It rained.", HITS) is not None


def test_a_quote_that_is_not_there_is_not_located() -> None:
    assert locate("it was not over", HITS) is None


def test_a_statement_rests_on_all_of_its_quotes() -> None:
    located = {1: locate("it was over", HITS), 2: locate("Nobody was hurt", HITS)}
    assert gather_backing((1, 2), {k: v for k, v in located.items() if v}, HITS) == Backing(
        cited=("She said it was over.", "Nobody was hurt, they said."),
        nearby=("Ann Lee met Bob.", "It rained."),
        leading=("Ann Lee met Bob.", "It rained."),
    )


def test_what_leads_to_a_quote_may_stand_in_the_passage_before() -> None:
    located = {1: locate("Nobody was hurt", HITS)}
    backing = gather_backing((1,), {k: v for k, v in located.items() if v}, HITS)
    assert backing.leading == ("She said it was over.", "It rained.")
