"""One replica of the bot, which stops or dies where it is told to.

Run by `tests.faults.two_replicas`; `FAULT` in the environment says where, as JSON.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from app import Waymark
from bot.outbox import Outbox
from handlers import environment
from handlers.journeys.map_images import MapImageUploader
from handlers.slack import app as slack_app
from storage.outbox import SendLock
from storage.session import Database

# Short, so that time-outs are met; longer than any good answer takes.
CLIENT_SECONDS = 2

# Longer than the client waits, and short, so that what was interrupted is soon taken up.
SETTLE = timedelta(seconds=3)

BOUNDARIES = (
    *("locked", "claimed", "drawn", "looked up", "confirmed", "sent", "recorded", "released"),
)


@dataclass
class Fault:
    """Where a replica stops: the `count`-th time it comes to a boundary. It kills itself or pauses.

    Whoever started it has to let it go on.
    """

    boundary: str
    count: int
    is_fatal: bool
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reach(self, boundary: str) -> None:
        """Stop here if it is the place."""
        with self._lock:
            if boundary != self.boundary:
                return
            self.count -= 1
            if self.count:
                return
        sys.stdout.write("stopped\n")
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL if self.is_fatal else signal.SIGSTOP)


@dataclass
class ShiftedClock:
    """Fulfils Clock: the real time, shifted."""

    shift: timedelta

    def now(self) -> datetime:
        """The shifted instant."""
        return datetime.now(UTC) + self.shift


def watch(fault: Fault) -> None:
    """Have every boundary between claim, look-up, send and record tell the fault."""
    hold, claim, send = Database.hold_message, Outbox._claim, Outbox._send
    record, confirms = Outbox._record, SendLock.confirms
    draw = MapImageUploader.build_messages

    @contextmanager
    def hold_message(self: Database, message_id: int) -> Iterator[SendLock | None]:
        with hold(self, message_id) as lock:
            fault.reach("locked")
            yield lock
        fault.reach("released")

    def claimed(self: Outbox, *given: Any, **named: Any) -> Any:
        result = claim(self, *given, **named)
        fault.reach("claimed")
        return result

    def sent(self: Outbox, *given: Any) -> Any:
        result = send(self, *given)
        fault.reach("sent")
        return result

    def recorded(self: Outbox, *given: Any) -> Any:
        result = record(self, *given)
        fault.reach("recorded")
        return result

    def confirmed(self: SendLock, *given: Any) -> bool:
        # Asked where the message is about to be posted: after a look-up, if there was one.
        fault.reach("looked up")
        result = confirms(self, *given)
        fault.reach("confirmed")
        return result

    def drawn(self: MapImageUploader, *given: Any) -> Any:
        result = draw(self, *given)
        fault.reach("drawn")
        return result

    for owner, name, replacement in (
        (Database, "hold_message", hold_message),
        (Outbox, "_claim", claimed),
        (Outbox, "_send", sent),
        (Outbox, "_record", recorded),
        (SendLock, "confirms", confirmed),
        (MapImageUploader, "build_messages", drawn),
    ):
        setattr(owner, name, replacement)


def main() -> None:
    """Run until killed, or until standard input ends."""
    fault = json.loads(os.environ.get("FAULT", "{}"))
    if fault:
        watch(Fault(**fault))
    slack_app.web_client.__defaults__ = (CLIENT_SECONDS,)
    clock = ShiftedClock(timedelta(seconds=float(os.environ["SHIFT_SECONDS"])))
    configured = environment.read(os.environ).model_copy(update={"settle": SETTLE})
    waymark = Waymark(configured, clock)
    service = waymark.service()
    service.start()
    sys.stdin.read()
    service.stop()


if __name__ == "__main__":
    main()
