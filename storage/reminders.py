"""Which reminders were sent, when to look for others, and who wants none."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select, update

from domain.periods import Days
from domain.reminders import Occasion, Reminder, ReminderKind, ReminderState
from domain.trends import MoodSums
from storage.notes import ACTIVE, NOT_DELETED, SUMS, mood_sums
from storage.repository import ClaimedRows, Repository
from storage.schema import journeys, notes, opt_outs, reminders

DUE = {ReminderKind.NUDGE: journeys.c.nudge_due_at, ReminderKind.PULSE: journeys.c.pulse_due_at}


class ReminderRepository(ClaimedRows):
    """The reminders of one workspace."""

    rows = reminders

    def of(self, occasion: Occasion) -> Reminder | None:
        """What is known of the reminder for that occasion."""
        row = self._connection.execute(
            select(reminders).where(
                *self._alike(occasion.journey_id, occasion.kind, occasion.label),
                reminders.c.person == occasion.person,
            )
        ).one_or_none()
        if row is None:
            return None
        return Reminder(
            id=row.id,
            channel=row.channel,
            key=row.key,
            state=ReminderState(row.state),
            attempts=row.attempts,
            claimed_at=row.claimed_at,
            retry_at=row.retry_at,
            reason=row.reason,
        )

    def states(self, journey_id: int, kind: ReminderKind, label: str) -> dict[str, ReminderState]:
        """What became of it for each person for whom a reminder was claimed."""
        rows = self._connection.execute(
            select(reminders.c.person, reminders.c.state).where(
                *self._alike(journey_id, kind, label)
            )
        )
        return {person: ReminderState(state) for person, state in rows}

    def claim(self, occasion: Occasion, channel: str, key: str, now: datetime) -> bool:
        """Take the right to send a reminder; false when somebody has or had it."""
        return self._inserted_first(
            reminders,
            workspace_id=self._workspace,
            journey_id=occasion.journey_id,
            kind=occasion.kind.value,
            label=occasion.label,
            person=occasion.person,
            channel=channel,
            key=key,
            state=ReminderState.CLAIMED.value,
            attempts=1,
            claimed_at=now,
        )

    def reclaim(self, reminder_id: int, attempts: int, retry_at: datetime, channel: str) -> bool:
        """Take over a claim seen with that number of attempts; false when somebody else did."""
        done = ReminderState.SENT.value
        return self._taken(reminder_id, attempts, done, retry_at=retry_at, channel=channel)

    def sent(self, reminder_id: int, message_ts: str) -> None:
        """It is where people see it."""
        self._set(
            reminder_id,
            state=ReminderState.SENT.value,
            message_ts=message_ts,
            retry_at=None,
            reason=None,
        )

    def set_due(self, journey_id: int, kind: ReminderKind, due_at: datetime | None) -> None:
        """When the clock is to look at a journey, null for never."""
        due = {DUE[kind]: due_at}
        self._connection.execute(update(journeys).where(self._journey(journey_id)).values(due))

    def move_due(
        self, journey_id: int, kind: ReminderKind, seen: datetime, due_at: datetime
    ) -> None:
        """The same, unless it was put off or brought up since it was seen, when it was due.

        Either is to a later instant than any at which it was due.
        """
        unmoved = self._journey(journey_id) & (DUE[kind] <= seen)
        self._connection.execute(update(journeys).where(unmoved).values({DUE[kind]: due_at}))

    def _alike(
        self, journey_id: int, kind: ReminderKind, label: str
    ) -> tuple[ColumnElement[bool], ...]:
        return (
            reminders.c.workspace_id == self._workspace,
            reminders.c.journey_id == journey_id,
            reminders.c.kind == kind.value,
            reminders.c.label == label,
        )

    def _journey(self, journey_id: int) -> ColumnElement[bool]:
        return (journeys.c.workspace_id == self._workspace) & (journeys.c.id == journey_id)


class OptOutRepository(Repository):
    """Who in one workspace wants no reminders."""

    def among(self, users: Collection[str]) -> frozenset[str]:
        """Those of them who want none."""
        rows = select(opt_outs.c.user_id).where(
            opt_outs.c.workspace_id == self._workspace, opt_outs.c.user_id.in_(users)
        )
        return frozenset(self._connection.scalars(rows))

    def add(self, user: str, at: datetime) -> None:
        """They want none from now on; twice is the same as once."""
        self._inserted_first(opt_outs, workspace_id=self._workspace, user_id=user, at=at)

    def remove(self, user: str) -> None:
        """They want some again."""
        theirs = (opt_outs.c.workspace_id == self._workspace) & (opt_outs.c.user_id == user)
        self._connection.execute(delete(opt_outs).where(theirs))


class ContributionRepository(Repository):
    """Who was heard in one workspace."""

    def sums(self, journey_id: int, days: Days) -> dict[int | None, MoodSums]:
        """Sums over the notes that happened then, by stage id; null is the unsorted tray."""
        rows = self._connection.execute(
            select(notes.c.stage_id, *SUMS)
            .where(ACTIVE, *self._in(journey_id, days))
            .group_by(notes.c.stage_id)
        )
        return {stage_id: mood_sums(sums) for stage_id, *sums in rows}

    def teams(self, journey_id: int, days: Days) -> frozenset[str]:
        """The teams whose notes happened then."""
        rows = self._connection.scalars(
            select(notes.c.team)
            .where(ACTIVE, *self._in(journey_id, days), notes.c.team.is_not(None))
            .distinct()
        )
        return frozenset(str(team) for team in rows)

    def writers(self, journey_id: int, since: datetime) -> Sequence[tuple[str, str]]:
        """(author, team) of the notes that happened since, the latest first.

        Who wrote what was merged into another note wrote all the same.
        """
        latest = func.max(notes.c.occurred_at)
        rows = self._connection.execute(
            select(notes.c.author, notes.c.team)
            .where(
                NOT_DELETED,
                *self._of(journey_id),
                notes.c.occurred_at >= since,
                notes.c.author.is_not(None),
                notes.c.team.is_not(None),
            )
            .group_by(notes.c.author, notes.c.team)
            .order_by(latest.desc(), func.max(notes.c.id).desc())
        )
        return [(str(author), str(team)) for author, team in rows]

    def _of(self, journey_id: int) -> tuple[ColumnElement[bool], ...]:
        return (notes.c.workspace_id == self._workspace, notes.c.journey_id == journey_id)

    def _in(self, journey_id: int, days: Days) -> tuple[ColumnElement[bool], ...]:
        return (
            *self._of(journey_id),
            notes.c.occurred_at >= days.start,
            notes.c.occurred_at < days.end,
        )
