from evals.fitting.fit_answer_words import (
    Case,
    choose_threshold,
    describe_highlights,
    fit_weights,
    half,
    read_cases,
    render_weights,
    weigh_alike,
)
from evals.squad import SquadParagraph, SquadQuestion
from retrieval.answer_words import AnswerKind, AskedFor
from retrieval.answer_words.model import GROUPS, MODEL, KindModel
from retrieval.answer_words.weights import LEAST_PROBABILITY, WEIGHTS

CONTEXT = "Ann Reed met Ian Poe in Oslo. Joy Okoro left."
QUESTIONS = (
    SquadQuestion("1", "Who did Ann Reed meet?", ("Ian Poe",), (CONTEXT.index("Ian"),)),
    SquadQuestion("2", "Who left?", ("Joy Okoro", "Okoro"), (CONTEXT.index("Joy"), CONTEXT.index("Okoro"))),
    SquadQuestion("3", "Who stayed?", (), ()),
)


def make_case(question: str, sentence: str, gold: str) -> Case:
    return Case(AskedFor.of(question), sentence, (gold,), 1.0)


def test_a_case_is_a_question_with_the_sentence_of_its_answer() -> None:
    cases = list(read_cases([SquadParagraph("A", CONTEXT, QUESTIONS)]))
    assert [(case.sentence, case.golds) for case in cases] == [
        ("Ann Reed met Ian Poe in Oslo.", ("Ian Poe",)),
        ("Joy Okoro left.", ("Joy Okoro", "Okoro")),
    ]


def test_no_title_is_in_both_halves() -> None:
    paragraphs = [SquadParagraph(title, "", ()) for title in "CABBA"]
    assert [paragraph.title for paragraph in half(paragraphs, 0)] == ["C", "A", "A"]
    assert [paragraph.title for paragraph in half(paragraphs, 1)] == ["B", "B"]


def test_the_cases_of_a_file_a_quarter_as_long_count_twice() -> None:
    case = make_case("Who left?", "Ann left.", "Ann")
    assert [one.importance for one in weigh_alike([[case] * 4, [case]])] == [1, 1, 1, 1, 2]


def test_an_enumeration_is_scored_as_it_would_be_highlighted() -> None:
    case = make_case("Which countries agreed?", "France and Spain agreed.", "France and Spain")
    assert [round(f1, 2) for _, f1 in case.candidates] == [0.8, 0.8]


def test_weights_tell_right_candidates_from_wrong_ones() -> None:
    cases = [make_case("Who wrote it?", "It was written by Ann Reed for Ian Poe.", "Ann Reed")] * 30
    weights = fit_weights(cases)
    right, wrong = (KindModel(weights, 0.5).probability(features) for features, _ in cases[0].candidates)
    assert right > 0.8
    assert wrong < 0.2


def test_no_threshold_admits_highlights_that_are_all_wrong() -> None:
    cases = [make_case("Who left?", "Ann Reed left.", "the dog")] * 5
    assert choose_threshold(cases, {"bias": 1.0}) == 0.9
    right = [make_case("Who left?", "Ann Reed left.", "Ann Reed")] * 5
    assert choose_threshold(right, {"bias": 1.0}) == 0.2


def test_the_report_counts_what_is_not_highlighted() -> None:
    cases = [make_case("Who left?", "Ann left.", "Ann"), make_case("Who left?", "They left.", "They")]
    model = {AnswerKind.PERSON: KindModel({"bias": 5.0}, 0.5)}
    line = list(describe_highlights(cases, model))[1]
    assert line.split()[:4] == ["person", "2", "0.500", "1.000"]


def test_the_committed_weights_are_as_the_script_writes_them() -> None:
    source = render_weights(WEIGHTS, MODEL)
    namespace: dict[str, object] = {}
    exec(source, namespace)
    assert namespace["WEIGHTS"] == WEIGHTS
    assert namespace["LEAST_PROBABILITY"] == {str(kind): least for kind, least in LEAST_PROBABILITY.items()}
    assert set(WEIGHTS) == set(GROUPS)
