"""The bot's own logging, for as long as a test lasts."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from handlers import logs

TOUCHED = (None, "waymark", "slack_bolt", "slack_sdk", "_granian", "apscheduler")


class _ErrorOfNow(io.TextIOBase):
    """The standard error of the moment: pytest has another one in each phase of a test."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)


@contextmanager
def logging_like_the_bot(level: str) -> Iterator[None]:
    """Log as the bot does at this level."""
    loggers = [logging.getLogger(name) for name in TOUCHED]
    before = [(logger, logger.level, logger.handlers[:]) for logger in loggers]
    logs.configure(level)
    (handler,) = logging.getLogger().handlers
    assert isinstance(handler, logging.StreamHandler)
    assert handler.stream is sys.stderr
    handler.setStream(_ErrorOfNow())
    try:
        yield
    finally:
        for logger, old_level, handlers in before:
            logger.setLevel(old_level)
            logger.handlers[:] = handlers


def records(said: str) -> list[dict[str, Any]]:
    """The lines of a log, each of which must be one JSON object."""
    found = [json.loads(line) for line in said.splitlines()]
    assert all(isinstance(record, dict) for record in found)
    return found
