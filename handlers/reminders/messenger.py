"""The only code that sends reminders: nudges to people, pulses to channels."""

from datetime import datetime

from slack_sdk import WebClient

from bot.ports import Payload, PostOutcome
from domain.journeys import WorkspaceId
from domain.reminders import Nudge, Pulse
from handlers.reminders.blocks import nudge_message, pulse_message
from handlers.reviews.publisher import SlackPublisher
from handlers.slack.errors import error_reason

# What ids of people begin with.
PEOPLE = ("U", "W")


class SlackMessenger:
    """Sends reminders the way reviews are posted: once, and never sure of what cannot be known."""

    def __init__(self, client: WebClient, publisher: SlackPublisher) -> None:
        self._client = client
        self._publisher = publisher

    def write_nudge(self, nudge: Nudge) -> Payload:
        """`text` and `blocks` for one person."""
        return nudge_message(nudge)

    def write_pulse(self, pulse: Pulse) -> Payload:
        """`text` and `blocks` for a channel."""
        return pulse_message(pulse)

    def post(self, workspace: WorkspaceId, channel: str, payload: Payload, key: str) -> PostOutcome:
        """Post once, to a channel or to a person's direct messages."""
        return self._publisher.post(workspace, channel, payload, key)

    def find(self, workspace: WorkspaceId, channel: str, key: str, since: datetime) -> PostOutcome:
        """Look for the key where it went: Slack reads direct messages by their own id alone."""
        place = channel
        if channel.startswith(PEOPLE):
            try:
                place = str(self._client.conversations_open(users=channel)["channel"]["id"])
            except Exception as error:
                return PostOutcome(ts=None, certain=False, reason=error_reason(error))
        return self._publisher.find(workspace, place, key, since)
