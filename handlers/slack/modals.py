"""Open a loading modal at once, as its trigger lives three seconds, and fill it in later."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from domain.errors import WaymarkError
from handlers.slack import forms
from handlers.slack.background import Background
from handlers.slack.errors import error_code
from handlers.slack.ids import View

Modal = dict[str, Any]

# Slack waits three for the answer to a submitted form.
ANSWER_SECONDS = 1.5

# An update sent right after the answer may arrive before it, and would be replaced by it.
AFTER_ANSWER_SECONDS = 1.0

# The person closed the form, or chose something else in it meanwhile.
OVERTAKEN = {"not_found", "hash_conflict"}


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


def update_form(
    background: Background, client: WebClient, view: dict[str, Any], changed: Modal
) -> None:
    """Replace an open form in the background, unless it has changed since `view` was sent."""

    def update() -> None:
        try:
            client.views_update(view_id=view["id"], hash=view["hash"], view=changed)
        except SlackApiError as error:
            if error_code(error) not in OVERTAKEN:
                raise

    background.run(update)


def answer_with_view(
    background: Background,
    ack: Ack,
    client: WebClient,
    view_id: str,
    loading: Modal,
    build: Callable[[], Modal],
) -> None:
    """Answer a submitted form with the view that `build` returns.

    If that takes too long, answer with `loading`, and replace it when the view is there.
    """
    built: Future[Modal] = Future()

    def run() -> None:
        try:
            built.set_result(build())
        except Exception as error:
            built.set_exception(error)

    if not background.run(run):
        run()
    try:
        ack(response_action="update", view=built.result(ANSWER_SECONDS))
    except TimeoutError:
        ack(response_action="update", view=loading)

        def update() -> None:
            view = built.result()
            time.sleep(AFTER_ANSWER_SECONDS)
            client.views_update(view_id=view_id, view=view)

        background.run_slow(update)
