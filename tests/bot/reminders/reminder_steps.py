"""What the clock sends in a env: reminders and pulses, to a Slack that may fail."""

from dataclasses import dataclass
from datetime import timedelta

from bot.outbox import Outbox
from bot.ports import Payload
from bot.reminders import ReminderService, SendState
from domain.reminders import Pulse, Reminder
from tests.bot.env import Env
from tests.bot.factories import stage_values
from tests.bot.fake_slack import FakeSlack

SETTLE = timedelta(seconds=60)


@dataclass
class FakeMessenger(FakeSlack):
    """A Messenger whose payloads are the keys and figures themselves, and their sender."""

    def write_reminder(self, reminder: Reminder) -> Payload:
        """Return the stages and teams without notes."""
        stages = [stage.key for stage in reminder.stages]
        return {"period": reminder.period.label, "stages": stages, "teams": list(reminder.teams)}

    def write_pulse(self, pulse: Pulse) -> Payload:
        """Return the figures."""
        return {"notes": pulse.notes, "stages": pulse.stages_with_notes, "unsorted": pulse.unsorted}

    def sent(self) -> list[tuple[str, Payload]]:
        """Return (person or channel, payload) of each message."""
        return [(message.channel, message.payload) for message in self.messages]

    def recipients(self) -> list[str]:
        """Return who got something, in order."""
        return [message.channel for message in self.messages]


def reminder_service(env: Env, slack: FakeMessenger) -> ReminderService:
    """Build the service on a fake Slack."""
    outbox = Outbox(env.storage, slack, env.clock, SETTLE)
    return ReminderService(env.storage, slack, env.people, env.clock, outbox)


def send_reminders(env: Env, slack: FakeMessenger) -> list[SendState]:
    """Send the reminders that are due."""
    return [result.state for result in reminder_service(env, slack).send_due_reminders()]


def post_pulses(env: Env, slack: FakeMessenger) -> list[SendState]:
    """Post the pulses that are due."""
    return [result.state for result in reminder_service(env, slack).post_due_pulses()]


def set_owner(env: Env, user: str | None, *stages: str, journey: str = "buyer") -> None:
    """Make a user the owner of stages, or nobody."""
    for key in stages:
        stage = env.stage(key, journey)
        draft = stage_values(stage.name, owner=user)
        env.services.stages.save(
            env.ws, "U1", env.journey_by_key(journey).id, draft, stage.id, seen=99
        )
