"""What people put before and behind a question, which says nothing of it."""

import random

BEFORE = (
    "hi, ", "hello! ", "hey footnote, ", "hey bot ", "thanks! ", "thank you. ", "ok thanks, ", "thx. ", "ok, ",
    "ok so ", "got it. ", "hm, ", "lol ", "sorry, ", "wait, ", "quick question: ", "just curious, ", "one more: ",
    "@ann ", "good morning, ", "please tell me ", "can you tell me ", "do you know ", "dear bot, ", "interesting. ",
)  # fmt: skip
BEHIND = (
    " please", " pls", " thanks", " thx", " lol", " :)", " :smile:", " haha", " asap", " - sent from my phone",
    " https://example.org/a", " tyvm", " again", " exactly", " do you know", " just curious", " 🙂", " cheers",
)  # fmt: skip


BEFORE_SHARE = 0.6


def fill(question: str, chance: random.Random) -> str:
    """Return a question with something before it, or behind it."""
    if chance.random() < BEFORE_SHARE:
        return chance.choice(BEFORE) + question
    return question.rstrip("?!. ") + chance.choice(BEHIND)
