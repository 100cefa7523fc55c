"""What can be typed on the command line."""

import argparse
import sys
from typing import NoReturn

MAX_PORT = 65_535
FORMATS = ("json", "markdown", "html", "csv", "blocks", "png")


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong in one line and exits with 2."""

    def error(self, message: str) -> NoReturn:
        """One line instead of the usage."""
        sys.stderr.write(f"{self.prog}: {message}. See {self.prog} --help.\n")
        sys.exit(2)


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port <= MAX_PORT:
        raise ValueError
    return port


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = OneLineParser(prog="app.py", description="Waymark keeps a customer journey map alive.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("run", help="migrate, then serve; without Slack tokens the sandbox")
    commands.add_parser("serve", help="the bot, by Socket Mode or HTTP as the tokens say")
    sandbox = commands.add_parser("sandbox", help="a local workspace with the bot in it")
    sandbox.add_argument("--port", type=_port, default=4000, help="the workspace's port (4000)")
    sandbox.add_argument("--empty", action="store_true", help="without the sample journey")
    sandbox.add_argument("--socket-mode", action="store_true", help="reach the bot by WebSocket")
    commands.add_parser("migrate", help="bring the database to this version")
    _review(commands.add_parser("review", help="a period's review of a journey"))
    _map(commands.add_parser("map", help="the picture of a journey's map"))
    commands.add_parser("score", help="score JSON Lines from standard input")
    _rescore(commands.add_parser("rescore", help="score the notes of a journey anew"))
    _export(commands.add_parser("export", help="the notes, readings or reviews of a journey"))
    _import(commands.add_parser("import", help="notes or KPI readings from a file"))
    return top


def _review(review: argparse.ArgumentParser) -> None:
    review.add_argument("journey", metavar="KEY", help="the journey's key")
    review.add_argument(
        "--period",
        metavar="2026-Q3",
        help="quarter, half-year or month (the running one; with --publish the last complete one)",
    )
    review.add_argument("--format", choices=FORMATS, default="markdown")
    review.add_argument("--output", metavar="FILE", help="the file to write (standard output)")
    review.add_argument("--publish", action="store_true", help="post it, once, to its channel")
    review.add_argument("--workspace", metavar="T…", help="where several have the journey")


def _map(drawn: argparse.ArgumentParser) -> None:
    drawn.add_argument("journey", metavar="KEY", help="the journey's key")
    drawn.add_argument(
        "--period", metavar="2026-Q3", help="quarter, half-year or month (the running one)"
    )
    drawn.add_argument("--persona", metavar="NAME", help="what one persona lives through")
    drawn.add_argument("--output", metavar="FILE.png", help="the file to write (standard output)")
    drawn.add_argument("--workspace", metavar="T…", help="where several have the journey")


def _rescore(rescore: argparse.ArgumentParser) -> None:
    rescore.add_argument("--journey", metavar="KEY", required=True)
    rescore.add_argument("--workspace", metavar="T…", help="where several have the journey")


def _export(export: argparse.ArgumentParser) -> None:
    export.add_argument("--journey", metavar="KEY", required=True)
    export.add_argument("--what", choices=("notes", "readings", "reviews"), default="notes")
    export.add_argument("--format", choices=("csv", "jsonl"), default="csv")
    export.add_argument("--workspace", metavar="T…", help="where several have the journey")


def _import(imported: argparse.ArgumentParser) -> None:
    imported.add_argument("file", metavar="FILE", help="a .csv or .jsonl file, headed or by name")
    imported.add_argument("--journey", metavar="KEY", required=True)
    imported.add_argument("--dry-run", action="store_true", help="tell, and write nothing")
    imported.add_argument(
        "--map",
        metavar="THEIRS=OURS",
        action="append",
        default=[],
        help="what a column means, `ignore` for nothing; as often as needed",
    )
    imported.add_argument(
        "--workspace", metavar="T…", help="where none or several have the journey"
    )
