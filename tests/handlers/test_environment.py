"""Every variable: what it defaults to, what it may hold, and one plain line where it may not."""

from datetime import timedelta

import pytest

from handlers.environment import Settings, SettingsError, read

BOT = "xoxb-1234-abcd"
APP = "xapp-1-A1-2-ef"
SECRETS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "DATABASE_URL")


def refusal(**environment: str) -> str:
    with pytest.raises(SettingsError) as caught:
        read(environment)
    return caught.value.sentence


def test_everything_has_its_documented_default() -> None:
    assert read({}) == Settings(
        bot_token=None,
        app_token=None,
        signing_secret=None,
        api_url="https://slack.com/api/",
        database_url="sqlite:///waymark.db",
        host="127.0.0.1",
        port=3000,
        log_level="INFO",
        tick=timedelta(seconds=30),
        settle=timedelta(seconds=60),
    )


def test_every_variable_is_read() -> None:
    given = {
        "SLACK_BOT_TOKEN": BOT,
        "SLACK_APP_TOKEN": APP,
        "SLACK_SIGNING_SECRET": "s3cret",
        "SLACK_API_URL": "http://127.0.0.1:4000/api/",
        "DATABASE_URL": "postgresql://u:p@h/db",
        "HOST": "0.0.0.0",  # noqa: S104
        "PORT": "8080",
        "LOG_LEVEL": "DEBUG",
        "WAYMARK_TICK_SECONDS": "5",
        "WAYMARK_SETTLE_SECONDS": "17",
    }
    found = read(given)
    assert (found.bot_token, found.app_token, found.signing_secret) == (BOT, APP, "s3cret")
    assert (found.api_url, found.database_url) == (given["SLACK_API_URL"], given["DATABASE_URL"])
    assert (found.host, found.port, found.log_level) == ("0.0.0.0", 8080, "DEBUG")  # noqa: S104
    assert (found.tick, found.settle) == (timedelta(seconds=5), timedelta(seconds=17))


def test_an_empty_or_blank_variable_counts_as_not_set() -> None:
    names = (*SECRETS, "SLACK_API_URL", "HOST", "PORT", "LOG_LEVEL", "WAYMARK_TICK_SECONDS")
    assert read(dict.fromkeys(names, "")) == read({})
    assert read(dict.fromkeys(names, "  ")) == read({})


def test_space_around_a_value_is_not_part_of_it() -> None:
    found = read({"SLACK_BOT_TOKEN": f" {BOT}\n", "PORT": " 80 ", "LOG_LEVEL": " debug "})
    assert (found.bot_token, found.port, found.log_level) == (BOT, 80, "DEBUG")


def test_an_api_url_may_lack_its_last_slash() -> None:
    assert read({"SLACK_API_URL": "http://h/api"}).api_url == "http://h/api/"


@pytest.mark.parametrize("port", ["0", "1", "65535"])
def test_every_port_there_is_may_be_set(port: str) -> None:
    assert read({"PORT": port}).port == int(port)


MALFORMED = [
    ("SLACK_BOT_TOKEN", APP),
    ("SLACK_BOT_TOKEN", "xoxb-12 34"),
    ("SLACK_BOT_TOKEN", "xoxb-12\t34"),
    ("SLACK_BOT_TOKEN", "xoxb-12\n34"),
    ("SLACK_BOT_TOKEN", "xoxb-12\x0034"),
    ("SLACK_BOT_TOKEN", "xoxb-“12”"),
    ("SLACK_APP_TOKEN", BOT),
    ("SLACK_APP_TOKEN", "xapp-1 2"),
    ("SLACK_APP_TOKEN", "xapp-1\r\n2"),
    ("SLACK_APP_TOKEN", "xapp-ü"),
    ("SLACK_API_URL", "slack.com/api/"),
    ("SLACK_API_URL", "ftp://slack.com/api/"),
    ("SLACK_API_URL", "https://"),
    ("SLACK_API_URL", "file:///etc/passwd"),
    ("SLACK_API_URL", "http://[::1/api/"),
    ("SLACK_API_URL", "http://h:port/api/"),
    ("SLACK_API_URL", "http://h:99999/api/"),
    ("PORT", "http"),
    ("PORT", "-1"),
    ("PORT", "65536"),
    ("PORT", "3000.5"),
    ("PORT", "9" * 5000),
    ("LOG_LEVEL", "LOUD"),
    ("LOG_LEVEL", "10"),
    ("WAYMARK_TICK_SECONDS", "0"),
    ("WAYMARK_TICK_SECONDS", "-30"),
    ("WAYMARK_TICK_SECONDS", "half a minute"),
    ("WAYMARK_TICK_SECONDS", "86401"),
    ("WAYMARK_SETTLE_SECONDS", "0"),
    ("WAYMARK_SETTLE_SECONDS", "14"),
    ("WAYMARK_SETTLE_SECONDS", "1e3"),
    ("WAYMARK_SETTLE_SECONDS", "inf"),
]


@pytest.mark.parametrize(("name", "value"), MALFORMED)
def test_a_malformed_value_is_named_in_one_line(name: str, value: str) -> None:
    sentence = refusal(**{name: value})
    assert name in sentence
    assert "\n" not in sentence
    assert len(sentence) < 200


@pytest.mark.parametrize(("name", "value"), [case for case in MALFORMED if case[0] in SECRETS])
def test_a_malformed_secret_is_not_repeated(name: str, value: str) -> None:
    sentence = refusal(**{name: value})
    assert value not in sentence
    assert not any(part in sentence for part in value.replace("-", " ").split()[1:])


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "SLACK_BOT_TOKEN"),
        ({"SLACK_SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": APP}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": BOT}, "SLACK_SIGNING_SECRET"),
    ],
)
def test_what_is_missing_to_connect_is_named(given: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(given).require_slack()
    assert named in caught.value.sentence
    assert not any(value in caught.value.sentence for value in given.values() if len(value) > 1)


@pytest.mark.parametrize(
    ("given", "socket_mode"),
    [
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": "s"}, False),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}, True),
        ({"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "SLACK_SIGNING_SECRET": "s"}, True),
    ],
)
def test_the_tokens_decide_how_slack_is_reached(given: dict[str, str], socket_mode: bool) -> None:
    found = read(given)
    found.require_slack()
    assert found.has_slack
    assert found.socket_mode is socket_mode


def test_without_any_token_there_is_no_slack() -> None:
    assert not read({}).has_slack
