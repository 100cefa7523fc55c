"""Open a loading modal at once, as its trigger lives three seconds, and fill it in later."""

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
    loading: Modal,
    build: Callable[[], Modal],
) -> None:
    """Open `loading`, and replace it with what `build` returns, in the background."""

    def open_and_fill() -> None:
        view = client.views_open(trigger_id=trigger_id, view=loading)["view"]
        client.views_update(view_id=view["id"], hash=view["hash"], view=build())

    background.run(open_and_fill)


def open_form(
    background: Background,
    client: WebClient,
    trigger_id: str,
    name: tuple[View, str],
    build: Callable[[], Modal],
) -> None:
    """Open the form with that callback id and title; show an error in it if `build` fails."""
    form, title = name[0].value, name[1]

    def build_or_error() -> Modal:
        try:
            return build()
        except WaymarkError as error:
            return forms.error_modal(form, title, error.sentence)

    open_loading_modal(
        background, client, trigger_id, forms.loading_modal(form, title), build_or_error
    )
