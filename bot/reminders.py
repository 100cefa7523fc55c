"""Say whether one wants reminders, and keep to it in every journey of the workspace."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.ports import Clock, Colleagues, Messenger, Payload, PostOutcome
from bot.reviews.posting import REFUSED_RETRY, ErrorCollector, deliver_once
from domain.errors import BadInputError
from domain.journeys import Journey, WorkspaceId
from domain.periods import Days, Period
from domain.reminders import (
    MEMBERS_OF_A_TEAM,
    PULSE_KEPT,
    DueReminders,
    Nudge,
    Occasion,
    Pulse,
    Reminder,
    ReminderKind,
    ReminderState,
    latest_pulse,
    members_since,
    next_daytime,
    next_nudging,
    next_pulse,
    nudges,
    nudging_begins,
    pulse_due,
    running_period,
    teams_last_written_for,
    week_before,
    week_label,
    zone_of,
)
from storage.session import Database, UnitOfWork

ON, OFF = "on", "off"


class ChooseReminders:
    """Keeps who wants no reminders."""

    def __init__(self, storage: Database, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def __call__(self, workspace: WorkspaceId, user: str, *, wanted: bool) -> None:
        """Remind them from now on, or never again until they say otherwise."""
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


MAX_PAUSE = timedelta(days=1)

MAX_DOUBLINGS = 10


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
        self, storage: Database, messenger: Messenger, clock: Clock, settle: timedelta
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
        return deliver_once(
            lambda: self._messenger.find(*place, reminder.key, reminder.claimed_at),
            lambda: self._messenger.post(*place, write(self._messenger), reminder.key),
            fresh=turn.fresh,
        )

    def _remember(
        self, workspace: WorkspaceId, occasion: Occasion, reminder: Reminder, outcome: PostOutcome
    ) -> SendResult:
        now = self._clock.now()
        # A week of tries would double past what a time span can be; so often is long enough.
        doubled = 1 << min(reminder.attempts - 1, MAX_DOUBLINGS)
        with self._storage.write(workspace) as uow:
            if outcome.ts:
                uow.reminders.sent(reminder.id, outcome.ts)
                state, again_at = SendState.SENT, None
            elif outcome.certain:
                state = SendState.FAILED
                pause = outcome.retry_after or min(REFUSED_RETRY * doubled, MAX_PAUSE)
                again_at = now + pause
                uow.reminders.failed(reminder.id, outcome.reason, again_at)
            else:
                state = SendState.UNSURE
                again_at = now + max(self._settle, min(self._settle * doubled, REFUSED_RETRY))
                uow.reminders.unsure(reminder.id, outcome.reason, again_at)
            uow.commit()
        busy = state is SendState.UNSURE or outcome.retry_after is not None
        return SendResult(workspace, occasion, state, again_at, outcome.reason or None, busy)


MAX_JOURNEYS = 50

# In one tick: reviews must not wait until a whole company has been written to.
MAX_MESSAGES = 20

DAY = timedelta(days=1)

ASK_AGAIN = timedelta(hours=1)

BREATH = timedelta(minutes=1)

TRIED = (SendState.SENT, SendState.FAILED, SendState.UNSURE)


@dataclass
class _NudgeRun:
    """What one tick does: what came of it, and whether it should stop."""

    now: datetime
    results: list[SendResult] = field(default_factory=list)
    busy: bool = False

    @property
    def over(self) -> bool:
        """Whether Slack wants a pause, or others do."""
        tried = sum(one.state in TRIED for one in self.results)
        return self.busy or tried >= MAX_MESSAGES


@dataclass(frozen=True)
class _Silence:
    """What a journey's period has heard, and who could be asked about the rest.

    `heard` are stage ids; `teams` are the silent ones with who wrote for them last; `tried` is what
    became of the nudges of this period by person.
    """

    journey: Journey
    period: Period
    heard: frozenset[int]
    teams: Mapping[str, Sequence[str]]
    tried: Mapping[str, ReminderState]


class NudgePeople:
    """Nudges people; safe to run at any time, from any number of processes."""

    def __init__(
        self, storage: Database, colleagues: Colleagues, send: SendReminder, clock: Clock
    ) -> None:
        self._storage = storage
        self._colleagues = colleagues
        self._send = send
        self._clock = clock

    def __call__(self) -> list[SendResult]:
        """Nudge whom it is time to nudge, in all journeys; each person once a journey and period.

        Who sleeps, or is not known to Slack just now, is nudged later; nobody after the period.
        What fails for one journey is raised once all others were looked at.
        """
        this, failures = _NudgeRun(self._clock.now()), ErrorCollector()
        after = 0
        while due := self._due(this.now, after):
            for one in due:
                if not this.over:
                    failures.keep(lambda one: self._look_at(one, this), one)
            after = due[-1].journey_id
        failures.tell()
        return this.results

    def _due(self, now: datetime, after: int) -> Sequence[DueReminders]:
        return self._storage.due_reminders(ReminderKind.NUDGE, now, MAX_JOURNEYS, after)

    def _look_at(self, due: DueReminders, this: _NudgeRun) -> None:
        """Nudge people of one journey, and remember when to look at it again."""
        with self._storage.read(due.workspace) as uow:
            journey = uow.journeys.by_id(due.journey_id)
            if journey is None:
                return
            period = running_period(journey, this.now)
            begun = nudging_begins(journey, period) <= this.now
            silence = _silence(uow, journey, period) if begun else None
        wanted = self._wanted(due.workspace, silence) if silence else []
        later = [self._nudge(due.workspace, nudge, this) for nudge in wanted]
        if begun:
            # Stages change their owners, and people their mind, in the last week too.
            later.append(this.now + DAY)
        again = [instant for instant in later if instant and instant < period.end]
        next_look = min(again, default=next_nudging(journey, this.now))
        with self._storage.write(due.workspace) as uow:
            uow.reminders.move_due(journey.id, ReminderKind.NUDGE, due.due_at, next_look)
            uow.commit()

    def _wanted(self, workspace: WorkspaceId, silence: _Silence) -> list[Nudge]:
        """Whom to nudge about what; those first for whom nobody has tried yet."""
        teams = {team: self._members(workspace, people) for team, people in silence.teams.items()}
        wanted = nudges(silence.journey, silence.period, silence.heard, teams)
        return sorted(
            (one for one in wanted if silence.tried.get(one.person) is not ReminderState.SENT),
            key=lambda one: one.person in silence.tried,
        )

    def _members(self, workspace: WorkspaceId, people: Sequence[str]) -> list[str]:
        """The team's latest writers who are still of it.

        Who opted out counts as one of them: the word is not passed on to the next.
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
        """Nudge one person now if it is time; when to look again, null for no more."""
        colleague = self._colleagues.colleague(workspace, nudge.person)
        if colleague is None:
            return this.now + ASK_AGAIN
        if not colleague.may_be_reminded:
            return None
        day = next_daytime(this.now, zone_of(colleague.time_zone, nudge.journey))
        if day > this.now:
            return day
        if this.over:
            return this.now + BREATH if this.busy else this.now
        occasion = Occasion(nudge.journey.id, ReminderKind.NUDGE, nudge.period.label, nudge.person)
        result = self._send(
            workspace, occasion, nudge.person, lambda messenger: messenger.write_nudge(nudge)
        )
        this.results.append(result)
        this.busy = this.busy or result.slack_is_busy
        return result.again_at


def _silence(uow: UnitOfWork, journey: Journey, period: Period) -> _Silence:
    days = Days(period.start, period.end)
    spoken = uow.voices.teams(journey.id, days)
    writers = uow.voices.writers(journey.id, members_since(period))
    return _Silence(
        journey=journey,
        period=period,
        heard=frozenset(id_ for id_ in uow.voices.sums(journey.id, days) if id_ is not None),
        teams=teams_last_written_for(
            writers, [team for team in journey.teams if team not in spoken]
        ),
        tried=uow.reminders.states(journey.id, ReminderKind.NUDGE, period.label),
    )


MAX_AT_ONCE = 50


class PostPulses:
    """Posts pulses; safe to run at any time, from any number of processes."""

    def __init__(self, storage: Database, send: SendReminder, clock: Clock) -> None:
        self._storage = storage
        self._send = send
        self._clock = clock

    def __call__(self) -> list[SendResult]:
        """Post what is due now, each week of a journey once.

        A week without notes, a journey without a home channel and a pulse two days late are passed
        over in silence. What fails for one journey is raised once all others were looked at.
        """
        now, failures = self._clock.now(), ErrorCollector()
        results: list[SendResult] = []

        def post(one: DueReminders) -> None:
            result = self._look_at(one)
            if result:
                results.append(result)

        after = 0
        while due := self._storage.due_reminders(ReminderKind.PULSE, now, MAX_AT_ONCE, after):
            for one in due:
                if not (results and results[-1].slack_is_busy):
                    failures.keep(post, one)
            after = due[-1].journey_id
        failures.tell()
        return results

    def _look_at(self, due: DueReminders) -> SendResult | None:
        now = self._clock.now()
        with self._storage.read(due.workspace) as uow:
            journey = uow.journeys.by_id(due.journey_id)
            if journey is None:
                return None
            monday = latest_pulse(journey, now)
            too_late_at = pulse_due(journey, monday) + PULSE_KEPT
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
    sums = uow.voices.sums(journey.id, week_before(journey, monday))
    in_tray = uow.notes.count_unsorted([journey.id]).get(journey.id, 0)
    return Pulse(journey, monday, sums, in_tray)
