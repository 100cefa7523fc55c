"""Put Waymark together: settings → database → services → listeners → jobs."""

import io
import multiprocessing.util
import os
import sys
from typing import TYPE_CHECKING

from handlers.cli.interpreter import check_interpreter

if __name__ == "__main__":
    check_interpreter()  # Stays above the imports below: they need the dependencies.

from dotenv import load_dotenv

from bot.journeys.map import MapService
from bot.ports import Clock
from bot.sentiment.scorer import WaymarkScorer
from bot.services import Ports, build_services
from domain.errors import BadInputError, WaymarkError
from handlers import environment, logs
from handlers.cli import sandbox
from handlers.cli.context import CommandLineContext
from handlers.cli.parser import Handler, parse_arguments
from handlers.clock import RemoteClock, SystemClock
from handlers.journeys.map_images import MapImageUploader
from handlers.reminders.messenger import SlackMessenger
from handlers.reviews.publisher import MapMessageBuilder, SlackPublisher
from handlers.service import Service
from handlers.slack.app import FAST_FAIL_SECONDS, web_client
from handlers.slack.directory import SlackChannels, SlackPeople
from handlers.slack.message_words import MessageReader
from storage.engine import database_url, open_engine
from storage.session import Database

if TYPE_CHECKING:
    import argparse

    from _typeshed.wsgi import WSGIApplication


class Waymark:
    """The database and the services, wired to Slack. Connects to nothing yet."""

    def __init__(self, configured: environment.Settings, clock: Clock | None = None) -> None:
        self.settings = configured
        self.clock = clock or _build_clock(configured)
        self.storage = Database(open_engine(database_url(configured.database_url)))
        token = configured.bot_token
        client = web_client(configured, token)
        # For lookups that a command may have to wait for.
        lookup_client = web_client(configured, token, FAST_FAIL_SECONDS)
        self.people = SlackPeople(lookup_client)
        channels = SlackChannels(lookup_client)
        self.reader = MessageReader(self.people, channels)
        map_messages = MapMessageBuilder(
            client, MapService(self.storage, self.clock), MapImageUploader(self.people)
        )
        publisher = SlackPublisher(client, map_messages)
        ports = Ports(
            clock=self.clock,
            scorer=WaymarkScorer(),
            people=self.people,
            channels=channels,
            publisher=publisher,
            messenger=SlackMessenger(),
        )
        self.services = build_services(self.storage, ports, configured.settle)

    def service(self) -> Service:
        """Return the bot with its listeners and jobs, not yet started."""
        return Service(self.settings, self.storage, self.services, self.people, self.reader)

    def command_line_context(self) -> CommandLineContext:
        """Return what the commands of the command line work on."""
        return CommandLineContext(self.settings, self.storage, self.services, self.people)


def _build_clock(configured: environment.Settings) -> Clock:
    return RemoteClock(configured.clock_url) if configured.clock_url else SystemClock()


def _configure() -> environment.Settings:
    configured = environment.read(os.environ)
    logs.configure(configured.log_level)
    return configured


def web() -> "WSGIApplication":
    """Start the bot and return its WSGI application; the HTTP server's worker calls this."""
    configured = _configure()
    for secret in environment.SECRETS:
        # Bolt would read them by itself, past the settings.
        os.environ.pop(secret, None)
    service = Waymark(configured).service()
    service.start()
    # The server's workers skip atexit functions, but run these.
    multiprocessing.util.Finalize(None, service.stop, exitpriority=10)
    return service.wsgi


def _run_command(arguments: "argparse.Namespace") -> int:
    if arguments.command == "sandbox":
        return sandbox.run(arguments.port, empty=arguments.empty, socket_mode=arguments.socket_mode)
    handler: Handler = arguments.handler
    return handler(Waymark(_configure()).command_line_context(), arguments)


def main(typed: list[str]) -> int:
    """Run one command; return the exit code: 0 done, 1 failed, 2 wrong use or settings."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Reviews contain characters that not every terminal's encoding has.
            stream.reconfigure(encoding="utf-8")
    try:
        arguments = parse_arguments(typed)
        load_dotenv(".env")
        code = _run_command(arguments)
        sys.stdout.flush()
    except WaymarkError as error:
        sys.stderr.write(f"{error.sentence}\n")
        return 2 if isinstance(error, BadInputError) else 1
    except BrokenPipeError:
        # The reader of our output has closed it; nothing may be flushed to it any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
