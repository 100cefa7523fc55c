"""What the clock sends in a house: nudges and pulses, to a Slack that may fail."""

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.nudges import Nudge
from bot.domain.pulse import Pulse
from bot.ports import Payload
from bot.usecases.keeping.stages import KeepStages, StageDraft
from bot.usecases.nudge_people import NudgePeople
from bot.usecases.post_pulses import PostPulses
from bot.usecases.send_reminder import SendReminder, SendState
from tests.bot.usecases.house import House
from tests.bot.usecases.outside import Outside

SETTLE = timedelta(seconds=60)


@dataclass
class Mail(Outside):
    """Fulfils Messenger: what it writes are the keys and figures themselves."""

    def write_nudge(self, nudge: Nudge) -> Payload:
        """What is silent."""
        stages = [stage.key for stage in nudge.stages]
        return {"period": nudge.period.label, "stages": stages, "teams": list(nudge.teams)}

    def write_pulse(self, pulse: Pulse) -> Payload:
        """The figures."""
        return {"notes": pulse.notes, "stages": pulse.heard, "in_tray": pulse.in_tray}

    def got(self) -> list[tuple[str, Payload]]:
        """Who, or which channel, got what."""
        return [(message.channel, message.payload) for message in self.messages]

    def people(self) -> list[str]:
        """Who got something, in order."""
        return [message.channel for message in self.messages]


def nudge(house: House, mail: Mail) -> list[SendState]:
    """The clock asks whom to nudge."""
    send = SendReminder(house.storage, mail, house.clock, SETTLE)
    use_case = NudgePeople(house.storage, house.people, send, house.clock)
    return [result.state for result in use_case()]


def pulse(house: House, mail: Mail) -> list[SendState]:
    """The clock asks which pulses to post."""
    send = SendReminder(house.storage, mail, house.clock, SETTLE)
    return [result.state for result in PostPulses(house.storage, send, house.clock)()]


def own(house: House, user: str | None, *stages: str, journey: str = "buyer") -> None:
    """Have somebody own stages of a journey."""
    for key in stages:
        stage = house.stage(key, journey)
        draft = StageDraft(stage.name, owner=user)
        kept = house.kept(journey).id
        house.keep(KeepStages).save(house.ws, "U1", kept, draft, stage.id, seen=99)
