"""Nudge the people whose stages and teams are silent: what each tick of the clock asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.journey import Journey, WorkspaceId
from bot.domain.nudges import (
    MEMBERS_OF_A_TEAM,
    Nudge,
    members_since,
    next_daytime,
    next_nudging,
    nudges,
    nudging_begins,
    running_period,
    teams_last_written_for,
    zone_of,
)
from bot.domain.periods import Period
from bot.domain.reminders import DueReminders, Occasion, ReminderKind, ReminderState
from bot.domain.typed_period import Days
from bot.ports import Clock, Colleagues, Storage, UnitOfWork
from bot.usecases.each import Failures
from bot.usecases.send_reminder import SendReminder, SendResult, SendState

MOST_JOURNEYS = 50
# In one tick: reviews must not wait until a whole company has been written to.
MOST_MESSAGES = 20
DAY = timedelta(days=1)
ASK_AGAIN = timedelta(hours=1)
BREATH = timedelta(minutes=1)
TRIED = (SendState.SENT, SendState.FAILED, SendState.UNSURE)


@dataclass
class _Round:
    """What one tick does: what came of it, and whether it should stop."""

    now: datetime
    results: list[SendResult] = field(default_factory=list)
    busy: bool = False

    @property
    def over(self) -> bool:
        """Whether Slack wants a pause, or others do."""
        tried = sum(one.state in TRIED for one in self.results)
        return self.busy or tried >= MOST_MESSAGES


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
        self, storage: Storage, colleagues: Colleagues, send: SendReminder, clock: Clock
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
        this, failures = _Round(self._clock.now()), Failures()
        after = 0
        while due := self._due(this.now, after):
            for one in due:
                if not this.over:
                    failures.keep(lambda one: self._look_at(one, this), one)
            after = due[-1].journey_id
        failures.tell()
        return this.results

    def _due(self, now: datetime, after: int) -> Sequence[DueReminders]:
        return self._storage.due_reminders(ReminderKind.NUDGE, now, MOST_JOURNEYS, after)

    def _look_at(self, due: DueReminders, this: _Round) -> None:
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

    def _nudge(self, workspace: WorkspaceId, nudge: Nudge, this: _Round) -> datetime | None:
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
