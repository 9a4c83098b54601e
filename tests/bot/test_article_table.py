import io

from rich.console import Console

from bot.render.article import tabulate_articles
from tests.fakes import make

ID = "the-grain-ships-leave-odesa-at-last"


def test_on_a_narrow_terminal_an_id_is_wrapped_and_never_cut() -> None:
    stream = io.StringIO()
    story = make("Ann met Bob.", ID, title="Ships leave Odesa as the grain deal holds")
    Console(file=stream, width=40).print(tabulate_articles([story], 40))
    lines = stream.getvalue().splitlines()
    assert "".join(line[:20] for line in lines[1:]).replace(" ", "") == ID
    assert "…" not in stream.getvalue()


def test_a_title_is_no_markup() -> None:
    stream = io.StringIO()
    Console(file=stream, width=80).print(tabulate_articles([make("Ann met Bob.", title="[bold]Talks[/bold]")], 80))
    assert "[bold]Talks[/bold]" in stream.getvalue()


def test_a_narrow_terminal_has_room_for_the_words_of_an_article() -> None:
    stream = io.StringIO()
    story = make("Ann met Bob.", ID, title="Ships leave Odesa as the grain deal holds")
    Console(file=stream, width=40).print(tabulate_articles([story], 40))
    lines = stream.getvalue().splitlines()
    assert lines[0].split() == ["Id", "Title", "Words"]
    assert lines[1].endswith(" 3")
