"""The control API: what people see, the clock, the log, the stream; and the command line."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from slack_sdk import WebClient

from sandbox.client import Client, ControlError
from sandbox.config import Config
from sandbox.server import Sandbox
from tests.sandbox.bolt_app import MANIFEST
from tests.sandbox.bot_server import fetch

JOURNEY = "customer-journey"
ROOT = Path(__file__).parents[2]


def test_the_workspace(client: Client) -> None:
    about = client.get("")
    assert about["app"]["name"] == "Parrot"
    assert about["commands"][0]["command"] == "/echo"
    assert [person["name"] for person in client.get("people")["people"]][-1] == "parrot"


def test_people_see_their_own_channels(client: Client) -> None:
    assert "leads" in [channel["name"] for channel in client.channels(as_="mara")]
    assert "leads" not in [channel["name"] for channel in client.channels(as_="gus")]
    with pytest.raises(ControlError, match="not_in_channel"):
        client.messages("leads", as_="gus")
    with pytest.raises(ControlError, match="channel_not_found"):
        client.messages("nowhere", as_="gus")
    with pytest.raises(ControlError, match="user_not_found"):
        client.messages(JOURNEY, as_="nobody")
    with pytest.raises(ControlError, match="missing_field"):
        client.post("command", user="mara")


def test_channels_are_created_and_archived(client: Client) -> None:
    client.post("channel", name="new", members=["mara"])
    client.person("mara").say("new", "first")
    client.post("channel/archive", channel="new")
    with pytest.raises(ControlError, match="is_archived"):
        client.person("mara").say("new", "second")
    with pytest.raises(ControlError, match="name_taken"):
        client.post("channel", name="new")


def test_unread_marks_and_drafts(client: Client) -> None:
    client.person("mara").say(JOURNEY, "a")

    def tomas() -> tuple[int, str]:
        found = {channel["name"]: channel for channel in client.channels(as_="tomas")}
        return found[JOURNEY]["unread"], found[JOURNEY]["draft"]

    assert tomas() == (1, "")
    client.post("read", user="tomas", channel=JOURNEY)
    client.post("draft", user="tomas", channel=JOURNEY, text="/echo …")
    assert tomas() == (0, "/echo …")
    client.person("tomas").say(JOURNEY, "b")
    assert tomas() == (0, "")


def test_typed_names_become_mentions(client: Client) -> None:
    mara = client.person("mara")
    mara.say(JOURNEY, "@tomas & @here in #general <b>")
    mara.say(JOURNEY, "<@U0TOMAS>", raw=True)
    typed, raw = mara.messages(JOURNEY)
    assert typed["text"] == "<@U0TOMAS> &amp; <!here> in <#C0GENERAL|general> &lt;b&gt;"
    assert raw["text"] == "<@U0TOMAS>"


def test_only_own_messages_are_edited(api: WebClient, client: Client) -> None:
    tomas = client.person("tomas")
    ts = client.person("mara").say(JOURNEY, "a")
    with pytest.raises(ControlError, match="not_your_message"):
        tomas.edit(JOURNEY, ts, "b")
    tomas.delete(JOURNEY, ts, force=True)
    assert tomas.messages(JOURNEY) == []
    api.chat_postEphemeral(channel="C0JOURNEY", user="U0TOMAS", text="psst")
    tomas.delete(JOURNEY, tomas.messages(JOURNEY)[0]["ts"])
    assert tomas.messages(JOURNEY) == []


def test_the_clock_is_set_advanced_and_reset(client: Client) -> None:
    assert client.clock("2026-10-01T09:00:00+02:00").startswith("2026-10-01T07:00:00")
    assert client.clock(advance_seconds=3600).startswith("2026-10-01T08:00:0")
    real = client.post("clock", reset=True)["seconds"]
    assert abs(real - time.time()) < 5
    with pytest.raises(ControlError, match="invalid_time"):
        client.clock("tomorrow")


def test_settings_are_validated_by_name(client: Client) -> None:
    assert client.settings(rate_limit=False)["rate_limit"] is False
    with pytest.raises(ControlError, match="unknown_setting"):
        client.settings(colour="red")


def test_the_log_hides_tokens(api: WebClient, client: Client) -> None:
    api.chat_postMessage(channel="C0JOURNEY", text="a")
    call = client.calls("chat.postMessage")[0]
    assert call["token"] == "xoxb-…oken"
    assert "xoxb-sandbox" not in json.dumps(call)
    assert call["answer"]["ok"]
    assert client.get("log", after=call["n"], kind="call")["log"] == []
    client.request("DELETE", "log")
    assert client.calls() == []


def stream(url: str) -> Iterator[dict[str, object]]:
    with urllib.request.urlopen(f"{url}/sandbox/stream", timeout=5) as response:
        yield {}
        for line in response:
            if line.startswith(b"data: "):
                yield json.loads(line[6:])


def test_the_stream_sends_changes(api: WebClient, client: Client) -> None:
    changes = stream(client.url)
    next(changes)
    mara = client.person("mara")
    ts = mara.say(JOURNEY, "a")
    mara.react(JOURNEY, ts, "map")
    api.chat_postEphemeral(channel="C0JOURNEY", user="U0MARA", text="psst")
    api.views_publish(user_id="U0MARA", view={"type": "home", "blocks": []})
    received = [next(changes) for _ in range(4)]
    assert [change["kind"] for change in received] == [
        "message",
        "reaction_added",
        "ephemeral",
        "home",
    ]
    assert received[0]["ts"] == ts
    changes.close()  # type: ignore[attr-defined]


def test_the_page_and_its_files_are_served(sandbox: Sandbox) -> None:
    assert b"<!doctype html>" in fetch(f"{sandbox.url}/").lower()
    folder = ROOT / "sandbox" / "page"
    for path in filter(Path.is_file, folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        assert fetch(f"{sandbox.url}/page/{name}") == path.read_bytes()
    with pytest.raises(urllib.error.HTTPError) as missing:
        fetch(f"{sandbox.url}/page/../config.py")
    missing.value.close()


def test_a_custom_workspace() -> None:
    people = {
        "company": "Acme",
        "people": [{"id": "U1", "name": "ann", "role": "admin"}],
        "channels": [{"id": "C1", "name": "one", "private": True, "members": ["U1"]}],
    }
    with Sandbox(
        Config(manifest=MANIFEST, request_url="http://127.0.0.1:9/", people=people, bot_in=("one",))
    ) as sandbox:
        client = Client(sandbox.url)
        assert client.get("")["company"] == "Acme"
        assert client.channels()[0]["members"] == ["U1", "U0BOT"]


@pytest.mark.parametrize(
    ("config", "problem"),
    [
        (Config(manifest="nowhere.yaml", request_url="http://x"), "manifest nowhere.yaml"),
        (Config(manifest=MANIFEST, request_url="http://x", people="nowhere.json"), "people file"),
        (Config(manifest=MANIFEST, request_url="http://x", people={"people": []}), "no people"),
        (Config(manifest=MANIFEST), "a request URL is needed"),
    ],
)
def test_start_errors_are_named(config: Config, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Sandbox(config)


def test_a_used_port_is_an_error() -> None:
    config = Config(manifest=MANIFEST, request_url="http://127.0.0.1:9/")
    with Sandbox(config) as first:
        config.port = int(first.url.rsplit(":", 1)[1])
        with pytest.raises(OSError, match="in use"):
            Sandbox(config).start()


class TestCommandLine:
    def run(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "sandbox", "--port", "0", *arguments]
        environment = {**os.environ, "SLACK_BOT_TOKEN": "xoxb-from-environment"}
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_prints_its_url_and_stops_cleanly(self, tmp_path: Path, number: signal.Signals) -> None:
        manifest = tmp_path / "app.yaml"
        manifest.write_text(yaml.safe_dump(MANIFEST))
        with self.run("--manifest", str(manifest), "--socket-mode") as process:
            assert process.stdout
            url = process.stdout.readline().strip()
            api = WebClient("xoxb-from-environment", base_url=f"{url}/api/")
            assert api.auth_test()["ok"]
            process.send_signal(number)
            assert process.wait(timeout=10) == 0

    def test_names_a_wrong_manifest(self) -> None:
        with self.run("--manifest", "nowhere.yaml") as process:
            _, errors = process.communicate(timeout=10)
        assert process.returncode == 2
        assert errors.startswith("sandbox: the manifest nowhere.yaml cannot be read")
        assert errors.count("\n") == 1


def test_messages_are_ordered_by_time(api: WebClient, client: Client) -> None:
    mara = client.person("mara")
    mara.say(JOURNEY, "now")
    client.clock("2026-01-01T00:00:00+00:00")
    earlier = [mara.say(JOURNEY, text) for text in ("long ago", "and then")]
    assert all(stamp.startswith("17672256") for stamp in earlier)
    assert [m["text"] for m in mara.messages(JOURNEY)] == ["long ago", "and then", "now"]
    history = api.conversations_history(channel="C0JOURNEY")["messages"]
    assert [m["text"] for m in history] == ["now", "and then", "long ago"]
