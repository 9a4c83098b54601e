import pytest
from pydantic import ValidationError

from evals.cases import Case
from tests.evals.builders import case

UNANSWERABLE = {"answerable": False, "tags": ["unanswerable-on-topic"]}


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"quotes": []}, "an answerable case needs quotes and answers"),
        ({"answers": []}, "an answerable case needs quotes and answers"),
        ({**UNANSWERABLE, "quotes": ["Ann met Bob."]}, "has no quotes, answers or supporting"),
        ({"answerable": False, "tags": ["who"]}, "needs one of the tags false-premise, furniture-bait"),
        ({"reasons": ["not_stated"]}, "belong to a case that is not answerable"),
        ({"tags": ["who", "who"]}, "a tag stands twice"),
        ({"tags": []}, "at least 1 item"),
        ({"tags": ["whom"]}, "Input should be 'who'"),
        ({"conversation": "c1"}, "conversation and turn go together"),
        ({"conversation": "c1", "turn": 2}, "a follow-up, and no other case, has one of the tags"),
        ({"before": ["Who came?"]}, "a follow-up, and no other case, has one of the tags"),
        ({"before": ["Who came?"], "tags": ["pronoun"]}, "has standalone"),
        ({"before": [" "]}, "should match pattern"),
        ({"conversation": "c1", "turn": 2, "tags": ["pronoun"]}, "has standalone"),
        ({"tags": ["pronoun"]}, "a follow-up, and no other case, has one of the tags"),
        ({"standalone": "Who met Bob?"}, "has standalone"),
        ({"conversation": "c1", "turn": 0}, "greater than or equal to 1"),
        ({"question": "  "}, "should match pattern"),
        ({"id": "Case 1"}, "should match pattern"),
        ({"article": "../../secret"}, "should match pattern"),
        ({"article": "a" * 41}, "at most 40 characters"),
        ({"golds": ["Ann"]}, "Extra inputs are not permitted"),
        ({"needs": "most"}, "Input should be 'any' or 'all'"),
    ],
)
def test_a_case_that_contradicts_itself_is_refused(fields: dict[str, object], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        case(**fields)


def test_a_first_turn_is_no_follow_up() -> None:
    assert not case(conversation="c1", turn=1).is_follow_up
    assert case(conversation="c1", turn=2, tags=["pronoun"], standalone="Who met Bob?").is_follow_up


def test_what_is_asked_before_a_case_makes_it_a_follow_up() -> None:
    follow_up = {"tags": ["pronoun"], "standalone": "Who met Bob?"}
    assert case(before=["Who came?"], **follow_up).is_follow_up
    assert case(before=["Who came?"], conversation="c1", turn=1, **follow_up).is_follow_up


def test_the_parts_of_a_list_are_told_apart() -> None:
    assert case(answers=["Ann; Eve", "both"]).parts == (("Ann", "Eve"), ("both",))


def test_the_fingerprint_changes_with_all_but_the_note() -> None:
    one = case()
    assert case(note="look again").fingerprint == one.fingerprint
    assert case(question="Whom did Ann meet?").fingerprint != one.fingerprint
    assert case(supporting=["They met."]).fingerprint != one.fingerprint
    later = {"tags": ["pronoun"], "standalone": "Who met Bob?"}
    asked = [case(before=before, **later) for before in (["Who came?"], ["Who left?"])]
    assert asked[0].fingerprint != asked[1].fingerprint


def test_the_fingerprint_of_a_case_is_the_one_in_accepted_baselines() -> None:
    assert case().fingerprint == "d19e8c79c86b"


def test_a_case_of_one_line_is_read() -> None:
    line = (
        '{"id": "a-1", "article": "story", "question": "Who?", "answerable": false, "tags": ["furniture-bait"], '
        '"reasons": ["off_topic"]}'
    )
    assert Case.model_validate_json(line).reasons == ("off_topic",)
