"""What became of notes: changes, supporters, and receipts of what made them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import delete, insert, select, update

from bot.domain.history import Edit
from bot.domain.note_changes import Habit, NoteChange, NoteDeed
from storage.repositories.base import Repository
from storage.tables import habits, note_changes, receipts, supporters

# Receipts are swept by their age, so that the sweep can find them by an index: these have none.
FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)


class SqlNoteLife(Repository):
    """The lives of one workspace's notes."""

    def remember(self, note_id: int, change: NoteChange) -> None:
        """Keep what was done to a note."""
        self._connection.execute(
            insert(note_changes).values(
                workspace_id=self._workspace,
                note_id=note_id,
                at=change.at,
                author=change.author,
                deed=change.deed.value,
                edits=[asdict(edit) for edit in change.edits],
            )
        )

    def changes(self, note_id: int) -> Sequence[NoteChange]:
        """What was done to a note, oldest first."""
        rows = self._connection.execute(
            select(note_changes)
            .where(
                note_changes.c.workspace_id == self._workspace, note_changes.c.note_id == note_id
            )
            .order_by(note_changes.c.id)
        )
        return [
            NoteChange(
                row.at, row.author, NoteDeed(row.deed), tuple(Edit(**edit) for edit in row.edits)
            )
            for row in rows
        ]

    def support(self, note_id: int, user: str, at: datetime) -> bool:
        """Count somebody as a supporter; false when they are one already."""
        return self._inserted_first(
            supporters, workspace_id=self._workspace, note_id=note_id, user_id=user, at=at
        )

    def unsupport(self, note_id: int, user: str) -> None:
        """Count somebody no more."""
        self._connection.execute(
            delete(supporters).where(
                supporters.c.workspace_id == self._workspace,
                supporters.c.note_id == note_id,
                supporters.c.user_id == user,
            )
        )

    def habit(self, user: str) -> Habit:
        """What somebody chose last."""
        mine = (habits.c.workspace_id == self._workspace) & (habits.c.user_id == user)
        row = self._connection.execute(select(habits).where(mine)).one_or_none()
        return Habit(row.team, row.journey_id) if row else Habit()

    def set_habit(self, user: str, habit: Habit) -> None:
        """Keep what somebody chose."""
        values = {"team": habit.team, "journey_id": habit.journey_id}
        mine = (habits.c.workspace_id == self._workspace) & (habits.c.user_id == user)
        if not self._inserted_first(habits, workspace_id=self._workspace, user_id=user, **values):
            self._connection.execute(update(habits).where(mine).values(**values))

    def made_by(self, key: str) -> int | None:
        """The id of the note a delivery has made, null where it has made none."""
        mine = (receipts.c.workspace_id == self._workspace) & (receipts.c.key == key)
        found = self._connection.execute(select(receipts.c.note_id).where(mine))
        return found.scalar_one_or_none()

    def receive(self, key: str, note_id: int, at: datetime) -> bool:
        """Keep which note a delivery made; false when it had made one already."""
        return self._inserted_first(
            receipts, workspace_id=self._workspace, note_id=note_id, key=key, at=at
        )

    def made(self, keys: Collection[str]) -> Sequence[str]:
        """Those of the keys that have made a note."""
        mine = (receipts.c.workspace_id == self._workspace) & receipts.c.key.in_(keys)
        return self._connection.scalars(select(receipts.c.key).where(mine)).all()

    def receive_for_ever(self, made: Mapping[str, int]) -> None:
        """Keep which note (id) each key made; these receipts go only when their notes do."""
        rows = [
            {"workspace_id": self._workspace, "note_id": note_id, "key": key, "at": FOR_EVER}
            for key, note_id in made.items()
        ]
        if rows:
            self._connection.execute(insert(receipts), rows)
