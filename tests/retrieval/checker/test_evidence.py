from collections.abc import Sequence

from retrieval.checker.evidence import choose_sentences, rank_sentences

SENTENCES = (
    "Ann Lee leads the port.",
    "She was born in Oslo.",
    "The mayor spoke of taxes.",
    "Taxes rose in Rome.",
    "It rained in May.",
)


def choose(claim: str, count: int) -> tuple[int, ...]:
    def fits(chosen: Sequence[int]) -> bool:
        return len(chosen) <= count

    return choose_sentences(claim, SENTENCES, fits=fits)


def test_a_source_that_fits_is_read_whole() -> None:
    assert choose("It rained", 5) == (0, 1, 2, 3, 4)


def test_a_claim_merged_of_two_facts_is_read_beside_both() -> None:
    assert choose("The mayor was born in Oslo", 2) == (1, 2)


def test_room_that_is_left_goes_to_the_sentence_before() -> None:
    assert choose("born in Oslo", 2) == (0, 1)


def test_a_claim_without_a_shared_word_is_read_with_the_opening() -> None:
    assert rank_sentences("Whales sing", SENTENCES) == [0]
    assert choose("Whales sing", 2) == (0, 1)


def test_one_sentence_is_chosen_although_none_fits() -> None:
    assert choose("Taxes rose", 0) == (3,)


def test_a_source_without_a_sentence_gives_none() -> None:
    assert choose_sentences("Taxes rose", (), fits=bool) == ()


def test_the_second_sentence_is_for_what_the_first_lacks() -> None:
    twice = ("Bob Cole met Ann.", "Bob Cole met Ann yesterday.", "Eve left.")
    assert rank_sentences("Bob Cole met Ann yesterday and Eve left", twice)[:2] == [1, 2]
