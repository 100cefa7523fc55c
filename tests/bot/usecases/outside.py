"""Slack as the bot's ports see it.

Its channels may refuse posts, lose answers or be down; its directory says who people are.
"""

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from bot.domain.figures import as_json
from bot.domain.journey import WorkspaceId
from bot.domain.review import Review
from bot.domain.roles import Colleague, Role
from bot.ports import Payload, PostOutcome
from tests.clocks import StandingClock


@dataclass
class Directory:
    """Fulfils People and Colleagues: who people are, members unless said otherwise.

    Counts what it is asked. `zones` are time zones by user id, `gone` who has left.
    """

    roles: dict[str, Role] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    asked: int = 0

    def role(self, workspace: WorkspaceId, user: str) -> Role:
        """What somebody is, in every workspace."""
        self.asked += 1
        return self.roles.get(user, Role.MEMBER)

    def colleague(self, workspace: WorkspaceId, user: str) -> Colleague | None:
        """What matters for a message to them, null where their role is unknown."""
        role = self.role(workspace, user)
        if role is Role.UNKNOWN:
            return None
        return Colleague(role, self.zones.get(user), user not in self.gone)


class Weather(Enum):
    """What becomes of a post."""

    FAIR = auto()
    REFUSED = auto()
    ANSWER_LOST = auto()
    REQUEST_LOST = auto()
    DIES_AFTER_POSTING = auto()
    DIES_BEFORE_POSTING = auto()


class PowerCutError(Exception):
    """The process stopped here."""


@dataclass(frozen=True)
class Message:
    """A message people see."""

    ts: str
    workspace: WorkspaceId
    channel: str
    payload: Payload
    key: str
    at: datetime


@dataclass
class Outside:
    """Fulfils Publisher. Reads of the channel go by when messages were posted, as Slack's do."""

    clock: StandingClock
    weather: Weather = Weather.FAIR
    readable: bool = True
    closed: set[str] = field(default_factory=set)
    messages: list[Message] = field(default_factory=list)
    requests: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def render(self, review: Review) -> Payload:
        """The figures themselves."""
        return {"figures": as_json(review)}

    def post(self, workspace: WorkspaceId, channel: str, payload: Payload, key: str) -> PostOutcome:
        """Put a message up, or not, by the weather."""
        with self._lock:
            self.requests += 1
        if self.weather is Weather.DIES_BEFORE_POSTING:
            raise PowerCutError
        if self.weather is Weather.REFUSED or channel in self.closed:
            return PostOutcome(None, certain=True, reason="is_archived")
        if self.weather is Weather.REQUEST_LOST:
            return PostOutcome(None, certain=False, reason="TimeoutError")
        # Long enough for others to come in between.
        time.sleep(0.02)
        with self._lock:
            ts = f"17550000{len(self.messages):02}.000100"
            at = self.clock.now()
            self.messages.append(Message(ts, workspace, channel, payload, key, at))
        if self.weather is Weather.DIES_AFTER_POSTING:
            raise PowerCutError
        if self.weather is Weather.ANSWER_LOST:
            return PostOutcome(None, certain=False, reason="TimeoutError")
        return PostOutcome(ts, certain=True)

    def find(self, workspace: WorkspaceId, channel: str, key: str, since: datetime) -> PostOutcome:
        """Read the channel from `since` on."""
        if not self.readable:
            return PostOutcome(None, certain=False, reason="missing_scope")
        place = (workspace, channel, key)
        for message in self.messages:
            if (message.workspace, message.channel, message.key) == place and message.at >= since:
                return PostOutcome(message.ts, certain=True)
        return PostOutcome(None, certain=True, reason="not found")
