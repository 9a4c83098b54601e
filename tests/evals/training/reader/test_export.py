import hashlib
from pathlib import Path

import onnx
import pytest
import torch
from tokenizers import Tokenizer

from corpus.schema import Sentence
from evals.training.checkpoints import Weights, save_weights
from evals.training.encoder import trained_weights
from evals.training.errors import BaseInvalid, CheckpointInvalid, ModelDiffers
from evals.training.graph import ExportRefused
from evals.training.reader.batch import ReaderBatch, collate
from evals.training.reader.export import (
    Measure,
    check_loss,
    describe,
    export,
    open_weights,
    read_measure,
)
from evals.training.reader.material import Asked
from evals.training.reader.model import ReaderNetwork, average_sentences, load_network, to_inputs
from evals.training.reader.train import open_writer
from retrieval.reader.model import ReaderModel
from retrieval.schema import PastTurn
from retrieval.trained.shipped import READER, SUMS, locate_reader
from tests.evals.training.fakes import make_base
from tests.evals.training.reader.fakes import TEXT, make_article, write_data

HISTORY = (PastTurn("Who left?", "Eve left Rome."), PastTurn("When did he?", ""))
QUESTION = "Where did “Ann” meet Bob?"
WIDE = 640


class ScriptedScores:
    """A selection on which the first network has one F1, the second another."""

    def __init__(self, *f1s: float) -> None:
        self._f1s = list(f1s)

    def score(self, network: torch.nn.Module) -> dict[str, float]:
        return {"f1": self._f1s.pop(0)}


@pytest.fixture(scope="module", params=["bert", "mpnet"])
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_base(tmp_path_factory.mktemp("base"), request.param, layers=2, wide=WIDE)


@pytest.fixture(scope="module")
def exported(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    metadata = describe(Weights({}, 40, {}, {}), base / "tokenizer.json")
    export(load_network(base, seed=0), folder, None, metadata=metadata, wide=False)
    return folder


def make_batch(base: Path) -> ReaderBatch:
    """The question and its history, before all of the text."""
    writer, text = open_writer(base), make_article(())
    row = writer.write(Asked(QUESTION), writer.ask(QUESTION, HISTORY), writer.encode([text.text])[0], text.sentences)
    return collate([row], pad_id=writer.markers.pad)


def read_with_torch(network: ReaderNetwork, batch: ReaderBatch) -> tuple[float, list[float], torch.Tensor]:
    """That the window answers, that each of its sentences supports, and what is said of its tokens."""
    with torch.inference_mode():
        logits = network.eval()(*to_inputs(batch))
    support = average_sentences(logits.tokens[..., 3], batch)[0].tolist()
    return float(logits.answerable[0]), support, logits.tokens[0]


def make_sentences() -> list[Sentence]:
    return [Sentence(f"a.1.{n}", "a", n, span, span.cut(TEXT)) for n, span in enumerate(make_article(()).sentences)]


def test_the_reader_says_of_a_window_what_the_weights_say(base: Path, exported: Path) -> None:
    reading = ReaderModel(exported / READER).read(QUESTION, HISTORY, make_sentences())
    answers, support, tokens = read_with_torch(load_network(base, seed=0), make_batch(base))
    assert reading.answers == pytest.approx(answers, abs=0.03)
    assert [one.support for one in reading.sentences] == pytest.approx(support, abs=0.03)
    assert len(reading.sentences) == 5
    # The best span of a sentence is no worse than any word of it, over the first marker, which stands for none.
    words = (tokens[:, 0] - tokens[0, 0] + tokens[:, 1] - tokens[0, 1]) / 2
    assert max(one.margin for one in reading.sentences) > float(words.max()) - 0.1


def test_the_weights_lie_beside_the_graph_and_the_printed_hashes_are_theirs(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export(load_network(base, seed=0), tmp_path, None, metadata={}, wide=False)
    printed = capsys.readouterr().out
    files = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in tmp_path.iterdir()}
    assert {name: digest for digest, name in map(str.split, printed.splitlines())} == files
    assert set(files) == {"reader.onnx", "reader-1.bin"}
    (tmp_path / SUMS).write_text(printed)
    assert locate_reader(tmp_path) == tmp_path / READER


def test_the_same_weights_give_the_same_files(base: Path, exported: Path, tmp_path: Path) -> None:
    metadata = describe(Weights({}, 40, {}, {}), base / "tokenizer.json")
    export(load_network(base, seed=0), tmp_path, None, metadata=metadata, wide=False)
    one, again = ({file.name: file.read_bytes() for file in folder.iterdir()} for folder in (exported, tmp_path))
    assert one == again


def test_the_second_matrix_of_each_feed_forward_layer_is_wider_where_that_is_asked_for(
    base: Path, exported: Path, tmp_path: Path
) -> None:
    export(load_network(base, seed=0), tmp_path, None, metadata={}, wide=True)
    bits8, wider = (
        {node.name for node in onnx.load(str(folder / READER)).graph.node if node.op_type == "MatMulInteger"}
        for folder in (exported, tmp_path)
    )
    assert len(bits8) == 12
    assert {name.split("layer.")[1].split("/MatMul")[0] for name in bits8 - wider} == {
        "0/output/dense",
        "1/output/dense",
    }


def test_an_export_is_compared_by_questions_of_held_out_articles(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by = read_measure(write_data(tmp_path / "data"), open_writer(base))
    assert sum(len(batch.ids) for batch in by.sample) == 6
    export(load_network(base, seed=0), tmp_path / "to", by, metadata={}, wide=False)
    printed = [line.split() for line in capsys.readouterr().out.splitlines()]
    compared = {line[0]: (float(line[1]), float(line[2])) for line in printed if len(line) == 3}
    assert compared["questions"] == (7.0, 7.0)
    assert compared["auroc"][0] == pytest.approx(compared["auroc"][1], abs=0.35)
    assert {"f1", "other_f1", "sentence", "support", "inside"} <= set(compared)


def test_an_export_that_loses_too_much_leaves_what_was_there(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / READER).write_bytes(b"before")
    by = Measure(ScriptedScores(70.0, 68.9), (make_batch(base),))
    with pytest.raises(ExportRefused, match=r"8 bits lose 1\.10 points of F1 \(70\.00 to 68\.90\), more than 1; give"):
        export(load_network(base, seed=0), tmp_path, by, metadata={}, wide=False)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [(READER, b"before")]
    # What it was refused for is shown all the same.
    assert capsys.readouterr().out.split() == ["f1", "70.0000", "68.9000"]


def test_a_point_may_be_lost_and_a_figure_that_is_none_may_not() -> None:
    check_loss(70.0, 69.0)
    with pytest.raises(ExportRefused):
        check_loss(70.0, float("nan"))


def test_the_file_says_what_it_is(base: Path) -> None:
    metadata = describe(Weights({}, 40, {"seed": 7}, {}), base / "tokenizer.json")
    assert "oslo" in Tokenizer.from_str(metadata.pop("tokenizer")).get_vocab()
    assert metadata == {
        "format": "1",
        "step": "40",
        "seed": "7",
        "training_sets": (
            "news-qa,squad-train-v1.1,squad2-unanswerable-train,squad2-unanswerable-train-more,"
            "natural-questions-qed-train,repliqa-train,nq-answerability-train"
        ),
        "licence": "CC-BY-SA-4.0",
    }


def test_weights_are_opened_with_as_many_layers_as_they_were_trained_with(base: Path, tmp_path: Path) -> None:
    trained = {name: weight + 1 for name, weight in trained_weights(load_network(base, seed=0, layers=1)).items()}
    save_weights(Weights(trained, 7, {"layers": 1}, {}), tmp_path / "best.pt")
    weights, network = open_weights(tmp_path / "best.pt", base)
    assert weights.step == 7
    assert len(network.encoder.encoder.layer) == 1
    assert all(torch.equal(weight, trained[name]) for name, weight in trained_weights(network).items())


def test_what_cannot_be_opened_is_refused(base: Path, tmp_path: Path) -> None:
    save_weights(Weights({"a": torch.ones(1)}, 7, {}, {}), tmp_path / "best.pt")
    with pytest.raises(ModelDiffers, match="start from the one that they were made from"):
        open_weights(tmp_path / "best.pt", base)
    with pytest.raises(BaseInvalid, match=r"has no config\.json"):
        open_weights(tmp_path / "best.pt", tmp_path)
    with pytest.raises(CheckpointInvalid, match=r"none\.pt' cannot be read"):
        open_weights(tmp_path / "none.pt", base)
