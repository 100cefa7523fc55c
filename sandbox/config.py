"""What one sandbox is started with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BOT_TOKEN = "xoxb-sandbox-bot-token"  # noqa: S105 - a fixed token that opens nothing but the sandbox
APP_TOKEN = "xapp-sandbox-app-token"  # noqa: S105
SIGNING_SECRET = "sandbox-signing-secret"  # noqa: S105


@dataclass
class Settings:
    """What may be changed while the sandbox runs (`POST /sandbox/settings`).

    `ack_seconds`: time an app has to acknowledge. `retry_seconds`: how long after a failed delivery
    each redelivery of an event comes. `file_seconds`: how long an uploaded file is processed before
    it shows. `rate_burst`: messages a channel takes at once before about one a second is enforced.
    `data_blocks` false: the blocks of 2026 are not rolled out here. `action_ids_unique_in`: "block"
    as documented, or "surface". `all_text_limit` false: `msg_blocks_too_long` is never answered.
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
    """Everything a sandbox can be told; seconds are real seconds.

    `manifest` is the path of an app.yaml or its content. `people` is the path of a people.json or
    its content; without it a small built-in workspace is used. `bot_in` names the channels the bot
    is in at the start; without it, every public one. Port 0 takes a free port.
    """

    manifest: Path | str | Mapping[str, Any]
    request_url: str | None = None
    people: Path | str | Mapping[str, Any] | None = None
    port: int = 0
    bot_token: str = BOT_TOKEN
    app_token: str = APP_TOKEN
    signing_secret: str = SIGNING_SECRET
    socket_mode: bool | None = None
    bot_in: tuple[str, ...] | None = None
    settings: Settings = field(default_factory=Settings)
