"""Waymark's composition root: settings → storage → use cases → listeners → clock."""

import argparse
import io
import multiprocessing.util
import os
import sys
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from handlers.cli.interpreter import check_interpreter

if __name__ == "__main__":
    check_interpreter()  # Stays above the imports below: they need the dependencies.

from dotenv import load_dotenv

from bot.journeys.map import MapService
from bot.ports import Clock
from bot.sentiment.scorer import WaymarkScorer
from bot.services import Outside, Services, build_services
from domain.errors import BadInputError, NotFoundError, WaymarkError
from domain.journeys import WorkspaceId
from handlers import logs, settings
from handlers.cli import sandbox as local_sandbox
from handlers.cli.data import export, import_, rescore, score
from handlers.cli.parser import parser
from handlers.cli.review import map_, review
from handlers.cli.serve import serve
from handlers.clock import RemoteClock, SystemClock
from handlers.exports.files import ReviewWriter
from handlers.journeys.map_images import MapImageUploader
from handlers.reminders.messenger import SlackMessenger
from handlers.reviews.publisher import MapMessageBuilder, SlackPublisher
from handlers.service import Service
from handlers.slack import app as slack_app
from handlers.slack.directory import SlackChannels, SlackPeople
from storage.engine import database_url, open_engine
from storage.migrations.version import migrate
from storage.session import Database

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from slack_sdk import WebClient


class Waymark:
    """The parts, each made when first needed."""

    def __init__(self, configured: settings.Settings, clock: Clock | None = None) -> None:
        self.settings = configured
        self.clock = clock or _clock(configured)
        self.scorer = WaymarkScorer()
        self._engine = open_engine(database_url(configured.database_url))
        self.storage = Database(self._engine)

    @cached_property
    def use(self) -> Services:
        """The services, wired to Slack and the database."""
        client = slack_app.web_client(self.settings, self.settings.bot_token)
        map_messages = MapMessageBuilder(
            client, MapService(self.storage, self.clock), MapImageUploader(self.people)
        )
        publisher = SlackPublisher(client, map_messages)
        outside = Outside(
            clock=self.clock,
            scorer=self.scorer,
            people=self.people,
            channels=self.channels,
            publisher=publisher,
            messenger=SlackMessenger(),
        )
        return build_services(self.storage, outside, self.settings.settle)

    @cached_property
    def people(self) -> SlackPeople:
        """Who people are."""
        return SlackPeople(self._impatient)

    @cached_property
    def channels(self) -> SlackChannels:
        """Who can read a channel."""
        return SlackChannels(self._impatient)

    @cached_property
    def _impatient(self) -> "WebClient":
        """A client for what a command may have to wait for."""
        token = self.settings.bot_token
        return slack_app.web_client(self.settings, token, slack_app.FAST_FAIL_SECONDS)

    def service(self) -> Service:
        """The bot as it runs, not yet started."""
        return Service(self.settings, self.storage, self.use, self.people)

    def migrate(self) -> int:
        """Bring the database to this version."""
        before, after = migrate(self._engine)
        told = f"already at version {after}" if before == after else f"now at version {after}"
        sys.stdout.write(f"The database is {told}.\n")
        return 0

    def serve(self) -> int:
        """The bot, until told to stop."""
        self.settings.require_slack()
        self.storage.check()
        self.storage.close()
        return serve(self.settings, "app:web")

    def run(self) -> int:
        """What `make run` does: the bot where there are Slack tokens, else the sandbox."""
        if not self.settings.has_slack:
            return local_sandbox.run(local_sandbox.PORT, empty=False, socket_mode=False)
        self.settings.require_slack()
        return self.migrate() or self.serve()

    def workspace(self, wanted: argparse.Namespace) -> WorkspaceId:
        """The workspace a command is about: the one that was named, or the only one."""
        self.storage.check()
        if wanted.workspace:
            return WorkspaceId(wanted.workspace)
        found = self.storage.workspaces_with(wanted.journey)
        if not found:
            named = " Name one with --workspace T…." if wanted.command == "import" else ""
            raise NotFoundError(f"No workspace has a journey “{wanted.journey}”.{named}")
        if len(found) > 1:
            raise BadInputError(
                f"Several workspaces have a journey “{wanted.journey}”: "
                f"add --workspace with one of {', '.join(found)}."
            )
        return found[0]


def _clock(configured: settings.Settings) -> Clock:
    return RemoteClock(configured.clock_url) if configured.clock_url else SystemClock()


def web() -> "WSGIApplication":
    """What the HTTP server's worker loads: everything, running."""
    configured = settings.read(os.environ)
    logs.configure(configured.log_level)
    for secret in settings.SECRETS:
        # Bolt would pick them up by itself, past the settings.
        os.environ.pop(secret, None)
    waymark = Waymark(configured)
    service = waymark.service()
    service.start()
    # Workers leave without the interpreter's own farewell; this is the one they do keep.
    multiprocessing.util.Finalize(None, service.stop, exitpriority=10)
    return service.wsgi


def _perform(wanted: argparse.Namespace) -> int:
    if wanted.command == "sandbox":
        return local_sandbox.run(wanted.port, empty=wanted.empty, socket_mode=wanted.socket_mode)
    configured = settings.read(os.environ)
    logs.configure(configured.log_level)
    waymark = Waymark(configured)
    use, pictures = waymark.use, MapImageUploader(waymark.people)
    files = ReviewWriter(use.map, waymark.people)
    commands: dict[str, Callable[[], int]] = {
        "run": waymark.run,
        "serve": waymark.serve,
        "migrate": waymark.migrate,
        "score": lambda: score(waymark.scorer, sys.stdin, sys.stdout),
        "review": lambda: review(use, pictures, files, waymark.workspace(wanted), wanted),
        "map": lambda: map_(use, pictures, waymark.workspace(wanted), wanted),
        "export": lambda: export(use, waymark.workspace(wanted), wanted, sys.stdout),
        "rescore": lambda: rescore(use, waymark.workspace(wanted), wanted, sys.stdout),
        "import": lambda: import_(use, waymark.workspace(wanted), wanted),
    }
    return commands[wanted.command]()


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit code: 0 done, 1 failed, 2 wrong use or configuration."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Reviews hold signs that not every terminal's encoding has.
            stream.reconfigure(encoding="utf-8")
    try:
        wanted = parser().parse_args(arguments)
        load_dotenv(".env")
        code = _perform(wanted)
        sys.stdout.flush()
    except WaymarkError as error:
        sys.stderr.write(f"{error.sentence}\n")
        return 2 if isinstance(error, BadInputError) else 1
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing may be flushed to it any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
