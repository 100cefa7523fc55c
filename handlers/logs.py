"""Structured logs without tokens, bodies or note text."""

import logging
import logging.config
import re
import traceback
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

WITHHELD_TEXT = "message withheld: it may hold a body"

# Messages of libraries are logged only if they are about connections, and then redacted.
CONNECTION_LOGGERS = "slack_sdk.socket_mode"

LIBRARY_LOGGERS = ("slack_bolt", "slack_sdk")

SECRET_PATTERN = re.compile(r"x(?:ox[a-z]|app)-[\w-]+|wss?://\S+")

MAX_MESSAGE = 200


ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class RedactingFilter(logging.Filter):
    """Remove what people wrote, and secrets, from the records of libraries."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True: the record is logged, with its message redacted."""
        if not record.name.startswith(LIBRARY_LOGGERS):
            return True
        message = WITHHELD_TEXT
        if record.name.startswith(CONNECTION_LOGGERS) and record.levelno >= logging.INFO:
            message = SECRET_PATTERN.sub("[secret]", record.getMessage().partition("\n")[0])[
                :MAX_MESSAGE
            ]
        record.msg, record.args = message, ()
        return True


class SafeJsonFormatter(JsonFormatter):
    """One JSON line a record; tracebacks without the exception's message, which may quote notes."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - logging's own name
        """Return the places of the traceback and the types of the exception and its cause."""
        error_type, error, trace = ei
        if error_type is None:
            return ""
        lines = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
        cause = error.__cause__ if error else None
        tail = f" from {type(cause).__name__}" if cause else ""
        return " > ".join([*lines, error_type.__name__ + tail])


def configuration(level: str) -> dict[str, Any]:
    """Return the logging configuration: everything to stderr as JSON, libraries redacted."""
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
            # It warns whenever jobs take longer than the interval; we log the outcomes ourselves.
            "apscheduler": {"level": "ERROR"},
        },
    }


def configure(level: str) -> None:
    """Configure the logging of this process."""
    logging.config.dictConfig(configuration(level))
