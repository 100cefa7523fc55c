"""Which payloads Waymark answers, and what it reads from them."""

import html
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.slack.payloads import (
    command_text,
    is_slack_url,
    waymark_users,
    workspace_of,
)

SLACK = "https://slack.com/api/"


SANDBOX = "http://127.0.0.1:4000/api/"


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.slack.com/commands/T1/1/abc",
        "https://hooks.slack.com/actions/T1/1/abc",
        "https://HOOKS.SLACK.COM/commands/x",
        "HTTPS://hooks.slack.com/commands/x",
        "https://hooks.slack.com:443/x",
        "https://hooks.slack-gov.com/x",
        "https://acme.enterprise.slack.com/x",
    ],
)
@pytest.mark.parametrize("api", [SLACK, SANDBOX])
def test_slacks_own_hosts_are_answered(url: str, api: str) -> None:
    assert is_slack_url(url, api)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:4000/response/abc", "HTTP://127.0.0.1:4000/response/abc"]
)
def test_the_host_and_port_of_the_api_are_answered(url: str) -> None:
    assert is_slack_url(url, SANDBOX)


@pytest.mark.parametrize(
    "url",
    [
        "https://evilslack.com/x",
        "https://slack.com.evil.example/x",
        "https://hooks.slack.com.evil.example/x",
        "https://hooks-slack.com/x",
        "https://evil.example/hooks.slack.com",
        "https://evil.example/?x=.slack.com",
        "https://evil.example#.slack.com",
        "https://evil.example/#@hooks.slack.com",
        "https://hooks.slack.com@evil.example/x",
        "https://hooks.slack.com:pw@evil.example/x",
        "https://hooks.slack.com%2f@evil.example/x",
        "https://hooks.slack.com\n.evil.example/x",
        "https://.slack.com.evil.example/",
        "https://xn--slack-xyz.com/",
        "https://hooks.ѕlack.com/x",
        "https://hooks.slack.com。evil.example/",
        "http://hooks.slack.com/x",
        "ftp://hooks.slack.com/x",
        "file:///hooks.slack.com/x",
        "//hooks.slack.com/x",
        "hooks.slack.com/x",
        "javascript:alert(1)",
        "http://127.0.0.1:4001/x",
        "http://127.0.0.1/x",
        "https://127.0.0.1:4000/x",
        "http://localhost:4000/x",
        "http://127.0.0.1:4000@evil.example/x",
        "http://127.0.0.1:4000.evil.example/x",
        "http://169.254.169.254/latest/meta-data/",
        "https://[::1/x",
        "https://[hooks.slack.com]/x",
        "https://",
        "",
        " ",
    ],
)
@pytest.mark.parametrize("api", [SLACK, SANDBOX])
def test_other_hosts_are_not_answered(url: str, api: str) -> None:
    assert not is_slack_url(url, api)


@given(st.text(max_size=60))
def test_no_address_makes_it_stumble(rest: str) -> None:
    assert not is_slack_url(f"https://evil.example/{rest}", SANDBOX)
    assert is_slack_url(rest, SANDBOX) in (True, False)


@pytest.mark.parametrize(
    "payload",
    [
        {"team_id": "T1"},
        {"team_id": "T1", "team": {"id": "T2"}},
        {"team": {"id": "T1", "domain": "acme"}},
        {"team": "T1"},
        {"team": None, "user": {"id": "U1", "team_id": "T1"}},
        {"team": {"id": None}, "user": {"id": "U1", "team_id": "T1"}},
    ],
)
def test_the_workspace_is_found_wherever_slack_puts_it(payload: dict[str, Any]) -> None:
    assert workspace_of(payload) == "T1"


def test_a_payload_of_no_workspace_is_an_error_and_not_everybodys() -> None:
    with pytest.raises(KeyError):
        workspace_of({"team": None})


@given(st.text(st.characters(codec="utf-8")))
def test_a_command_is_read_as_the_person_typed_it(typed: str) -> None:
    assert command_text({"text": html.escape(typed, quote=False)}) == typed.strip()


@pytest.mark.parametrize("command", [{}, {"text": None}, {"text": ""}, {"text": "  "}])
def test_a_command_alone_has_no_text(command: dict[str, Any]) -> None:
    assert command_text(command) == ""


@pytest.mark.parametrize(
    ("body", "users"),
    [
        ({"authorizations": [{"user_id": "U0BOT", "is_bot": True}]}, {"U0BOT"}),
        ({"authorizations": [{"user_id": None}, 5]}, set()),
        ({"authorizations": None}, set()),
        ({}, set()),
    ],
)
def test_the_users_that_are_waymark_are_read_from_the_event(
    body: dict[str, Any], users: set[str]
) -> None:
    assert waymark_users(body) == users
