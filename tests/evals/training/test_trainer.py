from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import pytest
import torch

from evals.training.batches import Batch, Place, collate, iterate_batches
from evals.training.checkpoints import (
    Checkpoint,
    Weights,
    load_checkpoint,
    load_weights,
    restore,
    save_checkpoint,
    save_weights,
)
from evals.training.errors import CheckpointInvalid, RunBusy, RunFinished
from evals.training.model import has_embeddings, lose, trained_weights, unfreeze_embeddings
from evals.training.pool import Pool
from evals.training.run import BRANCH, FINAL, LATEST, find_checkpoint, open_run
from evals.training.schedule import Schedule
from evals.training.trainer import Trainer
from tests.evals.training.fakes import make_paragraph, make_reader, make_tokenizer

SCHEDULE = Schedule(1e-2, 2)


@pytest.fixture(scope="module")
def pool() -> Pool:
    return Pool([make_paragraph(title=str(n)) for n in range(60)], make_tokenizer())


def batches(pool: Pool, place: Place) -> Iterator[tuple[Batch, Place]]:
    return iterate_batches(pool, place, partial(collate, pad_id=0), seed=0)


def train(trainer: Trainer[Batch], pool: Pool, place: Place, steps: int) -> Place:
    for batch, following in islice(batches(pool, place), steps):
        trainer.train_on(batch)
        place = following
    return place


def test_training_continues_from_a_file_as_if_it_had_not_stopped(pool: Pool, tmp_path: Path) -> None:
    through = Trainer(make_reader(0.1), SCHEDULE, lose)
    train(through, pool, Place(), 6)
    stopped = Trainer(make_reader(0.1), SCHEDULE, lose)
    place = train(stopped, pool, Place(), 3)
    save_checkpoint(stopped.state(place, {"seed": 0}, {}), tmp_path / LATEST)
    resumed = Trainer(make_reader(0.1), SCHEDULE, lose)
    checkpoint = load_checkpoint(tmp_path / LATEST)
    resumed.restore(checkpoint)
    train(resumed, pool, checkpoint.place, 3)
    assert resumed.step == 6
    for name, weight in through.weights.items():
        assert torch.equal(weight, resumed.weights[name]), name
        assert torch.equal(through.average[name], resumed.average[name]), name


def test_the_loss_falls(pool: Pool) -> None:
    trainer = Trainer(make_reader(), SCHEDULE, lose)
    losses = [trainer.train_on(batch)["span_loss"] for batch, _ in islice(batches(pool, Place()), 30)]
    assert sum(losses[-5:]) < 0.7 * sum(losses[:5])


def test_the_embeddings_are_not_trained(pool: Pool) -> None:
    reader = make_reader()
    before = {name: weight.clone() for name, weight in reader.encoder.embeddings.named_parameters()}
    train(Trainer(reader, SCHEDULE, lose), pool, Place(), 2)
    assert all(torch.equal(weight, before[name]) for name, weight in reader.encoder.embeddings.named_parameters())
    assert not any("embeddings" in name for name in trained_weights(reader))


def test_embeddings_are_trained_from_where_they_are_unfrozen(pool: Pool, tmp_path: Path) -> None:
    frozen = Trainer(make_reader(), SCHEDULE, lose)
    place = train(frozen, pool, Place(), 3)
    save_checkpoint(frozen.state(place, {"seed": 0}, {}), tmp_path / LATEST)
    reader = make_reader()
    unfreeze_embeddings(reader)
    before = {name: weight.detach().clone() for name, weight in reader.encoder.embeddings.named_parameters()}
    trainer = Trainer(reader, SCHEDULE, lose)
    trainer.restore(load_checkpoint(tmp_path / LATEST))
    assert has_embeddings(trainer.weights)
    assert all(torch.equal(trainer.weights[name], weight) for name, weight in frozen.weights.items())
    place = train(trainer, pool, place, 2)
    after = dict(reader.encoder.embeddings.named_parameters())
    assert not torch.equal(after["word_embeddings.weight"], before["word_embeddings.weight"])
    # And it goes on from a checkpoint of its own.
    save_checkpoint(trainer.state(place, {"seed": 0}, {}), tmp_path / LATEST)
    again = make_reader()
    unfreeze_embeddings(again)
    resumed = Trainer(again, SCHEDULE, lose)
    resumed.restore(load_checkpoint(tmp_path / LATEST))
    train(trainer, pool, place, 2)
    train(resumed, pool, place, 2)
    assert all(torch.equal(resumed.weights[name], weight) for name, weight in trainer.weights.items())


def test_a_checkpoint_that_lacks_more_than_embeddings_is_of_another_model(pool: Pool) -> None:
    trainer = Trainer(make_reader(), SCHEDULE, lose)
    place = train(trainer, pool, Place(), 1)
    state = trainer.state(place, {"seed": 0}, {})
    some = {name: weight for name, weight in state.weights.items() if "answerability" not in name}
    with pytest.raises(ValueError, match="of another model"):
        Trainer(make_reader(), SCHEDULE, lose).restore(replace(state, weights=some))


def test_weights_with_embeddings_are_given_to_a_reader_that_does_not_train_them(tmp_path: Path) -> None:
    free = make_reader()
    unfreeze_embeddings(free)
    trained = {name: weight + 1 for name, weight in trained_weights(free).items()}
    save_weights(Weights(trained, 7, {}, {}), tmp_path / "best.pt")
    reader = make_reader()
    restore(reader, tmp_path / "best.pt")
    own = dict(reader.named_parameters())
    assert all(torch.equal(own[name], weight) for name, weight in trained.items())
    assert not has_embeddings(trained_weights(reader))


def test_the_rate_falls_from_where_the_decay_is_started() -> None:
    trainer = Trainer(make_reader(), SCHEDULE, lose)
    trainer.step = 10
    trainer.start_decay(4)
    assert [trainer.schedule.rate_at(step) for step in (9, 10, 12, 14)] == [1e-2, 1e-2, 5e-3, 0.0]
    assert trainer.schedule.is_over(14)
    assert not trainer.schedule.is_over(13)


def test_the_weights_of_a_checkpoint_are_the_averaged_ones(tmp_path: Path) -> None:
    save_checkpoint(some_checkpoint(), tmp_path / LATEST)
    weights = load_weights(tmp_path / LATEST)
    assert torch.equal(weights.weights["w"], torch.tensor([2.0]))
    assert weights.selection == {"f1": 50.0}


def test_weights_are_given_to_their_model_and_to_no_other(tmp_path: Path) -> None:
    trained = {name: weight + 1 for name, weight in trained_weights(make_reader()).items()}
    save_weights(Weights(trained, 7, {}, {}), tmp_path / "best.pt")
    reader = make_reader()
    assert restore(reader, tmp_path / "best.pt").step == 7
    assert all(torch.equal(weight, trained[name]) for name, weight in trained_weights(reader).items())
    with pytest.raises(CheckpointInvalid, match=r"best\.pt' is of another model"):
        restore(torch.nn.Linear(2, 2), tmp_path / "best.pt")


def test_a_broken_checkpoint_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / LATEST).write_bytes(b"no checkpoint")
    with pytest.raises(CheckpointInvalid, match=r"latest\.pt"):
        load_checkpoint(tmp_path / LATEST)


def test_a_run_begins_at_its_own_checkpoint_and_a_branch_at_its_runs(tmp_path: Path) -> None:
    assert find_checkpoint(tmp_path, is_finishing=False) is None
    save_checkpoint(some_checkpoint(step=4), tmp_path / LATEST)
    (tmp_path / BRANCH).mkdir()
    assert found_step(tmp_path) == 4
    save_checkpoint(some_checkpoint(step=5), tmp_path / BRANCH / LATEST)
    assert found_step(tmp_path) == 5
    (tmp_path / BRANCH / FINAL).touch()
    with pytest.raises(RunFinished):
        find_checkpoint(tmp_path, is_finishing=True)


def test_two_processes_do_not_train_in_one_folder(tmp_path: Path) -> None:
    with open_run(tmp_path), pytest.raises(RunBusy), open_run(tmp_path):
        pass


def found_step(folder: Path) -> int:
    found = find_checkpoint(folder, is_finishing=True)
    assert found is not None
    return found.step


def some_checkpoint(step: int = 1) -> Checkpoint:
    weights, average = {"w": torch.tensor([1.0])}, {"w": torch.tensor([2.0])}
    return Checkpoint(step, Place(), weights, average, {}, torch.get_rng_state(), {}, None, {"f1": 50.0})
