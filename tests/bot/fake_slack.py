"""Fakes of the ports to Slack: a directory, channels, and a publisher that may fail."""

import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.ports import Payload, PostOutcome, Rendered
from domain.access import Colleague, Role
from domain.improvements import ImprovementDraft
from domain.journeys import Journey, Stage, WorkspaceId
from domain.posted_reviews import PostedReviewCorrection, ReviewPartName, SignOff, SignOffStatus
from domain.review_answers import Question, ReviewAnswer
from domain.review_json import review_as_json
from domain.reviews import Review
from tests.clocks import StandingClock


@dataclass
class Directory:
    """A fake directory in which people are members unless set otherwise.

    `zones` are time zones by user id, `gone` the people who have left, `known_names` names by user
    id, `asked` counts the calls.
    """

    roles: dict[str, Role] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    known_names: dict[str, str] = field(default_factory=dict)
    asked: int = 0

    def names(self, workspace: WorkspaceId, users: Iterable[str]) -> dict[str, str]:
        """Return names by user id, the id where there is none."""
        return {user: self.known_names.get(user, user) for user in users}

    def role(self, workspace: WorkspaceId, user: str) -> Role:
        """Return a user's role."""
        self.asked += 1
        return self.roles.get(user, Role.MEMBER)

    def colleague(self, workspace: WorkspaceId, user: str) -> Colleague | None:
        """Return a user's time zone and membership, None if their role is unknown."""
        role = self.role(workspace, user)
        if role is Role.UNKNOWN:
            return None
        return Colleague(role, self.zones.get(user), user not in self.gone)


@dataclass
class ChannelList:
    """Fake channels: public, and with Waymark in them, unless set otherwise."""

    private: set[str] = field(default_factory=set)
    without_waymark: set[str] = field(default_factory=set)

    def is_private(self, workspace: WorkspaceId, channel: str) -> bool:
        """Return whether a channel is private."""
        return channel in self.private

    def has_waymark(self, workspace: WorkspaceId, channel: str) -> bool:
        """Return whether Waymark is in a channel."""
        return channel not in self.without_waymark


class FailureMode(Enum):
    """What happens to a post."""

    NONE = auto()
    REFUSED = auto()
    ANSWER_LOST = auto()
    REQUEST_LOST = auto()
    DIES_AFTER_POSTING = auto()
    DIES_BEFORE_POSTING = auto()
    TOO_FAST = auto()


class SimulatedCrash(BaseException):
    """The process stopped here."""


@dataclass(frozen=True)
class SentMessage:
    """A message people see."""

    ts: str
    workspace: WorkspaceId
    channel: str
    payload: Payload
    key: str
    at: datetime
    thread: str | None = None


@dataclass
class FakeSlack:
    """A fake publisher. Look-ups go by when messages were posted, as Slack's do."""

    clock: StandingClock
    failure_mode: FailureMode = FailureMode.NONE
    # Channels at which something of our own breaks.
    broken: set[str] = field(default_factory=set)
    readable: bool = True
    # What parts of threads meet, by their names.
    part_failure_modes: dict[str, FailureMode] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    parts: tuple[ReviewPartName, ...] = ()
    updates: list[Payload] = field(default_factory=list)
    shown: dict[str, Payload] = field(default_factory=dict)
    messages: list[SentMessage] = field(default_factory=list)
    requests: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def render(self, review: Review, key: str) -> Rendered:
        """Return the figures themselves, and as many parts as wanted, with their names."""
        parts = tuple((name, {"part": name.value}) for name in self.parts)
        return Rendered({"figures": review_as_json(review), "key": key}, parts)

    def render_sign_offs(self, parent: Payload, status: SignOffStatus) -> Payload:
        """Return the parent message with the sign-offs."""
        signs = {one.stage.key: one.last.signature for one in status.stages if one.last}
        return {**parent, "signs": signs, "state": status.state}

    def render_sign_off_reminder(
        self, journey: Journey, stages: Sequence[Stage], key: str
    ) -> Payload:
        """Return the stages without a sign-off."""
        return {"unsigned": [stage.key for stage in stages]}

    def render_comment(self, sign_off: SignOff, stages: Sequence[Stage]) -> Payload:
        """Return the comment."""
        return {"comment": sign_off.comment}

    def render_answers(
        self, answers: Sequence[ReviewAnswer], edited: Collection[Question]
    ) -> Payload:
        """Return the texts by question, and which were edited."""
        texts = {one.question.value: one.text for one in answers}
        return {"answers": texts, "edited": sorted(edited)}

    def render_new_improvement(
        self, draft: ImprovementDraft, author: str, theme: str | None
    ) -> Payload:
        """Return who does what about which theme."""
        return {"action": draft.title, "by": draft.owner or author, "theme": theme}

    def render_corrections(
        self, journey: Journey, changed: Sequence[PostedReviewCorrection]
    ) -> Payload:
        """Return the changes by name."""
        lines = [
            f"{one.what}: {(one.before or {}).get('n')} → {(one.after or {}).get('n')}"
            for one in changed
        ]
        return {"corrections": "; ".join(lines)}

    def lists_same_corrections(self, one: Payload, other: Payload) -> bool:
        """Whether two of them are equal."""
        return one == other

    def update(
        self, workspace: WorkspaceId, channel: str, ts: str, payload: Payload
    ) -> PostOutcome:
        """Replace the content of a message."""
        if self.failure_mode is FailureMode.REFUSED:
            return PostOutcome(None, is_definitive=True, reason="is_archived")
        # Long enough for others to come in between.
        time.sleep(0.01)
        with self._lock:
            self.updates.append(payload)
            self.shown[ts] = payload
        return PostOutcome(ts, is_definitive=True)

    def post(
        self,
        workspace: WorkspaceId,
        channel: str,
        payload: Payload,
        key: str,
        thread: str | None,
        may_send: Callable[[], bool],
    ) -> PostOutcome:
        """Post a message, or fail by the failure mode."""
        with self._lock:
            self.requests += 1
        if channel in self.broken:
            raise ZeroDivisionError(channel)
        failure_mode = self.part_failure_modes.get(payload.get("part", ""), self.failure_mode)
        if failure_mode is FailureMode.DIES_BEFORE_POSTING:
            raise SimulatedCrash
        if failure_mode is FailureMode.TOO_FAST:
            wait = timedelta(seconds=30)
            return PostOutcome(None, is_definitive=True, reason="ratelimited", retry_after=wait)
        if failure_mode is FailureMode.REFUSED or channel in self.closed:
            return PostOutcome(None, is_definitive=True, reason="is_archived")
        if failure_mode is FailureMode.REQUEST_LOST or not may_send():
            return PostOutcome(None, is_definitive=False, reason="TimeoutError")
        # Long enough for others to come in between.
        time.sleep(0.02)
        with self._lock:
            ts = f"17550000{len(self.messages):02}.000100"
            at = self.clock.now()
            self.messages.append(SentMessage(ts, workspace, channel, payload, key, at, thread))
        if failure_mode is FailureMode.DIES_AFTER_POSTING:
            raise SimulatedCrash
        if failure_mode is FailureMode.ANSWER_LOST:
            return PostOutcome(None, is_definitive=False, reason="TimeoutError")
        return PostOutcome(ts, is_definitive=True)

    def find(
        self,
        workspace: WorkspaceId,
        channel: str,
        key: str,
        since: datetime,
        thread: str | None,
    ) -> PostOutcome:
        """Look for a message from `since` on."""
        if not self.readable:
            return PostOutcome(None, is_definitive=False, reason="missing_scope")
        wanted = (workspace, channel, key, thread)
        for message in self.messages:
            place = (message.workspace, message.channel, message.key, message.thread)
            if place == wanted and message.at >= since:
                return PostOutcome(message.ts, is_definitive=True)
        return PostOutcome(None, is_definitive=True, reason="not found")
