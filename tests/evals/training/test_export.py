import hashlib
from pathlib import Path

import onnx
import pytest
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from evals.training.checkpoints import Weights
from evals.training.comparing import Figures, OnnxReader, measure_file, render_comparison
from evals.training.export import OUTPUTS, Unmasked, check_figures, describe, export
from evals.training.graph import ExportRefused, check_graph, write_graph
from evals.training.model import Logits, SpanReader
from evals.training.pool import Pool
from evals.training.selection import SelectionSet
from evals.training.sources import ADVERSARIAL
from tests.evals.training.fakes import WORDS, make_paragraph, make_tokenizer


class ScriptedScores:
    """A set on which the first reader has one F1, the second another."""

    def __init__(self, *f1s: float) -> None:
        self._f1s = list(f1s)

    def score(self, reader: SpanReader) -> dict[str, float]:
        return {"questions": 10.0, "f1": self._f1s.pop(0)}


def make_reader(seed: int = 0) -> SpanReader:
    """As long rows as are timed and read in use."""
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=48,
        max_position_embeddings=384,
    )
    return SpanReader(BertModel(config, add_pooling_layer=False))


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("export") / "reader.onnx"
    export(make_reader(), file, sets=[], sample=[], metadata={"format": "2"})
    return file


def read(reader: torch.nn.Module) -> Logits:
    """A row, and one that is padded."""
    ids = torch.tensor([[2, 4, 8, 3, 5, 6, 9, 3], [2, 4, 3, 7, 3, 0, 0, 0]])
    mask = torch.tensor([[1] * 8, [1] * 5 + [0] * 3])
    segments = torch.tensor([[0] * 4 + [1] * 4, [0] * 3 + [1] * 2 + [0] * 3])
    reader.eval()
    with torch.inference_mode():
        logits: Logits = reader(ids, mask, segments, mask.bool())
    return logits


def test_the_graph_reads_as_its_reader_does(tmp_path: Path) -> None:
    reader = make_reader()
    write_graph(Unmasked(reader), tmp_path / "float.onnx", OUTPUTS)
    check_graph(Unmasked(reader), tmp_path / "float.onnx", OUTPUTS, vocabulary=len(WORDS), max_tokens=384)
    for wanted, found in zip(read(reader), read(OnnxReader(tmp_path / "float.onnx")), strict=True):
        assert torch.allclose(wanted, found, atol=1e-4)


def test_the_graph_of_another_reader_is_refused(tmp_path: Path) -> None:
    write_graph(Unmasked(make_reader(seed=1)), tmp_path / "float.onnx", OUTPUTS)
    with pytest.raises(ExportRefused, match="nothing was written: the graph differs from the weights by"):
        check_graph(Unmasked(make_reader()), tmp_path / "float.onnx", OUTPUTS, vocabulary=len(WORDS), max_tokens=384)


def test_the_file_in_8_bits_reads_nearly_as_the_reader_does(exported: Path) -> None:
    for wanted, found in zip(read(make_reader()), read(OnnxReader(exported)), strict=True):
        assert wanted.shape == found.shape
        assert torch.allclose(wanted, found, atol=0.02)


def test_where_an_answer_may_stand_is_for_the_caller_to_say(exported: Path) -> None:
    import onnxruntime as ort

    row = torch.tensor([[2, 4, 3, 7, 3, 0]]).numpy()
    feeds = {"input_ids": row, "attention_mask": (row > 0).astype("int64"), "token_type_ids": row * 0}
    starts, ends, answerable = ort.InferenceSession(str(exported)).run(["starts", "ends", "answerable"], feeds)
    assert (starts.shape, ends.shape, answerable.shape) == ((1, 6), (1, 6), (1,))
    assert starts.min() > -100
    assert ends.min() > -100


def test_the_weights_of_layers_have_seven_bits_the_embeddings_eight_and_the_heads_all(exported: Path) -> None:
    graph = onnx.load(exported).graph
    tensors = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    layers = [tensors[node.input[1]] for node in graph.node if node.op_type == "MatMulInteger"]
    tables = [tensors[node.input[0]] for node in graph.node if node.op_type == "Gather" and node.input[0] in tensors]
    heads = [tensor for tensor in tensors.values() if tensor.shape in {(32, 2), (32, 1), (1, 32)}]
    assert len(layers) == 12
    # Two products with a byte of an activation fit into 16 bits with a sign.
    assert all(weights.dtype == "int8" and 2 * 255 * abs(weights.astype(int)).max() < 2**15 for weights in layers)
    assert {table.shape: table.dtype.itemsize for table in tables}[len(WORDS), 32] == 1
    assert [head.dtype.name for head in heads] == ["float32", "float32"]


def test_the_file_says_what_it_is(exported: Path, tmp_path: Path) -> None:
    make_tokenizer().save(str(tmp_path / "tokenizer.json"))
    metadata = describe(Weights({}, 40, {"seed": 7}, {}), tmp_path / "tokenizer.json")
    assert Tokenizer.from_str(metadata.pop("tokenizer")).get_vocab() == WORDS
    assert metadata == {
        "format": "2",
        "step": "40",
        "seed": "7",
        "max_tokens": "384",
        "max_question_tokens": "64",
        "training_sets": "squad-train-v1.1,squad2-unanswerable-train,natural-questions-qed-train,qamr-documents-train",
        "licence": "CC-BY-SA-4.0",
    }
    model = onnx.load(exported)
    assert {entry.key: entry.value for entry in model.metadata_props} == {"format": "2"}
    assert [(one.domain, one.version) for one in model.opset_import] == [("", 17)]


def test_the_same_weights_give_the_same_bytes(exported: Path, tmp_path: Path) -> None:
    export(make_reader(), tmp_path / "again.onnx", sets=[], sample=[], metadata={"format": "2"})
    digests = {hashlib.sha256(file.read_bytes()).hexdigest() for file in (exported, tmp_path / "again.onnx")}
    assert len(digests) == 1


def test_a_refused_export_leaves_what_was_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "reader.onnx"
    file.write_bytes(b"before")
    with pytest.raises(ExportRefused, match=r"8 bits lose 0\.60 points of F1 \(70\.00 to 69\.40\), more than 0\.5"):
        export(make_reader(), file, sets=[ScriptedScores(70.0, 69.4)], sample=[], metadata={"format": "2"})
    assert file.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["reader.onnx"]
    # What it was refused for is shown all the same.
    assert "69.40" in capsys.readouterr().out


def test_half_a_point_may_be_lost_and_not_more_megabytes_be_had() -> None:
    before, after = (Figures({"questions": 1.0, "f1": f1}, 25_000_000, 1.0, 1.0) for f1 in (70.0, 69.5))
    check_figures(before, after)
    with pytest.raises(ExportRefused, match=r"25\.2 MB, more than 25"):
        check_figures(before, Figures(after.measures, 25_200_000, 1.0, 1.0))


def test_f1_of_all_counts_each_question_alike() -> None:
    figures = Figures({"questions": 30.0, "f1": 60.0, "window_questions": 10.0, "window_f1": 80.0}, 1, 1.0, 1.0)
    assert figures.f1 == 65.0
    assert Figures({}, 1, 1.0, 1.0).f1 is None


def test_a_file_is_measured_on_selection_examples(exported: Path) -> None:
    paragraphs = [make_paragraph(), make_paragraph(source=ADVERSARIAL)]
    sets = [SelectionSet(Pool(paragraphs, make_tokenizer()), seed=seed) for seed in (0, 1)]
    figures = measure_file(exported, sets)
    assert figures.measures["questions"] == 4.0
    assert figures.size_bytes == exported.stat().st_size
    assert figures.one_row_ms > 0


def test_what_was_not_measured_is_shown_as_such() -> None:
    before, after = Figures({"f1": 60.0}, 90_400_000, 136.0, 268.0), Figures({"f1": 59.9}, 23_600_000, 43.0, 69.0)
    lines = [line.split() for line in render_comparison(before, after).splitlines()]
    assert lines[0] == ["fp32", "int8"]
    assert ["F1,", "whole", "paragraphs", "60.00", "59.90"] in lines
    assert ["AUROC", "of", "answerability,", "windows", "-", "-"] in lines
    assert ["size", "(MB)", "90.40", "23.60"] in lines
