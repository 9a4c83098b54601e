from collections.abc import Callable
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from corpus.errors import DataFolderError
from retrieval.embedding.embeddings import BATCH_CHARS, BATCH_TEXTS, DEFAULT_MODEL, UnitEmbeddings, open_embeddings
from retrieval.embedding.encoders import OnnxEncoder, SentenceTransformerEncoder, Vectors
from retrieval.errors import ModelUnavailable
from tests.fakes import WordHashEncoder, fake_embeddings
from tests.tiny_models import make_static_model, make_tiny_model

MAIN_FILE, CARD_FILE = "model.onnx", "export.json"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_model(tmp_path_factory.mktemp("tiny"), prompts=True)


@pytest.fixture(scope="module")
def exports(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    exports = tmp_path_factory.mktemp("exports")
    open_embeddings(str(tiny), exports)
    return exports


class Told(list[str]):
    def __call__(self, sentence: str) -> None:
        self.append(sentence)


def export_of(exports: Path) -> Path:
    (folder,) = (path for path in exports.iterdir() if path.is_dir())
    return folder


def test_an_export_gives_the_vectors_of_its_model(tiny: Path, exports: Path) -> None:
    texts = ["Ships left the port.", "Who said what?", "bomb", "the grain was late " * 30]
    exported = open_embeddings(str(tiny), exports)
    original = SentenceTransformerEncoder("tiny", str(tiny))
    assert isinstance(exported._encoder, OnnxEncoder)
    assert np.allclose(exported._encoder.encode(texts), original.encode(texts), atol=1e-4)


def test_vectors_have_length_one(tiny: Path, exports: Path) -> None:
    vectors = open_embeddings(str(tiny), exports).encode_documents(["Ships left.", "", "? ? ?"])
    assert vectors.shape == (3, 32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_queries_and_documents_get_the_prompts_of_the_model(tiny: Path, exports: Path) -> None:
    embeddings = open_embeddings(str(tiny), exports)
    plain = embeddings._encoder.encode(["query: who spoke", "passage: who spoke"])
    assert np.allclose(embeddings.encode_query("who spoke"), plain[0], atol=1e-5)
    assert np.allclose(embeddings.encode_documents(["who spoke"])[0], plain[1], atol=1e-5)


def test_a_model_is_exported_once(tiny: Path, tmp_path: Path) -> None:
    told = Told()
    first = open_embeddings(str(tiny), tmp_path, announce=told)
    second = open_embeddings(str(tiny), tmp_path, announce=told)
    assert told == [f"Preparing the embedding model {tiny} for quick starts (once, some seconds)."]
    assert first.sha256 == second.sha256 is not None
    assert first.fingerprint == second.fingerprint


def damage_nothing_but_delete(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def keep_the_size_and_break_the_graph(folder: Path) -> None:
    file = folder / MAIN_FILE
    file.write_bytes(b"\0" * file.stat().st_size)


@pytest.mark.parametrize(
    "damage",
    [
        damage_nothing_but_delete,
        keep_the_size_and_break_the_graph,
        lambda folder: (folder / MAIN_FILE).write_bytes(b""),
        lambda folder: (folder / MAIN_FILE).unlink(),
        lambda folder: (folder / CARD_FILE).unlink(),
        lambda folder: (folder / CARD_FILE).write_text("{}"),
        lambda folder: (folder / "tokenizer.json").write_text("{"),
    ],
)
def test_a_damaged_export_is_made_again(tiny: Path, tmp_path: Path, damage: Callable[[Path], object]) -> None:
    before = open_embeddings(str(tiny), tmp_path).encode_query("who spoke")
    damage(export_of(tmp_path))
    told = Told()
    after = open_embeddings(str(tiny), tmp_path, announce=told).encode_query("who spoke")
    assert len(told) == 1
    assert np.array_equal(before, after)


def test_another_model_under_the_same_path_is_another_fingerprint(tmp_path: Path) -> None:
    path = make_tiny_model(tmp_path)
    before = open_embeddings(str(path), tmp_path / "exports").fingerprint
    weights = path / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    assert open_embeddings(str(path), tmp_path / "exports").fingerprint != before


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (make_static_model, "its export failed"),
        (lambda folder: make_tiny_model(folder, pads_left=True), "its export differs from it by"),
    ],
)
def test_a_model_that_cannot_be_exported_runs_in_sentence_transformers(
    tmp_path: Path, make: Callable[[Path], Path], reason: str
) -> None:
    path, told = make(tmp_path), Told()
    first = open_embeddings(str(path), tmp_path / "exports", announce=told)
    assert len(told) == 2
    assert told[1].startswith(
        f"The embedding model {path} runs in sentence-transformers, which starts slowly ({reason}"
    )
    assert first.sha256 is None
    assert np.allclose(np.linalg.norm(first.encode_documents(["ships left", "grain"]), axis=1), 1, atol=1e-5)
    open_embeddings(str(path), tmp_path / "exports", announce=told)
    assert told[2:] == told[1:2]  # It is not tried again, and said again.


@pytest.mark.parametrize("model", ["/no/such/folder", "no-such-model-anywhere", ""])
def test_a_model_that_is_not_there_is_one_clear_sentence(tmp_path: Path, model: str) -> None:
    with pytest.raises(ModelUnavailable) as raised:
        open_embeddings(model, tmp_path)
    message = str(raised.value)
    assert message.startswith(f"the embedding model {model!r} cannot be loaded (")
    assert message.endswith(
        "set FOOTNOTE_EMBEDDING_MODEL to a sentence-transformers model on this machine, or unset it"
    )
    assert "\n" not in message
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == []


def test_exports_that_cannot_be_written_are_one_clear_sentence(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataFolderError, match=r"cannot be used .*; make it writable"):
        open_embeddings(str(tiny), tmp_path / "file" / "models")


def test_what_a_killed_export_left_is_swept(tiny: Path, tmp_path: Path) -> None:
    open_embeddings(str(tiny), tmp_path)
    folder = export_of(tmp_path)
    left = tmp_path / f".{folder.name}-abcd1234"
    left.mkdir()
    (folder / CARD_FILE).unlink()
    open_embeddings(str(tiny), tmp_path)
    assert not left.exists()


def test_several_threads_may_encode_at_once(tiny: Path, exports: Path) -> None:
    embeddings = open_embeddings(str(tiny), exports)
    texts = ["who spoke", "ships left the port", "grain", "a bomb and the allies and russia"]
    alone = [embeddings.encode_query(text) for text in texts]
    wrong: list[str] = []

    def encode(text: str, expected: Vectors) -> None:
        found = [embeddings.encode_query(text) for _ in range(40)]
        wrong.extend(text for vector in found if not np.allclose(vector, expected, atol=1e-6))

    threads = [Thread(target=encode, args=pair) for pair in zip(texts, alone, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


class Batches(WordHashEncoder):
    def __init__(self) -> None:
        super().__init__()
        self.batches: list[list[str]] = []

    def encode(self, texts: "list[str]") -> Vectors:  # type: ignore[override]
        self.batches.append(texts)
        return super().encode(texts)


def test_batches_are_bounded_in_texts_and_characters_and_keep_the_order() -> None:
    encoder = Batches()
    embeddings = fake_embeddings(encoder=encoder)
    texts = [f"w{k} " * (1 + 97 * k % 300) for k in range(200)] + ["x" * 9000]
    vectors = embeddings.encode_documents(texts)
    assert np.allclose(vectors, WordHashEncoder().encode(texts))
    assert max(map(len, encoder.batches)) <= BATCH_TEXTS
    assert all(len(batch) == 1 or len(batch) * max(map(len, batch)) <= BATCH_CHARS for batch in encoder.batches)


def test_no_text_gives_no_vector() -> None:
    assert fake_embeddings().encode_documents([]).shape == (0, 64)


@pytest.fixture(scope="session")
def minilm(tmp_path_factory: pytest.TempPathFactory) -> UnitEmbeddings:
    return open_embeddings(DEFAULT_MODEL, tmp_path_factory.mktemp("minilm"))


def test_the_default_model_needs_no_network_and_knows_what_is_alike(minilm: UnitEmbeddings) -> None:
    ships, grain, bomb = minilm.encode_documents(
        ["Vessels carrying wheat set sail.", "Grain ships left the harbour.", "He denied building a dirty bomb."]
    )
    assert minilm.dimensions == 384
    assert ships @ grain > 0.5 > ships @ bomb + 0.2


def test_the_exported_default_model_agrees_with_sentence_transformers(minilm: UnitEmbeddings) -> None:
    from retrieval.embedding.embeddings import locate_model

    texts = ["Who did Gerasimov speak to?", "Türkiye’s “grain” deal — what now?", "word " * 400, ""]
    original = SentenceTransformerEncoder(DEFAULT_MODEL, locate_model(DEFAULT_MODEL))
    assert np.abs(minilm._encoder.encode(texts) - original.encode(texts)).max() < 1e-5


def test_a_folder_without_a_model_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "x.json").mkdir()
    with pytest.raises(ModelUnavailable, match="the folder holds no model"):
        open_embeddings(str(tmp_path), tmp_path / "exports")
