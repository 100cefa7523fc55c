"""`app.py run`, `app.py serve` and `app.py migrate`."""

import argparse
import socket
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from handlers.cli import sandbox
from handlers.cli.context import CommandLineContext
from handlers.environment import Settings
from handlers.logs import configuration

# The factory of the WSGI application, loaded in the server's worker process.
APPLICATION = "app:web"

THREADS = 4


def run(context: CommandLineContext, arguments: argparse.Namespace) -> int:
    """Migrate and serve if there are Slack tokens; without, run the sandbox."""
    if not context.settings.has_slack:
        return sandbox.run(sandbox.PORT, empty=False, socket_mode=False)
    context.settings.require_slack()
    return migrate(context, arguments) or serve(context, arguments)


def migrate(context: CommandLineContext, _: argparse.Namespace) -> int:
    """Bring the database to this version."""
    before, after = context.database.migrate()
    state = f"already at version {after}" if before == after else f"now at version {after}"
    sys.stdout.write(f"The database is {state}.\n")
    return 0


def serve(context: CommandLineContext, _: argparse.Namespace) -> int:
    """Run the bot until it is stopped."""
    context.settings.require_slack()
    context.database.check()
    context.database.close()
    return _serve_http(context.settings)


def _serve_http(settings: Settings) -> int:
    problem = _check_address(settings)
    if problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    Granian(
        APPLICATION,
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=1,
        blocking_threads=THREADS,
        log_level=LogLevels(settings.log_level.lower()),
        log_dictconfig=configuration(settings.log_level),
        workers_kill_timeout=10,
        websockets=False,
    ).serve()
    return 0


def _check_address(settings: Settings) -> str | None:
    """Return why HOST and PORT cannot be used, None if they can."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            return (
                f"Cannot listen on {settings.host}:{settings.port} ({error.strerror}). "
                "Set HOST and PORT to a free address."
            )
    return None
