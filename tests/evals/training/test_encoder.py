from pathlib import Path

import pytest
import torch

from evals.training.encoder import LockedDropout, load_encoder, set_weights, trained_weights
from evals.training.errors import BaseInvalid, ModelDiffers
from tests.evals.training.fakes import make_base


def test_dropout_leaves_out_the_same_features_of_all_tokens_of_a_row() -> None:
    torch.manual_seed(0)
    dropped = LockedDropout(0.5).train()(torch.ones(2, 3, 8))
    assert set(dropped.flatten().tolist()) == {0.0, 2.0}
    assert torch.equal(dropped[:, :1].expand(-1, 3, -1), dropped)
    assert not torch.equal(dropped[0], dropped[1])


def test_nothing_is_left_out_of_what_is_measured() -> None:
    states = torch.ones(2, 3, 8)
    assert torch.equal(LockedDropout(0.5).eval()(states), states)


@pytest.mark.parametrize("kind", ["bert", "mpnet"])
def test_an_encoder_has_the_dropout_of_training_and_none_on_attention(kind: str, tmp_path: Path) -> None:
    encoder = load_encoder(make_base(tmp_path, kind), seed=0)
    shares = [module.share for module in encoder.modules() if isinstance(module, LockedDropout)]
    assert shares == [0.05] * len(shares)
    assert len(shares) >= 3
    assert all(module.p == 0.0 for module in encoder.modules() if isinstance(module, torch.nn.Dropout))


@pytest.mark.parametrize("kind", ["bert", "mpnet"])
def test_the_first_layers_are_kept_as_they_are(kind: str, tmp_path: Path) -> None:
    base = make_base(tmp_path, kind, layers=3)
    whole, cut = (load_encoder(base, seed=0, layers=layers) for layers in (None, 2))
    assert (len(whole.encoder.layer), len(cut.encoder.layer)) == (3, 2)
    weights = dict(whole.named_parameters())
    assert all(torch.equal(weight, weights[name]) for name, weight in cut.named_parameters())


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BaseInvalid, match=r"has no config\.json; give that of a model of the BERT family"):
        load_encoder(tmp_path, seed=0)


def test_weights_of_another_shape_are_refused_and_change_nothing() -> None:
    model = torch.nn.Linear(2, 1)
    before = {name: weight.clone() for name, weight in trained_weights(model).items()}
    with pytest.raises(ModelDiffers, match="the weights are of another model; start from the one"):
        set_weights(model, {"weight": torch.ones(1, 3), "bias": torch.ones(1)})
    assert all(torch.equal(weight, before[name]) for name, weight in trained_weights(model).items())
