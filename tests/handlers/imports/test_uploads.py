"""Tests of files that people send: turns, and the message that shows progress."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_sdk import WebClient

from handlers.imports import blocks as import_blocks
from handlers.imports.blocks import MessageRef
from handlers.imports.uploads import MAX_MESSAGES, FileJobs, ProgressMessage, post_with_retry
from sandbox.client import Client
from sandbox.config import Config
from sandbox.server import Sandbox
from tests.handlers.processes import BOT_TOKEN, ROOT

HERE = MessageRef("D1", "1.0")


def test_the_newest_preview_counts() -> None:
    turns = FileJobs()
    first, second = turns.start_preview(HERE), turns.start_preview(HERE)
    assert first is not None
    assert second is not None
    assert not turns.is_newest(HERE, first)
    assert turns.is_newest(HERE, second)


def test_one_of_many_imports_starts_and_no_preview_after_it() -> None:
    turns = FileJobs()
    preview = turns.start_preview(HERE)
    assert preview is not None
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(turns.start_import, [HERE] * 100)) == 1
    assert not turns.is_newest(HERE, preview)
    assert turns.start_preview(HERE) is None
    turns.reopen(HERE)
    assert turns.start_import(HERE)


def test_old_messages_are_forgotten() -> None:
    turns = FileJobs()
    for number in range(MAX_MESSAGES + 1):
        assert turns.start_import(MessageRef("D1", str(number)))
    assert turns.start_import(MessageRef("D1", "0"))
    assert not turns.start_import(MessageRef("D1", str(MAX_MESSAGES)))


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
    message = MessageRef(
        channel, post_with_retry(client, channel, import_blocks.checking_message("a.csv"))
    )
    return ProgressMessage(client, message, seconds, seconds.sleep)


def test_progress_is_shown_every_two_seconds(
    slack: Client, shown: ProgressMessage, seconds: Seconds
) -> None:
    for step in range(100):
        seconds.now = step / 10
        shown.show_progress(lambda: import_blocks.importing_message("a.csv", step, 100))  # noqa: B023 - called at once
    texts = [call["arguments"]["text"] for call in slack.calls("chat.update")]
    assert texts == [f"Importing a.csv … {n} of 100 rows" for n in (0, 20, 40, 60, 80)]


def test_progress_that_cannot_be_shown_stops_nothing_and_waits_as_asked(
    slack: Client, shown: ProgressMessage, seconds: Seconds
) -> None:
    slack.fault("chat.update", "status", status=429, retry_after=9)
    for at in (0.0, 5.0, 8.9, 9.1):
        seconds.now = at
        shown.show_progress(lambda: import_blocks.importing_message("a.csv"))
    assert [call["status"] for call in slack.calls("chat.update")] == [429, 200]


def test_the_result_is_shown_even_if_slack_is_busy(
    slack: Client, shown: ProgressMessage, seconds: Seconds
) -> None:
    slack.fault("chat.update", "status", status=429, retry_after=9)
    shown.show_result(import_blocks.cancelled_message("a.csv"))
    assert seconds.now == 9.0
    assert slack.person("mara").messages("bot")[-1]["text"] == "Nothing was imported from a.csv."
    assert len(slack.calls("chat.postMessage")) == 2
