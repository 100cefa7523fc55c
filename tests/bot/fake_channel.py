"""Slack as reminders see it, on bad days and good ones: the weather of each message is drawn."""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.ports import Payload, PostOutcome
from domain.journeys import WorkspaceId
from domain.reminders import Nudge, Pulse
from tests.bot.fake_slack import FailureMode, SimulatedCrash
from tests.clocks import StandingClock

EVERY_WEATHER = tuple(FailureMode)


@dataclass(frozen=True)
class Letter:
    """A message that is where people see it. `holds` is the Nudge or the Pulse it was made of."""

    ts: str
    workspace: WorkspaceId
    channel: str
    key: str
    at: datetime
    holds: Nudge | Pulse


@dataclass
class PostOffice:
    """Fulfils Messenger and Sender. A message meets one of `weathers`; it may die on the way."""

    clock: StandingClock
    weathers: Sequence[FailureMode] = (FailureMode.FAIR,)
    chance: random.Random = field(default_factory=lambda: random.Random(6))
    letters: list[Letter] = field(default_factory=list)
    requests: int = 0
    looked: int = 0
    met: set[FailureMode] = field(default_factory=set)
    written: list[Nudge | Pulse] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def weather(self, *weathers: FailureMode) -> Iterator[None]:
        """Meanwhile these are what a message may meet."""
        before, self.weathers = self.weathers, weathers
        try:
            yield
        finally:
            self.weathers = before

    def write_nudge(self, nudge: Nudge) -> Payload:
        """The number of the nudge."""
        return self._write(nudge)

    def write_pulse(self, pulse: Pulse) -> Payload:
        """The number of the pulse."""
        return self._write(pulse)

    def _write(self, holds: Nudge | Pulse) -> Payload:
        with self._lock:
            self.written.append(holds)
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
        """Deliver a message, or not, by the weather drawn for it."""
        with self._lock:
            self.requests += 1
            weather = self.chance.choice(self.weathers)
            self.met.add(weather)
        if weather is FailureMode.DIES_BEFORE_POSTING:
            raise SimulatedCrash
        if weather is FailureMode.REFUSED:
            return PostOutcome(None, certain=True, reason="messages_tab_disabled")
        if weather is FailureMode.REQUEST_LOST:
            return PostOutcome(None, certain=False, reason="TimeoutError")
        if not may_send():
            return PostOutcome(None, certain=False, reason="claim lost")
        # Long enough for another clock to come in between.
        time.sleep(0.005)
        with self._lock:
            ts = f"17550000{len(self.letters):03}.000100"
            place = (workspace, channel, key)
            holds = self.written[payload["number"]]
            self.letters.append(Letter(ts, *place, self.clock.now(), holds))
        if weather is FailureMode.DIES_AFTER_POSTING:
            raise SimulatedCrash
        if weather is FailureMode.ANSWER_LOST:
            return PostOutcome(None, certain=False, reason="TimeoutError")
        return PostOutcome(ts, certain=True)

    def find(
        self, workspace: WorkspaceId, channel: str, key: str, since: datetime, thread: str | None
    ) -> PostOutcome:
        """Look through what is there."""
        with self._lock:
            self.looked += 1
            for letter in self.letters:
                place = (letter.workspace, letter.channel, letter.key)
                if place == (workspace, channel, key) and letter.at >= since:
                    return PostOutcome(letter.ts, certain=True)
        return PostOutcome(None, certain=True, reason="not found")

    def update(
        self, workspace: WorkspaceId, channel: str, ts: str, payload: Payload
    ) -> PostOutcome:
        """Replace nothing: reminders stay as they are."""
        raise NotImplementedError
