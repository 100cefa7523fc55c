"""Send reminders to people and pulses to channels, and respect who opted out."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.outbox import (
    REFUSED_RETRY,
    Delivery,
    DeliveryState,
    ErrorCollector,
    MessageHandler,
    Outbox,
)
from bot.ports import Clock, Colleagues, Messenger, Payload, PostOutcome
from domain.errors import BadInputError
from domain.journeys import Journey, WorkspaceId
from domain.outbox import NewOutboxMessage, OutboxKind, OutboxMessage
from domain.periods import Days, Period
from domain.reminders import (
    MAX_PULSE_DELAY,
    MEMBERS_OF_A_TEAM,
    DueReminders,
    Nudge,
    Occasion,
    Pulse,
    ReminderKind,
    build_nudges,
    current_period,
    find_zone,
    group_by_team,
    latest_pulse,
    members_since,
    next_daytime,
    next_nudging,
    next_pulse,
    nudging_begins,
    pulse_due,
    week_before,
    week_label,
)
from storage.session import Database, UnitOfWork

ON, OFF = "on", "off"


class ChooseReminders:
    """Lets people opt out of reminders, in all journeys of their workspace."""

    def __init__(self, storage: Database, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def __call__(self, workspace: WorkspaceId, user: str, *, wanted: bool) -> None:
        """Turn someone's reminders on or off."""
        with self._storage.write(workspace) as uow:
            uow.journeys.ensure_workspace()
            if wanted:
                uow.opt_outs.remove(user)
            else:
                uow.opt_outs.add(user, self._clock.now())
            uow.commit()

    def typed(self, workspace: WorkspaceId, user: str, words: str) -> tuple[bool, bool]:
        """What `/journey reminders` says, with `on` or `off` after it changes, or without.

        Returns whether they are reminded now, and whether that was chosen just now. Raises
        BadInputError for other words.
        """
        word = words.strip().casefold()
        if not word:
            with self._storage.read(workspace) as uow:
                return user not in uow.opt_outs.among([user]), False
        if word not in (ON, OFF):
            raise BadInputError(
                f"“{words.strip()[:40]}” was not understood. Type `/journey reminders off` or "
                "`/journey reminders on`."
            )
        self(workspace, user, wanted=word == ON)
        return word == ON, True


MAX_RETRY_DELAY = timedelta(days=1)

# A week of attempts would double past what a time span can be; so often is long enough.
MAX_DOUBLINGS = 10


class SendState(StrEnum):
    """What came of a reminder.

    `waiting`: another process is at it, or it is too early to try again. `unwanted`: they opted
    out.
    """

    SENT = "sent"
    ALREADY = "already sent"
    WAITING = "waiting"
    FAILED = "failed"
    UNSURE = "unsure"
    UNWANTED = "unwanted"


STATES = {
    DeliveryState.SENT: SendState.SENT,
    DeliveryState.ALREADY_SENT: SendState.ALREADY,
    DeliveryState.BUSY: SendState.WAITING,
    DeliveryState.WAITING: SendState.WAITING,
    DeliveryState.REFUSED: SendState.FAILED,
    DeliveryState.UNCLEAR: SendState.UNSURE,
    DeliveryState.UNWANTED: SendState.UNWANTED,
}


@dataclass(frozen=True)
class SendResult:
    """The state; `again_at` is when to try again, None where there is nothing left to do.

    `slack_is_busy`: what went wrong most likely goes wrong for others now too.
    """

    workspace: WorkspaceId
    occasion: Occasion
    state: SendState
    again_at: datetime | None = None
    reason: str | None = None
    slack_is_busy: bool = False


class ReminderHandler(MessageHandler):
    """A reminder as it is to be sent now: `channel` may be a person's id."""

    def __init__(self, outbox: Outbox, channel: str, payload: Payload) -> None:
        super().__init__(outbox.sender, outbox.settle)
        self._channel = channel
        self._payload = payload

    def prepare(self, uow: UnitOfWork, message: OutboxMessage) -> OutboxMessage | None:
        """Return the message with what it says now, None for somebody who opted out."""
        # Asked in the transaction that claims: who has just opted out gets nothing more.
        if message.user and uow.opt_outs.among([message.user]):
            return None
        # Refused there, it may go elsewhere; what may be there is looked up there.
        channel = message.channel if message.is_in_doubt else self._channel
        return replace(message, channel=channel, payload=self._payload)

    def retry_delay(self, message: OutboxMessage, outcome: PostOutcome) -> timedelta:
        """Return twice as long after each attempt: a day at most if refused, an hour if unclear."""
        doubled = 1 << min(message.attempts - 1, MAX_DOUBLINGS)
        if outcome.certain:
            return outcome.retry_after or min(REFUSED_RETRY * doubled, MAX_RETRY_DELAY)
        return max(self._settle, min(self._settle * doubled, REFUSED_RETRY))


class SendReminder:
    """Sends reminders, each at most once however often and from wherever it is asked for."""

    def __init__(
        self, storage: Database, messenger: Messenger, clock: Clock, outbox: Outbox
    ) -> None:
        self._storage = storage
        self._messenger = messenger
        self._clock = clock
        self._outbox = outbox

    def __call__(
        self,
        workspace: WorkspaceId,
        occasion: Occasion,
        channel: str,
        write: Callable[[Messenger], Payload],
    ) -> SendResult:
        """Send what `write` makes to a channel, or a person by id, unless it was sent before."""
        message = self._add(workspace, occasion, channel)
        if message is None:
            return SendResult(workspace, occasion, SendState.UNWANTED)
        handler = ReminderHandler(self._outbox, channel, write(self._messenger))
        delivery = self._outbox.deliver(workspace, message.id, handler)
        state, again_at = STATES[delivery.state], None
        if state in (SendState.WAITING, SendState.FAILED, SendState.UNSURE):
            again_at = self._again_at(delivery)
        return SendResult(
            workspace, occasion, state, again_at, delivery.reason, delivery.is_slack_busy
        )

    def _add(
        self, workspace: WorkspaceId, occasion: Occasion, channel: str
    ) -> OutboxMessage | None:
        """Return the reminder's message, added if it is not there; None for who opted out."""
        with self._storage.write(workspace) as uow:
            known = uow.outbox.by_name(occasion.outbox_kind, occasion.name)
            if known:
                return known
            if occasion.person and uow.opt_outs.among([occasion.person]):
                return None
            message = NewOutboxMessage(
                occasion.outbox_kind,
                occasion.name,
                secrets.token_hex(16),
                channel,
                journey_id=occasion.journey_id,
                user=occasion.person or None,
            )
            added = uow.outbox.add(message, self._clock.now())
            if added is None:
                # Another replica has added it since it was looked for (PostgreSQL).
                added = uow.outbox.by_name(occasion.outbox_kind, occasion.name)
            uow.commit()
        return added

    def _again_at(self, delivery: Delivery) -> datetime:
        """Return when to try again: where somebody else is sending it, once that has settled."""
        now, message = self._clock.now(), delivery.message
        soon = now + self._outbox.settle
        again_at = message.next_try_at if message else None
        return again_at if again_at and again_at > now else soon


MAX_JOURNEYS = 50

# In one run: reviews must not wait until a whole company has been written to.
MAX_MESSAGES = 20

DAY = timedelta(days=1)

UNKNOWN_PERSON_DELAY = timedelta(hours=1)

RETRY_DELAY = timedelta(minutes=1)

TRIED = (SendState.SENT, SendState.FAILED, SendState.UNSURE)


@dataclass
class _NudgeRun:
    """The results of one run so far, and whether it should stop."""

    now: datetime
    results: list[SendResult] = field(default_factory=list)
    busy: bool = False

    @property
    def over(self) -> bool:
        """Whether Slack is busy, or enough messages were sent for one run."""
        tried = sum(one.state in TRIED for one in self.results)
        return self.busy or tried >= MAX_MESSAGES


@dataclass(frozen=True)
class _MissingNotes:
    """Which stages and teams of a journey have no note in its period, and who could write one.

    `stages_with_notes` are stage ids; `teams` are those without notes, with their latest writers;
    `tried` says of each person for whom a reminder was claimed whether it is sent.
    """

    journey: Journey
    period: Period
    stages_with_notes: frozenset[int]
    teams: Mapping[str, Sequence[str]]
    tried: Mapping[str, bool]


class NudgePeople:
    """Reminds people of missing notes; safe to run at any time, from any number of processes."""

    def __init__(
        self, storage: Database, colleagues: Colleagues, send: SendReminder, clock: Clock
    ) -> None:
        self._storage = storage
        self._colleagues = colleagues
        self._send = send
        self._clock = clock

    def __call__(self) -> list[SendResult]:
        """Remind people in all journeys; each person once a journey and period.

        Outside their working hours, or while Slack does not know them, people are reminded later;
        nobody is after the period. What fails for one journey is raised once all others were looked
        at.
        """
        this, errors = _NudgeRun(self._clock.now()), ErrorCollector()
        after = 0
        while due := self._due(this.now, after):
            for one in due:
                if not this.over:
                    errors.run(lambda one: self._look_at(one, this), one)
            after = due[-1].journey_id
        errors.raise_all()
        return this.results

    def _due(self, now: datetime, after: int) -> Sequence[DueReminders]:
        return self._storage.due_reminders(ReminderKind.NUDGE, now, MAX_JOURNEYS, after)

    def _look_at(self, due: DueReminders, this: _NudgeRun) -> None:
        """Remind people of one journey, and record when to look at it again."""
        with self._storage.read(due.workspace) as uow:
            journey = uow.journeys.by_id(due.journey_id)
            if journey is None:
                return
            period = current_period(journey, this.now)
            begun = nudging_begins(journey, period) <= this.now
            missing = _find_missing_notes(uow, journey, period) if begun else None
        nudges = self._plan(due.workspace, missing) if missing else []
        later = [self._nudge(due.workspace, nudge, this) for nudge in nudges]
        if begun:
            # Stages change their owners, and people their mind, in the last week too.
            later.append(this.now + DAY)
        again = [instant for instant in later if instant and instant < period.end]
        next_look = min(again, default=next_nudging(journey, this.now))
        with self._storage.write(due.workspace) as uow:
            uow.reminders.move_due(journey.id, ReminderKind.NUDGE, due.due_at, next_look)
            uow.commit()

    def _plan(self, workspace: WorkspaceId, missing: _MissingNotes) -> list[Nudge]:
        """Return the reminders to send, those first that were never tried."""
        teams = {team: self._members(workspace, people) for team, people in missing.teams.items()}
        nudges = build_nudges(missing.journey, missing.period, missing.stages_with_notes, teams)
        return sorted(
            (one for one in nudges if not missing.tried.get(one.person)),
            key=lambda one: one.person in missing.tried,
        )

    def _members(self, workspace: WorkspaceId, people: Sequence[str]) -> list[str]:
        """Return a team's latest writers who are still members.

        Those who opted out count: nobody is reminded in their place.
        """
        members: list[str] = []
        for person in people:
            colleague = self._colleagues.colleague(workspace, person)
            if colleague is None or colleague.may_be_reminded:
                members.append(person)
            if len(members) == MEMBERS_OF_A_TEAM:
                break
        return members

    def _nudge(self, workspace: WorkspaceId, nudge: Nudge, this: _NudgeRun) -> datetime | None:
        """Remind one person if it is time; return when to look again, None for no more."""
        colleague = self._colleagues.colleague(workspace, nudge.person)
        if colleague is None:
            return this.now + UNKNOWN_PERSON_DELAY
        if not colleague.may_be_reminded:
            return None
        day = next_daytime(this.now, find_zone(colleague.time_zone, nudge.journey))
        if day > this.now:
            return day
        if this.over:
            return this.now + RETRY_DELAY if this.busy else this.now
        occasion = Occasion(nudge.journey.id, ReminderKind.NUDGE, nudge.period.label, nudge.person)
        result = self._send(
            workspace, occasion, nudge.person, lambda messenger: messenger.write_nudge(nudge)
        )
        this.results.append(result)
        this.busy = this.busy or result.slack_is_busy
        return result.again_at


def _find_missing_notes(uow: UnitOfWork, journey: Journey, period: Period) -> _MissingNotes:
    days = Days(period.start, period.end)
    active_teams = uow.contributions.teams(journey.id, days)
    sums = uow.contributions.sums(journey.id, days)
    writers = uow.contributions.writers(journey.id, members_since(period))
    return _MissingNotes(
        journey=journey,
        period=period,
        stages_with_notes=frozenset(id_ for id_ in sums if id_ is not None),
        teams=group_by_team(writers, [team for team in journey.teams if team not in active_teams]),
        tried={
            message.user: message.is_sent
            for message in uow.outbox.by_prefix(
                journey.id, OutboxKind.NUDGE, f"{journey.id}/{period.label}/"
            )
            if message.user and message.attempts
        },
    )


MAX_AT_ONCE = 50


class PostPulses:
    """Posts weekly pulses; safe to run at any time, from any number of processes."""

    def __init__(self, storage: Database, send: SendReminder, clock: Clock) -> None:
        self._storage = storage
        self._send = send
        self._clock = clock

    def __call__(self) -> list[SendResult]:
        """Post what is due now, each week of a journey once.

        A week without notes, a journey without a home channel and a pulse that is two days late are
        skipped. What fails for one journey is raised once all others were looked at.
        """
        now, errors = self._clock.now(), ErrorCollector()
        results: list[SendResult] = []

        def post(one: DueReminders) -> None:
            result = self._look_at(one)
            if result:
                results.append(result)

        after = 0
        while due := self._storage.due_reminders(ReminderKind.PULSE, now, MAX_AT_ONCE, after):
            for one in due:
                if not (results and results[-1].slack_is_busy):
                    errors.run(post, one)
            after = due[-1].journey_id
        errors.raise_all()
        return results

    def _look_at(self, due: DueReminders) -> SendResult | None:
        now = self._clock.now()
        with self._storage.read(due.workspace) as uow:
            journey = uow.journeys.by_id(due.journey_id)
            if journey is None:
                return None
            monday = latest_pulse(journey, now)
            too_late_at = pulse_due(journey, monday) + MAX_PULSE_DELAY
            pulse = _pulse(uow, journey, monday) if now < too_late_at else None
        result = None
        if pulse and pulse.notes and journey.home_channel:
            occasion = Occasion(journey.id, ReminderKind.PULSE, week_label(monday))
            result = self._send(
                due.workspace,
                occasion,
                journey.home_channel,
                lambda messenger: messenger.write_pulse(pulse),
            )
        again_at = result.again_at if result else None
        waits = again_at is not None and again_at < too_late_at
        following = again_at if again_at and waits else next_pulse(journey, now)
        with self._storage.write(due.workspace) as uow:
            uow.reminders.move_due(journey.id, ReminderKind.PULSE, due.due_at, following)
            uow.commit()
        return result


def _pulse(uow: UnitOfWork, journey: Journey, monday: date) -> Pulse:
    sums = uow.contributions.sums(journey.id, week_before(journey, monday))
    unsorted = uow.notes.count_unsorted([journey.id]).get(journey.id, 0)
    return Pulse(journey, monday, sums, unsorted)
