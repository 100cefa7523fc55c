"""A Slack user in tests: types commands, presses buttons, fills in forms and reads answers."""

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
    """One user in one channel; `pair` is the running Waymark and its workspace."""

    pair: RunningPair
    name: str
    channel: str = CHANNEL

    @property
    def person(self) -> Person:
        """The sandbox's client for this user."""
        return self.pair.slack.person(self.name)

    def type_command(self, text: str) -> dict[str, Any]:
        """Type a command; return the immediate answer, empty if a form opens."""
        report = self.person.command(self.channel, text)
        assert (report["status"], report["error"], report["notice"]) == (200, None, None), report
        answer: dict[str, Any] = json.loads(report["answer"]) if report["answer"] else {}
        return answer

    def read_answer(self, text: str) -> str:
        """Type a command; return the text of the answer."""
        answer = self.type_command(text)
        return f"{answer['text']}\n{shown(answer['blocks'])}"

    def visible_messages(self) -> list[dict[str, Any]]:
        """Return the messages of Waymark in the channel that this user sees, oldest first."""
        return [m for m in self.person.messages(self.channel) if m.get("bot_id")]

    def direct_messages(self) -> list[dict[str, Any]]:
        """Return the direct messages of Waymark to this user, oldest first."""
        return [m for m in self.person.messages("bot") if m.get("bot_id")]

    def press_button(self, button: str, of: str | None = None) -> None:
        """Press the newest button with this label, beside the bold text `of` if given."""
        press(self.person, self.channel, button, of)

    def form(self) -> dict[str, Any]:
        """Return the open form, once it has inputs."""
        return until(lambda: next((v for v in self._forms() if _inputs(v)), None))

    def form_refusal(self) -> str:
        """Return the text of an open form without inputs."""

        def text() -> str | None:
            answer = [shown(view["blocks"]) for view in self._forms() if not _inputs(view)]
            return next((words for words in answer if "One moment" not in words), None)

        return until(text)

    def form_values(self) -> dict[str, str | None]:
        """Return the values of the open form by field."""
        values = self.form()["state"]["values"]
        return {
            block: _input_value(next(iter(inputs.values()))) for block, inputs in values.items()
        }

    def open_form(self, command: str, button: str | None = None, of: str | None = None) -> None:
        """Type a command, press `button` in its answer if given, and wait for the form."""
        self.type_command(command)
        if button:
            self.press_button(button, of)
        self.form()

    def open_note_form(self, command: str) -> None:
        """Type a command that opens the form of a note, and wait until it shows stages."""
        self.type_command(command)
        until(lambda: "stage" in _inputs(self.form()))

    def choose_value(self, field: str, value: str, shows: str) -> None:
        """Choose the value of a field, and wait until the form shows the field `shows`."""
        self.person.click_in_modal(field, value)
        until(lambda: shows in _inputs(self.form()))

    def submit_form(self, **values: Any) -> dict[str, Any]:
        """Fill in and submit the form; return the errors by field."""
        report = self.person.submit(values)
        assert report["notice"] is None, report
        return dict(report["errors"] or {})

    def save_form(self, **values: Any) -> str:
        """Fill in and submit a form without errors; return the text of the message that follows."""
        before = len(self.visible_messages())
        assert self.submit_form(**values) == {}
        assert self.person.modals() == []
        message = until(lambda: self.visible_messages()[before:])[0]
        assert message["ephemeral"]
        return f"{message['text']}\n{shown(message['blocks'])}"

    def open_home(self, has: str = "") -> str:
        """Open the Home tab; return its text once it contains `has`."""
        self.person.open_home()
        return self.read_home(has)

    def read_home(self, has: str) -> str:
        """Return the text of the Home tab once it contains `has`."""

        def words() -> str | None:
            view = self.person.home()
            answer = shown(view["blocks"]) if view else ""
            return answer if answer and has in answer else None

        return until(words)

    def newest_picture(self, after: int = 0) -> dict[str, Any]:
        """Return the newest message with an image after the first `after` messages."""

        def image_message() -> dict[str, Any] | None:
            found = [m for m in self.visible_messages()[after:] if "slack_file" in json.dumps(m)]
            return found[-1] if found else None

        return until(image_message)

    def _forms(self) -> list[dict[str, Any]]:
        visible = self.person.modal()
        return [visible] if visible else []


def read_newest(user: SlackUser, expected: str) -> str:
    """Return the newest message to `user` that starts with `expected`."""

    def words() -> str | None:
        found = [m for m in user.visible_messages() if m["text"].startswith(expected)]
        return shown(found[-1]["blocks"]) if found else None

    return until(words)


def parts(pair: RunningPair, key: str = "buyer") -> MapParts:
    """Return everything on a map as stored."""
    maps = pair.waymark.services.map
    with pair.waymark.storage.read(pair.workspace) as uow:
        found = uow.journeys.by_key(key)
    assert found is not None
    return maps.get_parts(pair.workspace, "U0MARA", found.id).parts


def journey(pair: RunningPair, key: str = "buyer") -> Journey:
    """Return a journey as stored."""
    return parts(pair, key).journey


def stage(pair: RunningPair, name: str, key: str = "buyer") -> Stage:
    """Return a stage in use by name, as stored."""
    return next(stage for stage in journey(pair, key).stages if stage.name == name)


def exported(pair: RunningPair, key: str = "buyer") -> list[dict[str, Any]]:
    """Return the exported rows of every note of a journey."""
    return list(pair.waymark.services.exports.notes(pair.workspace, key))


def file_of(message: dict[str, Any]) -> str:
    """Return the id of the image file of a message."""
    found = [b["slack_file"]["id"] for b in message["blocks"] if b["type"] == "image"]
    assert len(found) == 1
    return str(found[0])


def downloaded(pair: RunningPair, file_id: str) -> bytes:
    """Return the bytes of an uploaded file."""
    with urllib.request.urlopen(f"{pair.slack.url}/sandbox/files/{file_id}") as response:
        content: bytes = response.read()
    return content


def _inputs(view: dict[str, Any]) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def _input_value(state: dict[str, Any]) -> str | None:
    saved = {key: value for key, value in state.items() if key != "type"}
    (value,) = saved.values()
    if isinstance(value, list):
        value = value[0] if value else None
    chosen = value["value"] if isinstance(value, dict) else value
    return str(chosen) if chosen else None
