"""What the reports show; the page has a file of its own."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from rich.text import Text

from corpus.schema import Span
from evals.cases import Tag
from evals.comparison import compare
from evals.gate import hold
from evals.outcome import Outcome, Shown, Verdict
from evals.report.charts import HEIGHT, WIDTH, draw_histogram, draw_reliability, draw_risk_coverage
from evals.report.excerpt import excerpt
from evals.report.junit import render_junit
from evals.report.markdown import render_markdown
from evals.report.terminal import render_comparison, render_view
from evals.report.view import View, view
from evals.report.why import explain
from evals.result import Part
from tests.evals.builders import outcome, part
from tests.fakes import make

WRONG = Verdict.WRONG_SENTENCE
ERROR = outcome("e", Verdict.NOT_SCORED, error="the model is gone")


def held(after: Part, before: Part | None = None, floors: dict[str, float] | None = None) -> View:
    return view(after, hold(after, compare(before, after) if before else None, floors or {}))


def text_of(lines: list[Text]) -> str:
    return "\n".join(line.plain for line in lines)


def many(wrong: int, n: int = 60) -> Part:
    return part(*(outcome(f"c{k:02}", WRONG if k < wrong else Verdict.RIGHT, confidence=k / n) for k in range(n)))


def test_the_terminal_shows_figures_tags_gate_and_flips() -> None:
    shown = text_of(render_view(held(many(6), many(0), {"right": 0.95})))
    lines = shown.splitlines()
    assert lines[0] == "dev: 54 of 60 replies right   reader span"
    assert any(line.startswith("right replies  ") and ".900  [" in line and "−.100" in line for line in lines)
    assert "  FAIL  right replies must be at least 0.950, not 0.900." in lines
    assert any(line.startswith("  FAIL  right replies got worse: 1.000 -> 0.900 (-0.100, 95 % ") for line in lines)
    assert "flipped: 6 lost, 0 won, 0 wrong in another way" in lines
    assert "  lost  c00  right -> wrong sentence  Question c00?" in lines


def test_the_terminal_counts_what_could_not_be_scored() -> None:
    shown = text_of(render_view(held(part(outcome("a"), outcome("b"), ERROR))))
    assert "not scored: 1 of 3 cases" in shown
    assert "  e  the model is gone" in shown
    assert "   1 not scored" in next(line for line in shown.splitlines() if line.startswith("right replies "))
    assert "there is no baseline to compare with" in shown


def test_a_comparison_shows_both_sides() -> None:
    lines = text_of(render_comparison(compare(many(0), many(6)))).splitlines()
    assert lines[0] == "dev: 60 cases in both"
    assert any(line.startswith("right replies") and "1.000   .900" in line and line.endswith("worse") for line in lines)


def test_the_markdown_table_has_a_column_a_dataset_and_names_the_weakest_tags() -> None:
    def tagged(dataset: str) -> Part:
        typos = [outcome(f"t{k}", WRONG, tags=[Tag.TYPO]) for k in range(5)]
        return part(*typos, *(outcome(f"c{k}") for k in range(5)), dataset=dataset)

    lines = render_markdown([held(tagged("dev")), held(tagged("test"))]).splitlines()
    assert lines[0] == "| | dev (n = 10) | test (n = 10) |"
    assert lines[2].startswith("| right replies | .500 [")
    assert [line.split("|")[1].strip() for line in lines if line.startswith(("| typo", "| who"))] == ["typo", "who"]
    assert lines[-1] == "The weakest tags are, in `dev`: typo, who; in `test`: typo, who."


def suite(one: View) -> ET.Element:
    found = ET.fromstring(render_junit([one]).encode()).find("testsuite")
    assert found is not None
    return found


def kinds(element: ET.Element) -> dict[str, str]:
    return {test.get("name", ""): next((child.tag for child in test), "passed") for test in element.iter("testcase")}


def test_junit_fails_what_was_lost_and_skips_what_was_wrong_before() -> None:
    before = part(outcome("a"), outcome("b", WRONG), outcome("c"), outcome("e"))
    after = part(outcome("a", WRONG), outcome("b", WRONG), outcome("c"), outcome("new", WRONG), ERROR)
    found = suite(held(after, before, {"right": 0.0}))
    assert kinds(found) == {
        "a": "failure",
        "b": "skipped",
        "c": "passed",
        "new": "failure",
        "e": "error",
        "floor of right": "passed",
        "regression": "passed",
    }
    assert [found.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["7", "2", "1", "1"]


def test_junit_without_a_baseline_fails_every_wrong_reply() -> None:
    assert kinds(suite(held(part(outcome("a", WRONG), outcome("b"))))) == {"a": "failure", "b": "passed"}


def test_junit_holds_whatever_a_question_holds() -> None:
    odd = replace(outcome("a", WRONG), question="]]><x> & \x00\x1b\ud800 \ufffe 😀")
    failure = suite(held(part(odd))).find("testcase/failure")
    assert failure is not None
    assert (failure.text or "").startswith("]]><x> & \ufffd\ufffd\ufffd \ufffd 😀")


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (outcome("a"), ""),
        (ERROR, "It could not be asked: the model is gone."),
        (outcome("a", WRONG, scores={"mrr": 0.5}), "The right passage was found at rank 2."),
        (outcome("a", WRONG, scores={"mrr": 0.0}), "No right passage was found."),
        (outcome("a", Verdict.SHOULD_ANSWER), "There was no answer to hold back."),
        (
            replace(outcome("a", Verdict.SHOULD_ANSWER), shown=Shown("", "not_stated", "", withheld=(Span(0, 1),))),
            "A wrong answer was held back, with confidence 0.50.",
        ),
        (
            replace(
                outcome("a", Verdict.SHOULD_ANSWER), shown=Shown("", "name_not_mentioned", "", missing=("Oslo", "Bob"))
            ),
            "It was declined because of Oslo, Bob.",
        ),
        (outcome("a", Verdict.SHOULD_ABSTAIN, answerable=False), "the answer was given with confidence 0.50."),
        (outcome("a", Verdict.UNFAITHFUL), "A sentence of it is not supported by what it cites."),
        (outcome("a", Verdict.INCOMPLETE), "Some, not all, of the sentences that only together answer are cited."),
        (outcome("a", Verdict.FORBIDDEN), "put into its mouth."),
    ],
)
def test_a_wrong_reply_is_explained(one: Outcome, words: str) -> None:
    assert explain(one).endswith(words)
    assert bool(words) or explain(one) == ""


def test_an_excerpt_shows_the_marked_paragraphs_in_pieces() -> None:
    article = make("One two three.\n\nFour five.\n\nSix.")
    found = excerpt(article, [("cited", [Span(0, 14)]), ("answers", [Span(4, 7)]), ("gold", [Span(28, 32)])])
    assert [[(piece.text, piece.marks) for piece in part.pieces] for part in found] == [
        [("One ", "cited"), ("two", "cited answers"), (" three.", "cited")],
        [("Six.", "gold")],
    ]


def test_a_mark_over_two_paragraphs_marks_both() -> None:
    article = make("One two.\n\nThree.")
    found = excerpt(article, [("cited", [Span(4, 13)])])
    assert [[(piece.text, piece.marks) for piece in part.pieces] for part in found] == [
        [("One ", ""), ("two.", "cited")],
        [("Thr", "cited"), ("ee.", "")],
    ]


def test_the_curve_tells_where_the_product_stands() -> None:
    cases = [outcome("a", confidence=0.9), outcome("b", WRONG, confidence=0.6)]
    cases += [outcome("c", Verdict.SHOULD_ANSWER, confidence=0.1), outcome("d", confidence=None)]
    curve = draw_risk_coverage("dev", "series-0", cases)
    assert curve.points == "200.0,260.0 400.0,130.0 600.0,86.7"
    assert curve.at is not None
    assert curve.at[2] == "dev: answers 67% of the questions, 50% of the answers are wrong"


def test_reliability_puts_accuracy_over_confidence_and_says_how_far_off_it_is() -> None:
    sure = [outcome(f"s{k}", Verdict.RIGHT if k < 9 else WRONG, confidence=0.9) for k in range(12)]
    unsure = [outcome(f"u{k}", WRONG, confidence=0.05) for k in range(3)]
    seen = held(part(*sure, *unsure)).calibration
    assert seen is not None
    drawn = draw_reliability("dev", "series-0", seen)
    assert [(dot.x, dot.y) for dot in drawn.dots] == [(0.05 * WIDTH, HEIGHT), (0.9 * WIDTH, HEIGHT / 4)]
    assert drawn.dots[0].radius < drawn.dots[1].radius
    assert drawn.dots[1].label == "dev: of 12 with a confidence of about 0.90, 75% are right"
    assert drawn.said.startswith("dev: confidence is off by .130 on average (ECE, n = 15; by chance alone .")


def test_without_any_confidence_nothing_is_said_of_calibration() -> None:
    seen = held(part(ERROR))
    assert seen.calibration is None
    assert "off by" not in text_of(render_view(seen))
    assert "off by .500 on average" in text_of(render_view(held(part(outcome("one"), outcome("two")))))


def test_the_trade_of_each_threshold_is_told() -> None:
    seen = held(part(outcome("one", confidence=0.9), outcome("two", WRONG, confidence=0.5), ERROR))
    trades = {one.threshold: (one.answered, one.wrong) for one in seen.trades}
    assert (trades[0.0], trades[0.5], trades[0.6], trades[0.9]) == ((1.0, 0.5), (1.0, 0.5), (0.5, 0.0), (0.5, 0.0))
    assert held(part(outcome("one", confidence=0.3))).trades[-1].wrong is None
    assert held(part(ERROR)).trades == ()


def test_a_histogram_counts_every_value_once() -> None:
    drawn = draw_histogram([5.0] * 10 + [50.0, 500.0])
    counts = [int(bar.label.rpartition(" ")[2]) for bar in drawn.bars]
    assert sum(counts) == 12
    assert max(bar.height for bar in drawn.bars) == 260.0
    assert draw_histogram([]).bars == ()
    assert sum(int(bar.label.rpartition(" ")[2]) for bar in draw_histogram([7.0]).bars) == 1
