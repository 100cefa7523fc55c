"""What the environment says, read once at start."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from domain.errors import BadInputError

SLACK_API = "https://slack.com/api/"

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

MAX_PORT = 65_535

# Longer than a post may take: one that is still under way must not be taken for lost.
MIN_SETTLE = 15

SECRETS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")


class SettingsError(BadInputError):
    """A variable is missing or malformed; the sentence names it."""


@dataclass(frozen=True)
class Settings:
    """The configuration. Slack's tokens are null where none are set."""

    bot_token: str | None
    app_token: str | None
    signing_secret: str | None
    api_url: str
    database_url: str
    host: str
    port: int
    log_level: str
    tick: timedelta
    settle: timedelta
    # A clock to follow instead of the machine's: the sandbox's, which can be moved.
    clock_url: str | None = None

    @property
    def socket_mode(self) -> bool:
        """Whether Slack is reached by a WebSocket rather than reaching us by HTTP."""
        return self.app_token is not None

    @property
    def has_slack(self) -> bool:
        """Whether any of Slack's tokens is set."""
        return bool(self.bot_token or self.app_token or self.signing_secret)

    def require_slack(self) -> None:
        """Raise SettingsError unless there is enough to connect to Slack."""
        if not self.bot_token:
            raise SettingsError("SLACK_BOT_TOKEN is missing; it starts with xoxb-.")
        if not self.app_token and not self.signing_secret:
            raise SettingsError(
                "Set SLACK_APP_TOKEN (xapp-…, for Socket Mode) or SLACK_SIGNING_SECRET (for HTTP)."
            )


def read(environment: Mapping[str, str]) -> Settings:
    """Read the variables. Raises SettingsError for the first that is malformed."""

    def text(name: str) -> str | None:
        return environment.get(name, "").strip() or None

    return Settings(
        bot_token=_token(text("SLACK_BOT_TOKEN"), "SLACK_BOT_TOKEN", "xoxb-", "xapp-"),
        app_token=_token(text("SLACK_APP_TOKEN"), "SLACK_APP_TOKEN", "xapp-", "xoxb-"),
        signing_secret=text("SLACK_SIGNING_SECRET"),
        api_url=_api_url(text("SLACK_API_URL") or SLACK_API),
        database_url=text("DATABASE_URL") or "sqlite:///waymark.db",
        host=text("HOST") or "127.0.0.1",
        port=_whole("PORT", text("PORT") or "3000", 0, MAX_PORT),
        log_level=_level(text("LOG_LEVEL") or "INFO"),
        tick=_seconds("WAYMARK_TICK_SECONDS", text("WAYMARK_TICK_SECONDS") or "30"),
        settle=_seconds(
            "WAYMARK_SETTLE_SECONDS", text("WAYMARK_SETTLE_SECONDS") or "60", MIN_SETTLE
        ),
        clock_url=_clock_url(text("WAYMARK_CLOCK_URL")),
    )


def _token(value: str | None, name: str, right: str, wrong: str) -> str | None:
    if value and (value.startswith(wrong) or not re.fullmatch("[!-~]+", value)):
        raise SettingsError(f"{name} is malformed: it should start with {right}.")
    return value


def _api_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError("SLACK_API_URL is malformed: it should look like https://host/api/.")
    return value if value.endswith("/") else f"{value}/"


def _clock_url(value: str | None) -> str | None:
    if value and not value.startswith("http://127.0.0.1:"):
        raise SettingsError("WAYMARK_CLOCK_URL is malformed: only http://127.0.0.1:… is followed.")
    return value


def _level(value: str) -> str:
    if value.upper() not in LEVELS:
        raise SettingsError(f"LOG_LEVEL is malformed: use one of {', '.join(LEVELS)}.")
    return value.upper()


def _whole(name: str, value: str, low: int, high: int) -> int:
    try:
        number = int(value)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise SettingsError(f"{name} is malformed: a whole number from {low} to {high} is needed.")
    return number


def _seconds(name: str, value: str, low: int = 1) -> timedelta:
    return timedelta(seconds=_whole(name, value, low, 86_400))
