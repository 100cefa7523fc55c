"""A submitted form is answered with the next view, however long building it takes."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from handlers.slack import forms
from handlers.slack.background import Background
from handlers.slack.modals import Modal, answer_with_view

TIMEOUT_SECONDS = 10.0

LOADING = forms.loading_modal("form", "Form")

NEXT = forms.error_modal("form", "Form", "The next one")


class Slack(WebClient):
    """Slack's API, which notes the views it is sent."""

    def __init__(self) -> None:
        super().__init__(token="xoxb-test")
        self.updated: list[dict[str, Any]] = []
        self.called = threading.Event()

    def api_call(self, api_method: str, **more: Any) -> Any:
        """Note what is sent in place of sending it."""
        self.updated.append({"method": api_method, **more["json"]})
        self.called.set()
        return {"ok": True}


class Answer:
    """The answers to Slack."""

    def __init__(self) -> None:
        self.views: list[Modal] = []
        self.sent = threading.Event()

    def __call__(self, response_action: str, view: Modal) -> None:
        assert response_action == "update"
        self.views.append(view)
        self.sent.set()


@pytest.fixture
def background() -> Iterator[Background]:
    threads = Background()
    yield threads
    threads.close()


def test_a_view_that_is_there_soon_is_the_answer(background: Background) -> None:
    ack, slack = Answer(), Slack()
    answer_with_view(background, ack, slack, "V1", LOADING, lambda: NEXT)  # type: ignore[arg-type]
    assert ack.views == [NEXT]
    assert slack.updated == []


def test_a_view_that_takes_long_follows_the_answer(background: Background) -> None:
    ack, slack = Answer(), Slack()

    def build() -> Modal:
        assert ack.sent.wait(TIMEOUT_SECONDS)
        return NEXT

    answer_with_view(background, ack, slack, "V1", LOADING, build)  # type: ignore[arg-type]
    assert ack.views == [LOADING]
    assert slack.called.wait(TIMEOUT_SECONDS)
    (update,) = slack.updated
    assert (update["method"], update["view_id"]) == ("views.update", "V1")


def test_a_view_is_built_at_once_where_the_queue_is_closed() -> None:
    background = Background()
    background.close()
    ack = Answer()
    answer_with_view(background, ack, Slack(), "V1", LOADING, lambda: NEXT)  # type: ignore[arg-type]
    assert ack.views == [NEXT]
