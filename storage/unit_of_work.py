"""A transaction is a `with`; leaving it without commit rolls it back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection, Engine, select

from bot.domain.journey import WorkspaceId
from bot.domain.notes import Message, NoteKind
from bot.domain.reminders import DueReminders, ReminderKind
from bot.domain.wishes import Wish
from bot.ports import DuePublication, DueReview
from storage import sweeping
from storage.engine import WRITES
from storage.migrations.version import check_version
from storage.repositories.actions import SqlActions
from storage.repositories.history import SqlHistory
from storage.repositories.journeys import SqlJourneys
from storage.repositories.kpis import SqlKpis
from storage.repositories.lessons import SqlLessons
from storage.repositories.merged_notes import SqlMergedNotes
from storage.repositories.note_life import SqlNoteLife
from storage.repositories.notes import SqlNotes
from storage.repositories.parts import SqlParts
from storage.repositories.publications import SqlPublications
from storage.repositories.reminders import DUE, SqlOptOuts, SqlReminders
from storage.repositories.review_parts import SqlReviewParts
from storage.repositories.sign_offs import SqlSignOffs
from storage.repositories.theme_corrections import SqlThemeCorrections
from storage.repositories.voices import SqlVoices
from storage.repositories.wishes import SqlWishes
from storage.tables import (
    journeys,
    publications,
    wished_notes,
)
from storage.telling import told_plainly


class SqlUnitOfWork:
    """The repositories of one workspace on one transaction."""

    def __init__(self, connection: Connection, workspace: WorkspaceId) -> None:
        self._connection = connection
        self._workspace = workspace

    @cached_property
    def journeys(self) -> SqlJourneys:
        """Journeys and stages."""
        return SqlJourneys(self._connection, self._workspace)

    @cached_property
    def notes(self) -> SqlNotes:
        """Notes."""
        return SqlNotes(self._connection, self._workspace)

    @cached_property
    def merged_notes(self) -> SqlMergedNotes:
        """Which notes are merged into which."""
        return SqlMergedNotes(self._connection, self._workspace)

    @cached_property
    def note_life(self) -> SqlNoteLife:
        """Changes, supporters and receipts of notes."""
        return SqlNoteLife(self._connection, self._workspace)

    @cached_property
    def kpis(self) -> SqlKpis:
        """KPIs and readings."""
        return SqlKpis(self._connection, self._workspace)

    @cached_property
    def parts(self) -> SqlParts:
        """Personas and touchpoints."""
        return SqlParts(self._connection, self._workspace)

    @cached_property
    def history(self) -> SqlHistory:
        """Versions of maps."""
        return SqlHistory(self._connection, self._workspace)

    @cached_property
    def publications(self) -> SqlPublications:
        """Posted reviews."""
        return SqlPublications(self._connection, self._workspace)

    @cached_property
    def review_parts(self) -> SqlReviewParts:
        """The threads of posted reviews."""
        return SqlReviewParts(self._connection, self._workspace)

    @cached_property
    def actions(self) -> SqlActions:
        """Actions people own."""
        return SqlActions(self._connection, self._workspace)

    @cached_property
    def sign_offs(self) -> SqlSignOffs:
        """Who stands by posted reviews."""
        return SqlSignOffs(self._connection, self._workspace)

    @cached_property
    def wishes(self) -> SqlWishes:
        """Notes that are wished for."""
        return SqlWishes(self._connection, self._workspace)

    @cached_property
    def theme_corrections(self) -> SqlThemeCorrections:
        """What people said of themes."""
        return SqlThemeCorrections(self._connection, self._workspace)

    @cached_property
    def lessons(self) -> SqlLessons:
        """What people taught the scorer."""
        return SqlLessons(self._connection, self._workspace)

    @cached_property
    def voices(self) -> SqlVoices:
        """Who was heard."""
        return SqlVoices(self._connection, self._workspace)

    @cached_property
    def reminders(self) -> SqlReminders:
        """Reminders that were sent."""
        return SqlReminders(self._connection, self._workspace)

    @cached_property
    def opt_outs(self) -> SqlOptOuts:
        """Who wants no reminders."""
        return SqlOptOuts(self._connection, self._workspace)

    def commit(self) -> None:
        """Make what was written last."""
        self._connection.commit()


class SqlStorage:
    """Makes units of work, and answers the few questions that span workspaces."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(**{WRITES: True})

    @contextmanager
    def read(self, workspace: WorkspaceId) -> Iterator[SqlUnitOfWork]:
        """A transaction that only reads."""
        with told_plainly(), self._engine.connect() as connection:
            yield SqlUnitOfWork(connection, workspace)

    @contextmanager
    def write(self, workspace: WorkspaceId) -> Iterator[SqlUnitOfWork]:
        """A transaction that may write: it has the write lock from its first statement on."""
        with told_plainly(), self._writer.connect() as connection:
            yield SqlUnitOfWork(connection, workspace)

    def due_reviews(self, now: datetime, limit: int, after: int = 0) -> Sequence[DueReview]:
        """Journeys of all workspaces whose review is due, by id, those above `after`."""
        due = (
            select(journeys.c.workspace_id, journeys.c.id)
            .where(
                journeys.c.review_due_at <= now,
                journeys.c.id > after,
                journeys.c.archived.is_(False),
            )
            .order_by(journeys.c.id)
            .limit(limit)
        )
        with told_plainly(), self._engine.connect() as connection:
            return [DueReview(WorkspaceId(ws), id_) for ws, id_ in connection.execute(due)]

    def due_publications(self, now: datetime, limit: int) -> Sequence[DuePublication]:
        """Posted reviews of all workspaces the clock is to look at, the longest due first."""
        due = (
            select(publications.c.workspace_id, publications.c.id)
            .where(publications.c.attention_at <= now)
            .order_by(publications.c.attention_at, publications.c.id)
            .limit(limit)
        )
        with told_plainly(), self._engine.connect() as connection:
            return [DuePublication(WorkspaceId(ws), id_) for ws, id_ in connection.execute(due)]

    def due_wishes(self, now: datetime, limit: int) -> Sequence[Wish]:
        """Wishes of all workspaces that may be tried, the longest due first."""
        due = (
            select(wished_notes)
            .where(wished_notes.c.due_at <= now)
            .order_by(wished_notes.c.due_at, wished_notes.c.id)
            .limit(limit)
        )
        with told_plainly(), self._engine.connect() as connection:
            return [
                Wish(
                    id=row.id,
                    workspace=WorkspaceId(row.workspace_id),
                    event=row.event,
                    user=row.user_id,
                    message=Message(row.channel, row.ts),
                    kind=NoteKind(row.kind),
                    at=row.at,
                    tries=row.tries,
                )
                for row in connection.execute(due)
            ]

    def due_reminders(
        self, kind: ReminderKind, now: datetime, limit: int, after: int = 0
    ) -> Sequence[DueReminders]:
        """Journeys of all workspaces that are to be looked at, by id, those above `after`."""
        wanted = journeys.c.reminders if kind is ReminderKind.NUDGE else journeys.c.pulse
        # As a sum, lest SQLite walk all journeys by id where the index knows the few that are due.
        by_id = journeys.c.id + 0
        due = (
            select(journeys.c.workspace_id, journeys.c.id, DUE[kind])
            .where(
                DUE[kind] <= now,
                by_id > after,
                wanted.is_(True),
                journeys.c.archived.is_(False),
            )
            .order_by(by_id)
            .limit(limit)
        )
        with told_plainly(), self._engine.connect() as connection:
            return [
                DueReminders(WorkspaceId(workspace), journey_id, due_at)
                for workspace, journey_id, due_at in connection.execute(due)
                if due_at is not None
            ]

    def workspaces_with(self, journey_key: str) -> Sequence[WorkspaceId]:
        """The workspaces that have a journey of that key."""
        having = (
            select(journeys.c.workspace_id)
            .where(journeys.c.key == journey_key)
            .order_by(journeys.c.workspace_id)
        )
        with told_plainly(), self._engine.connect() as connection:
            return [WorkspaceId(ws) for ws in connection.scalars(having)]

    def sweep(self, deleted_before: datetime, received_before: datetime) -> int:
        """Remove for good what is older in all workspaces; returns how many notes."""
        before = (deleted_before, received_before)
        with told_plainly(), self._engine.connect() as connection:
            # Mostly there is nothing to do, and no writer should wait for that.
            if not sweeping.is_needed(connection, *before):
                return 0
        with told_plainly(), self._writer.begin() as connection:
            return sweeping.sweep(connection, *before)

    def check(self) -> None:
        """Raise unless the database answers and is at this program's version."""
        with told_plainly(), self._engine.connect() as connection:
            check_version(connection)

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()
