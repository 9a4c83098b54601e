from pathlib import Path

import onnx
import pytest

from evals.training.batches import pad
from evals.training.checkpoints import Weights
from evals.training.claims.export import check_loss, describe, export
from evals.training.claims.model import predict
from evals.training.claims.pool import ClaimPool, Writer
from evals.training.claims.selection import SelectionSet
from evals.training.graph import ExportRefused, to_feeds
from retrieval.checker.claim_model import MAX_CLAIM_TOKENS, MAX_TOKENS, ClaimModel
from tests.evals.training.claims.fakes import make_checker, make_judged, make_paragraph, make_tokenizer


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    make_tokenizer().save(str(folder / "tokenizer.json"))
    paragraphs = [make_paragraph(str(n)) for n in range(30)]
    pool = ClaimPool(make_judged(40), paragraphs, Writer(make_tokenizer()))
    selection = SelectionSet(pool, seed=0)
    sample = [to_feeds(*pad([example.row for example in selection.examples[:8]], pad_id=0))]
    metadata = describe(Weights({}, 40, {"seed": 7, "sets": "fever"}, {}), folder / "tokenizer.json")
    export(make_checker(), folder / "checker.onnx", selection=selection, sample=sample, metadata=metadata)
    return folder / "checker.onnx"


def test_the_file_judges_nearly_as_the_weights_do(exported: Path) -> None:
    claim, evidence = "Ann Lee was born in Rome", ["Ann Lee was born in Oslo.", "She has led the office."]
    row = Writer(make_tokenizer()).write(claim, evidence)
    wanted = predict(make_checker(), [row], pad_id=0, is_exact=True)[0]
    judged = ClaimModel(exported.read_bytes()).judge(claim, evidence)
    assert [judged.supported, judged.contradicted, judged.not_stated] == pytest.approx(wanted.tolist(), abs=0.02)


def test_the_file_says_what_it_is(exported: Path) -> None:
    said = {entry.key: entry.value for entry in onnx.load(exported).metadata_props}
    assert said.pop("tokenizer")
    assert said == {
        "format": "1",
        "step": "40",
        "seed": "7",
        "max_tokens": str(MAX_TOKENS),
        "max_claim_tokens": str(MAX_CLAIM_TOKENS),
        "training_sets": "fever,squad-train-v1.1,squad2-unanswerable-train,qamr-documents-train",
        "licence": "CC-BY-SA-4.0",
    }


def test_half_a_point_may_be_lost() -> None:
    check_loss(0.8, 0.7951)
    with pytest.raises(ExportRefused, match=r"8 bits lose 0\.006 of AUROC"):
        check_loss(0.8, 0.794)
