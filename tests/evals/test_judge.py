from collections.abc import Sequence
from typing import Any

import pytest

from corpus.schema import Span
from evals.judge import Judge, answer_words
from evals.outcome import Outcome, Verdict
from retrieval.errors import ModelUnusable
from retrieval.schema import Abstention, Answer, Citation, Highlight, Reason, Reply
from tests.evals.builders import case
from tests.fakes import hits_of, make

ANN, EVE, LAST = "Ann met Bob in Oslo.", "Eve met Bob in Rome.", "Nobody saw “the two” again."
ARTICLE = make(f"{ANN} {EVE}\n\n{LAST}")
HITS = hits_of(ARTICLE)


def span(words: str) -> Span:
    start = ARTICLE.text.index(words)
    return Span(start, start + len(words))


def answer(*quotes: str, highlights: Sequence[str] = (), reader: str = "span", text: str | None = None) -> Answer:
    citations = tuple(Citation(n, "story", "story:0", span(quote), quote) for n, quote in enumerate(quotes, 1))
    said = text or " ".join(f"{quote} [{n}]" for n, quote in enumerate(quotes, 1))
    marks = tuple(Highlight(1, span(words)) for words in highlights)
    return Answer("Who?", "Who?", said, marks, citations, 0.8, reader, HITS)


def silence(
    reason: Reason = Reason.NOT_STATED, missing: tuple[str, ...] = (), rejected: Answer | None = None
) -> Abstention:
    return Abstention("Who?", "Who?", reason, missing, 0.2, "span", HITS, rejected=rejected)


def judge(reply: Reply, **fields: Any) -> Outcome:
    usual = {"quotes": [ANN], "answers": ["Ann"]} if fields.get("answerable", True) else {}
    return Judge(case(**{**usual, **fields}), ARTICLE).judge(reply)


UNANSWERABLE = {"answerable": False, "tags": ["unanswerable-on-topic"]}


@pytest.mark.parametrize(
    ("reply", "fields", "verdict"),
    [
        (answer(ANN), {}, Verdict.RIGHT),
        (answer(EVE, ANN), {}, Verdict.RIGHT),
        (answer(EVE), {}, Verdict.WRONG_SENTENCE),
        (answer(EVE), {"supporting": [EVE]}, Verdict.WRONG_SENTENCE),
        (silence(), {}, Verdict.SHOULD_ANSWER),
        (answer(ANN), {"quotes": [ANN, EVE], "needs": "all"}, Verdict.INCOMPLETE),
        (answer(ANN, EVE), {"quotes": [ANN, EVE], "needs": "all"}, Verdict.RIGHT),
        (answer(ANN), {"forbidden": ["IN OSLO"]}, Verdict.FORBIDDEN),
        (answer(ANN, text="Ann met Eve. [1]"), {}, Verdict.UNFAITHFUL),
        (answer(ANN), UNANSWERABLE, Verdict.SHOULD_ABSTAIN),
        (silence(), UNANSWERABLE, Verdict.RIGHT),
        (silence(missing=("Oslo",)), {**UNANSWERABLE, "forbidden": ["Oslo"]}, Verdict.RIGHT),
    ],
)
def test_a_reply_gets_its_verdict(reply: Reply, fields: dict[str, Any], verdict: Verdict) -> None:
    assert judge(reply, **fields).verdict is verdict


def test_an_answer_is_compared_by_its_highlights_in_the_order_of_the_article() -> None:
    assert answer_words(answer(ANN, EVE, highlights=["Eve", "Ann"]), ARTICLE) == "Ann Eve"
    assert judge(answer(ANN, EVE, highlights=["Eve", "Ann"]), quotes=[ANN, EVE], answers=["Ann; Eve"]).scores[
        "exact_match"
    ] == pytest.approx(1.0)


def test_without_highlights_and_in_own_words_the_text_counts() -> None:
    assert answer_words(answer(ANN), ARTICLE) == ANN
    said = answer(ANN, highlights=["Ann"], reader="chat", text="It was Ann who met Bob in Oslo. [1]")
    assert answer_words(said, ARTICLE) == "It was Ann who met Bob in Oslo."


def test_curly_quotes_do_not_cost_a_match() -> None:
    outcome = judge(answer(LAST, highlights=["“the two”"]), quotes=[LAST], answers=["the two"])
    assert outcome.scores["exact_match"] == 1.0


def test_silence_scores_nothing_where_there_is_an_answer_and_all_where_there_is_none() -> None:
    assert [judge(silence()).scores[name] for name in ("exact_match", "token_f1", "right_sentence")] == [0, 0, 0]
    assert [judge(silence(), **UNANSWERABLE).scores[name] for name in ("exact_match", "token_f1")] == [1, 1]
    assert [judge(answer(ANN), **UNANSWERABLE).scores[name] for name in ("exact_match", "token_f1")] == [0, 0]


def test_measures_that_do_not_apply_are_not_there() -> None:
    silent, spoken = judge(silence(), **UNANSWERABLE).scores, judge(answer(ANN)).scores
    assert silent.keys() == {"right", "abstained", "exact_match", "token_f1"}
    assert spoken.keys() >= {"faithfulness", "citation_precision", "citation_recall", "hit_at_1", "mrr"}
    assert "reason" not in spoken


def test_what_is_forbidden_counts_also_in_an_answer_that_is_not_faithful() -> None:
    outcome = judge(answer(ANN, text="Ann met Eve. [1]"), forbidden=["met eve"])
    assert outcome.verdict is Verdict.UNFAITHFUL
    assert outcome.scores["obedience"] == 0.0


def test_the_withheld_answer_is_what_confidence_is_judged_by() -> None:
    assert judge(silence(rejected=answer(ANN))).would_be_right
    assert not judge(silence(rejected=answer(EVE))).would_be_right
    assert not judge(silence()).would_be_right
    assert not judge(silence(rejected=answer(ANN)), **UNANSWERABLE).would_be_right
    assert judge(silence(rejected=answer(EVE))).shown.withheld == (span(EVE),)  # type: ignore[union-attr]


def test_the_reason_of_a_right_silence_is_scored() -> None:
    told = {**UNANSWERABLE, "reasons": ["name_not_mentioned"], "missing": ["Putin"]}
    assert judge(silence(Reason.NAME_NOT_MENTIONED, ("putin",)), **told).scores["reason"] == 1.0
    assert judge(silence(Reason.NAME_NOT_MENTIONED, ("Ann",)), **told).scores["reason"] == 0.0
    assert judge(silence(Reason.OFF_TOPIC), **told).scores["reason"] == 0.0
    assert "reason" not in judge(silence(), **UNANSWERABLE).scores


def test_the_rank_is_that_of_the_first_passage_with_a_quote() -> None:
    scores = judge(answer(LAST), quotes=[LAST], answers=["Nobody"]).scores
    assert [scores[name] for name in ("hit_at_1", "hit_at_5", "mrr")] == [0.0, 1.0, 0.5]


def test_a_case_that_could_not_be_asked_has_no_scores() -> None:
    outcome = Judge(case(quotes=[ANN]), ARTICLE).give_up("the index is gone")
    assert (outcome.verdict, outcome.error, outcome.scores) == (Verdict.NOT_SCORED, "the index is gone", {})


def test_an_answer_in_own_words_is_read_by_a_model_where_there_is_one() -> None:
    own = answer(ANN, text="Ann and Bob met in Oslo. [1]", reader="chat")
    fields = {"quotes": [ANN], "answers": ["Ann"]}
    for supports in (True, False):
        scores = Judge(case(**fields), ARTICLE, supports=lambda _claim, _read, told=supports: told).judge(own).scores
        assert scores["entailment"] == float(supports)
    assert "entailment" not in judge(own).scores


def test_without_the_models_file_entailment_is_not_scored() -> None:
    def broken(_claim: str, _sentences: Sequence[str]) -> bool:
        raise ModelUnusable("the file cannot be read")

    own = answer(ANN, text="Ann and Bob met in Oslo. [1]", reader="chat")
    scores = Judge(case(quotes=[ANN], answers=["Ann"]), ARTICLE, supports=broken).judge(own).scores
    assert scores["entailment"] is None
