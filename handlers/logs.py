"""Structured logs without tokens, bodies or note text."""

import logging
import logging.config
import re
import traceback
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

WITHHELD_TEXT = "message withheld: it may hold a body"

# The libraries' own words are shown only where they speak of connections, and then redacted.
CONNECTION_LOGGERS = "slack_sdk.socket_mode"

LIBRARY_LOGGERS = ("slack_bolt", "slack_sdk")

SECRET_PATTERN = re.compile(r"x(?:ox[a-z]|app)-[\w-]+|wss?://\S+")

MAX_MESSAGE = 200


ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class RedactingFilter(logging.Filter):
    """Takes out of the libraries' records what people wrote and what is secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the record stays, its words may not."""
        if not record.name.startswith(LIBRARY_LOGGERS):
            return True
        words = WITHHELD_TEXT
        if record.name.startswith(CONNECTION_LOGGERS) and record.levelno >= logging.INFO:
            words = SECRET_PATTERN.sub("[secret]", record.getMessage().partition("\n")[0])[
                :MAX_MESSAGE
            ]
        record.msg, record.args = words, ()
        return True


class SafeJsonFormatter(JsonFormatter):
    """JSON, one line a record; a traceback without the exception's message, which may quote."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - logging's own name
        """Where it happened and of which kind it was."""
        kind, error, where = ei
        if kind is None:
            return ""
        lines = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(where)]
        cause = error.__cause__ if error else None
        tail = f" from {type(cause).__name__}" if cause else ""
        return " > ".join([*lines, kind.__name__ + tail])


def configuration(level: str) -> dict[str, Any]:
    """Everything to stderr as JSON; the libraries' records pass through Withhold."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"withhold": {"()": RedactingFilter}},
        "formatters": {
            "json": {
                "()": SafeJsonFormatter,
                "fmt": "{asctime}{levelname}{name}{module}{lineno}{message}",
                "style": "{",
                "datefmt": "%Y-%m-%dT%H:%M:%S%z",
                "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
            }
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "filters": ["withhold"],
            }
        },
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {
            "waymark": {"level": level},
            "slack_bolt": {"level": level},
            "slack_sdk": {"level": level},
            "_granian": {"level": level},
            # Its warnings say that a tick took longer than a tick; the outcome is logged by us.
            "apscheduler": {"level": "ERROR"},
        },
    }


def configure(level: str) -> None:
    """Set the process's logging up."""
    logging.config.dictConfig(configuration(level))
