"""Reminders to people whose stages or teams have no notes, weekly pulses, and opt-outs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
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
    Pulse,
    Reminder,
    ReminderKey,
    ReminderKind,
    build_reminders,
    current_period,
    find_zone,
    group_by_team,
    latest_pulse,
    members_since,
    next_daytime,
    next_pulse,
    next_reminders_start,
    pulse_due,
    reminders_start,
    week_before,
)
from storage.outbox import new_key
from storage.session import Database, UnitOfWork

ON, OFF = "on", "off"

# Journeys read from the database at once.
PAGE_SIZE = 50

# In one run: reviews must not wait until a whole company has been written to.
MAX_MESSAGES = 20

MAX_RETRY_DELAY = timedelta(days=1)

# A week of attempts would double past what a time span can be; so often is long enough.
MAX_DOUBLINGS = 10

DAY = timedelta(days=1)

UNKNOWN_PERSON_DELAY = timedelta(hours=1)

RETRY_DELAY = timedelta(minutes=1)


class SendState(StrEnum):
    """The outcome of sending a reminder or a pulse.

    `already sent`: an earlier call sent it. `waiting`: another process is sending it, or it is too
    early to try again. `unsure`: it may or may not have arrived. `unwanted`: the person opted out.
    """

    SENT = "sent"
    ALREADY_SENT = "already sent"
    WAITING = "waiting"
    FAILED = "failed"
    UNCLEAR = "unsure"
    UNWANTED = "unwanted"


STATES = {
    DeliveryState.SENT: SendState.SENT,
    DeliveryState.ALREADY_SENT: SendState.ALREADY_SENT,
    DeliveryState.BUSY: SendState.WAITING,
    DeliveryState.WAITING: SendState.WAITING,
    DeliveryState.REFUSED: SendState.FAILED,
    DeliveryState.UNCLEAR: SendState.UNCLEAR,
    DeliveryState.UNWANTED: SendState.UNWANTED,
}

RETRIED = (SendState.WAITING, SendState.FAILED, SendState.UNCLEAR)

TRIED = (SendState.SENT, SendState.FAILED, SendState.UNCLEAR)


@dataclass(frozen=True)
class SendResult:
    """The state of one reminder or pulse after it was sent or tried.

    `retry_at`: when to try again, None if there is nothing left to do. `is_slack_busy`: other
    messages would most likely fail now too.
    """

    workspace: WorkspaceId
    key: ReminderKey
    state: SendState
    retry_at: datetime | None = None
    reason: str | None = None
    is_slack_busy: bool = False


class ReminderHandler(MessageHandler):
    """Delivers one reminder or pulse. `channel` may be a user id, for a direct message."""

    def __init__(self, outbox: Outbox, channel: str, payload: Payload) -> None:
        super().__init__(outbox.sender, outbox.settle)
        self._channel = channel
        self._payload = payload

    def prepare(self, uow: UnitOfWork, message: OutboxMessage) -> OutboxMessage | None:
        """Return the message with its current text, None if the person opted out."""
        # Checked in the transaction that claims: who has just opted out gets nothing more.
        if message.user and uow.opt_outs.among([message.user]):
            return None
        # A message that may have been sent is looked up in the channel it was sent to.
        channel = message.channel if message.is_in_doubt else self._channel
        return replace(message, channel=channel, payload=self._payload)

    def retry_delay(self, message: OutboxMessage, outcome: PostOutcome) -> timedelta:
        """Return twice as long after each attempt: a day at most if refused, an hour if unclear."""
        doubled = 1 << min(message.attempts - 1, MAX_DOUBLINGS)
        if outcome.is_definitive:
            return outcome.retry_after or min(REFUSED_RETRY * doubled, MAX_RETRY_DELAY)
        return max(self._settle, min(self._settle * doubled, REFUSED_RETRY))


@dataclass
class _Run:
    """One run of the reminders: its results so far, and whether Slack is busy."""

    now: datetime
    results: list[SendResult] = field(default_factory=list)
    is_slack_busy: bool = False

    @property
    def is_over(self) -> bool:
        """Whether Slack is busy, or enough messages were sent for one run."""
        tried = sum(result.state in TRIED for result in self.results)
        return self.is_slack_busy or tried >= MAX_MESSAGES


@dataclass(frozen=True)
class _MissingNotes:
    """Which stages and teams of a journey have no note in its period, and who could write one.

    `stages_with_notes` are stage ids; `teams` are those without notes, with their latest writers;
    `tried` maps each person whose reminder was tried to whether it was sent. `to_sort` counts the
    pain points that nobody has sorted into themes.
    """

    journey: Journey
    period: Period
    stages_with_notes: frozenset[int]
    teams: Mapping[str, Sequence[str]]
    tried: Mapping[str, bool]
    to_sort: int


class ReminderService:
    """Sends reminders to people and pulses to channels, and lets people opt out of reminders.

    Sending is safe at any time and from any number of processes: each message is sent at most once.
    """

    def __init__(
        self,
        storage: Database,
        messenger: Messenger,
        colleagues: Colleagues,
        clock: Clock,
        outbox: Outbox,
    ) -> None:
        self._storage = storage
        self._messenger = messenger
        self._colleagues = colleagues
        self._clock = clock
        self._outbox = outbox

    def set_opt_out(self, workspace: WorkspaceId, user: str, *, opted_out: bool) -> None:
        """Turn a user's reminders off or on, in all journeys of the workspace."""
        with self._storage.write(workspace) as uow:
            uow.journeys.ensure_workspace()
            if opted_out:
                uow.opt_outs.add(user, self._clock.now())
            else:
                uow.opt_outs.remove(user)
            uow.commit()

    def opt_out_command(self, workspace: WorkspaceId, user: str, text: str) -> tuple[bool, bool]:
        """Run `/journey reminders`: `on` and `off` change the setting, without text it is read.

        Return whether the user gets reminders now, and whether this command set it. Raise
        BadInputError for other text.
        """
        word = text.strip().casefold()
        if not word:
            with self._storage.read(workspace) as uow:
                return user not in uow.opt_outs.among([user]), False
        if word not in (ON, OFF):
            raise BadInputError(
                f"“{text.strip()[:40]}” was not understood. Type `/journey reminders off` or "
                "`/journey reminders on`."
            )
        self.set_opt_out(workspace, user, opted_out=word == OFF)
        return word == ON, True

    def send(
        self,
        workspace: WorkspaceId,
        key: ReminderKey,
        channel: str,
        write: Callable[[Messenger], Payload],
    ) -> SendResult:
        """Send what `write` returns to a channel or user id, unless `key` was sent before."""
        message = self._add(workspace, key, channel)
        if message is None:
            return SendResult(workspace, key, SendState.UNWANTED)
        handler = ReminderHandler(self._outbox, channel, write(self._messenger))
        delivery = self._outbox.deliver(workspace, message.id, handler)
        state = STATES[delivery.state]
        retry_at = self._retry_at(delivery) if state in RETRIED else None
        return SendResult(workspace, key, state, retry_at, delivery.reason, delivery.is_slack_busy)

    def send_due_reminders(self) -> list[SendResult]:
        """Remind people of missing notes in all journeys; each person once a journey and period.

        Outside their working hours, or while Slack does not return them, people are reminded later;
        after the period nobody is. Errors of single journeys are raised once all were looked at.
        """
        run, errors = _Run(self._clock.now()), ErrorCollector()

        def remind(due: DueReminders) -> None:
            if not run.is_over:
                self._remind(due, run)

        for due in self._due(ReminderKind.REMINDER, run.now):
            errors.run(remind, due)
        errors.raise_all()
        return run.results

    def post_due_pulses(self) -> list[SendResult]:
        """Post the pulses that are due now, one per journey and week.

        A week without notes, a journey without a home channel and a pulse that is two days late are
        skipped. Errors of single journeys are raised once all were looked at.
        """
        results: list[SendResult] = []
        errors = ErrorCollector()

        def post(due: DueReminders) -> None:
            if results and results[-1].is_slack_busy:
                return
            result = self._post_pulse(due)
            if result:
                results.append(result)

        for due in self._due(ReminderKind.PULSE, self._clock.now()):
            errors.run(post, due)
        errors.raise_all()
        return results

    def _due(self, kind: ReminderKind, now: datetime) -> Iterator[DueReminders]:
        """Yield the journeys due by `now`, page by page."""
        after = 0
        while page := self._storage.due_reminders(kind, now, PAGE_SIZE, after):
            yield from page
            after = page[-1].journey_id

    def _add(self, workspace: WorkspaceId, key: ReminderKey, channel: str) -> OutboxMessage | None:
        """Return the outbox message of `key`, added if missing; None if the person opted out."""
        with self._storage.write(workspace) as uow:
            known = uow.outbox.by_name(key.outbox_kind, key.name)
            if known:
                return known
            if key.person and uow.opt_outs.among([key.person]):
                return None
            message = NewOutboxMessage(
                key.outbox_kind,
                key.name,
                new_key(),
                channel,
                journey_id=key.journey_id,
                user=key.person or None,
            )
            added = uow.outbox.add(message, self._clock.now())
            if added is None:
                # Another replica has added it since it was looked for (PostgreSQL).
                added = uow.outbox.by_name(key.outbox_kind, key.name)
            uow.commit()
        return added

    def _retry_at(self, delivery: Delivery) -> datetime:
        """Return when to try again: the message's next try, at the earliest after settling."""
        now, message = self._clock.now(), delivery.message
        retry_at = message.next_try_at if message else None
        return retry_at if retry_at and retry_at > now else now + self._outbox.settle

    def _remind(self, due: DueReminders, run: _Run) -> None:
        """Remind people of one journey, and store when to look at it again."""
        with self._storage.read(due.workspace) as uow:
            journey = uow.journeys.by_id(due.journey_id)
            if journey is None:
                return
            period = current_period(journey, run.now)
            has_started = reminders_start(journey, period) <= run.now
            missing = _find_missing_notes(uow, journey, period) if has_started else None
        reminders = self._plan(due.workspace, missing) if missing else []
        retries = [self._remind_person(due.workspace, one, run) for one in reminders]
        if has_started:
            # Owners of stages and people's opt-outs change during the last week too.
            retries.append(run.now + DAY)
        within = [instant for instant in retries if instant and instant < period.end]
        next_due = min(within, default=next_reminders_start(journey, run.now))
        with self._storage.write(due.workspace) as uow:
            uow.reminders.move_due(journey.id, ReminderKind.REMINDER, due.due_at, next_due)
            uow.commit()

    def _plan(self, workspace: WorkspaceId, missing: _MissingNotes) -> list[Reminder]:
        """Return the reminders to send, those that were never tried first."""
        teams = {team: self._members(workspace, people) for team, people in missing.teams.items()}
        reminders = build_reminders(
            missing.journey,
            missing.period,
            missing.stages_with_notes,
            teams,
            missing.to_sort,
        )
        return sorted(
            (one for one in reminders if not missing.tried.get(one.person)),
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

    def _remind_person(
        self, workspace: WorkspaceId, reminder: Reminder, run: _Run
    ) -> datetime | None:
        """Remind one person if it is time; return when to try again, None for never."""
        colleague = self._colleagues.colleague(workspace, reminder.person)
        if colleague is None:
            return run.now + UNKNOWN_PERSON_DELAY
        if not colleague.may_be_reminded:
            return None
        daytime = next_daytime(run.now, find_zone(colleague.time_zone, reminder.journey))
        if daytime > run.now:
            return daytime
        if run.is_over:
            return run.now + RETRY_DELAY if run.is_slack_busy else run.now
        result = self.send(
            workspace,
            reminder.key,
            reminder.person,
            lambda messenger: messenger.write_reminder(reminder),
        )
        run.results.append(result)
        run.is_slack_busy = run.is_slack_busy or result.is_slack_busy
        return result.retry_at

    def _post_pulse(self, due: DueReminders) -> SendResult | None:
        """Post the pulse of one journey, and store when to look at it again."""
        now = self._clock.now()
        with self._storage.read(due.workspace) as uow:
            journey = uow.journeys.by_id(due.journey_id)
            if journey is None:
                return None
            monday = latest_pulse(journey, now)
            too_late_at = pulse_due(journey, monday) + MAX_PULSE_DELAY
            pulse = _build_pulse(uow, journey, monday) if now < too_late_at else None
        result = None
        if pulse and pulse.notes and journey.home_channel:
            result = self.send(
                due.workspace,
                pulse.key,
                journey.home_channel,
                lambda messenger: messenger.write_pulse(pulse),
            )
        next_due = result.retry_at if result else None
        if next_due is None or next_due >= too_late_at:
            next_due = next_pulse(journey, now)
        with self._storage.write(due.workspace) as uow:
            uow.reminders.move_due(journey.id, ReminderKind.PULSE, due.due_at, next_due)
            uow.commit()
        return result


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
                journey.id, OutboxKind.REMINDER, f"{journey.id}/{period.label}/"
            )
            if message.user and message.attempts
        },
        to_sort=uow.pains.count_to_sort(journey.id, None),
    )


def _build_pulse(uow: UnitOfWork, journey: Journey, monday: date) -> Pulse:
    sums = uow.contributions.sums(journey.id, week_before(journey, monday))
    unsorted = uow.notes.count_unsorted([journey.id]).get(journey.id, 0)
    return Pulse(journey, monday, sums, unsorted)
