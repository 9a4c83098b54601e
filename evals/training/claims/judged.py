"""The training files of claims that people judged, in one form, and with labels that say no more than is known."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.benchmarks.claim_file import Claim, Label, read_claims
from evals.benchmarks.claims import split_text
from evals.errors import DatasetInvalid
from evals.metrics.overlap import normalise
from evals.training.claims.verdicts import CONTRADICTED, NOT_SUPPORTED, SUPPORTED, UNSUPPORTED, Target
from evals.training.held_out import Part, part_of
from retrieval.checker.claim_text import write_claim, write_quotes, write_sentence

FEVER, FOOL_ME_TWICE, BEGIN, SUMMEDITS = "fever", "fool-me-twice", "begin-dialogue", "summedits-other"
RTE, COVIDFACT = "rte", "covidfact"
SETS = (FEVER, FOOL_ME_TWICE, BEGIN, SUMMEDITS)
"""Those whose licence is stated; `RTE` and `COVIDFACT` can be asked for beside them."""
REPORTING = ("fever-symmetric", "qags-cnndm", "rte", "wice")
"""No source that shares a sentence with one of these is trained on."""

TARGETS: dict[tuple[str, Label], Target | None] = {
    # Fever's "contradicted" includes claims that are merely not entailed.
    (FEVER, Label.CONTRADICTED): NOT_SUPPORTED,
    (FOOL_ME_TWICE, Label.CONTRADICTED): CONTRADICTED,
    # 43 of 6,474, and several repeat their source word for word.
    (BEGIN, Label.CONTRADICTED): None,
    (BEGIN, Label.UNSUPPORTED): UNSUPPORTED,
    # Edits that make a summary wrong, in either way.
    (SUMMEDITS, Label.UNSUPPORTED): NOT_SUPPORTED,
    # GLUE's "not entailment" holds both.
    (RTE, Label.UNSUPPORTED): NOT_SUPPORTED,
    (COVIDFACT, Label.CONTRADICTED): NOT_SUPPORTED,
}
MIN_SHARED_WORDS = 6
"""A sentence of fewer tells no source from another."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim, the sentences of its source, and the verdicts that its label allows; as the checker reads them."""

    name: str
    claim: str
    sentences: tuple[str, ...]
    target: Target


def read_judged(folder: Path, part: Part, *, seed: int, sets: Sequence[str] = SETS) -> tuple[Judged, ...]:
    """Read the claims of one part of the training files; sources with a sentence in common are in the same part.

    Args:
        folder: with the files, `train-….jsonl.gz`, and `dev-….jsonl.gz` of `REPORTING`, read for their sources only.
        part: of the sources.
        seed: of the parts.
        sets: names of the files.

    Raises:
        DatasetInvalid: when a file is missing or not in the format, or no claim is left.
    """
    reported = {
        key for name in REPORTING for one in read_claims(folder / f"dev-{name}.jsonl.gz") for key in _keys(one.source)
    }
    read = {name: read_claims(folder / f"train-{name}.jsonl.gz") for name in sets}
    groups = group_sources({one.source for claims in read.values() for one in claims})
    barred = {groups[source] for source in groups if reported & set(_keys(source))}
    kept = {source for source, group in groups.items() if group not in barred and part_of(group, seed=seed) is part}
    judged = tuple(
        one
        for name, claims in read.items()
        for one in _write(name, [claim for claim in claims if claim.source in kept])
    )
    if not judged:
        raise DatasetInvalid(str(folder), f"has no claim for {part.value}", "give a folder with more sources")
    return judged


def group_sources(sources: Iterable[str]) -> dict[str, str]:
    """Return a name for each source, the same for two that share a sentence, directly or through others."""
    leader: dict[str, str] = {}

    def lead(one: str) -> str:
        while leader.setdefault(one, one) != one:
            one = leader[one]
        return one

    ordered = sorted(set(sources))
    for source in ordered:
        for key in _keys(source):
            first, second = sorted((lead(source), lead("=" + key)))
            leader[second] = first
    return {source: lead(source) for source in ordered}


def write_sentences(source: str) -> tuple[str, ...]:
    """Return the sentences of a source as the checker reads them."""
    return tuple(write_sentence(sentence) for sentence in split_text(write_quotes(source)))


def _write(name: str, claims: Sequence[Claim]) -> Iterator[Judged]:
    if name == SUMMEDITS:
        claims = [one for source, own in _by_source(claims) for one in part_summaries(source, own)]
    sentences: dict[str, tuple[str, ...]] = {}
    for claim, label in dict.fromkeys((one, one.label) for one in claims):
        target = SUPPORTED if label is Label.SUPPORTED else TARGETS[name, label]
        if target:
            source = sentences.setdefault(claim.source, write_sentences(claim.source))
            yield Judged(name, write_claim(claim.claim), source, target)


def part_summaries(source: str, claims: Sequence[Claim]) -> Iterator[Claim]:
    """Yield the single sentences of the summaries of one source that are known to be right or wrong.

    Right are those of a supported summary. Wrong is what an unsupported one has that no supported one has, if it is one
    sentence; where there are more, any of them may be right.
    """
    right = dict.fromkeys(part for one in claims if one.label is Label.SUPPORTED for part in split_text(one.claim))
    yield from (Claim(source=source, claim=part, label=Label.SUPPORTED) for part in right)
    for one in claims:
        if one.label is not Label.SUPPORTED:
            own = [part for part in split_text(one.claim) if part not in right]
            if len(own) == 1:
                yield Claim(source=source, claim=own[0], label=one.label)


def _by_source(claims: Iterable[Claim]) -> Iterator[tuple[str, list[Claim]]]:
    grouped: defaultdict[str, list[Claim]] = defaultdict(list)
    for one in claims:
        grouped[one.source].append(one)
    yield from grouped.items()


def _keys(source: str) -> list[str]:
    """The sentences by which a source is known in another set, whatever their spaces and punctuation."""
    words = [normalise(sentence).split() for sentence in write_sentences(source)]
    return ["".join(own) for own in words if len(own) >= MIN_SHARED_WORDS] or ["".join("".join(own) for own in words)]
