"""How questions, histories and passages are written for the reader, and how long they may be: in training as in use."""

MAX_TOKENS = 384
"""Of a row: question, history, window and markers."""
MAX_QUESTION_TOKENS = 64
MAX_HISTORY_TOKENS = 80
"""Of all earlier turns that are read, markers apart; the oldest is cut first."""
MAX_TURN_TOKENS = 48
MAX_TURNS = 2

_TYPEWRITTEN = str.maketrans("‘’‚‛“”„‟–—−‑\u00a0", "'" * 4 + '"' * 4 + "-" * 4 + " ")


def write_question(question: str) -> str:
    """Return a question as the reader reads it.

    White space is one space, and what ends the question is cut off: data sets differ in their question marks, and a
    model would learn from these which set, so whether there is an answer. The tokenizer does away with capitals.

    >>> write_question("When did  it “end” ?")
    'When did it "end"'
    """
    return " ".join(question.translate(_TYPEWRITTEN).split()).rstrip("?.! ")


def write_turn(question: str, answer: str) -> str:
    """Return an earlier turn as the reader reads it.

    >>> write_turn("Who resigned?", "The minister, Ann Lee, resigned.")
    'Who resigned? The minister, Ann Lee, resigned.'
    """
    return f"{write_question(question)}? {write_passage(answer)}".rstrip()


def write_passage(text: str) -> str:
    r"""Return a text as the reader reads it; as long as the text, so that offsets hold in both.

    News is set with curly quotes and dashes, the training data with a typewriter's.

    >>> write_passage("“It’s 1914–18”")
    '"It\'s 1914-18"'
    """
    return text.translate(_TYPEWRITTEN)
