from collections import Counter

from evals.training.held_out import Part, part_of


def test_a_title_is_in_one_part_in_every_file() -> None:
    assert {part_of(title, seed=3) for title in ("New_York_City", "new york  city", "New York City")} == {
        part_of("New_York_City", seed=3)
    }


def test_a_twentieth_is_for_selection_and_another_for_calibration() -> None:
    parts = Counter(part_of(f"title {n}", seed=0) for n in range(4000))
    assert 150 < parts[Part.SELECTION] < 250
    assert 150 < parts[Part.CALIBRATION] < 250


def test_another_seed_holds_out_other_titles() -> None:
    assert any(part_of(f"title {n}", seed=0) is not part_of(f"title {n}", seed=1) for n in range(100))
