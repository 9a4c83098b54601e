from bot.discord_bot.choosing import rank_choices

ARTICLES = [
    ("Grain ships leave", "grain-deal"),
    ("A bomb that is dirty", "dirty-bomb"),
    ("Bombs", "b3"),
    ("x" * 200, "long"),
]


def ids(typed: str) -> list[str]:
    return [choice.value for choice in rank_choices(ARTICLES, typed)]


def test_everything_is_offered_before_anything_is_typed() -> None:
    assert ids("") == ["dirty-bomb", "b3", "grain-deal", "long"]


def test_what_begins_so_comes_before_what_holds_it_somewhere() -> None:
    assert ids("BOMB") == ["b3", "dirty-bomb"]
    assert ids("grain-") == ["grain-deal"]


def test_a_name_is_cut_to_what_discord_shows_and_at_most_25_are_offered() -> None:
    choices = rank_choices([("y" * 200, f"a{n}") for n in range(40)], "")
    assert (len(choices), len(choices[0].name)) == (25, 100)
