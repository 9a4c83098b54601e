"""Questions with an answer, written as statements: claims in people's own words."""

import re

_SUBJECT = re.compile(
    r"(?i)^(?:who|what)(?: else)? (?!(?:do|did|does|'s|have|had|would|will|can|could|should|kind|type)\b)"
    r"(?P<rest>\w+ .+)$"
)
# "What is he known for" is about "he", not about what.
_INVERTED = re.compile(
    r"(?i)^(?:is|was|are|were|has) (?:(?:he|she|it|they|there)\b"
    r"|.*\b(?:called|known|named|considered|made|used|based|located|in|of|for|on|at|to|by|with|from|as|about|like)$)"
)
_VERB = re.compile(
    r"(?i)^(?:is|was|are|were|has|wrote|led|won|made|took|became|began|built|said|gave|held|found|ran|left|met|sang|saw|fought"
    r"|caused|owns|plays|\w+ed|\w{2,}s)\b"
)


def state(question: str, answer: str) -> str | None:
    """Return a question that asks for its subject as a statement with an answer; None of any other question.

    >>> state("Who wrote the first letter?", "Ann Lee")
    'Ann Lee wrote the first letter'
    >>> state("Where did Ann go?", "Oslo") is None
    True
    """
    asked = _SUBJECT.match(question.strip().rstrip("?.! "))
    if not asked or not _VERB.match(asked["rest"]) or _INVERTED.match(asked["rest"]):
        return None
    return f"{answer.rstrip('., ')} {asked['rest']}"
