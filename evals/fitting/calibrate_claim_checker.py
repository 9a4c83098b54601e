"""Fit the claim checker's weights and thresholds, and print them with what they achieve.

`python -m evals.fitting.calibrate_claim_checker --data FOLDER --model FILE` reads the folders `qa` and `faithfulness`.
It fits on the claims that the model's training kept for calibration, half of them judged by people and half made by
code, and chooses the thresholds on those it kept for selection. `--write` writes `retrieval/checker/claim_weights.py`.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from evals.benchmarks.claims import best_threshold
from evals.fitting.logit import fit_logit
from evals.metrics.selective import auroc
from evals.training.claims.pool import ClaimExample, Writer
from evals.training.claims.selection import SelectionSet
from evals.training.claims.synthetic import Making
from evals.training.claims.train import ClaimOptions, read_pool
from evals.training.claims.verdicts import CONTRADICTED, SUPPORTED, UNSUPPORTED
from evals.training.held_out import Part
from retrieval.checker import claim_weights as weights_module
from retrieval.checker.claim_model import ClaimModel
from retrieval.checker.claim_signs import ClaimSigns, ClaimSource, ReadClaim, read_claim
from retrieval.claims import weigh_against
from retrieval.embedding.embeddings import DEFAULT_MODEL, UnitEmbeddings, locate_model, open_embeddings
from retrieval.reader.confidence import estimate_confidence

DRAWS = 3
"""Sets of claims of each part: those made by code differ, of those judged by people some more are met."""

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim and how it was read."""

    example: ClaimExample
    read: ReadClaim

    @property
    def is_made(self) -> bool:
        """Whether it was made by code."""
        return self.example.name in set(Making)


def main() -> None:
    """Fit, print and, if asked, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the folders qa and faithfulness")
    parser.add_argument("--model", type=Path, required=True, help="the exported claim checker")
    parser.add_argument("--models", type=Path, default=Path(tempfile.gettempdir()), help="holds the embedding model")
    parser.add_argument("--write", action="store_true", help="write retrieval/checker/claim_weights.py")
    flags = parser.parse_args()
    model = ClaimModel(flags.model.read_bytes())
    embeddings = open_embeddings(DEFAULT_MODEL, flags.models, threads=1)
    calibration, selection = (
        check(list(draw(flags.data, part)), model, embeddings) for part in (Part.CALIBRATION, Part.SELECTION)
    )
    weights = fit_support(calibration)
    thresholds = choose_thresholds(selection, weights)
    module = render(weights, thresholds)
    sys.stdout.write(module)
    if flags.write:
        Path(weights_module.__file__).write_text(module, encoding="utf-8")
    sys.stdout.write("\n".join(describe(selection, weights)) + "\n")


def draw(data: Path, part: Part) -> Iterator[ClaimExample]:
    """Yield claims of a part, each judged one once."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(Path(locate_model(DEFAULT_MODEL)) / "tokenizer.json"))
    pool = read_pool(data, part, ClaimOptions(), Writer(tokenizer))
    seen: set[tuple[str, str]] = set()
    for seed in range(DRAWS):
        for example in SelectionSet(pool, seed=seed).examples:
            key = (example.claim, " ".join(example.sentences))
            if key not in seen:
                seen.add(key)
                yield example


def check(examples: Sequence[ClaimExample], model: ClaimSource, embeddings: UnitEmbeddings) -> list[Checked]:
    """Read claims beside their sources."""
    texts = list(dict.fromkeys(text for one in examples for text in (one.claim, *one.sentences)))
    vectors = dict(zip(texts, embeddings.encode_documents(texts), strict=True))
    checked: list[Checked] = []
    for one in examples:
        cosine = max(float(vectors[sentence] @ vectors[one.claim]) for sentence in one.sentences)
        checked.append(Checked(one, read_claim(one.claim, one.sentences, model, cosine=cosine)))
    return checked


def fit_support(checked: Sequence[Checked]) -> dict[str, float]:
    """Fit the weights of the signs of support: half on claims that people judged, half on those made by code."""
    made = np.array([one.is_made for one in checked])
    importance = np.where(made, 0.5 / max(made.sum(), 1), 0.5 / max((~made).sum(), 1)) * len(checked)
    features = np.array([one.read.signs for one in checked], np.float64)
    return dict(zip(ClaimSigns._fields, fit_logit(features, _supported(checked), importance).tolist(), strict=True))


def choose_thresholds(checked: Sequence[Checked], weights: dict[str, float]) -> tuple[float, float]:
    """Return the thresholds of support and of contradiction with the best balanced accuracy.

    That of contradiction is chosen on the claims that are not supported and known to be of one of the two kinds.
    """
    support = np.array([estimate_confidence(one.read.signs, weights) for one in checked])
    others = [one for one in checked if one.example.target in {CONTRADICTED, UNSUPPORTED}]
    against = np.array([weigh_against(one.read) for one in others])
    contradicted = np.array([one.example.target == CONTRADICTED for one in others])
    both = best_threshold(support, _supported(checked)), best_threshold(against, contradicted)
    return both[0] if both[0] is not None else 0.5, both[1] if both[1] is not None else 0.5


def describe(checked: Sequence[Checked], weights: dict[str, float]) -> Iterator[str]:
    """Yield lines that tell how well support is told from the rest, by each sign and by all."""
    for name, chosen in (("judged by people", False), ("made by code", True)):
        own = [one for one in checked if one.is_made is chosen]
        right = _supported(own).tolist()
        values = {sign: [getattr(one.read.signs, sign) for one in own] for sign in ClaimSigns._fields[:-1]}
        values["all"] = [estimate_confidence(one.read.signs, weights) for one in own]
        figures = ", ".join(f"{sign} {float(auroc(scores, right)):.3f}" for sign, scores in values.items())
        yield f"{name}, n = {len(own)}: AUROC of support by {figures}"


def render(weights: dict[str, float], thresholds: tuple[float, float]) -> str:
    """Return the source of the checker's weights."""
    lines = "".join(f'        "{name}": {value:.2f},\n' for name, value in weights.items())
    return _MODULE.format(weights=lines, supported=f"{thresholds[0]:.2f}", contradicted=f"{thresholds[1]:.2f}")


def _supported(checked: Sequence[Checked]) -> Bools:
    return np.array([one.example.target == SUPPORTED for one in checked])


_MODULE = '''"""What `evals/fitting/calibrate_claim_checker.py` fitted and wrote; change nothing by hand."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SUPPORT_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {{
{weights}    }}
)
"""Of the fields of `ClaimSigns`: a logistic model of the claim's being supported."""

SUPPORTED_FROM: Final = {supported}
"""The probability of support from which on a claim is called supported."""

CONTRADICTED_FROM: Final = {contradicted}
"""What is weighed against a claim that is not supported, from which on it is called contradicted."""
'''

if __name__ == "__main__":
    main()
