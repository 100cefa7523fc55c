"""Send a reminder once: claim it, send it, remember what became of it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.journey import WorkspaceId
from bot.domain.reminders import Occasion, Reminder, ReminderState
from bot.ports import Clock, Messenger, Payload, PostOutcome, Storage, UnitOfWork
from bot.usecases.once import REFUSED_RETRY, posted_once

LONGEST_PAUSE = timedelta(days=1)
MOST_DOUBLINGS = 10


class SendState(StrEnum):
    """What came of a reminder.

    `waiting`: somebody else is at it, or it is too early to try again. `unwanted`: they opted out.
    """

    SENT = "sent"
    ALREADY = "already sent"
    WAITING = "waiting"
    FAILED = "failed"
    UNSURE = "unsure"
    UNWANTED = "unwanted"


@dataclass(frozen=True)
class SendResult:
    """The state; `again_at` is when to try again, null where there is nothing left to do.

    `slack_is_busy`: what went wrong most likely goes wrong for others now too.
    """

    workspace: WorkspaceId
    occasion: Occasion
    state: SendState
    again_at: datetime | None = None
    reason: str | None = None
    slack_is_busy: bool = False


@dataclass(frozen=True)
class _Turn:
    """The right to send, just taken; `fresh` when nobody can have sent it before."""

    reminder: Reminder
    fresh: bool


class SendReminder:
    """Sends reminders, each at most once however often and from wherever it is asked for.

    `settle`: how long a claim or an unclear message is left alone before it is looked at again.
    """

    def __init__(
        self, storage: Storage, messenger: Messenger, clock: Clock, settle: timedelta
    ) -> None:
        self._storage = storage
        self._messenger = messenger
        self._clock = clock
        self._settle = settle

    def __call__(
        self,
        workspace: WorkspaceId,
        occasion: Occasion,
        channel: str,
        write: Callable[[Messenger], Payload],
    ) -> SendResult:
        """Send what `write` makes to a channel, or a person by id, unless it was sent before."""
        turn = self._take_turn(workspace, occasion, channel)
        if isinstance(turn, SendResult):
            return turn
        outcome = self._send(workspace, turn, write)
        return self._remember(workspace, occasion, turn.reminder, outcome)

    def _take_turn(
        self, workspace: WorkspaceId, occasion: Occasion, channel: str
    ) -> _Turn | SendResult:
        now = self._clock.now()
        with self._storage.write(workspace) as uow:
            # Asked in the transaction that claims: who has just opted out gets nothing more.
            if occasion.person and uow.opt_outs.among([occasion.person]):
                return SendResult(workspace, occasion, SendState.UNWANTED)
            known = uow.reminders.of(occasion)
            if known is None:
                turn = self._claim(uow, workspace, occasion, channel, now)
            else:
                turn = self._resume(uow, workspace, occasion, known, channel, now)
            uow.commit()
        return turn

    def _claim(
        self,
        uow: UnitOfWork,
        workspace: WorkspaceId,
        occasion: Occasion,
        channel: str,
        now: datetime,
    ) -> _Turn | SendResult:
        if uow.reminders.claim(occasion, channel, secrets.token_hex(16), now):
            mine = uow.reminders.of(occasion)
            if mine is not None:
                return _Turn(mine, fresh=True)
        return SendResult(workspace, occasion, SendState.WAITING, now + self._settle)

    def _resume(
        self,
        uow: UnitOfWork,
        workspace: WorkspaceId,
        occasion: Occasion,
        known: Reminder,
        channel: str,
        now: datetime,
    ) -> _Turn | SendResult:
        if known.state is ReminderState.SENT:
            return SendResult(workspace, occasion, SendState.ALREADY)
        wait_until = known.retry_at or known.claimed_at + self._settle
        if now < wait_until:
            return SendResult(workspace, occasion, SendState.WAITING, wait_until, known.reason)
        refused = known.state is ReminderState.FAILED
        # Refused there, it may go elsewhere; what may be there is looked for there.
        place = channel if refused else known.channel
        retry_at = now + self._settle
        if not uow.reminders.reclaim(known.id, known.attempts, retry_at, place):
            return SendResult(workspace, occasion, SendState.WAITING, retry_at)
        taken = replace(known, channel=place, attempts=known.attempts + 1)
        return _Turn(taken, fresh=refused)

    def _send(
        self, workspace: WorkspaceId, turn: _Turn, write: Callable[[Messenger], Payload]
    ) -> PostOutcome:
        reminder = turn.reminder
        place = (workspace, reminder.channel)
        return posted_once(
            lambda: self._messenger.find(*place, reminder.key, reminder.claimed_at),
            lambda: self._messenger.post(*place, write(self._messenger), reminder.key),
            fresh=turn.fresh,
        )

    def _remember(
        self, workspace: WorkspaceId, occasion: Occasion, reminder: Reminder, outcome: PostOutcome
    ) -> SendResult:
        now = self._clock.now()
        # A week of tries would double past what a time span can be; so often is long enough.
        doubled = 1 << min(reminder.attempts - 1, MOST_DOUBLINGS)
        with self._storage.write(workspace) as uow:
            if outcome.ts:
                uow.reminders.sent(reminder.id, outcome.ts)
                state, again_at = SendState.SENT, None
            elif outcome.certain:
                state = SendState.FAILED
                pause = outcome.retry_after or min(REFUSED_RETRY * doubled, LONGEST_PAUSE)
                again_at = now + pause
                uow.reminders.failed(reminder.id, outcome.reason, again_at)
            else:
                state = SendState.UNSURE
                again_at = now + max(self._settle, min(self._settle * doubled, REFUSED_RETRY))
                uow.reminders.unsure(reminder.id, outcome.reason, again_at)
            uow.commit()
        busy = state is SendState.UNSURE or outcome.retry_after is not None
        return SendResult(workspace, occasion, state, again_at, outcome.reason or None, busy)
