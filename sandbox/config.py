"""Configuration of a sandbox: start options, runtime settings, and the app manifest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sandbox.objects import Object

BOT_TOKEN = "xoxb-sandbox-bot-token"  # noqa: S105 - a fixed token that opens nothing but the sandbox
APP_TOKEN = "xapp-sandbox-app-token"  # noqa: S105
SIGNING_SECRET = "sandbox-signing-secret"  # noqa: S105


@dataclass
class Settings:
    """Settings that may be changed while the sandbox runs (`POST /sandbox/settings`).

    `ack_seconds`: time an app has to acknowledge. `retry_seconds`: delay of each redelivery of an
    event after a failed delivery. `file_seconds`: how long an uploaded file is processed before it
    is visible. `rate_burst`: messages a channel accepts at once before the limit of about one a
    second applies. `data_blocks` False: the blocks of 2026 are not available.
    `action_ids_unique_in`: "block" as documented, or "surface". `all_text_limit` False:
    `msg_blocks_too_long` is never answered.
    """

    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    retry_seconds: tuple[float, ...] = (0.0, 60.0, 300.0)
    file_seconds: float = 0.3
    rate_limit: bool = True
    rate_burst: int = 20
    rate_per_second: float = 1.0
    data_blocks: bool = True
    all_text_limit: bool = True
    action_ids_unique_in: str = "block"


@dataclass
class Config:
    """Start options of a sandbox; seconds are real seconds.

    `manifest` is the path of an app.yaml or its content. `people` is the path of a people.json or
    its content; None means the small built-in workspace. `bot_in` names the channels the bot starts
    in; None means every public one. Port 0 means any free port. `cache_seconds`: how long browsers
    may use the page's files without asking whether they have changed.
    """

    manifest: Path | str | Mapping[str, Any]
    request_url: str | None = None
    people: Path | str | Mapping[str, Any] | None = None
    port: int = 0
    cache_seconds: int = 0
    bot_token: str = BOT_TOKEN
    app_token: str = APP_TOKEN
    signing_secret: str = SIGNING_SECRET
    socket_mode: bool | None = None
    bot_in: tuple[str, ...] | None = None
    settings: Settings = field(default_factory=Settings)


@dataclass(frozen=True)
class Manifest:
    """The parts of a manifest that change what Slack sends or allows.

    `commands` maps "/name" to its entry, `shortcuts` a callback id to its entry.
    """

    name: str = "App"
    bot_name: str = "app"
    description: str = ""
    color: str = ""
    commands: Mapping[str, Object] = field(default_factory=dict)
    shortcuts: Mapping[str, Object] = field(default_factory=dict)
    events: frozenset[str] = frozenset()
    bot_scopes: tuple[str, ...] = ()
    interactivity: bool = False
    home_tab: bool = False
    messages_tab: bool = False
    messages_read_only: bool = False
    socket_mode: bool = False
    content: Object = field(default_factory=dict)


def read_manifest(source: Path | str | Mapping[str, Any]) -> Manifest:
    """Parse a manifest from a path or its content.

    Raises:
        ValueError: the file is missing or is not a mapping.
    """
    content = dict(source) if isinstance(source, Mapping) else _load(Path(source))
    features = content.get("features") or {}
    settings = content.get("settings") or {}
    home = features.get("app_home") or {}
    bot_user = features.get("bot_user") or {}
    display = content.get("display_information") or {}
    name = display.get("name") or "App"
    return Manifest(
        name=name,
        bot_name=bot_user.get("display_name") or name.lower(),
        description=str(display.get("description") or ""),
        color=str(display.get("background_color") or ""),
        commands={c["command"]: c for c in features.get("slash_commands") or []},
        shortcuts={s["callback_id"]: s for s in features.get("shortcuts") or []},
        events=frozenset((settings.get("event_subscriptions") or {}).get("bot_events") or []),
        bot_scopes=_bot_scopes(content),
        interactivity=bool((settings.get("interactivity") or {}).get("is_enabled")),
        home_tab=bool(home.get("home_tab_enabled")),
        messages_tab=bool(home.get("messages_tab_enabled")),
        messages_read_only=bool(home.get("messages_tab_read_only_enabled")),
        socket_mode=bool(settings.get("socket_mode_enabled")),
        content=content,
    )


def _load(path: Path) -> Object:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        message = f"the manifest {path} cannot be read: {error}"
        raise ValueError(message) from error
    if not isinstance(content, dict):
        message = f"the manifest {path} is not a mapping"
        raise ValueError(message)
    return content


def _bot_scopes(content: Object) -> tuple[str, ...]:
    oauth = content.get("oauth_config") or {}
    scopes = oauth.get("scopes") or {}
    return (*(scopes.get("bot") or []), *(scopes.get("bot_optional") or []))
