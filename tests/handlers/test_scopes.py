"""Waymark calls no method of Slack's that app.yaml asks no scope for."""

import json
from datetime import UTC, datetime, timedelta

from sqlalchemy import URL

from app import Waymark
from bot.reminders import SendState
from handlers.environment import read
from handlers.slack.ids import Action, Shortcut, numbered
from sandbox.client import Client
from sandbox.config import Config, Settings
from sandbox.play import press
from sandbox.server import Sandbox
from tests.app_process import free_port
from tests.clocks import StandingClock
from tests.handlers.processes import BOT_TOKEN, ROOT, SIGNING_SECRET, serving
from tests.scenarios.waiting import until

CHANNEL = "customer-journey"


def test_every_method_waymark_calls_has_its_scope_in_the_manifest(sqlite_url: URL) -> None:
    """Everything Waymark does at Slack, done in a workspace that refuses a missing scope."""
    sandbox_port = free_port()
    environment = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": f"http://127.0.0.1:{sandbox_port}/api/",
        "DATABASE_URL": str(sqlite_url),
    }
    clock = StandingClock(2026, 11, 20)
    waymark = Waymark(read(environment), clock)
    service = waymark.service()
    with serving(service.wsgi) as port:
        config = Config(
            manifest=ROOT / "app.yaml",
            port=sandbox_port,
            request_url=f"http://127.0.0.1:{port}/slack/events",
            bot_token=BOT_TOKEN,
            signing_secret=SIGNING_SECRET,
            # Of a file still in process a message is refused first.
            settings=Settings(rate_limit=False, file_seconds=0.0),
        )
        with Sandbox(config) as sandbox:
            slack = Client(sandbox.url)
            _do_everything(slack, waymark, clock)
            calls = slack.calls()
    service._background.close()
    waymark.storage.close()
    assert {call["method"] for call in calls} >= {
        "canvases.create",
        "chat.postMessage",
        "chat.getPermalink",
        "chat.postEphemeral",
        "chat.update",
        "conversations.replies",
        "conversations.history",
        "conversations.open",
        "files.completeUploadExternal",
        "reactions.add",
        "files.getUploadURLExternal",
        "files.info",
        "users.info",
        "views.open",
        "views.publish",
        "views.push",
        "views.update",
        "response_url",
    }
    refused = [(c["method"], c["answer"]) for c in calls if not c["answer"].get("ok")]
    # The failures that were asked for.
    assert refused == [("chat.postMessage", {"ok": False, "error": "internal_error"})] * 2


def _do_everything(slack: Client, waymark: Waymark, clock: StandingClock) -> None:
    mara = slack.person("mara")
    for line in (
        "/painpoint onboarding: slow",
        "/touchpoint nosuchstage: what",
        "/opportunity loyalty: referral link",
        "/kpi nps 41",
        "/journey map",
        "/journey review",
        "/journey notes",
        "/journey export",
        "/journey export review",
        "/journey export canvas",
        "/journey help",
    ):
        report = mara.command(CHANNEL, line)
        assert (report["delivered"], report["notice"]) == (True, None), line
    unsorted = next(m for m in mara.messages(CHANNEL) if "nosuchstage" in m["text"])
    mara.click(CHANNEL, unsorted["ts"], numbered(Action.PLACE_NOTE, 0))
    the_map = next(m for m in mara.messages(CHANNEL) if "so far" in m["text"])
    mara.click(CHANNEL, the_map["ts"], numbered(Action.SHARE_MAP, 0))
    _fill_in_forms(slack)
    said = mara.say(CHANNEL, "The invite mail is a mess")
    assert mara.shortcut(Shortcut.SAVE_MESSAGE.value, CHANNEL, said)["delivered"]
    until(lambda: mara.messages(CHANNEL, thread_ts=said)[1:])
    other = mara.say(CHANNEL, "The hold music is too loud")
    mara.react(CHANNEL, other, "warning")
    until(lambda: mara.messages(CHANNEL, thread_ts=other)[1:])
    mara.command(CHANNEL, "/journey settings")
    until(lambda: "Saved messages get" in json.dumps(mara.modal()))
    assert mara.submit({"message_sign": "reaction"})["errors"] == {}
    third = mara.say(CHANNEL, "The parcel is dented")
    mara.react(CHANNEL, third, "warning")
    until(lambda: slack.calls("reactions.add"))
    mara.say("bot", "", files=[{"name": "notes.csv", "content": "text\nit broke\n"}])
    until(lambda: [m for m in mara.messages("bot") if "would be added" in m["text"]])
    press(mara, "bot", "Import", None)
    until(lambda: [m for m in mara.messages("bot") if "Imported notes.csv" in m["text"]])
    mara.open_home()
    slack.settle()
    # A review that may or may not be there is looked for.
    clock.put(datetime(2027, 1, 4, 12, tzinfo=UTC))
    slack.fault("chat.postMessage", "status", status=500, when="after")
    waymark.services.post_due_reviews()
    clock.advance(timedelta(minutes=10))
    (outcome,) = waymark.services.post_due_reviews()
    assert outcome.result.done
    _remind(slack, waymark, clock)
    _answered(slack)


def _remind(slack: Client, waymark: Waymark, clock: StandingClock) -> None:
    """A reminder that may or may not be there is looked up too."""
    mara = slack.person("mara")
    mara.command(CHANNEL, "/journey stages")
    press(mara, CHANNEL, "Edit", "Awareness")
    until(lambda: "Objective" in json.dumps(mara.modal()))
    assert mara.submit({"owner": "U0MARA"})["errors"] == {}
    clock.put(datetime(2027, 3, 25, 12, tzinfo=UTC))
    slack.fault("chat.postMessage", "status", status=500, when="after")
    assert [result.state for result in waymark.services.reminders.send_due_reminders()] == [
        SendState.UNCLEAR
    ]
    clock.advance(timedelta(minutes=10))
    assert [result.state for result in waymark.services.reminders.send_due_reminders()] == [
        SendState.SENT
    ]


def _fill_in_forms(slack: Client) -> None:
    mara = slack.person("mara")
    mara.command(CHANNEL, "/journey stages")
    press(mara, CHANNEL, "Edit", "Loyalty")
    until(lambda: "Objective" in json.dumps(mara.modal()))
    mara.click_in_modal(numbered(Action.ARCHIVE, 0))
    until(lambda: "Where do its notes go?" in json.dumps(mara.modal()))
    assert mara.submit()["errors"] == {}
    until(lambda: [m for m in mara.messages(CHANNEL) if "Archived" in m["text"]])
    until(lambda: slack.calls("files.completeUploadExternal")[1:])


def _answered(slack: Client) -> None:
    """Wait until what is answered later has been."""
    for _ in range(100):
        methods = {call["method"] for call in slack.calls()}
        if {"views.publish", "response_url"} <= methods:
            return
        slack.settle(0.05)
