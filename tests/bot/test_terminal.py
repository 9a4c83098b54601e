import io

from rich.console import Console

from bot.render.terminal import plain_lines, render_reply, text_fragment_url
from corpus.schema import Article, Span
from retrieval.schema import Abstention, Answer, Citation, Highlight, Reason
from tests.fakes import hits_of, make

ARTICLE = make("Ann met Bob in Oslo.\n\n[bold]It rained[/bold].", title="[red]Talks[/red]", url="https://news.test/a#x")


def article_of(_: str) -> Article:
    return ARTICLE


def answer() -> Answer:
    quote = "Ann met Bob in Oslo."
    return Answer(
        question="And him?",
        standalone_question="Who met Bob?",
        text=f"{quote} [1]",
        highlights=(Highlight(1, Span(0, 3)),),
        citations=(Citation(1, "story", "story:0", Span(0, len(quote)), quote),),
        confidence=0.9,
        reader="span",
        hits=hits_of(ARTICLE),
        notices=("Mind this.",),
    )


def on_a_terminal(reply: Answer | Abstention, width: int = 40) -> str:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=width, color_system="standard", highlight=False)
    for block in render_reply(reply, article_of):
        console.print(block)
    return stream.getvalue()


def test_a_pipe_gets_plain_lines() -> None:
    assert list(plain_lines(render_reply(answer(), article_of))) == [
        "Understood as: Who met Bob?",
        "",
        "Ann met Bob in Oslo. [1]",
        "",
        "Sources",
        "[1] [red]Talks[/red], characters 0–20",
        "    Ann met Bob in Oslo.",
        "",
        "Note: Mind this.",
    ]


def test_the_words_that_answer_are_bold_on_a_terminal() -> None:
    assert "\x1b[1;32mAnn\x1b[0m met Bob in Oslo. \x1b[36m[1]\x1b[0m" in on_a_terminal(answer())


def test_a_source_links_to_its_very_words() -> None:
    assert "https://news.test/a#:~:text=Ann%20met%20Bob%20in%20Oslo." in on_a_terminal(answer())


def test_a_long_quote_is_linked_by_its_ends() -> None:
    words = " ".join(f"word-{n}" for n in range(30))
    url = text_fragment_url("https://news.test/a", words)
    assert url.startswith("https://news.test/a#:~:text=word%2D0%20word%2D1")
    assert url.endswith("word%2D28%20word%2D29")
    assert url.count(",") == 1


def test_markup_in_an_article_is_shown_and_not_obeyed() -> None:
    abstention = Abstention("Who?", "Who?", Reason.NOT_STATED, (), 0.1, "span", hits_of(ARTICLE))
    shown = on_a_terminal(abstention, width=100)
    assert "[bold]It rained[/bold]." in shown
    assert "[red]Talks[/red]" in shown


def test_an_abstention_shows_at_most_three_passages() -> None:
    long = make("\n\n".join(f"Sentence number {n} stands here." for n in range(9)))
    abstention = Abstention("Who?", "Who?", Reason.NOT_STATED, (), 0.1, "span", hits_of(long))
    lines = list(plain_lines(render_reply(abstention, lambda _: long)))
    assert sum(line.startswith("•") for line in lines) == 3
