from corpus.schema import Span
from evals.training.reader.material import Asked, as_turn, make_text
from retrieval.schema import PastTurn
from tests.evals.training.reader.fakes import LEFT, NOBODY, TEXT, WHERE, WHO, make_article


def test_a_text_is_written_as_the_reader_reads_it_and_spans_hold_in_it() -> None:
    text = make_text("news", "“It’s over,” he said. They left.", ())
    assert text.text == '"It\'s over," he said. They left.'
    assert text.sentences == (Span(0, 21), Span(22, 32))


def test_an_earlier_turn_has_the_sentence_of_the_first_part_of_its_answer() -> None:
    text = make_article()
    assert as_turn(text, WHERE) == PastTurn("Where did Ann Lee meet Bob Cole?", "Ann Lee met Bob Cole in Oslo.")
    assert as_turn(text, WHO).answer == LEFT.cut(TEXT)


def test_an_answer_without_parts_has_the_sentence_of_its_quote() -> None:
    assert as_turn(make_article(), Asked("Did she leave?", quotes=(LEFT,))).answer == LEFT.cut(TEXT)


def test_an_earlier_turn_without_an_answer_is_its_question() -> None:
    assert as_turn(make_article(), NOBODY) == PastTurn("Whom did the mayor of Oslo meet?", "")
