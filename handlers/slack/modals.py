"""Opening a modal light at once, for its trigger lives three seconds, and filling it in after."""

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient

from domain.errors import WaymarkError
from handlers.slack import forms
from handlers.slack.background import Background
from handlers.slack.ids import View

Modal = dict[str, Any]


def open_loading_modal(
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


def open_form(
    background: Background,
    client: WebClient,
    trigger_id: str,
    named: tuple[View, str],
    whole: Callable[[], Modal],
) -> None:
    """The same for a form of that name and title; what keeps it from being filled in is said."""
    form, title = named[0].value, named[1]

    def filled() -> Modal:
        try:
            return whole()
        except WaymarkError as error:
            return forms.error_modal(form, title, error.sentence)

    open_loading_modal(background, client, trigger_id, forms.loading_modal(form, title), filled)
