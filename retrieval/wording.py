"""What an abstention says to a person, in plain text."""

from collections.abc import Sequence

from retrieval.schema import Abstention, Reason


def say_abstention(abstention: Abstention) -> str:
    """Return one or two sentences that tell why there is no answer."""
    one = abstention.hits.article_count == 1
    if abstention.reason is Reason.NAME_NOT_MENTIONED:
        names = _join_names(abstention.missing)
        return f"The article does not mention {names}." if one else f"None of the articles mentions {names}."
    where = "the article" if one else "the articles"
    return {
        Reason.OFF_TOPIC: f"That does not seem to be what {where} {'is' if one else 'are'} about.",
        Reason.NOT_STATED: f"{where.capitalize()} {'does' if one else 'do'} not say.",
        Reason.UNVERIFIED: f"No answer to that could be verified against {where}.",
    }[abstention.reason]


def say_unclear(pronoun: str, between: Sequence[str]) -> str:
    """Return one sentence that tells why a follow-up question was taken as typed."""
    asks = "what" if pronoun in {"it", "its", "there"} else "who"
    return f"It is not clear {asks} “{pronoun}” stands for, {' or '.join(between)}; the question was taken as typed."


def _join_names(names: Sequence[str]) -> str:
    """Join names with commas and "or"; what was typed without a capital may be no name, and stands in quotation marks.

    >>> _join_names(["Reuters", "the UN", "zelensky"])
    'Reuters, the UN or “zelensky”'
    """
    shown = [name if any(map(str.isupper, name)) else f"“{name}”" for name in names]
    if len(shown) < 2:
        return "".join(shown) or "that"
    return f"{', '.join(shown[:-1])} or {shown[-1]}"
