"""How much each feature of a candidate answer counts, by kind of question.

Logistic regression (no intercept beside "bias") on the questions of every second title of the SQuAD 1.1 training set
and of QAMR's training documents, each candidate of the gold sentence being right when its token F1 with an answer is at
least one half; weights under 0.1 are left out.
"""

from retrieval.answer_kind import AnswerKind

_FIGURE = """
focus_next 1.06; nearer 1.03; asked 0.82; one_word -0.75; focus 0.74; long -0.47; people -0.46; side 0.43;
repeats 0.39; focus_soon 0.37; to 0.37; rivals -0.28; possessive -0.27; share -0.27; late 0.24; as 0.19; opens
0.15; in 0.14; from -0.11; of 0.11
"""
_PERSON = """
in -1.71; focus 1.67; bias 1.61; asked 1.18; one_word -1.15; from -0.84; bracketed -0.77; repeats -0.66;
nearer 0.62; agent 0.58; rivals -0.53; of -0.47; focus_next 0.45; share -0.43; by 0.42; people -0.29; side
0.28; as -0.26; near 0.22; the -0.19; late -0.13
"""
_TIME = """
people -1.51; side -1.28; nearer 1.08; focus 0.99; focus_soon -0.92; long -0.71; asked 0.67; rivals -0.67;
bracketed -0.48; repeats -0.47; possessive -0.42; bias 0.37; from -0.37; of -0.36; opens 0.36; late 0.33; to
0.32; one_word -0.3; the 0.19
"""
_PLACE = """
possessive -1.45; bias 0.79; focus 0.78; asked 0.66; share -0.56; nearer 0.5; of -0.45; the -0.44; side -0.37;
in 0.35; opens -0.33; rivals -0.3; focus_next 0.29; near 0.29; as 0.28; repeats -0.26; from 0.24; bracketed
-0.23; called 0.22; one_word -0.21; late 0.2; by -0.13; long 0.12
"""
_GROUP = """
focus 1.69; asked 1.27; bias 1.08; share -0.99; possessive -0.97; called 0.78; in -0.73; by 0.7; focus_next
0.7; the 0.66; rivals -0.64; nearer 0.56; one_word -0.48; to 0.46; long 0.43; as 0.4; people -0.39; from
-0.32; near 0.19; late 0.18; of 0.18; repeats 0.18; bracketed -0.15
"""
_NAME = """
called 2.04; repeats 1.52; asked 1.5; possessive -1.33; in -0.83; as 0.79; bias 0.76; focus 0.76; rivals
-0.74; nearer 0.61; focus_next 0.59; one_word -0.57; opens -0.55; by -0.4; of -0.33; long -0.31; share -0.29;
people -0.26; the 0.25; to -0.18
"""
_QUOTE = """
nearer 0.82; repeats -0.76; opens 0.28; as -0.25; people -0.22; bias 0.2; called -0.18; share -0.17; near
0.14; to 0.13; long -0.12; by -0.1
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
    AnswerKind.PLACE: 0.65,
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
