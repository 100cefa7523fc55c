"""Where a person acts: on a message of a channel, or in a view."""

from dataclasses import dataclass

from sandbox.delivery.answer import Answer
from sandbox.delivery.elements import state_values
from sandbox.delivery.payloads import in_message, in_view
from sandbox.delivery.responses import tell_failure
from sandbox.objects import Object
from sandbox.slack import Slack
from sandbox.workspace.channels import Channel
from sandbox.workspace.messages import Message
from sandbox.workspace.people import Person
from sandbox.workspace.views import View


@dataclass(frozen=True)
class OnMessage:
    """A person at a message."""

    slack: Slack
    user: Person
    channel: Channel
    message: Message
    view_id: None = None

    @property
    def blocks(self) -> list[Object]:
        """The message's blocks."""
        return list(self.message.body.get("blocks") or [])

    @property
    def typed(self) -> dict[str, Object]:
        """What this person has entered in the message so far, by block_id."""
        key = f"{self.channel.id}/{self.message.ts}/{self.user.id}"
        return self.slack.typed.setdefault(key, {})

    def part(self) -> Object:
        """The part of a payload that says where."""
        state = {"values": state_values(self.blocks, self.typed)}
        return {**in_message(self.channel, self.message), "state": state}

    def response_url(self) -> Object:
        """A response URL for the message."""
        workspace = self.slack.workspace
        path = workspace.response_urls.issue(
            self.user.id, self.channel.id, workspace.clock.now(), self.message.ts
        )
        return {"response_url": self.slack.url + path}

    def failure(self, answer: Answer) -> str | None:
        """Tell the person that the app did not acknowledge, if so."""
        return _failure(self.slack, self.user, self.channel.id, answer)


@dataclass(frozen=True)
class InView:
    """A person in a modal or a Home."""

    slack: Slack
    user: Person
    view: View

    @property
    def view_id(self) -> str:
        """The view acted in."""
        return self.view.id

    @property
    def blocks(self) -> list[Object]:
        """The view's blocks."""
        return self.view.blocks

    @property
    def typed(self) -> dict[str, Object]:
        """What the person has entered so far, by block_id."""
        return self.view.typed

    def part(self) -> Object:
        """The part of a payload that says where."""
        return in_view(self.view, state_values(self.blocks, self.typed))

    def response_url(self) -> Object:
        """Views have none."""
        return {}

    def failure(self, answer: Answer) -> str | None:
        """The sentence shown when the app did not acknowledge, if so."""
        return _failure(self.slack, self.user, None, answer)


Place = OnMessage | InView


def _failure(slack: Slack, user: Person, channel: str | None, answer: Answer) -> str | None:
    if answer.error is None:
        return None
    return tell_failure(slack, user.id, channel, "The app's response", answer.error)
