import gzip
import json
from collections.abc import Sequence
from math import nan
from pathlib import Path

import pytest

from evals.benchmarks.claim_file import Claim, Label, read_claims
from evals.benchmarks.claims import run
from evals.benchmarks.table import Row
from evals.errors import CaseInvalid, DatasetInvalid
from tests.fakes import WordHashEncoder, fake_embeddings

PORT = "Ann runs the harbour. Bob sings on Friday."
ZOO = "The zoo has two lions. They sleep all day."
LINES = [
    {"source": PORT, "claim": "Ann runs the harbour.", "label": "supported"},
    {"source": PORT, "claim": "Bob runs the harbour.", "label": "contradicted"},
    {"source": ZOO, "claim": "The zoo has two lions. Bears dance nightly.", "label": "unsupported"},
    {"source": ZOO, "claim": "They sleep all day.", "label": "supported"},
]


def claim_file(folder: Path, lines: Sequence[object] = LINES) -> Path:
    path = folder / "claims.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def values(row: Row) -> list[float | None]:
    return [round(cell.value, 3) if cell else None for cell in row.cells]


def test_three_checks_are_scored_on_the_same_claims(tmp_path: Path) -> None:
    table = run(claim_file(tmp_path), fake_embeddings())
    assert table.counts == {"claims": 4, "sources": 2, "supported": 2, "unsupported": 1, "contradicted": 1}
    assert {row.name: values(row)[:3] for row in table.rows} == {
        # Every word of "Bob runs the harbour." is in the source: 1.0, as for the supported claims.
        "knowledge precision (Footnote's own check by code)": [0.75, 0.5, 1.0],
        "bigram coverage": [1.0, 1.0, 1.0],
        "best sentence cosine": [1.0, 1.0, 1.0],
    }
    assert [cell.n if cell else None for cell in table.rows[0].cells] == [4, 3, 3, 2]


def test_a_measure_is_none_where_the_file_lacks_a_label(tmp_path: Path) -> None:
    table = run(claim_file(tmp_path, [LINES[0], LINES[2], LINES[3]]), fake_embeddings())
    assert [values(row)[1] for row in table.rows] == [None, None, None]
    alike = run(claim_file(tmp_path, [LINES[0], LINES[3]]), fake_embeddings())
    assert [values(row) for row in alike.rows] == [[None] * 4] * 3


def test_the_claim_checker_is_a_row_and_reads_the_sentences_of_the_source(tmp_path: Path) -> None:
    read: list[tuple[str, ...]] = []

    def support(claim: str, sentences: Sequence[str]) -> float:
        read.append(tuple(sentences))
        return float(claim in sentences)

    table = run(claim_file(tmp_path), fake_embeddings(), support=support)
    assert table.rows[-1].name == "claim checker (footnote)"
    assert values(table.rows[-1])[:3] == [1.0, 1.0, 1.0]
    assert len(table.rows) == len(run(claim_file(tmp_path), fake_embeddings()).rows) + 1
    assert read[0] == ("Ann runs the harbour.", "Bob sings on Friday.")


def told(source: str, claim: str) -> float:
    """The number that a claim begins with."""
    return float(claim.split(maxsplit=1)[0])


def test_no_threshold_is_reported_on_the_half_that_chose_it(tmp_path: Path) -> None:
    lines = [
        {"source": source, "claim": f"{score} of it.", "label": label}
        for source, scores in (("One.", (0.9, 0.8)), ("Two.", (0.2, 0.1)))
        for score, label in zip(scores, ("supported", "unsupported"), strict=True)
    ]
    # Each source is told apart by a threshold of its own, which tells nothing of the other.
    for seed in range(4):
        row = run(claim_file(tmp_path, lines), fake_embeddings(), seed=seed, checkers=[("told", told)]).rows[-1]
        assert values(row)[3] == 0.5
        assert row.cells[3] is not None
        assert row.cells[3].n == 2


def test_a_threshold_of_one_half_tells_the_other_half_apart(tmp_path: Path) -> None:
    lines = [
        {"source": source, "claim": f"{score} of it.", "label": label}
        for source in ("One.", "Two.")
        for score, label in ((0.9, "supported"), (0.3, "contradicted"), (0.1, "unsupported"))
    ]
    row = run(claim_file(tmp_path, lines), fake_embeddings(), checkers=[("told", told)]).rows[-1]
    assert values(row) == [1.0, 1.0, 1.0, 1.0]


def test_a_claim_without_a_score_is_counted_and_not_averaged(tmp_path: Path) -> None:
    def unsure_of_bears(source: str, claim: str) -> float:
        return nan if "Bears" in claim else float(claim in source)

    row = run(claim_file(tmp_path), fake_embeddings(), checkers=[("unsure", unsure_of_bears)]).rows[-1]
    assert values(row)[:3] == [1.0, 1.0, None]
    assert [cell.unscored if cell else None for cell in row.cells[:3]] == [1, 0, None]


def test_a_claim_of_two_sentences_is_as_near_as_the_mean_of_them(tmp_path: Path) -> None:
    lines = [
        {"source": "Cats purr.", "claim": "Cats purr. Cats purr.", "label": "supported"},
        {"source": "Cats purr.", "claim": "Cats purr. Dogs bark.", "label": "unsupported"},
        {"source": "Dogs bark.\n\nCats purr.", "claim": "Cats purr. Dogs bark.", "label": "supported"},
    ]
    assert values(run(claim_file(tmp_path, lines), fake_embeddings()).rows[2])[0] == 1.0


def test_every_sentence_is_encoded_once_and_progress_ends_at_the_total(tmp_path: Path) -> None:
    encoder = WordHashEncoder()
    steps: list[tuple[int, int]] = []
    run(
        claim_file(tmp_path),
        fake_embeddings(encoder=encoder),
        checkers=[("told nothing", lambda _source, _claim: 0.0)],
        progress=lambda done, of: steps.append((done, of)),
    )
    assert sorted(encoder.encoded) == [
        "Ann runs the harbour.",
        "Bears dance nightly.",
        "Bob runs the harbour.",
        "Bob sings on Friday.",
        "The zoo has two lions.",
        "They sleep all day.",
    ]
    assert steps == [(6, 10), (7, 10), (8, 10), (9, 10), (10, 10)]


def test_a_limit_takes_as_many_claims(tmp_path: Path) -> None:
    assert run(claim_file(tmp_path), fake_embeddings(), limit=3).counts["claims"] == 3


def test_a_file_is_read_plain_and_compressed(tmp_path: Path) -> None:
    plain = claim_file(tmp_path, [LINES[1] | {"id": "x", "set": "dev"}])
    packed = tmp_path / "claims.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    expected = (Claim(source=PORT, claim="Bob runs the harbour.", label=Label.CONTRADICTED),)
    assert read_claims(plain) == expected
    assert read_claims(packed) == expected


@pytest.mark.parametrize("broken", [{"label": "true"}, {"source": " "}, {"claim": 5}])
def test_a_line_that_is_no_claim_is_named(tmp_path: Path, broken: dict[str, object]) -> None:
    with pytest.raises(CaseInvalid, match=r"line 2 of .* is not in the format"):
        read_claims(claim_file(tmp_path, [LINES[0], LINES[1] | broken]))


def test_a_file_without_a_claim_gets_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DatasetInvalid, match="holds no claim"):
        read_claims(claim_file(tmp_path, []))
