"""Workspaces one after the other on one port: a browser keeps the page's files meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sandbox.config import Config
from sandbox.server import Sandbox

# Longer than the tests of a file take.
CACHE_SECONDS = 3600


@contextmanager
def sandbox_on_port(config: Config) -> Iterator[Sandbox]:
    """Run a workspace on the port of `config`, or on another if that was taken meanwhile."""
    try:
        sandbox = Sandbox(config).start()
    except OSError:
        sandbox = Sandbox(replace(config, port=0)).start()
    try:
        yield sandbox
    finally:
        sandbox.stop()
