"""What the replies of `replies.py` look like, as JSON files; look at the difference before you keep it.

    python -m tests.bot.render.embeds.write_golden

writes the files anew.
"""

import json
from pathlib import Path

from bot.render.embeds.reply import render_reply
from tests.bot.render.embeds.replies import Case, make_cases

GOLDEN = Path(__file__).parent / "golden"


def write_golden(folder: Path = GOLDEN) -> None:
    """Write a file a reply, and remove those of replies that are no more."""
    folder.mkdir(exist_ok=True)
    cases = make_cases()
    for path in folder.glob("*.json"):
        if path.stem not in cases:
            path.unlink()
    for name, case in cases.items():
        (folder / f"{name}.json").write_text(draw(case), encoding="utf-8")


def draw(case: Case) -> str:
    """The messages of a reply, each an embed, as JSON."""
    embeds = [embed.to_dict() for embed in render_reply(case.reply, case.article_of)]
    return json.dumps(embeds, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    write_golden()
