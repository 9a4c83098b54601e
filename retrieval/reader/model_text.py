"""How questions and passages are written for the span reader: one form, in training as in use."""

_TYPEWRITTEN = str.maketrans("‘’‚‛“”„‟–—−‑\u00a0", "'" * 4 + '"' * 4 + "-" * 4 + " ")


def write_question(question: str) -> str:
    """Return a question as the span reader reads it.

    White space is one space, and what ends the question is cut off: data sets differ in their question marks, and a
    model would learn from these which set, so whether there is an answer. The tokenizer does away with capitals.

    >>> write_question("When did  it “end” ?")
    'When did it "end"'
    """
    return " ".join(question.translate(_TYPEWRITTEN).split()).rstrip("?.! ")


def write_passage(text: str) -> str:
    r"""Return a text as the span reader reads it; as long as the text, so that offsets hold in both.

    News is set with curly quotes and dashes, the training data with a typewriter's.

    >>> write_passage("“It’s 1914–18”")
    '"It\'s 1914-18"'
    """
    return text.translate(_TYPEWRITTEN)
