"""Somebody who keeps a map from Slack: types, presses buttons, fills forms in, reads answers."""

import json
import urllib.request
from dataclasses import dataclass
from typing import Any

from domain.journeys import Journey, Stage
from domain.map_history import MapParts
from sandbox.client import Person
from sandbox.play import press
from tests.handlers.slack_says import shown
from tests.scenarios.running_pair import RunningPair
from tests.scenarios.waiting import until

CHANNEL = "customer-journey"


@dataclass(frozen=True)
class SlackUser:
    """One person in one channel."""

    bench: RunningPair
    name: str
    channel: str = CHANNEL

    @property
    def person(self) -> Person:
        """As whom they act."""
        return self.bench.slack.person(self.name)

    def types(self, text: str) -> dict[str, Any]:
        """Type a command; what comes back at once, nothing where a form is opened."""
        report = self.person.command(self.channel, text)
        assert (report["status"], report["error"], report["notice"]) == (200, None, None), report
        answer: dict[str, Any] = json.loads(report["answer"]) if report["answer"] else {}
        return answer

    def reads(self, text: str) -> str:
        """Type a command; the words of the answer."""
        answer = self.types(text)
        return f"{answer['text']}\n{shown(answer['blocks'])}"

    def seen(self) -> list[dict[str, Any]]:
        """What Waymark said in the channel that this person sees."""
        return [m for m in self.person.messages(self.channel) if m.get("bot_id")]

    def direct(self) -> list[dict[str, Any]]:
        """What Waymark said to them in direct messages."""
        return [m for m in self.person.messages("bot") if m.get("bot_id")]

    def presses(self, button: str, of: str | None = None) -> None:
        """Press the newest button of that text, beside that bold text."""
        press(self.person, self.channel, button, of)

    def form(self) -> dict[str, Any]:
        """The form in front of them, once it can be filled in."""
        return until(lambda: next((v for v in self._forms() if _inputs(v)), None))

    def refused_form(self) -> str:
        """What the form in front of them says instead of asking for anything."""

        def said() -> str | None:
            told = [shown(view["blocks"]) for view in self._forms() if not _inputs(view)]
            return next((words for words in told if "One moment" not in words), None)

        return until(said)

    def held(self) -> dict[str, str | None]:
        """What stands in the inputs of the form in front of them."""
        values = self.form()["state"]["values"]
        return {block: _held(next(iter(inputs.values()))) for block, inputs in values.items()}

    def opens(self, command: str, button: str | None = None, of: str | None = None) -> None:
        """Type a command, press a button in its answer if one is named, wait for the form."""
        self.types(command)
        if button:
            self.presses(button, of)
        self.form()

    def writes(self, command: str) -> None:
        """Type a command that opens the form of a note, and wait until its stages are there."""
        self.types(command)
        until(lambda: "stage" in _inputs(self.form()))

    def chooses(self, field: str, value: str, shows: str) -> None:
        """Choose in a field on which others depend, and wait until that one is shown."""
        self.person.click_in_modal(field, value)
        until(lambda: shows in _inputs(self.form()))

    def submits(self, **values: Any) -> dict[str, Any]:
        """Fill in and submit; the errors by field."""
        report = self.person.submit(values)
        assert report["notice"] is None, report
        return dict(report["errors"] or {})

    def saves(self, **values: Any) -> str:
        """Fill in and submit what is taken; the words of what they are told after."""
        before = len(self.seen())
        assert self.submits(**values) == {}
        assert self.person.modals() == []
        told = until(lambda: self.seen()[before:])[0]
        assert told["ephemeral"]
        return f"{told['text']}\n{shown(told['blocks'])}"

    def home(self, has: str = "") -> str:
        """Open the Home; its words once they hold these."""
        self.person.open_home()
        return self.home_shows(has)

    def home_shows(self, has: str) -> str:
        """The words of the Home as soon as they hold these."""

        def words() -> str | None:
            view = self.person.home()
            said = shown(view["blocks"]) if view else ""
            return said if has in said and said else None

        return until(words)

    def picture(self, after: int = 0) -> dict[str, Any]:
        """The newest message with a picture, once there are more messages than that."""

        def drawn() -> dict[str, Any] | None:
            found = [m for m in self.seen()[after:] if "slack_file" in json.dumps(m)]
            return found[-1] if found else None

        return until(drawn)

    def _forms(self) -> list[dict[str, Any]]:
        visible = self.person.modal()
        return [visible] if visible else []


def parts(bench: RunningPair, key: str = "buyer") -> MapParts:
    """Everything on a map as it is kept."""
    maps = bench.waymark.services.map
    with bench.waymark.storage.read(bench.workspace) as uow:
        found = uow.journeys.by_key(key)
    assert found is not None
    return maps.get_parts(bench.workspace, "U0MARA", found.id).parts


def journey(bench: RunningPair, key: str = "buyer") -> Journey:
    """A journey as it is kept."""
    return parts(bench, key).journey


def stage(bench: RunningPair, name: str, key: str = "buyer") -> Stage:
    """A stage in use as it is kept, by name."""
    return next(stage for stage in journey(bench, key).stages if stage.name == name)


def exported(bench: RunningPair, key: str = "buyer") -> list[dict[str, Any]]:
    """Every note of a journey."""
    return list(bench.waymark.services.exports.notes(bench.workspace, key))


def file_of(message: dict[str, Any]) -> str:
    """The id of the file a message shows as a picture."""
    found = [b["slack_file"]["id"] for b in message["blocks"] if b["type"] == "image"]
    assert len(found) == 1
    return str(found[0])


def downloaded(bench: RunningPair, file_id: str) -> bytes:
    """The bytes of a file that was uploaded."""
    with urllib.request.urlopen(f"{bench.slack.url}/sandbox/files/{file_id}") as response:
        content: bytes = response.read()
    return content


def _inputs(view: dict[str, Any]) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def _held(state: dict[str, Any]) -> str | None:
    kept = {key: value for key, value in state.items() if key != "type"}
    (value,) = kept.values()
    if isinstance(value, list):
        value = value[0] if value else None
    chosen = value["value"] if isinstance(value, dict) else value
    return str(chosen) if chosen else None
