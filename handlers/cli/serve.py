"""`app.py serve`."""

import socket
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from handlers.logs import configuration
from handlers.settings import Settings

THREADS = 4


def serve(settings: Settings, target: str) -> int:
    """Serve the WSGI application that the factory `target` makes, until told to stop."""
    why_not = _cannot_listen(settings)
    if why_not:
        sys.stderr.write(f"{why_not}\n")
        return 1
    Granian(
        target,
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


def _cannot_listen(settings: Settings) -> str | None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            return (
                f"Cannot listen on {settings.host}:{settings.port} ({error.strerror}). "
                "Set HOST and PORT to an address that is free."
            )
    return None
