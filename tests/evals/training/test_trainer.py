from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
import torch

from evals.training.batches import Place
from evals.training.checkpoints import load_checkpoint, save_checkpoint
from evals.training.encoder import trained_weights
from evals.training.errors import ModelDiffers
from evals.training.reader.batch import ReaderBatch
from evals.training.reader.model import ReaderNetwork, load_network, lose
from evals.training.run import LATEST
from evals.training.schedule import Schedule
from evals.training.trainer import Trainer
from tests.evals.training.fakes import WordRows, make_base

SCHEDULE = Schedule(1e-2, 2)
ROWS = WordRows(170)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_base(tmp_path_factory.mktemp("base"))


def make_trainer(base: Path) -> tuple[Trainer[ReaderBatch], ReaderNetwork]:
    network = load_network(base, seed=0)
    return Trainer(network, SCHEDULE, lose), network


def train(trainer: Trainer[ReaderBatch], place: Place, steps: int) -> Place:
    for batch, following in islice(ROWS.batches(place), steps):
        trainer.train_on(batch)
        place = following
    return place


def test_training_continues_from_a_file_as_if_it_had_not_stopped(base: Path, tmp_path: Path) -> None:
    through, _ = make_trainer(base)
    train(through, Place(), 6)
    stopped, _ = make_trainer(base)
    place = train(stopped, Place(), 3)
    save_checkpoint(stopped.state(place, {"seed": 0}, {}), tmp_path / LATEST)
    resumed, _ = make_trainer(base)
    checkpoint = load_checkpoint(tmp_path / LATEST)
    resumed.restore(checkpoint)
    train(resumed, checkpoint.place, 3)
    assert resumed.step == 6
    for name, weight in through.weights.items():
        assert torch.equal(weight, resumed.weights[name]), name
        assert torch.equal(through.average[name], resumed.average[name]), name


def test_the_loss_falls(base: Path) -> None:
    trainer, _ = make_trainer(base)
    losses = [trainer.train_on(batch)["span_loss"] for batch, _ in islice(ROWS.batches(Place()), 30)]
    assert sum(losses[-5:]) < 0.7 * sum(losses[:5])


def test_the_embeddings_are_not_trained(base: Path) -> None:
    trainer, network = make_trainer(base)
    before = {name: weight.clone() for name, weight in network.named_parameters() if ".embeddings." in name}
    train(trainer, Place(), 2)
    after = dict(network.named_parameters())
    assert len(before) == 5
    assert all(torch.equal(after[name], weight) for name, weight in before.items())
    assert not any("embeddings" in name for name in trained_weights(network))


def test_a_checkpoint_that_lacks_weights_is_of_another_model(base: Path) -> None:
    trainer, _ = make_trainer(base)
    state = trainer.state(Place(), {"seed": 0}, {})
    some = {name: weight for name, weight in state.weights.items() if "answerability" not in name}
    with pytest.raises(ModelDiffers, match="of another model"):
        make_trainer(base)[0].restore(replace(state, weights=some))


def test_a_loss_that_is_no_number_is_refused_and_the_weights_stay(base: Path) -> None:
    network = load_network(base, seed=0)
    trainer = Trainer(network, SCHEDULE, lambda model, batch: (model.token.bias.sum() * float("nan"), {}))
    before = network.token.weight.clone()
    with pytest.raises(FloatingPointError, match="the loss of step 0 is nan; lower the learning rate"):
        train(trainer, Place(), 1)
    assert torch.equal(network.token.weight, before)


def test_the_rate_falls_from_where_the_decay_is_started(base: Path) -> None:
    trainer, _ = make_trainer(base)
    trainer.step = 10
    trainer.start_decay(4)
    assert [trainer.schedule.rate_at(step) for step in (9, 10, 12, 14)] == [1e-2, 1e-2, 5e-3, 0.0]
    assert trainer.schedule.is_over(14)
    assert not trainer.schedule.is_over(13)
