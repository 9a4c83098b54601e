"""How much each feature of a candidate answer counts, by kind of question.

Logistic regression (no intercept beside "bias") on the questions of every second title of the SQuAD 1.1 training set
and of QAMR's training documents, each candidate of the gold sentence being right when its token F1 with an answer is at
least one half; weights under 0.1 are left out.
"""

from retrieval.answer_words.kind import AnswerKind

_FIGURE = """
focus_next 1.06; nearer 1.03; asked 0.82; one_word -0.75; focus 0.74; long -0.47; people -0.46; side 0.43;
repeats 0.39; focus_soon 0.37; to 0.37; rivals -0.28; possessive -0.27; share -0.27; late 0.24; as 0.19; opens
0.15; in 0.14; from -0.11; of 0.11
"""
_PERSON = """
focus 1.64; bias 1.59; in -1.56; asked 1.17; one_word -1.16; from -0.82; bracketed -0.76; repeats -0.66;
nearer 0.63; agent 0.58; rivals -0.52; of -0.47; focus_next 0.44; by 0.43; share -0.42; people -0.29; side
0.29; as -0.26; near 0.22; the -0.19; late -0.14
"""
_TIME = """
people -1.47; side -1.33; nearer 1.08; focus 1.01; focus_soon -0.92; long -0.71; rivals -0.68; asked 0.66;
bracketed -0.49; repeats -0.48; possessive -0.44; opens 0.38; bias 0.37; from -0.36; of -0.36; late 0.33; to
0.32; one_word -0.3; the 0.19
"""
_PLACE = """
possessive -1.46; focus 0.86; asked 0.67; bias 0.59; nearer 0.52; share -0.51; side -0.42; of -0.41; the -0.4;
in 0.38; as 0.32; opens -0.28; called 0.27; rivals -0.27; from 0.26; near 0.26; repeats -0.23; bracketed
-0.22; late 0.21; one_word -0.2; to 0.15; long 0.11
"""
_GROUP = """
focus 1.7; asked 1.27; bias 1.09; share -0.99; possessive -0.96; called 0.78; by 0.72; in -0.72; focus_next
0.71; the 0.66; rivals -0.65; nearer 0.55; one_word -0.49; to 0.47; long 0.44; people -0.43; as 0.41; from
-0.32; near 0.19; late 0.18; of 0.18; repeats 0.17; bracketed -0.15
"""
_NAME = """
called 2.04; asked 1.51; repeats 1.51; possessive -1.33; in -0.85; as 0.78; bias 0.78; focus 0.78; rivals
-0.74; nearer 0.61; focus_next 0.59; one_word -0.58; opens -0.55; by -0.4; of -0.34; long -0.31; people -0.3;
share -0.29; the 0.24; to -0.18; late 0.1
"""
_QUOTE = """
repeats -0.67; nearer 0.64; opens 0.31; people -0.28; late -0.19; called -0.17; share -0.17; to 0.16; by
-0.12; as -0.11
"""
_BY_KIND = {
    AnswerKind.PERSON: _PERSON,
    AnswerKind.GROUP: _GROUP,
    AnswerKind.NAME: _NAME,
    AnswerKind.PLACE: _PLACE,
    AnswerKind.TIME: _TIME,
    AnswerKind.YEAR: _TIME,
    AnswerKind.NUMBER: _FIGURE,
    AnswerKind.PERCENT: _FIGURE,
    AnswerKind.DURATION: _FIGURE,
    AnswerKind.MEASURE: _FIGURE,
    AnswerKind.MONEY: _FIGURE,
    AnswerKind.QUOTE: _QUOTE,
}
WEIGHTS: dict[AnswerKind, dict[str, float]] = {
    kind: {name: float(weight) for name, weight in (entry.split() for entry in table.split(";"))}
    for kind, table in _BY_KIND.items()
}
LEAST_PROBABILITY: dict[AnswerKind, float] = {
    AnswerKind.PERSON: 0.6,
    AnswerKind.GROUP: 0.6,
    AnswerKind.NAME: 0.65,
    AnswerKind.PLACE: 0.6,
    AnswerKind.TIME: 0.4,
    AnswerKind.YEAR: 0.4,
    AnswerKind.NUMBER: 0.5,
    AnswerKind.PERCENT: 0.5,
    AnswerKind.DURATION: 0.5,
    AnswerKind.MEASURE: 0.5,
    AnswerKind.MONEY: 0.5,
    AnswerKind.QUOTE: 0.5,
}
"""Below it there is no highlight: where token F1, when one is given, comes to about three quarters."""
