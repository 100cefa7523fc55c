"""Due dates of reminders and pulses, opt-outs, and who contributed notes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ColumnElement, delete, func, select, update

from domain.periods import Days
from domain.reminders import ReminderKind
from domain.trends import MoodSums
from storage.note_figures import KIND_GROUPS, SUMS, add_up
from storage.note_rows import ACTIVE, NOT_DELETED
from storage.repository import Repository
from storage.schema.journeys import journeys
from storage.schema.notes import notes
from storage.schema.people import opt_outs


@dataclass(frozen=True)
class ReminderColumns:
    """The columns of a kind of reminder in a journey: whether it is on, and when it is due."""

    is_on: ColumnElement[bool]
    due_at: Column[datetime | None]


REMINDER_COLUMNS: Mapping[ReminderKind, ReminderColumns] = {
    ReminderKind.REMINDER: ReminderColumns(journeys.c.reminders, journeys.c.reminders_due_at),
    ReminderKind.PULSE: ReminderColumns(journeys.c.pulse, journeys.c.pulse_due_at),
}


class ReminderRepository(Repository):
    """When to look for reminders to send in the journeys of one workspace."""

    def set_due(self, journey_id: int, kind: ReminderKind, due_at: datetime | None) -> None:
        """Set when to look at a journey (UTC), None for never."""
        due = {REMINDER_COLUMNS[kind].due_at: due_at}
        self._connection.execute(update(journeys).where(self._journey(journey_id)).values(due))

    def move_due(
        self, journey_id: int, kind: ReminderKind, seen: datetime, due_at: datetime
    ) -> None:
        """Set when to look next, unless it was changed since it was read as `seen`.

        A change is always to a later instant than `seen`.
        """
        column = REMINDER_COLUMNS[kind].due_at
        unmoved = self._journey(journey_id) & (column <= seen)
        self._connection.execute(update(journeys).where(unmoved).values({column: due_at}))

    def _journey(self, journey_id: int) -> ColumnElement[bool]:
        return (journeys.c.workspace_id == self._workspace) & (journeys.c.id == journey_id)


class OptOutRepository(Repository):
    """Who in one workspace opted out of reminders."""

    def among(self, users: Collection[str]) -> frozenset[str]:
        """Return the subset of `users` that opted out."""
        rows = select(opt_outs.c.user_id).where(
            opt_outs.c.workspace_id == self._workspace, opt_outs.c.user_id.in_(users)
        )
        return frozenset(self._connection.scalars(rows))

    def add(self, user: str, at: datetime) -> None:
        """Opt out; idempotent."""
        self._inserted_first(opt_outs, workspace_id=self._workspace, user_id=user, at=at)

    def remove(self, user: str) -> None:
        """Opt in again."""
        theirs = (opt_outs.c.workspace_id == self._workspace) & (opt_outs.c.user_id == user)
        self._connection.execute(delete(opt_outs).where(theirs))


class ContributionRepository(Repository):
    """Who wrote notes in one workspace."""

    def sums(self, journey_id: int, days: Days) -> dict[int | None, MoodSums]:
        """Return sums over the notes of these days by stage id; None is the unsorted inbox."""
        rows = self._connection.execute(
            select(notes.c.stage_id, *SUMS)
            .where(ACTIVE, *self._in(journey_id, days))
            .group_by(notes.c.stage_id, *KIND_GROUPS)
        )
        found: dict[int | None, MoodSums] = {}
        for stage_id, *sums in rows:
            add_up(found, stage_id, sums)
        return found

    def teams(self, journey_id: int, days: Days) -> frozenset[str]:
        """Return the teams with a note in these days."""
        rows = self._connection.scalars(
            select(notes.c.team)
            .where(ACTIVE, *self._in(journey_id, days), notes.c.team.is_not(None))
            .distinct()
        )
        return frozenset(str(team) for team in rows)

    def writers(self, journey_id: int, since: datetime) -> Sequence[tuple[str, str]]:
        """Return (author, team) of the notes since then, latest first, with merged ones."""
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
