from bot.discord_bot.pace import MAX_PEOPLE, Pace


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def test_so_many_questions_may_come_at_once_and_the_next_has_to_wait() -> None:
    pace = Pace(3, Clock())
    assert [pace.take(1) for _ in range(4)] == [0, 0, 0, 20]


def test_another_person_has_a_pace_of_their_own() -> None:
    pace = Pace(1, Clock())
    assert [pace.take(person) for person in (1, 2, 1)] == [0, 0, 60]


def test_what_was_told_to_wait_is_taken_after_that_time_and_not_before() -> None:
    clock = Clock()
    pace = Pace(2, clock)
    assert [pace.take(1), pace.take(1), pace.take(1)] == [0, 0, 30]
    clock.at += 29
    assert pace.take(1) == 1
    clock.at += 1
    assert pace.take(1) == 0


def test_a_question_that_was_refused_does_not_make_the_wait_longer() -> None:
    clock = Clock()
    pace = Pace(1, clock)
    pace.take(1)
    assert [pace.take(1) for _ in range(5)] == [60] * 5


def test_a_pause_saves_up_no_more_than_a_minute_of_questions() -> None:
    clock = Clock()
    pace = Pace(2, clock)
    clock.at += 86400
    assert [pace.take(1) for _ in range(3)] == [0, 0, 30]


def test_the_people_of_long_ago_are_forgotten_and_those_of_now_are_not() -> None:
    clock = Clock()
    pace = Pace(1, clock)
    for person in range(MAX_PEOPLE):
        pace.take(person)
    clock.at += 30
    pace.take(MAX_PEOPLE)
    pace.take(MAX_PEOPLE + 1)
    assert pace.take(MAX_PEOPLE) == 60
    assert pace.take(0) == 0
