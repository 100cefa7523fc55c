"""The texts of reminders and pulses, as Slack messages."""

from bot.ports import Payload
from domain.reminders import Pulse, Reminder
from handlers.reminders.blocks import pulse_message, reminder_message


class SlackMessenger:
    """Builds reminders as Slack messages."""

    def write_reminder(self, reminder: Reminder) -> Payload:
        """Return `text` and `blocks` for one person."""
        return reminder_message(reminder)

    def write_pulse(self, pulse: Pulse) -> Payload:
        """Return `text` and `blocks` for a channel."""
        return pulse_message(pulse)
