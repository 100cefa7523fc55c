"""Opening a modal light at once, for its trigger lives three seconds, and filling it in after."""

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient

from handlers.background import Background

Modal = dict[str, Any]


def open_light(
    background: Background,
    client: WebClient,
    trigger_id: str,
    light: Modal,
    whole: Callable[[], Modal],
) -> None:
    """Open `light` and put what `whole` returns in its place when that is there."""

    def opened() -> None:
        view = client.views_open(trigger_id=trigger_id, view=light)["view"]
        client.views_update(view_id=view["id"], hash=view["hash"], view=whole())

    background.run(opened)
