"""The program `footnote`: the command line, its imports included, behind one guard."""

import sys


def main() -> None:
    """Run the command line; an interrupt, however early, ends with 130 and without a traceback."""
    try:
        from bot.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)
