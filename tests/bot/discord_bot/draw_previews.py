"""Draw docs/previews: what people in Discord see, from the real bot in a simulated Discord.

Run as `python -m tests.bot.discord_bot.draw_previews`; it needs `pip install playwright` and a Chromium, by
`playwright install chromium`, or one that CHROMIUM names.
"""

import asyncio
import os
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import simcord

from bot.discord_bot.assembly import make_bot
from bot.discord_bot.service import Service
from bot.store.store import open_store
from retrieval.build import Footnote
from retrieval.settings import Settings
from tests.bot.discord_bot.conftest import World, make_settings, make_world

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "previews"
CLAIMS = (
    "Russia's General Gerasimov spoke to General Mark Milley. "
    "The allies accepted Russia's allegation that Ukraine is preparing to use a dirty bomb. "
    "Wheat prices fell in Chicago."
)


async def draw(world: World) -> None:
    """Draw everything."""
    ask, click = partial(world.alice.slash, world.channel, "ask"), world.alice.click
    answer = await ask(question="Who did Gerasimov speak to?")
    abstention = await ask(question="What did Zelensky say about the bomb?")
    context = await click(answer.response, label="Show in context")
    message = await world.bob.send(world.channel, CLAIMS)
    check = await world.alice.context_menu(world.channel, "Check against the article", message)
    shown = {"answer": answer, "abstention": abstention, "context": context, "check": check}
    FOLDER.mkdir(exist_ok=True)
    for name, result in shown.items():
        async with world.env.preview(world.channel, viewers=[world.alice], width=640, height=900) as preview:
            await preview.show(result.response)
            await preview.screenshot(FOLDER / f"{name}.png")


async def main(folder: Path) -> None:
    """Run the bot in a simulated Discord and draw what it says."""
    from playwright.async_api import BrowserType  # Not in the environment: only this script needs it.

    launch = BrowserType.launch

    async def launch_chromium(browser: BrowserType, **options: Any) -> Any:
        return await launch(browser, executable_path=os.environ.get("CHROMIUM"), args=["--no-sandbox"], **options)

    BrowserType.launch = launch_chromium  # type: ignore[method-assign]
    with Footnote(Settings(data_dir=folder, _env_file=None)) as footnote, open_store(folder / "bot.sqlite3") as store:  # type: ignore[call-arg]
        service = Service(footnote, store, conversation_hours=24)
        bot = make_bot(service, make_settings())
        async with simcord.run(bot, settle_timeout=60) as env:
            await draw(make_world(env, bot, service))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        asyncio.run(main(Path(temporary) / "data"))
