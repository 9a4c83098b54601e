"""Why a reply is judged as it is, in a sentence or two for a person."""

from evals.outcome import Outcome, Verdict


def explain(outcome: Outcome) -> str:
    """Return what is wrong with a reply, and where it went wrong; empty when it is right."""
    match outcome.verdict:
        case Verdict.RIGHT:
            return ""
        case Verdict.NOT_SCORED:
            return f"It could not be asked: {outcome.error}."
        case Verdict.UNFAITHFUL:
            return "A sentence of it is not supported by what it cites."
        case Verdict.FORBIDDEN:
            return "It says words that the question or the page tries to put into its mouth."
        case Verdict.SHOULD_ABSTAIN:
            return f"The article does not answer this; the answer was given with confidence {_say(outcome.confidence)}."
        case Verdict.SHOULD_ANSWER:
            return f"The article answers this. {_withheld(outcome)} {_rank(outcome)}".rstrip()
        case Verdict.WRONG_SENTENCE:
            return f"None of the sentences that answer is cited. {_rank(outcome)}".rstrip()
        case Verdict.INCOMPLETE:
            return "Some, not all, of the sentences that only together answer are cited."


def _withheld(outcome: Outcome) -> str:
    shown = outcome.shown
    if shown is not None and shown.reason == "name_not_mentioned":
        return f"It was declined because of {', '.join(shown.missing)}."
    if shown is None or not shown.withheld:
        return "There was no answer to hold back."
    kind = "a right" if outcome.would_be_right else "a wrong"
    return f"{kind.capitalize()} answer was held back, with confidence {_say(outcome.confidence)}."


def _rank(outcome: Outcome) -> str:
    reciprocal = outcome.scores.get("mrr")
    if reciprocal is None:
        return ""
    return (
        f"The right passage was found at rank {round(1 / reciprocal)}." if reciprocal else "No right passage was found."
    )


def _say(confidence: float | None) -> str:
    return "unknown" if confidence is None else f"{confidence:.2f}"
