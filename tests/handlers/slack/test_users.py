"""Look up users in Slack: cached for a while, and never waited for long."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from domain.access import Colleague, Role
from domain.journeys import WorkspaceId
from handlers.environment import read
from handlers.slack import app as slack_app
from handlers.slack.directory import CACHE_SECONDS, FAILED_SECONDS, SlackPeople
from sandbox.client import Client
from sandbox.config import Config
from sandbox.server import Sandbox
from tests.app_process import free_port
from tests.handlers.processes import BOT_TOKEN, ROOT, RawServer

HERE, ELSEWHERE = WorkspaceId("T1"), WorkspaceId("T2")


class Ticks:
    """A monotonic clock that tests move."""

    def __init__(self) -> None:
        self.seconds = 5000.0

    def __call__(self) -> float:
        return self.seconds


def people_at(url: str, now: Ticks | None = None, token: str | None = BOT_TOKEN) -> SlackPeople:
    settings = read({"SLACK_API_URL": f"{url}/api/"})
    return SlackPeople(
        slack_app.web_client(settings, token, slack_app.FAST_FAIL_SECONDS), now or Ticks()
    )


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Config(manifest=ROOT / "app.yaml", bot_token=BOT_TOKEN)) as started:
        yield started


@pytest.fixture
def slack(sandbox: Sandbox) -> Client:
    client = Client(sandbox.url)
    client.request("DELETE", "faults")
    client.request("DELETE", "log")
    return client


def asked(slack: Client) -> int:
    return len(slack.calls("users.info"))


@pytest.mark.parametrize(
    ("user", "role"),
    [("U0MARA", Role.ADMIN), ("U0TOMAS", Role.MEMBER), ("U0GUEST", Role.GUEST)],
)
def test_people_have_the_role_slack_says(slack: Client, user: str, role: Role) -> None:
    assert people_at(slack.url).role(HERE, user) is role


def test_a_user_unknown_to_slack_is_unknown(slack: Client) -> None:
    people = people_at(slack.url)
    assert people.role(HERE, "U0NOBODY") is Role.UNKNOWN
    assert people.names(HERE, ["U0NOBODY"]) == {"U0NOBODY": "name unknown"}


def test_names_are_those_people_go_by(slack: Client) -> None:
    found = people_at(slack.url).names(HERE, ["U0MARA", "U0TOMAS", "U0MARA"])
    assert found == {"U0MARA": "Mara Lind", "U0TOMAS": "Tomás Reyes"}
    assert asked(slack) == 2


def test_who_was_looked_up_is_remembered_for_ten_minutes(slack: Client) -> None:
    now = Ticks()
    people = people_at(slack.url, now)
    people.role(HERE, "U0MARA")
    now.seconds += CACHE_SECONDS - 1
    assert people.role(HERE, "U0MARA") is Role.ADMIN
    assert asked(slack) == 1
    now.seconds += 1
    assert people.role(HERE, "U0MARA") is Role.ADMIN
    assert asked(slack) == 2


def test_the_same_id_in_another_workspace_is_another_user(slack: Client) -> None:
    people = people_at(slack.url)
    people.role(HERE, "U0MARA")
    people.role(ELSEWHERE, "U0MARA")
    assert asked(slack) == 2


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "error", "error": "missing_scope"},
        {"kind": "error", "error": "user_not_found"},
        {"kind": "status", "status": 500},
        {"kind": "status", "status": 429, "retry_after": 30},
        {"kind": "reset"},
    ],
)
def test_where_slack_does_not_answer_it_is_asked_again_after_a_minute(
    slack: Client, fault: dict[str, Any]
) -> None:
    now = Ticks()
    people = people_at(slack.url, now)
    slack.fault("users.info", **fault)
    assert people.role(HERE, "U0MARA") is Role.UNKNOWN
    now.seconds += FAILED_SECONDS - 1
    assert people.role(HERE, "U0MARA") is Role.UNKNOWN
    assert asked(slack) == 1
    now.seconds += 1
    assert people.role(HERE, "U0MARA") is Role.ADMIN


def test_a_slow_slack_is_waited_for_about_a_second(slack: Client) -> None:
    slack.fault("users.info", "hang", seconds=30.0)
    begun = time.monotonic()
    assert people_at(slack.url).role(HERE, "U0MARA") is Role.UNKNOWN
    assert time.monotonic() - begun < 3


def test_without_a_token_no_request_is_made(slack: Client) -> None:
    assert people_at(slack.url, token=None).role(HERE, "U0MARA") is Role.UNKNOWN
    assert asked(slack) == 0


def test_users_are_unknown_if_slack_is_unreachable() -> None:
    assert people_at(f"http://127.0.0.1:{free_port()}").role(HERE, "U1") is Role.UNKNOWN


def answering(body: str) -> RawServer:
    """A Slack that says this of everybody."""
    content = f'{{"ok": true, "user": {body}}}'.encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(content)}"
    return RawServer(head.encode() + b"\r\nConnection: close\r\n\r\n" + content)


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ('{"is_owner": true}', Role.ADMIN),
        ('{"is_primary_owner": true}', Role.ADMIN),
        ('{"is_ultra_restricted": true}', Role.GUEST),
        ('{"is_stranger": true}', Role.GUEST),
        ('{"is_restricted": true, "is_admin": true}', Role.GUEST),
        ('{"is_admin": false}', Role.MEMBER),
        ("{}", Role.MEMBER),
    ],
)
def test_every_way_slack_marks_people_counts(said: str, role: Role) -> None:
    with answering(said) as server:
        assert people_at(server.url).role(HERE, "U1") is role


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ('{"name": "mara"}', {"U1": "mara"}),
        ('{"name": "mara", "profile": {"display_name": "Mara"}}', {"U1": "Mara"}),
        ('{"profile": {"display_name": "Mara", "real_name": "Mara Lind"}}', {"U1": "Mara Lind"}),
        ('{"name": "mara", "profile": {"real_name": ""}}', {"U1": "mara"}),
        # Who left is nobody's owner any more.
        ('{"name": "mara", "deleted": true}', {}),
    ],
)
def test_the_best_name_there_is_is_taken(said: str, names: dict[str, str]) -> None:
    with answering(said) as server:
        assert people_at(server.url).names(HERE, ["U1"]) == names


@pytest.mark.parametrize(
    ("said", "colleague"),
    [
        ('{"tz": "Asia/Kolkata"}', Colleague(Role.MEMBER, "Asia/Kolkata")),
        ('{"is_admin": true, "tz": null}', Colleague(Role.ADMIN, None)),
        ('{"tz": "", "is_restricted": true}', Colleague(Role.GUEST, None)),
        ('{"deleted": true}', Colleague(Role.MEMBER, None, active=False)),
        ('{"is_bot": true}', Colleague(Role.MEMBER, None, active=False)),
    ],
)
def test_who_may_be_written_to_and_when_is_what_slack_says(said: str, colleague: Colleague) -> None:
    with answering(said) as server:
        assert people_at(server.url).colleague(HERE, "U1") == colleague


def test_of_whom_slack_says_nothing_nothing_is_known(slack: Client) -> None:
    assert people_at(slack.url).colleague(HERE, "U0NOBODY") is None
