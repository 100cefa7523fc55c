"""The commands and options of the command line, and the function that handles each."""

import argparse
import sys
from collections.abc import Callable
from typing import NoReturn

from handlers.cli import ask, review, scoring, serve, themes, transfer
from handlers.cli.context import CommandLineContext

PROGRAM = "python app.py"
MAX_PORT = 65_535
REVIEW_FORMATS = ("json", "markdown", "html", "csv", "blocks", "png")

Handler = Callable[[CommandLineContext, argparse.Namespace], int]


class OneLineParser(argparse.ArgumentParser):
    """Say what is wrong and what to type in one line, and exit with 2.

    The `epilog` of a parser is an example of what to type.
    """

    def error(self, message: str) -> NoReturn:
        """Write one line instead of the usage."""
        example = f" Type for example `{self.epilog}`." if self.epilog else ""
        sys.stderr.write(f"{self.prog}: {message}.{example} `{self.prog} --help` says more.\n")
        sys.exit(2)


def parse_arguments(typed: list[str]) -> argparse.Namespace:
    """Parse what was typed after `python app.py`.

    The namespace has `command` and its `handler`; the sandbox has no handler, for it needs no
    settings. Exits with 2 for anything else.
    """
    parser = build_parser()
    arguments = parser.parse_args(["--help"] if typed == ["help"] else typed)
    if arguments.command is None:
        parser.error("a COMMAND is missing")
    return arguments


def build_parser() -> OneLineParser:
    """Return the parser of all commands."""
    parser = OneLineParser(
        prog=PROGRAM,
        description="Waymark keeps a customer journey map up to date.",
        epilog=f"{PROGRAM} run",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    def add(name: str, text: str, handler: Handler | None, example: str = "") -> OneLineParser:
        typed = f"{PROGRAM} {name} {example}".strip()
        command: OneLineParser = commands.add_parser(name, help=text, epilog=typed)
        command.set_defaults(handler=handler)
        return command

    add("run", "migrate, then serve; without Slack tokens the sandbox", serve.run)
    add("serve", "run the bot, by Socket Mode or HTTP depending on the tokens", serve.serve)
    _add_sandbox_arguments(add("sandbox", "run a local copy of Slack with the bot in it", None))
    add("migrate", "bring the database to this version", serve.migrate)
    _add_review_arguments(
        add("review", "show or post the review of a period", review.show_review, "buyer")
    )
    _add_ask_arguments(
        add("ask", "answer a question about a journey", ask.ask, "buyer what hurts most?")
    )
    _add_map_arguments(
        add("map", "draw the map of a journey", review.draw_map, "buyer --output map.png")
    )
    _add_themes_arguments(
        add("themes", "list the themes of a journey and their notes", themes.show_themes, "buyer")
    )
    add("score", "score JSON Lines from standard input", scoring.score)
    _add_rescore_arguments(
        add("rescore", "score the notes of a journey again", scoring.rescore, "--journey buyer")
    )
    _add_export_arguments(
        add(
            "export",
            "write the notes, readings or reviews of a journey",
            transfer.export_rows,
            "--journey buyer",
        )
    )
    _add_import_arguments(
        add(
            "import",
            "read notes or KPI readings from a file",
            transfer.import_rows,
            "notes.csv --journey buyer",
        )
    )
    return parser


def _parse_port(text: str) -> int:
    port = int(text) if text.isdecimal() else 0
    if not 0 < port <= MAX_PORT:
        msg = f"“{text}” is not a port; use a number from 1 to {MAX_PORT}"
        raise argparse.ArgumentTypeError(msg)
    return port


def _add_sandbox_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_parse_port, default=4000, help="the sandbox's port (4000)")
    parser.add_argument("--empty", action="store_true", help="without the sample journey")
    parser.add_argument("--socket-mode", action="store_true", help="reach the bot by WebSocket")


def _add_review_arguments(parser: argparse.ArgumentParser) -> None:
    _add_key(parser)
    parser.add_argument(
        "--period",
        metavar="2026-Q3",
        help="quarter, half-year or month (the current one; with --publish the last complete one)",
    )
    parser.add_argument("--format", choices=REVIEW_FORMATS, default="markdown")
    parser.add_argument("--output", metavar="FILE", help="the file to write (standard output)")
    parser.add_argument("--publish", action="store_true", help="post it, once, to its channel")
    _add_workspace(parser)


def _add_ask_arguments(parser: argparse.ArgumentParser) -> None:
    _add_key(parser)
    parser.add_argument("question", metavar="QUESTION", nargs="+", help="in everyday words")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    _add_workspace(parser)


def _add_map_arguments(parser: argparse.ArgumentParser) -> None:
    _add_key(parser)
    parser.add_argument(
        "--period", metavar="2026-Q3", help="quarter, half-year or month (the current one)"
    )
    parser.add_argument("--persona", metavar="NAME", help="only what one persona experiences")
    parser.add_argument("--output", metavar="FILE.png", help="the file to write (standard output)")
    _add_workspace(parser)


def _add_themes_arguments(parser: argparse.ArgumentParser) -> None:
    _add_key(parser)
    parser.add_argument(
        "--period", metavar="2026-Q3", help="quarter, half-year or month (all time)"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument(
        "--suggest", action="store_true", help="suggestions for what has no theme, as JSON Lines"
    )
    mode.add_argument("--sort", metavar="FILE", help="sort notes by a file's text and theme")
    parser.add_argument("--by", metavar="U…", help="with --sort: the Slack user who sorted them")
    _add_workspace(parser)


def _add_rescore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--journey", metavar="KEY", required=True)
    _add_workspace(parser)


def _add_export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--journey", metavar="KEY", required=True)
    parser.add_argument("--what", choices=("notes", "readings", "reviews"), default="notes")
    parser.add_argument("--format", choices=("csv", "jsonl"), default="csv")
    _add_workspace(parser)


def _add_import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a .csv or .jsonl file")
    parser.add_argument("--journey", metavar="KEY", required=True)
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be imported, and import nothing"
    )
    parser.add_argument(
        "--map",
        metavar="THEIRS=OURS",
        action="append",
        default=[],
        help="what a column means, `ignore` for nothing; once for each column",
    )
    _add_workspace(parser, "if no workspace or several have the journey")


def _add_key(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("journey", metavar="KEY", help="the journey's key")


def _add_workspace(
    parser: argparse.ArgumentParser, text: str = "if several workspaces have the journey"
) -> None:
    parser.add_argument("--workspace", metavar="T…", help=text)
