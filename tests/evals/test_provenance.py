import json
import subprocess
from pathlib import Path

from evals.dataset import read_dataset
from evals.provenance import hash_dataset, read_commit, tell_provenance
from retrieval.record import Provenance
from retrieval.settings import Settings


def test_provenance_tells_what_made_the_replies_and_where_nothing_lies(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, chroma_url="http://localhost:9", top_k=3, _env_file=None)  # type: ignore[call-arg]
    told = tell_provenance(read_dataset("example"), Provenance("model", "7@abc"), settings, command="footnote eval run")
    assert told["settings"]["top_k"] == 3
    assert (told["embedding_model"], told["embedding_fingerprint"]) == ("model", "abc")
    assert told["dataset"]["cases"] == 7
    assert told["versions"]["onnxruntime"]
    assert str(tmp_path) not in json.dumps(told)
    assert "localhost" not in json.dumps(told)


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.test", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def test_a_commit_with_changes_is_marked(tmp_path: Path) -> None:
    assert read_commit(tmp_path) is None
    git(tmp_path, "init", "-q")
    (tmp_path / "a").write_text("1", encoding="utf-8")
    git(tmp_path, "add", "a")
    git(tmp_path, "commit", "-qm", "first")
    clean = read_commit(tmp_path)
    assert clean is not None
    assert len(clean) == 12
    (tmp_path / "a").write_text("2", encoding="utf-8")
    assert read_commit(tmp_path) == f"{clean}+"


def test_the_hash_of_a_dataset_is_that_of_its_cases_and_articles() -> None:
    dataset = read_dataset("example")
    assert hash_dataset(dataset) == hash_dataset(read_dataset("example"))
    assert len(hash_dataset(dataset)) == 16
