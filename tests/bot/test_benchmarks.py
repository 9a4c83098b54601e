"""`footnote eval benchmark` as a person uses it; what the tables hold is tested in tests/evals."""

import json
from pathlib import Path

import pytest

from tests.cli import Cli

HARBOUR = "The crane fell into the harbour on Friday. Nobody was hurt, said Ines Okafor, who runs the port."
ORCHESTRA = "The orchestra of Port Elsin played Mahler to a full hall. Its conductor, Lea Brandt, retires in May."


def question(text: str, answer: str | None, context: str) -> dict[str, object]:
    answers = [] if answer is None else [{"text": answer, "answer_start": context.index(answer)}]
    return {"id": text, "question": text, "is_impossible": answer is None, "answers": answers}


@pytest.fixture
def qa(tmp_path: Path) -> str:
    """A file in the SQuAD format: two titles, two paragraphs each, a question of which has no answer."""
    titles = [
        ("Harbour", HARBOUR, [("When did the crane fall?", "on Friday"), ("Who bought the crane?", None)]),
        ("Orchestra", ORCHESTRA, [("Who is the conductor?", "Lea Brandt"), ("When did Lea Brandt die?", None)]),
    ]
    data = [
        {
            "title": title,
            "paragraphs": [
                {"context": context, "qas": [question(text, answer, context) for text, answer in asked]},
                {"context": f"{title} was founded long ago by people of the town.", "qas": []},
            ],
        }
        for title, context, asked in titles
    ]
    (tmp_path / "qa.json").write_text(json.dumps({"data": data}), encoding="utf-8")
    return "qa.json"


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        (("retrieval",), ["footnote", "dense", "BM25"]),
        (("squad",), ["footnote (span)", "best sentence by cosine", "always silent"]),
        (("squad", "--open"), ["footnote (span)", "best sentence by cosine", "always silent"]),
        (("abstention",), ["footnote (span)", "top passage cosine", "term coverage (IDF)"]),
    ],
)
def test_a_benchmark_on_questions_prints_the_product_beside_baselines(
    cli: Cli, qa: str, words: tuple[str, ...], rows: list[str]
) -> None:
    run = cli("eval", "benchmark", *words, "--qa", qa, "--json")
    assert (run.code, run.err) == (0, "")
    assert [row["name"] for row in json.loads(run.out)["rows"]] == rows


def test_conversations_of_a_dataset_are_asked_in_four_ways(cli: Cli) -> None:
    run = cli("eval", "benchmark", "followups", "--dataset", "example", "--json")
    assert [row["name"] for row in json.loads(run.out)["rows"]] == [
        "footnote",
        "as typed",
        "last question + question",
        "person's rewrite",
    ]


def test_claims_are_checked(cli: Cli, tmp_path: Path) -> None:
    claims = [("The crane fell on Friday.", "supported"), ("The crane sang.", "unsupported")] * 3
    lines = [{"source": f"{HARBOUR} {k}", "claim": claim, "label": label} for k, (claim, label) in enumerate(claims)]
    (tmp_path / "claims.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    run = cli("eval", "benchmark", "claims", "--claims", "claims.jsonl")
    assert run.code == 0
    assert "best sentence cosine" in run.out


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("squad", "--qa", "none.json"), 1, "the file 'none.json' cannot be read"),
        (("claims", "--claims", "none.jsonl"), 1, "the file 'none.jsonl' does not exist"),
        (("followups", "--dataset", "none.jsonl"), 1, "the file 'none.jsonl' does not exist"),
        (("abstention",), 2, "missing option '--qa'"),
    ],
)
def test_wrong_input_gets_one_sentence(cli: Cli, words: tuple[str, ...], code: int, message: str) -> None:
    run = cli("eval", "benchmark", *words)
    assert (run.code, run.out) == (code, "")
    assert message in run.err
    assert run.err.count("\n") == 1


def test_planted_errors_are_counted_beside_plain_checks(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "story.md").write_text("Ann Lee left Oslo on Monday.", encoding="utf-8")
    base = {"article": "story", "quotes": ["Ann Lee left Oslo"]}
    lines = [
        {**base, "id": "g", "sentence": "Ann Lee left Oslo on Monday.", "label": "good"},
        {**base, "id": "e", "sentence": "Bob Ray left Oslo.", "label": "wrong", "kind": "name", "of": "g"},
    ]
    (tmp_path / "story.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    run = cli("eval", "benchmark", "fidelity", "--dataset", str(tmp_path), "--json")
    assert (run.code, run.err) == (0, "")
    rows = {row["name"]: row for row in json.loads(run.out)["rows"]}
    assert list(rows) == ["footnote", "words alone", "claim checker alone", "quotes alone"]
    let_through = ("good sentences let through", "planted errors let through")
    assert [rows["footnote"][name]["value"] for name in let_through] == [1.0, 0.0]
    assert [rows["quotes alone"][name]["value"] for name in let_through] == [1.0, 1.0]
