"""What people write around a question in a chat: greetings, mentions, emoji, links, signatures. It asks nothing."""

import re

_GREETING = r"(?:hi|hey|hello|hiya|yo|dear|good (?:morning|afternoon|evening)|greetings)"
_THANKS = r"(?:thanks|thank you|thx|ty)"
_AGREED = r"(?:ok(?:ay)?|alright|got it|great|nice|cool|perfect|cheers|interesting)"
_QUESTION_WORDS = "who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|has|have|can"
_ADDRESSED = rf"(?: (?!(?:{_QUESTION_WORDS})\b)[\w'’-]+){{0,2}}"
_LEADS = (
    # "Hey Footnote, …", "Thanks Anna! …": a mark ends what is said to somebody.
    re.compile(rf"(?:{_GREETING}|{_THANKS})\b{_ADDRESSED}\s*[,;:!.–—-]+\s+", re.IGNORECASE),
    re.compile(rf"{_AGREED}\s*[,;:!.–—-]+\s+", re.IGNORECASE),
    re.compile(rf"{_GREETING}\s+(?=\w)", re.IGNORECASE),
    re.compile(r"@[\w.-]+[,:]?\s+"),
)
_ANYWHERE = re.compile(
    r"<a?:\w+:\d+>|(?<!\w):[A-Za-z_][A-Za-z0-9_~-]*:(?!\w)|https?://\S+|<@[!&]?\d+>|<#\d+>|(?<!\w)[:;]-?[)(DPpo](?!\w)"
)
_TAILS = (
    re.compile(r"\s*[-–—]+\s*sent (?:from|via|with) my [\w' ]{1,30}\.?$", re.IGNORECASE),
    re.compile(
        r"\s*(?:(?<=[?!.,]) ?(?:thanks|thank you|ty|cheers)|(?<=[\s?!.,])(?:lol|lmao|haha+|thx|pls|please|asap))[!.]*$",
        re.IGNORECASE,
    ),
    re.compile(r"\s+@[\w.-]+$"),
)
_REMARK = re.compile(
    rf"(?:(?:{_GREETING}|{_THANKS}|{_AGREED}|lol|lmao|haha+|wow|hm+|oh|i see|bye|goodbye|see you|yes|no|sure|fine|good"
    r"|so much|a lot|very much|very helpful|helpful|that helps|there|again|all|everyone|bot|footnote)\b\W*)+",
    re.IGNORECASE,
)
_REPEATED = re.compile(r"([?!])[?!]+")


def strip_message(text: str) -> str:
    """Return the question of a message, without what is said around it; the text itself where nothing would be left.

    >>> strip_message("Thanks Anna! Who did Gerasimov speak to??? LOL")
    'Who did Gerasimov speak to?'
    >>> strip_message("Hey Footnote, who left :wave:")
    'who left'
    >>> strip_message("thanks!")
    'thanks!'
    """
    question = " ".join(_ANYWHERE.sub(" ", text).split())
    while (shorter := _cut_once(question)) != question:
        question = shorter
    question = _REPEATED.sub(r"\1", question)
    return question if any(map(str.isalnum, question)) else text


def is_remark(text: str) -> bool:
    """Tell whether a message is only a greeting, thanks or the like, which asks nothing and is about nothing.

    >>> is_remark("ok thanks!"), is_remark("Hi there"), is_remark("ok, and when?"), is_remark("why")
    (True, True, False, False)
    """
    return _REMARK.fullmatch(" ".join(_ANYWHERE.sub(" ", text).split()).strip(" ,.!?")) is not None


def _cut_once(question: str) -> str:
    """A question without one thing before or behind it; as it is where there is none, or nothing else."""
    rests = [question[found.end() :] for lead in _LEADS if (found := lead.match(question))]
    rests += [question[: found.start()] for tail in _TAILS if (found := tail.search(question))]
    return next((rest.strip() for rest in rests if any(map(str.isalnum, rest))), question)
