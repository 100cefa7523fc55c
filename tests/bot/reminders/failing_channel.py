"""A fake Slack for reminders and pulses in which each message may fail in a random way."""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.ports import Payload, PostOutcome
from domain.journeys import WorkspaceId
from domain.reminders import Pulse, Reminder
from tests.bot.fake_slack import FailureMode, SimulatedCrash
from tests.clocks import StandingClock

ALL_FAILURE_MODES = tuple(FailureMode)


@dataclass(frozen=True)
class SentReminder:
    """A message that arrived. `content` is the Reminder or the Pulse it was built from."""

    ts: str
    workspace: WorkspaceId
    channel: str
    key: str
    at: datetime
    content: Reminder | Pulse


@dataclass
class FailingChannel:
    """A Messenger and Sender. Each message meets a random one of `failure_modes`."""

    clock: StandingClock
    failure_modes: Sequence[FailureMode] = (FailureMode.NONE,)
    rng: random.Random = field(default_factory=lambda: random.Random(6))
    sent: list[SentReminder] = field(default_factory=list)
    requests: int = 0
    lookups: int = 0
    seen_modes: set[FailureMode] = field(default_factory=set)
    written: list[Reminder | Pulse] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def failing(self, *failure_modes: FailureMode) -> Iterator[None]:
        """Use these failure modes for the duration of a `with` block."""
        before, self.failure_modes = self.failure_modes, failure_modes
        try:
            yield
        finally:
            self.failure_modes = before

    def write_reminder(self, reminder: Reminder) -> Payload:
        """Return the number of the reminder."""
        return self._write(reminder)

    def write_pulse(self, pulse: Pulse) -> Payload:
        """Return the number of the pulse."""
        return self._write(pulse)

    def _write(self, content: Reminder | Pulse) -> Payload:
        with self._lock:
            self.written.append(content)
            return {"number": len(self.written) - 1}

    def post(
        self,
        workspace: WorkspaceId,
        channel: str,
        payload: Payload,
        key: str,
        thread: str | None,
        may_send: Callable[[], bool],
    ) -> PostOutcome:
        """Deliver a message, or not, by the failure mode drawn for it."""
        with self._lock:
            self.requests += 1
            mode = self.rng.choice(self.failure_modes)
            self.seen_modes.add(mode)
        if mode is FailureMode.DIES_BEFORE_POSTING:
            raise SimulatedCrash
        if mode is FailureMode.REFUSED:
            return PostOutcome(None, is_definitive=True, reason="messages_tab_disabled")
        if mode is FailureMode.REQUEST_LOST:
            return PostOutcome(None, is_definitive=False, reason="TimeoutError")
        if not may_send():
            return PostOutcome(None, is_definitive=False, reason="claim lost")
        # Long enough for another clock to come in between.
        time.sleep(0.005)
        with self._lock:
            ts = f"17550000{len(self.sent):03}.000100"
            place = (workspace, channel, key)
            content = self.written[payload["number"]]
            self.sent.append(SentReminder(ts, *place, self.clock.now(), content))
        if mode is FailureMode.DIES_AFTER_POSTING:
            raise SimulatedCrash
        if mode is FailureMode.ANSWER_LOST:
            return PostOutcome(None, is_definitive=False, reason="TimeoutError")
        return PostOutcome(ts, is_definitive=True)

    def find(
        self, workspace: WorkspaceId, channel: str, key: str, since: datetime, thread: str | None
    ) -> PostOutcome:
        """Look the message up by its key."""
        with self._lock:
            self.lookups += 1
            for message in self.sent:
                place = (message.workspace, message.channel, message.key)
                if place == (workspace, channel, key) and message.at >= since:
                    return PostOutcome(message.ts, is_definitive=True)
        return PostOutcome(None, is_definitive=True, reason="not found")

    def update(
        self, workspace: WorkspaceId, channel: str, ts: str, payload: Payload
    ) -> PostOutcome:
        """Unused: reminders are never edited."""
        raise NotImplementedError
