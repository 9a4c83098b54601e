"""Fit the claim checker's weights and threshold of support, and print them with what they achieve.

`python -m evals.fitting.calibrate_claim_checker --data FOLDER --model FILE` reads the folders `qa` and `faithfulness`.
It fits on claims of a kind that the model has not met, those of RTE, which are about news: of the kinds that it was
trained on it is so sure that the other signs would count for nothing, and of others it is not as right. A third of them
is put beside another source that is near, which says nothing of it: so are most claims that people make. What comes out
is described on the claims that training kept for selection. `--write` writes `retrieval/checker/claim_weights.py`.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from evals.benchmarks.claims import best_threshold
from evals.errors import EvalError
from evals.fitting.logit import fit_logit
from evals.metrics.selective import auroc
from evals.training.claims.judged import RTE, Judged, read_judged
from evals.training.claims.pool import ClaimExample, Writer
from evals.training.claims.selection import SelectionSet
from evals.training.claims.synthetic import Making
from evals.training.claims.train import ClaimOptions, read_pool
from evals.training.claims.verdicts import SUPPORTED, UNSUPPORTED
from evals.training.held_out import Part
from evals.training.run import SEED
from retrieval.checker import claim_weights as weights_module
from retrieval.checker.claim_model import ClaimModel
from retrieval.checker.claim_signs import ClaimSigns, ClaimSource, ReadClaim, read_claim
from retrieval.embedding.embeddings import DEFAULT_MODEL, UnitEmbeddings, locate_model, open_embeddings
from retrieval.reader.confidence import estimate_confidence

DRAWS = 2
"""Sets of claims: those made by code differ, of those judged by people some more are met."""

MISPLACED_SHARE = 0.5
"""Of the claims about their own source, so many are read beside another as well."""
NEAR = range(2, 12)
"""Ranks, by likeness to the claim, of the other sources of which one is drawn: the nearest may tell the same story."""

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim and how it was read."""

    example: ClaimExample | Judged
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
    try:
        unmet = check(misplace(read_unmet(flags.data), embeddings), model, embeddings)
        selection = check(list(draw(flags.data)), model, embeddings)
    except EvalError as err:
        sys.exit(f"error: {err}")
    weights = fit_support(unmet)
    module = render(weights, choose_threshold(unmet, weights))
    sys.stdout.write(module)
    if flags.write:
        Path(weights_module.__file__).write_text(module, encoding="utf-8")
    sys.stdout.write("\n".join(describe([*unmet, *selection], weights)) + "\n")


def read_unmet(data: Path) -> list[Judged]:
    """Return the claims of RTE's training file, whatever part they would be in."""
    parts = [read_judged(data / "faithfulness", part, seed=SEED, sets=(RTE,)) for part in Part]
    return [claim for part in parts for claim in part]


def misplace(claims: Sequence[Judged], embeddings: UnitEmbeddings) -> list[Judged]:
    """Return the claims, and some of them once more beside a source that is near and is not theirs: not supported."""
    chance = random.Random(SEED)  # noqa: S311 - a draw, no secret
    sources = list(dict.fromkeys(one.sentences for one in claims))
    vectors = embeddings.encode_documents([" ".join(source) for source in sources])
    chosen = chance.sample(list(claims), int(len(claims) * MISPLACED_SHARE))
    misplaced: list[Judged] = []
    for one, own in zip(chosen, embeddings.encode_documents([one.claim for one in chosen]), strict=True):
        order = [n for n in np.argsort(-(vectors @ own)).tolist() if sources[n] != one.sentences]
        near = [order[rank] for rank in NEAR if rank < len(order)]
        if near:
            misplaced.append(replace(one, sentences=sources[chance.choice(near)], target=UNSUPPORTED))
    return [*claims, *misplaced]


def draw(data: Path) -> Iterator[ClaimExample]:
    """Yield claims held out for selection, each judged one once."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(Path(locate_model(DEFAULT_MODEL)) / "tokenizer.json"))
    pool = read_pool(data, Part.SELECTION, ClaimOptions(), Writer(tokenizer))
    seen: set[tuple[str, str]] = set()
    for seed in range(DRAWS):
        for example in SelectionSet(pool, seed=seed).examples:
            key = (example.claim, " ".join(example.sentences))
            if key not in seen:
                seen.add(key)
                yield example


def check(examples: Sequence[ClaimExample | Judged], model: ClaimSource, embeddings: UnitEmbeddings) -> list[Checked]:
    """Read claims beside their sources."""
    texts = list(dict.fromkeys(text for one in examples for text in (one.claim, *one.sentences)))
    vectors = dict(zip(texts, embeddings.encode_documents(texts), strict=True))
    checked: list[Checked] = []
    for one in examples:
        cosine = max(float(vectors[sentence] @ vectors[one.claim]) for sentence in one.sentences)
        checked.append(Checked(one, read_claim(one.claim, one.sentences, model, cosine=cosine)))
    return checked


def fit_support(checked: Sequence[Checked]) -> dict[str, float]:
    """Fit the weights of the signs of support."""
    features = np.array([one.read.signs for one in checked], np.float64)
    weights = fit_logit(features, _supported(checked), np.ones(len(checked)))
    return dict(zip(ClaimSigns._fields, weights.tolist(), strict=True))


def choose_threshold(checked: Sequence[Checked], weights: dict[str, float]) -> float:
    """Return the probability of support with the best balanced accuracy; 0.5 where the claims are all of one kind."""
    support = np.array([estimate_confidence(one.read.signs, weights) for one in checked])
    found = best_threshold(support, _supported(checked))
    return 0.5 if found is None else found


def describe(checked: Sequence[Checked], weights: dict[str, float]) -> Iterator[str]:
    """Yield lines that tell how well support is told from the rest, by each sign and by all."""
    kinds = {"of RTE": [one for one in checked if one.example.name == RTE]}
    kinds["judged by people"] = [one for one in checked if not one.is_made and one.example.name != RTE]
    kinds["made by code"] = [one for one in checked if one.is_made]
    for name, own in kinds.items():
        right = _supported(own).tolist()
        values = {sign: [getattr(one.read.signs, sign) for one in own] for sign in ClaimSigns._fields[:-1]}
        values["all"] = [estimate_confidence(one.read.signs, weights) for one in own]
        figures = ", ".join(f"{sign} {float(auroc(scores, right)):.3f}" for sign, scores in values.items())
        yield f"{name}, n = {len(own)}: AUROC of support by {figures}"


def render(weights: dict[str, float], threshold: float) -> str:
    """Return the source of the checker's weights."""
    lines = "".join(f'        "{name}": {value:.2f},\n' for name, value in weights.items())
    return _MODULE.format(weights=lines, supported=f"{threshold:.2f}")


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
'''

if __name__ == "__main__":
    main()
