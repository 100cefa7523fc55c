"""What the clock sends in a env: nudges and pulses, to a Slack that may fail."""

from dataclasses import dataclass
from datetime import timedelta

from bot.outbox import Outbox
from bot.ports import Payload
from bot.reminders import NudgePeople, PostPulses, SendReminder, SendState
from domain.reminders import Nudge, Pulse
from tests.bot.env import Env
from tests.bot.factories import stage_values
from tests.bot.fake_slack import FakeSlack

SETTLE = timedelta(seconds=60)


@dataclass
class Mail(FakeSlack):
    """Fulfils Messenger: what it writes are the keys and figures themselves."""

    def write_nudge(self, nudge: Nudge) -> Payload:
        """What is silent."""
        stages = [stage.key for stage in nudge.stages]
        return {"period": nudge.period.label, "stages": stages, "teams": list(nudge.teams)}

    def write_pulse(self, pulse: Pulse) -> Payload:
        """The figures."""
        return {"notes": pulse.notes, "stages": pulse.stages_with_notes, "unsorted": pulse.unsorted}

    def got(self) -> list[tuple[str, Payload]]:
        """Who, or which channel, got what."""
        return [(message.channel, message.payload) for message in self.messages]

    def people(self) -> list[str]:
        """Who got something, in order."""
        return [message.channel for message in self.messages]


def sending(env: Env, mail: Mail) -> SendReminder:
    """What sends reminders."""
    outbox = Outbox(env.storage, mail, env.clock, SETTLE)
    return SendReminder(env.storage, mail, env.clock, outbox)


def nudge(env: Env, mail: Mail) -> list[SendState]:
    """The clock asks whom to nudge."""
    send = sending(env, mail)
    use_case = NudgePeople(env.storage, env.people, send, env.clock)
    return [result.state for result in use_case()]


def pulse(env: Env, mail: Mail) -> list[SendState]:
    """The clock asks which pulses to post."""
    send = sending(env, mail)
    return [result.state for result in PostPulses(env.storage, send, env.clock)()]


def own(env: Env, user: str | None, *stages: str, journey: str = "buyer") -> None:
    """Have somebody own stages of a journey."""
    for key in stages:
        stage = env.stage(key, journey)
        draft = stage_values(stage.name, owner=user)
        kept = env.kept(journey).id
        env.services.stages.save(env.ws, "U1", kept, draft, stage.id, seen=99)
