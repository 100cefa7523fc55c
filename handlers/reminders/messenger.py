"""What reminders say: nudges to people, pulses to channels."""

from bot.ports import Payload
from domain.reminders import Nudge, Pulse
from handlers.reminders.blocks import nudge_message, pulse_message


class SlackMessenger:
    """Builds reminders as Slack messages."""

    def write_nudge(self, nudge: Nudge) -> Payload:
        """Return `text` and `blocks` for one person."""
        return nudge_message(nudge)

    def write_pulse(self, pulse: Pulse) -> Payload:
        """Return `text` and `blocks` for a channel."""
        return pulse_message(pulse)
