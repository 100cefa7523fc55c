"""Transactions. Each is a `with` block; leaving it without a commit rolls back."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection, Engine, select

from domain.journeys import WorkspaceId
from domain.outbox import OutboxKind, OutboxMessage, OutboxState
from domain.posted_reviews import DuePostedReview, DueReview
from domain.prompts import DuePrompt
from domain.reminders import DueReminders, ReminderKind
from storage.conversations import ConversationRepository
from storage.engine import translate_db_errors, writing_engine
from storage.improvements import ImprovementRepository
from storage.journeys import JourneyRepository
from storage.kpis import KpiRepository
from storage.map_parts import MapHistoryRepository, MapPartRepository
from storage.migrations.version import check_version, migrate
from storage.mood_corrections import MoodCorrectionRepository
from storage.note_history import (
    MergedNoteRepository,
    NoteHistoryRepository,
    has_expired,
)
from storage.note_history import delete_expired as delete_expired_notes
from storage.note_rows import IS_UNREAD
from storage.notes import NoteRepository
from storage.outbox import OutboxRepository, SendLock, SendLocks, message_of
from storage.prompts import PromptRepository
from storage.reminders import (
    REMINDER_COLUMNS,
    ContributionRepository,
    OptOutRepository,
    ReminderRepository,
)
from storage.review_answers import ReviewAnswerRepository
from storage.reviews import PostedReviewRepository, SignOffRepository
from storage.schema.journeys import journeys
from storage.schema.notes import notes
from storage.schema.outbox import outbox
from storage.schema.prompts import prompts
from storage.schema.reviews import posted_reviews
from storage.sorted_notes import WITH_NOTES_TO_SORT, PainFigures
from storage.themes import JOURNEYS_WITH_THEMES, ThemeRepository
from storage.user_teams import UserTeamRepository


class UnitOfWork:
    """The repositories of one workspace on one transaction."""

    def __init__(self, connection: Connection, workspace: WorkspaceId) -> None:
        self._connection = connection
        self._workspace = workspace

    @cached_property
    def journeys(self) -> JourneyRepository:
        """Journeys and stages."""
        return JourneyRepository(self._connection, self._workspace)

    @cached_property
    def notes(self) -> NoteRepository:
        """Notes."""
        return NoteRepository(self._connection, self._workspace)

    @cached_property
    def merged_notes(self) -> MergedNoteRepository:
        """Merges of notes."""
        return MergedNoteRepository(self._connection, self._workspace)

    @cached_property
    def note_history(self) -> NoteHistoryRepository:
        """Changes, supporters and receipts of notes."""
        return NoteHistoryRepository(self._connection, self._workspace)

    @cached_property
    def kpis(self) -> KpiRepository:
        """KPIs and readings."""
        return KpiRepository(self._connection, self._workspace)

    @cached_property
    def parts(self) -> MapPartRepository:
        """Personas and touchpoints."""
        return MapPartRepository(self._connection, self._workspace)

    @cached_property
    def history(self) -> MapHistoryRepository:
        """Versions of maps."""
        return MapHistoryRepository(self._connection, self._workspace)

    @cached_property
    def posted_reviews(self) -> PostedReviewRepository:
        """Posted reviews."""
        return PostedReviewRepository(self._connection, self._workspace)

    @cached_property
    def outbox(self) -> OutboxRepository:
        """Messages that Waymark sends on its own."""
        return OutboxRepository(self._connection, self._workspace)

    @cached_property
    def improvements(self) -> ImprovementRepository:
        """Improvements people own."""
        return ImprovementRepository(self._connection, self._workspace)

    @cached_property
    def sign_offs(self) -> SignOffRepository:
        """Sign-offs of posted reviews."""
        return SignOffRepository(self._connection, self._workspace)

    @cached_property
    def review_answers(self) -> ReviewAnswerRepository:
        """Answers to the questions of posted reviews."""
        return ReviewAnswerRepository(self._connection, self._workspace)

    @cached_property
    def themes(self) -> ThemeRepository:
        """Themes, and what was done with them."""
        return ThemeRepository(self._connection, self._workspace)

    @cached_property
    def pains(self) -> PainFigures:
        """Which notes belong to which theme, and the figures of that."""
        return PainFigures(self._connection, self._workspace)

    @cached_property
    def mood_corrections(self) -> MoodCorrectionRepository:
        """Corrections of moods."""
        return MoodCorrectionRepository(self._connection, self._workspace)

    @cached_property
    def contributions(self) -> ContributionRepository:
        """Who contributed notes, by stage and time."""
        return ContributionRepository(self._connection, self._workspace)

    @cached_property
    def reminders(self) -> ReminderRepository:
        """Due dates of reminders and pulses."""
        return ReminderRepository(self._connection, self._workspace)

    @cached_property
    def user_teams(self) -> UserTeamRepository:
        """The teams of people."""
        return UserTeamRepository(self._connection, self._workspace)

    @cached_property
    def opt_outs(self) -> OptOutRepository:
        """Users who opted out of reminders."""
        return OptOutRepository(self._connection, self._workspace)

    @cached_property
    def prompts(self) -> PromptRepository:
        """Questions asked in channels."""
        return PromptRepository(self._connection, self._workspace)

    @cached_property
    def conversations(self) -> ConversationRepository:
        """The last questions asked."""
        return ConversationRepository(self._connection, self._workspace)

    def commit(self) -> None:
        """Commit the transaction."""
        self._connection.commit()


class Database:
    """Open transactions on one workspace, and answer the few questions that span all of them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = writing_engine(engine)
        self._locks = SendLocks(engine)

    @contextmanager
    def read(self, workspace: WorkspaceId) -> Iterator[UnitOfWork]:
        """Open a transaction that only reads."""
        with translate_db_errors(), self._engine.connect() as connection:
            yield UnitOfWork(connection, workspace)

    @contextmanager
    def write(self, workspace: WorkspaceId) -> Iterator[UnitOfWork]:
        """Open a transaction that may write; it has the write lock from its first statement."""
        with translate_db_errors(), self._writer.connect() as connection:
            yield UnitOfWork(connection, workspace)

    @contextmanager
    def hold_message(self, message_id: int) -> Iterator[SendLock | None]:
        """Hold the lock under which a message of the outbox is sent; None if it is taken."""
        with translate_db_errors(), self._locks.hold(message_id) as lock:
            yield lock

    def due_reviews(self, now: datetime, limit: int, after: int = 0) -> Sequence[DueReview]:
        """Return journeys of all workspaces with a due review: id above `after`, ordered by id."""
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
        with translate_db_errors(), self._engine.connect() as connection:
            return [DueReview(WorkspaceId(ws), id_) for ws, id_ in connection.execute(due)]

    def due_posted_reviews(self, now: datetime, limit: int) -> Sequence[DuePostedReview]:
        """Return posted reviews of all workspaces with a check due, the longest due first."""
        due = (
            select(posted_reviews.c.workspace_id, posted_reviews.c.id)
            .where(posted_reviews.c.next_check_at <= now)
            .order_by(posted_reviews.c.next_check_at, posted_reviews.c.id)
            .limit(limit)
        )
        with translate_db_errors(), self._engine.connect() as connection:
            return [DuePostedReview(WorkspaceId(ws), id_) for ws, id_ in connection.execute(due)]

    def unfinished_reviews(self, now: datetime, limit: int) -> Sequence[OutboxMessage]:
        """Return review messages whose sending was begun and not finished, and may be tried now."""
        states = (OutboxState.WAITING, OutboxState.CLAIMED, OutboxState.UNCLEAR)
        due = (
            select(outbox)
            .where(
                outbox.c.kind == OutboxKind.REVIEW.value,
                outbox.c.next_try_at <= now,
                outbox.c.state.in_([state.value for state in states]),
            )
            .order_by(outbox.c.next_try_at, outbox.c.id)
            .limit(limit)
        )
        with translate_db_errors(), self._engine.connect() as connection:
            return [message_of(row) for row in connection.execute(due)]

    def due_messages(self, kind: OutboxKind, now: datetime, limit: int) -> Sequence[OutboxMessage]:
        """Return messages of one kind that may be tried now, the longest due first."""
        due = (
            select(outbox)
            .where(outbox.c.kind == kind.value, outbox.c.next_try_at <= now)
            .order_by(outbox.c.next_try_at, outbox.c.id)
            .limit(limit)
        )
        with translate_db_errors(), self._engine.connect() as connection:
            return [message_of(row) for row in connection.execute(due)]

    def due_reminders(
        self, kind: ReminderKind, now: datetime, limit: int, after: int = 0
    ) -> Sequence[DueReminders]:
        """Return journeys of all workspaces with due reminders: id above `after`, ordered by id."""
        columns = REMINDER_COLUMNS[kind]
        # As a sum, so that SQLite uses the index of due dates and does not scan all journeys by id.
        by_id = journeys.c.id + 0
        due = (
            select(journeys.c.workspace_id, journeys.c.id, columns.due_at)
            .where(
                columns.due_at <= now,
                by_id > after,
                columns.is_on.is_(True),
                journeys.c.archived.is_(False),
            )
            .order_by(by_id)
            .limit(limit)
        )
        with translate_db_errors(), self._engine.connect() as connection:
            return [
                DueReminders(WorkspaceId(workspace), journey_id, due_at)
                for workspace, journey_id, due_at in connection.execute(due)
                if due_at is not None
            ]

    def due_prompts(self, now: datetime, limit: int, after: int = 0) -> Sequence[DuePrompt]:
        """Return due prompts of journeys in use, of all workspaces: id above `after`, by id."""
        of_journey = (journeys.c.workspace_id == prompts.c.workspace_id) & (
            journeys.c.id == prompts.c.journey_id
        )
        due = (
            select(prompts.c.workspace_id, prompts.c.id, prompts.c.due_at)
            .select_from(prompts.join(journeys, of_journey))
            .where(
                prompts.c.due_at <= now,
                prompts.c.id > after,
                journeys.c.archived.is_(False),
            )
            .order_by(prompts.c.id)
            .limit(limit)
        )
        with translate_db_errors(), self._engine.connect() as connection:
            return [
                DuePrompt(WorkspaceId(workspace), prompt_id, due_at)
                for workspace, prompt_id, due_at in connection.execute(due)
                if due_at is not None
            ]

    def journeys_to_sort(self) -> Sequence[tuple[WorkspaceId, int]]:
        """Return the journeys of all workspaces with pain points that nobody has sorted."""
        with translate_db_errors(), self._engine.connect() as connection:
            return [(WorkspaceId(ws), id_) for ws, id_ in connection.execute(WITH_NOTES_TO_SORT)]

    def journeys_with_themes(self) -> Sequence[tuple[WorkspaceId, int]]:
        """Return the journeys of all workspaces that have a theme."""
        with translate_db_errors(), self._engine.connect() as connection:
            return [(WorkspaceId(ws), id_) for ws, id_ in connection.execute(JOURNEYS_WITH_THEMES)]

    def journeys_with_unread_notes(
        self, languages: Collection[str]
    ) -> Sequence[tuple[WorkspaceId, int]]:
        """Return the journeys of all workspaces with notes in those languages without a mood."""
        # By journey, so that the index of unread notes finds them: it is asked every few seconds.
        unread = select(notes.c.id).where(
            notes.c.workspace_id == journeys.c.workspace_id,
            notes.c.journey_id == journeys.c.id,
            IS_UNREAD,
            notes.c.language.in_(languages),
        )
        having = (
            select(journeys.c.workspace_id, journeys.c.id)
            .where(unread.exists())
            .order_by(journeys.c.workspace_id, journeys.c.id)
        )
        with translate_db_errors(), self._engine.connect() as connection:
            return [(WorkspaceId(ws), id_) for ws, id_ in connection.execute(having)]

    def workspaces_with(self, journey_key: str) -> Sequence[WorkspaceId]:
        """Return the workspaces that have a journey with this key."""
        having = (
            select(journeys.c.workspace_id)
            .where(journeys.c.key == journey_key)
            .order_by(journeys.c.workspace_id)
        )
        with translate_db_errors(), self._engine.connect() as connection:
            return [WorkspaceId(ws) for ws in connection.scalars(having)]

    def delete_expired(self, deleted_before: datetime, received_before: datetime) -> int:
        """Delete older notes and receipts of all workspaces; return the number of notes."""
        before = (deleted_before, received_before)
        with translate_db_errors(), self._engine.connect() as connection:
            # Usually there is nothing to delete: do not take the write lock for that.
            if not has_expired(connection, *before):
                return 0
        with translate_db_errors(), self._writer.begin() as connection:
            return delete_expired_notes(connection, *before)

    def journey_keys(self, limit: int = 20) -> Sequence[str]:
        """Return the keys of the journeys of all workspaces, in order, at most `limit`."""
        keys = select(journeys.c.key).distinct().order_by(journeys.c.key).limit(limit)
        with translate_db_errors(), self._engine.connect() as connection:
            return list(connection.scalars(keys))

    def migrate(self) -> tuple[str | None, str]:
        """Bring the database to this program's version; return the versions (before, after).

        Safe to call from several processes at once.
        """
        return migrate(self._engine)

    def check(self) -> None:
        """Raise StorageError unless the database answers and is at this program's version."""
        with translate_db_errors(), self._engine.connect() as connection:
            check_version(connection)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
