"""Synchronous client of the control API, for tests and other programs."""

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

Object = dict[str, Any]


class ControlError(Exception):
    """The sandbox rejected the request; `answer` is its JSON body."""

    def __init__(self, answer: Object) -> None:
        super().__init__(str(answer))
        self.answer = answer


class Client:
    """Client of one sandbox. Every method raises ControlError when the sandbox rejects it."""

    def __init__(self, url: str, seconds: float = 30.0) -> None:
        self.url = url.rstrip("/")
        self._seconds = seconds

    def request(
        self, method: str, path: str, content: Object | None = None, /, **query: Any
    ) -> Object:
        """Call the control API, for example `request("GET", "log", kind="call")`."""
        fields = {key: value for key, value in query.items() if value is not None}
        address = f"{self.url}/sandbox{'/' + path if path else ''}"
        if fields:
            address += "?" + urllib.parse.urlencode(fields)
        body = None if content is None else json.dumps(content).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(address, body, headers, method=method)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=self._seconds) as response:  # noqa: S310
                answer: Object = json.loads(response.read())
        except urllib.error.HTTPError as error:
            with error:
                raise ControlError(_error_body(error.read())) from None
        return answer

    def get(self, path: str, /, **query: Any) -> Object:
        """Send a GET to the control API."""
        return self.request("GET", path, **query)

    def post(self, path: str, /, **content: Any) -> Object:
        """Send a POST to the control API; None values are left out."""
        fields = {key: value for key, value in content.items() if value is not None}
        return self.request("POST", path, fields)

    # People and what they see

    def person(self, name: str) -> "Person":
        """Return a person to act as, by name or id."""
        return Person(self, name)

    def messages(self, channel: str, as_: str, thread_ts: str | None = None) -> list[Object]:
        """Return what a person sees of a channel, oldest first."""
        answer = self.get("messages", channel=channel, user=as_, thread_ts=thread_ts)
        return list(answer["messages"])

    def channels(self, as_: str | None = None) -> list[Object]:
        """Return the channels a person can see; without a person, every channel."""
        return list(self.get("channels", user=as_)["channels"])

    # Setting up a test

    def clock(self, now: str | None = None, advance_seconds: float | None = None) -> str:
        """Set the workspace's time if asked; return it in ISO 8601."""
        return str(self.post("clock", now=now, advance_seconds=advance_seconds)["now"])

    def fault(self, method: str, kind: str, **more: Any) -> Object:
        """Plan a failure of the next call of a Web API method (see README)."""
        return self.post("faults", method=method, kind=kind, **more)

    def settings(self, **changed: Any) -> Object:
        """Change settings; return all of them."""
        return dict(self.post("settings", **changed)["settings"])

    def settle(self, seconds: float = 5.0) -> bool:
        """Wait until no event and no file is being processed; return False after `seconds`."""
        return bool(self.post("settle", seconds=seconds)["settled"])

    def calls(self, method: str | None = None) -> list[Object]:
        """Return the app's Web API calls, oldest first."""
        return list(self.get("log", kind="call", method=method)["log"])

    def deliveries(self, kind: str | None = None) -> list[Object]:
        """Return what was sent to the app: slash_commands, interactive or events_api."""
        return list(self.get("log", kind="delivery", type=kind)["log"])

    def invite(self, channel: str, user: str | None = None) -> None:
        """Add a person, or the bot, to a channel."""
        self.post("channel/invite", channel=channel, user=user)

    def remove(self, channel: str, user: str | None = None) -> None:
        """Remove a person, or the bot, from a channel."""
        self.post("channel/remove", channel=channel, user=user)


class Person:
    """A person acting in the workspace."""

    def __init__(self, client: Client, name: str) -> None:
        self._client = client
        self.name = name

    def _post(self, path: str, /, **content: Any) -> Object:
        return self._client.post(path, user=self.name, **content)

    def command(self, channel: str, text: str) -> Object:
        """Type a slash command; return `{delivered, status, elapsed_ms, answer, error, notice}`."""
        return self._post("command", channel=channel, text=text)

    def say(self, channel: str, text: str, **more: Any) -> str:
        """Post a message (thread_ts=, files=, raw=, forward=); return its ts.

        Channel "bot" is the app.
        """
        return str(self._post("message", channel=channel, text=text, **more)["ts"])

    def edit(self, channel: str, ts: str, text: str) -> Object:
        """Edit one's own message."""
        return self._post("message/edit", channel=channel, ts=ts, text=text)

    def delete(self, channel: str, ts: str, **more: Any) -> Object:
        """Delete one's own message (force=True: anyone's)."""
        return self._post("message/delete", channel=channel, ts=ts, **more)

    def react(self, channel: str, ts: str, name: str) -> Object:
        """React to a message."""
        return self._post("reaction", channel=channel, ts=ts, name=name)

    def unreact(self, channel: str, ts: str, name: str) -> Object:
        """Remove a reaction."""
        return self._post("reaction", channel=channel, ts=ts, name=name, remove=True)

    def shortcut(
        self, callback_id: str, channel: str | None = None, ts: str | None = None
    ) -> Object:
        """Run a shortcut, on a message if `ts` is given."""
        return self._post("shortcut", callback_id=callback_id, channel=channel, ts=ts)

    def click(
        self, channel: str, ts: str, action_id: str, value: Any = None, **more: Any
    ) -> Object:
        """Click or choose in a message (block_id= when the action_id is ambiguous)."""
        return self._post(
            "action", channel=channel, ts=ts, action_id=action_id, value=value, **more
        )

    def click_in_modal(self, action_id: str, value: Any = None, **more: Any) -> Object:
        """Click or choose in the visible modal."""
        return self._post("action", action_id=action_id, value=value, **more)

    def click_in_home(self, action_id: str, value: Any = None, **more: Any) -> Object:
        """Click or choose in the Home."""
        return self._post("action", home=True, action_id=action_id, value=value, **more)

    def options(self, action_id: str, typed: str, **where: Any) -> Object:
        """Return the options of an external select for what is typed."""
        return self._post("options", action_id=action_id, value=typed, **where)

    def open_home(self, tab: str = "home") -> Object:
        """Open the app's Home, or its `messages`."""
        return self._post("home/open", tab=tab)

    def home(self) -> Object | None:
        """Return the Home as last published, or None."""
        view: Object | None = self._client.get("home", user=self.name)["view"]
        return view

    def modals(self) -> list[Object]:
        """Return the open modals, the visible one last."""
        return list(self._client.get("modals", user=self.name)["views"])

    def modal(self) -> Object | None:
        """Return the visible modal, or None."""
        stack = self.modals()
        return stack[-1] if stack else None

    def fill(self, **values: Any) -> Object:
        """Enter values by block_id or action_id without submitting."""
        return self._post("modal/fill", values=values)

    def submit(self, values: Object | None = None, view_id: str | None = None) -> Object:
        """Enter values and submit the visible modal."""
        return self._post("modal/submit", values=values or {}, view_id=view_id)

    def close(self, view_id: str | None = None) -> Object:
        """Close the visible modal."""
        return self._post("modal/close", view_id=view_id)

    def messages(self, channel: str, thread_ts: str | None = None) -> list[Object]:
        """Return what this person sees of a channel, oldest first."""
        return self._client.messages(channel, self.name, thread_ts)


def _error_body(body: bytes) -> Object:
    try:
        answer = json.loads(body)
    except json.JSONDecodeError:
        return {"ok": False, "error": body.decode(errors="replace")}
    return answer if isinstance(answer, dict) else {"ok": False, "error": str(answer)}
