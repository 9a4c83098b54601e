import pytest

from evals.training.claims.statements import state


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("Who was the mayor of Rome?", "Bob was the mayor of Rome"),
        ("what caused the flood", "Bob caused the flood"),
        ("What did the mayor say?", None),
        ("What is the boat called?", None),
        ("What was he elected?", None),
        ("What year was it?", None),
        ("Who?", None),
    ],
)
def test_only_a_question_for_its_subject_becomes_a_statement(question: str, statement: str | None) -> None:
    assert state(question, "Bob") == statement
