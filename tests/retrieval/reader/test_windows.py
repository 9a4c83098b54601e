from dataclasses import replace

from corpus.passages import split_passages
from retrieval.reader.windows import MAX_CONTEXT_CHARS, Window, make_windows
from tests.fakes import hits_of, make

STORY = make("Ann Lee runs the port. She is 40.\n\nShe added that it was safe.")
FIRST, SECOND = hits_of(STORY).items
PASSAGES = split_passages(STORY)


def test_a_passage_is_read_behind_the_one_before_it() -> None:
    behind = replace(SECOND, before=PASSAGES[0])
    assert make_windows([FIRST, behind]) == (
        Window("", "Ann Lee runs the port. She is 40."),
        Window("Ann Lee runs the port. She is 40.", "She added that it was safe."),
    )


def test_a_long_passage_before_lends_its_last_whole_sentences() -> None:
    sentences = [f"Sentence number {k} is about the old harbour of the town and its cranes." for k in range(12)]
    long = split_passages(make(" ".join(sentences)))[0]
    (window,) = make_windows([replace(SECOND, before=long)])
    assert window.context.endswith(sentences[-1])
    assert window.context.startswith("Sentence number ")
    assert len(window.context) <= MAX_CONTEXT_CHARS + 10


def test_a_long_last_sentence_is_lent_whole() -> None:
    long = split_passages(make("It was " + "very " * 150 + "long."))[0]
    (window,) = make_windows([replace(SECOND, before=long)])
    assert window.context == long.text
