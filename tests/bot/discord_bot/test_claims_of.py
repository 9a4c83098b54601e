import pytest

from bot.discord_bot.claims_of import MAX_CLAIM_CHARS, MAX_CLAIMS, split_claims


def test_each_sentence_is_a_claim() -> None:
    text = "Gen. Milley spoke to Gerasimov. The UK rejected it, Mr Wallace said."
    assert split_claims(text).claims == ("Gen. Milley spoke to Gerasimov.", "The UK rejected it, Mr Wallace said.")


@pytest.mark.parametrize(
    "text",
    ["", "lol", "Did the UK reject it?", "https://news.test/a", "```the code said so here```", "<@123> <:x:1>", "🙂🙂"],
)
def test_what_states_nothing_is_no_claim(text: str) -> None:
    assert split_claims(text).claims == ()


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("> **The UK** __rejected__ ~~it~~ ||today||.", "The UK rejected it today."),
        ("## The UK rejected it", "The UK rejected it"),
        ("- the *UK* rejected it", "the UK rejected it"),
        ("2. the UK rejected it", "the UK rejected it"),
        ("The [UK](https://x.test/a) rejected `x` it <@99> <:flag:12>.", "The UK rejected it ."),
        (r"The UK \*rejected\* it.", "The UK *rejected* it."),
        ("The snake_case_name was kept here.", "The snake_case_name was kept here."),
    ],
)
def test_markup_is_not_part_of_a_claim(text: str, claim: str) -> None:
    assert split_claims(text).claims == (claim,)


def test_people_who_write_without_capitals_are_read_too() -> None:
    text = "the uk rejected it. france agreed with mr. wallace on it! so they say."
    assert split_claims(text).claims == (
        "the uk rejected it.",
        "france agreed with mr. wallace on it!",
        "so they say.",
    )


def test_lines_are_read_apart() -> None:
    assert split_claims("The UK rejected it\nFrance agreed with it").claims == (
        "The UK rejected it",
        "France agreed with it",
    )


def test_the_same_claim_is_checked_once() -> None:
    assert split_claims("The UK rejected it. The UK rejected it.").claims == ("The UK rejected it.",)


def test_a_long_message_is_checked_in_part_and_says_how_much_is_left() -> None:
    found = split_claims(" ".join(f"Country number {n} rejected it." for n in range(MAX_CLAIMS + 5)))
    assert (len(found.claims), found.more) == (MAX_CLAIMS, 5)


def test_a_claim_without_end_is_cut() -> None:
    assert len(split_claims("word " * 900).claims[0]) <= MAX_CLAIM_CHARS
