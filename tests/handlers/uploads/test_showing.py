"""How often a message is changed while somebody watches it."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from handlers.imports import blocks as import_blocks
from handlers.imports.blocks import MessageRef
from handlers.imports.uploads import ProgressMessage, post_with_retry
from sandbox.client import Client
from sandbox.config import Config
from sandbox.server import Sandbox
from tests.handlers.processes import BOT_TOKEN, ROOT


@pytest.fixture
def slack() -> Iterator[Client]:
    """A workspace."""
    with Sandbox(Config(manifest=ROOT / "app.yaml", bot_token=BOT_TOKEN)) as sandbox:
        yield Client(sandbox.url)


class Seconds:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


@pytest.fixture
def seconds() -> Seconds:
    """The time."""
    return Seconds()


@pytest.fixture
def shown(slack: Client, seconds: Seconds) -> ProgressMessage:
    """A message that was posted."""
    client = WebClient(BOT_TOKEN, base_url=f"{slack.url}/api/", retry_handlers=[])
    channel = str(client.chat_postMessage(channel="U0MARA", text="…")["channel"])
    spot = MessageRef(
        channel, post_with_retry(client, channel, import_blocks.checking_message("a.csv"))
    )
    return ProgressMessage(client, spot, seconds, seconds.sleep)


def test_progress_is_shown_every_two_seconds(
    slack: Client, shown: ProgressMessage, seconds: Seconds
) -> None:
    for step in range(100):
        seconds.now = step / 10
        shown.progress(lambda: import_blocks.importing_message("a.csv", step, 100))  # noqa: B023 - called at once
    said = [call["arguments"]["text"] for call in slack.calls("chat.update")]
    assert said == [f"Importing a.csv … {n} of 100 rows" for n in (0, 20, 40, 60, 80)]


def test_progress_that_cannot_be_shown_disturbs_nobody_and_waits_as_told(
    slack: Client, shown: ProgressMessage, seconds: Seconds
) -> None:
    slack.fault("chat.update", "status", status=429, retry_after=9)
    for at in (0.0, 5.0, 8.9, 9.1):
        seconds.now = at
        shown.progress(lambda: import_blocks.importing_message("a.csv"))
    assert [call["status"] for call in slack.calls("chat.update")] == [429, 200]


def test_the_end_is_shown_however_busy_slack_is(
    slack: Client, shown: ProgressMessage, seconds: Seconds
) -> None:
    slack.fault("chat.update", "status", status=429, retry_after=9)
    shown.at_last(import_blocks.cancelled_message("a.csv"))
    assert seconds.now == 9.0
    assert slack.person("mara").messages("bot")[-1]["text"] == "Nothing was imported of a.csv."
    assert len(slack.calls("chat.postMessage")) == 2
