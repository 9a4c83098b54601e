"""Is it English? English is never refused."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language import is_english, looks_english

OTHERS = json.loads((Path(__file__).parent / "other_languages.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "question",
    [
        "Gerasimov?",
        "When?",
        "Why",
        "And the UK?",
        "zelensky nato",
        "kim jong un nuclear",
        "wat did he say",
        "hoe many died",
        "wen was teh call",
        "was die bomb found",
        "Fernando de la Rúa?",
        "António de Oliveira Salazar",
        "van der Bellen",
        "los angeles las vegas",
        "Le Monde",
        "El País",
        "Musée du quai Branly",
        "Ai Weiwei",
        "Der Spiegel said what?",
        "Who sang na na na na hey hey hey goodbye?",
        "What does 'Wer ist der Präsident der Republik' mean?",
        "What is 中华人民共和国国家发展和改革委员会?",
        "What does Россия mean?",
        "3:24",
        "?",
        "",
        "WHO IS SHOIGU",
        "résumé of the attaché",
    ],
)
def test_a_question_that_may_be_english_is_never_refused(question: str) -> None:
    assert looks_english(question)


@pytest.mark.parametrize(
    "question",
    [
        "Wer ist Gerasimow?",
        "wann hat er mit milley gesprochen",
        "WAS IST EINE SCHMUTZIGE BOMBE",
        "Qu’est-ce qu’une bombe sale ?",
        "¿Ha aceptado el ministro?",
        "que es una bomba sucia",
        "Hvad hedder borgmesteren?",
        "Кто?",
        "ما هي القنبلة القذرة؟",
        "什么是脏弹?",
    ],
)
def test_a_question_that_is_surely_not_english_is_told(question: str) -> None:
    assert not looks_english(question)


def test_most_questions_in_other_languages_are_told() -> None:
    questions = [question for language in OTHERS["questions"].values() for question in language]
    missed = [question for question in questions if looks_english(question)]
    assert len(questions) == 146
    # "wie is" is a typing error of "who is" as well.
    assert missed == ["Wie is Sergej Sjojgoe?", "Ilu żołnierzy zginęło?"]


def test_short_news_in_other_languages_is_told() -> None:
    paragraphs = [paragraph for language in OTHERS["paragraphs"].values() for paragraph in language]
    assert len(paragraphs) == 48
    assert [paragraph for paragraph in paragraphs if is_english(paragraph)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Fire at the mill. No one was hurt.",
        "Police hold two after raid",
        "“Nous sommes prêts”, said the minister. “Nous le ferons”, he added before leaving for Paris.",
        "Shoigu, Gerasimov, Milley, Radakin, Austin, Wallace, Lecornu",
        "Зеленский said no. “Мы готовы к любым переговорам”, he said on the phone to the two of them on Sunday.",
        "2 – 1",
        "",
    ],
)
def test_short_english_with_foreign_names_and_quotes_is_english(text: str) -> None:
    assert is_english(text)


def test_a_question_is_judged_without_a_model() -> None:
    probe = (
        "import sys; from corpus.language import looks_english; looks_english('Wer ist das?'); "
        "print('py3langid' in sys.modules, 'numpy' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout
    assert shown == "False False\n"


@given(st.text(max_size=200))
def test_any_text_gets_a_verdict(text: str) -> None:
    assert looks_english(text + " What did they say to us?")
    assert is_english(text) in {True, False}
