import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from evals.training.checkpoints import load_checkpoint, load_weights
from evals.training.errors import BaseInvalid, ModelDiffers, RunFinished
from evals.training.loop import Clock
from evals.training.reader.train import Folders, ReaderOptions, open_writer, train
from evals.training.run import BRANCH, FINAL, LATEST, LOG
from tests.evals.training.fakes import make_base
from tests.evals.training.reader.fakes import write_data

OPTIONS = ReaderOptions(seed=3, peak=1e-2, warmup_steps=2, layers=1)


class Steps(Clock):
    """Lets so many steps be made."""

    def __init__(self, steps: int) -> None:
        self._left = steps

    @property
    def is_over(self) -> bool:
        self._left -= 1
        return self._left <= 0

    def is_due(self) -> bool:
        return False


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """The data and the base; each test has a run of its own."""
    folder = tmp_path_factory.mktemp("training")
    return Folders(write_data(folder / "data"), make_base(folder / "base", "mpnet", layers=2), folder)


def at(shared: Folders, folder: Path) -> Folders:
    return replace(shared, run=folder)


def read_log(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / LOG).read_text().splitlines()]


def test_a_run_that_was_ended_goes_on_as_if_it_had_not_been(shared: Folders, tmp_path: Path) -> None:
    through, stopped = at(shared, tmp_path / "through"), at(shared, tmp_path / "stopped")
    train(through, OPTIONS, Steps(4))
    train(stopped, OPTIONS, Steps(1))
    # Options of a run that has begun are its own.
    train(stopped, ReaderOptions(seed=9, peak=0.5, layers=2), Steps(3))
    one, other = (load_checkpoint(folders.run / LATEST) for folders in (through, stopped))
    assert (one.step, one.place, one.options) == (other.step, other.place, other.options)
    assert one.step == 4
    for name, weight in one.weights.items():
        assert torch.equal(weight, other.weights[name]), name
        assert torch.equal(one.average[name], other.average[name]), name


def test_a_run_is_finished_in_a_branch_and_can_go_on_itself(shared: Folders, tmp_path: Path) -> None:
    folders = at(shared, tmp_path)
    train(folders, OPTIONS, Steps(2))
    train(folders, OPTIONS, Steps(99), finish_steps=3)
    final = load_weights(tmp_path / BRANCH / FINAL)
    assert final.step == 5
    assert {"f1", "auroc", "sentence", "support", "inside", "other_f1"} <= set(final.selection)
    assert load_checkpoint(tmp_path / LATEST).step == 2
    train(folders, OPTIONS, Steps(1))
    assert load_checkpoint(tmp_path / LATEST).decay_from is None
    assert load_checkpoint(tmp_path / LATEST).step == 3
    with pytest.raises(RunFinished):
        train(folders, OPTIONS, Steps(1), finish_steps=3)


def test_a_branch_that_was_ended_goes_on_too(shared: Folders, tmp_path: Path) -> None:
    finals = []
    for name, pieces in (("through", (9,)), ("stopped", (1, 1, 9))):
        folders = at(shared, tmp_path / name)
        train(folders, OPTIONS, Steps(1))
        for steps in pieces:
            train(folders, OPTIONS, Steps(steps), finish_steps=3)
        finals.append(load_weights(tmp_path / name / BRANCH / FINAL))
    assert finals[0].selection == finals[1].selection
    assert all(torch.equal(weight, finals[1].weights[name]) for name, weight in finals[0].weights.items())


def test_the_log_tells_what_happened(shared: Folders, tmp_path: Path) -> None:
    folders = at(shared, tmp_path)
    train(folders, OPTIONS, Steps(1))
    train(folders, OPTIONS, Steps(1), finish_steps=2)
    assert [(line["step"], line["event"]) for line in read_log(tmp_path)] == [(0, "started"), (1, "ended")]
    assert [(line["step"], line["event"]) for line in read_log(tmp_path / BRANCH)] == [(1, "resumed"), (2, "ended")]


def test_a_run_does_not_go_on_from_another_base(shared: Folders, tmp_path: Path) -> None:
    train(at(shared, tmp_path / "run"), OPTIONS, Steps(1))
    other = make_base(tmp_path / "other", "mpnet", wide=32)
    with pytest.raises(ModelDiffers, match="the weights are of another model; start from the one"):
        train(Folders(shared.data, other, tmp_path / "run"), OPTIONS, Steps(1))


def test_a_base_without_a_tokenizer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BaseInvalid, match=r"has no tokenizer\.json"):
        open_writer(tmp_path)
