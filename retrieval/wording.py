"""What abstentions and remarks say to a person, in plain text."""

from collections.abc import Iterator, Sequence

from retrieval.schema import Abstention, Dropped, Reason


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


def say_dropped(dropped: Sequence[Dropped]) -> Iterator[str]:
    """Yield a sentence on what was left out of an answer, and one on what was replaced; nothing where all stands."""
    lost, replaced = (sum(one.replaced is kind for one in dropped) for kind in (False, True))
    if lost:
        left_out = "One sentence was left out: it" if lost == 1 else f"{lost} sentences were left out: they"
        yield f"{left_out} could not be verified against the article."
    if replaced:
        said = "One sentence says" if replaced == 1 else f"{replaced} sentences say"
        yield f"{said} it in the article's words: the chat model's could not be verified."


def _join_names(names: Sequence[str]) -> str:
    """Join names with commas and "or"; what was typed without a capital may be no name, and stands in quotation marks.

    >>> _join_names(["Reuters", "the UN", "zelensky"])
    'Reuters, the UN or “zelensky”'
    """
    shown = [name if any(map(str.isupper, name)) else f"“{name}”" for name in names]
    if len(shown) < 2:
        return "".join(shown) or "that"
    return f"{', '.join(shown[:-1])} or {shown[-1]}"
