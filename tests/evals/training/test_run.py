import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from evals.training.batches import Place
from evals.training.checkpoints import Checkpoint, load_weights, save_checkpoint
from evals.training.errors import RunBusy, RunFinished
from evals.training.run import BEST, BRANCH, FINAL, LATEST, LOG, Options, Run, find_checkpoint, open_run
from evals.training.schedule import Schedule
from evals.training.trainer import Trainer

CHECKPOINT = Checkpoint(4, Place(), {}, {}, {}, torch.get_rng_state(), {}, None, {"f1": 50.0})


def make_run(folder: Path) -> Run:
    trainer = Trainer(torch.nn.Linear(2, 1), Schedule(1e-2, 2), lambda model, batch: (batch, {}))
    return Run(folder, trainer, Options(seed=3, peak=1e-2, warmup_steps=2))


def found_step(folder: Path) -> int:
    found = find_checkpoint(folder, is_finishing=True)
    assert found is not None
    return found.step


def test_a_run_begins_at_its_own_checkpoint_and_a_branch_at_its_runs(tmp_path: Path) -> None:
    assert find_checkpoint(tmp_path, is_finishing=False) is None
    save_checkpoint(CHECKPOINT, tmp_path / LATEST)
    (tmp_path / BRANCH).mkdir()
    assert found_step(tmp_path) == 4
    save_checkpoint(replace(CHECKPOINT, step=5), tmp_path / BRANCH / LATEST)
    assert found_step(tmp_path) == 5


def test_a_finished_branch_is_not_finished_again(tmp_path: Path) -> None:
    (tmp_path / BRANCH).mkdir()
    (tmp_path / BRANCH / FINAL).touch()
    with pytest.raises(RunFinished, match="is there already; move its folder away"):
        find_checkpoint(tmp_path, is_finishing=True)


def test_two_processes_do_not_train_in_one_folder(tmp_path: Path) -> None:
    with open_run(tmp_path), pytest.raises(RunBusy, match="another process trains in"), open_run(tmp_path):
        pass


def test_only_better_weights_replace_the_best_ones(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    for f1 in (40.0, 60.0, 50.0):
        run.keep_better({"f1": f1})
    assert load_weights(tmp_path / BEST).selection == {"f1": 60.0}
    # Also those of a run that goes on later.
    make_run(tmp_path).keep_better({"f1": 55.0})
    assert load_weights(tmp_path / BEST).selection == {"f1": 60.0}


def test_the_log_says_where_the_run_stands(tmp_path: Path) -> None:
    run = make_run(tmp_path)
    run.place = Place(epoch=2)
    run.note({"event": "started"})
    assert json.loads((tmp_path / LOG).read_text()) == {"step": 0, "examples": 0, "epoch": 2, "event": "started"}


def test_a_checkpoint_keeps_the_options_of_the_run(tmp_path: Path) -> None:
    make_run(tmp_path).save()
    found = find_checkpoint(tmp_path, is_finishing=False)
    assert found is not None
    assert found.options == {"seed": 3, "peak": 1e-2, "warmup_steps": 2}
