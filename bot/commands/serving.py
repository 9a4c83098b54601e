"""`footnote discord`: the Discord bot."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.console import Terminal


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("discord", epilog="Example: footnote discord --invite")(run)


def run(
    invite: Annotated[
        bool, typer.Option("--invite", metavar="", help="Print the links that install the bot, and stop.")
    ] = False,
) -> None:
    """Run the Discord bot; it needs DISCORD_TOKEN. Ctrl-C ends it when the running answers are out."""
    from bot.console import Terminal
    from bot.discord_bot.settings import read_discord_settings, require_token

    settings = read_discord_settings()
    token = require_token(settings)
    if invite:
        _print_links(token, Terminal())
        return
    from bot.discord_bot.json_log import set_up_logging
    from bot.discord_bot.running import run_bot
    from bot.discord_bot.service import Service
    from bot.session import make_ready, open_footnote
    from bot.store.store import STORE_FILE, open_store

    terminal = Terminal()
    with open_footnote(terminal) as footnote, open_store(footnote.data.path / STORE_FILE) as store:
        make_ready(footnote, terminal)
        set_up_logging((token,))
        run_bot(Service(footnote, store, conversation_hours=settings.conversation_hours), settings, token)


def _print_links(token: str, terminal: "Terminal") -> None:
    from bot.discord_bot.invite import PERMISSIONS, make_person_link, make_server_link, read_application_id

    application_id = read_application_id(token)
    terminal.tell(f"To add the bot to a server that you manage, with the permissions {', '.join(PERMISSIONS)}:")
    terminal.write(make_server_link(application_id))
    terminal.tell("To use it with your own account everywhere, where User Install is switched on for the application:")
    terminal.write(make_person_link(application_id))
