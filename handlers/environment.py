"""Read and check Waymark's environment variables, once at start."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from domain.errors import BadInputError

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")

MAX_PORT = 65_535

# A post may take this many seconds: do not look up one that is still being sent.
MIN_SETTLE_SECONDS = 15

MAX_SECONDS = 86_400

SECRETS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")


class SettingsError(BadInputError):
    """A variable is missing or malformed; the sentence names it."""


def _token(prefix: str, other_prefix: str) -> AfterValidator:
    def check(value: str) -> str:
        if value.startswith(other_prefix) or not re.fullmatch("[!-~]+", value):
            raise ValueError(f"it should start with {prefix}.")
        return value

    return AfterValidator(check)


def _parse_whole(value: object, low: int, high: int) -> int:
    try:
        number = int(str(value))
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise ValueError(f"a whole number from {low} to {high} is needed.")
    return number


def _port(value: object) -> int:
    return _parse_whole(value, 0, MAX_PORT)


def _seconds(low: int = 1) -> BeforeValidator:
    def to_timedelta(value: object) -> timedelta:
        if isinstance(value, timedelta):
            return value
        return timedelta(seconds=_parse_whole(value, low, MAX_SECONDS))

    return BeforeValidator(to_timedelta)


def _api_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("it should look like https://host/api/.")
    return value if value.endswith("/") else f"{value}/"


def _clock_url(value: str) -> str:
    if not value.startswith("http://127.0.0.1:"):
        raise ValueError("only http://127.0.0.1:… is followed.")
    return value


def _log_level(value: str) -> str:
    if value.upper() not in LOG_LEVELS:
        raise ValueError(f"use one of {', '.join(LOG_LEVELS)}.")
    return value.upper()


class Settings(BaseSettings):
    """The configuration; Slack's tokens are None where they are not set."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    bot_token: Annotated[str, _token("xoxb-", "xapp-")] | None = Field(
        default=None, alias="SLACK_BOT_TOKEN"
    )
    app_token: Annotated[str, _token("xapp-", "xoxb-")] | None = Field(
        default=None, alias="SLACK_APP_TOKEN"
    )
    signing_secret: str | None = Field(default=None, alias="SLACK_SIGNING_SECRET")
    api_url: Annotated[str, AfterValidator(_api_url)] = Field(
        default="https://slack.com/api/", alias="SLACK_API_URL"
    )
    database_url: str = Field(default="sqlite:///waymark.db", alias="DATABASE_URL")
    host: str = Field(default="127.0.0.1", alias="HOST")
    port: Annotated[int, BeforeValidator(_port)] = Field(default=3000, alias="PORT")
    log_level: Annotated[str, AfterValidator(_log_level)] = Field(default="INFO", alias="LOG_LEVEL")
    tick: Annotated[timedelta, _seconds()] = Field(
        default=timedelta(seconds=30), alias="WAYMARK_TICK_SECONDS"
    )
    settle: Annotated[timedelta, _seconds(MIN_SETTLE_SECONDS)] = Field(
        default=timedelta(seconds=60), alias="WAYMARK_SETTLE_SECONDS"
    )
    # The sandbox's clock, which can be moved, instead of the machine's.
    clock_url: Annotated[str, AfterValidator(_clock_url)] | None = Field(
        default=None, alias="WAYMARK_CLOCK_URL"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read only the values that `read` passes, never the process's own environment."""
        return (init_settings,)

    @property
    def socket_mode(self) -> bool:
        """Return whether Waymark connects by WebSocket, instead of being called over HTTP."""
        return self.app_token is not None

    @property
    def has_slack(self) -> bool:
        """Return whether any of Slack's tokens is set."""
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
    """Return the settings; a blank variable counts as not set.

    Raises SettingsError for the first malformed variable, without quoting its value.
    """
    names = (str(field.alias) for field in Settings.model_fields.values())
    values: dict[str, Any] = {
        name: environment[name].strip() for name in names if environment.get(name, "").strip()
    }
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        reason = str(first["ctx"]["error"]) if "ctx" in first else first["msg"]
        raise SettingsError(f"{first['loc'][0]} is malformed: {reason}") from None
