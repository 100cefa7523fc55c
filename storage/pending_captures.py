"""Notes that are wished for and not made yet."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, update

from domain.notes import Message, NoteKind
from domain.pending_captures import NewPendingCapture
from storage.repository import Repository
from storage.schema import wished_notes


class PendingCaptureRepository(Repository):
    """The wishes of one workspace."""

    def add(self, wish: NewPendingCapture) -> int | None:
        """Keep a wish, to be tried from now on; null where its event is kept already."""
        made: int | None = self._id_of_first(
            wished_notes,
            workspace_id=self._workspace,
            event=wish.event,
            channel=wish.message.channel,
            ts=wish.message.ts,
            user_id=wish.user,
            kind=wish.kind.value,
            at=wish.at,
            tries=0,
            due_at=wish.at,
        )
        return made

    def claim(self, wish_id: int, tries: int, until: datetime) -> bool:
        """Begin another try of a wish seen with that many; false when somebody else did."""
        begun = (
            update(wished_notes)
            .where(self._mine(wish_id), wished_notes.c.tries == tries)
            .values(tries=tries + 1, due_at=until)
        )
        return self._connection.execute(begun).rowcount == 1

    def postpone(self, wish_id: int, due_at: datetime) -> None:
        """Have it tried again from then on."""
        self._connection.execute(
            update(wished_notes).where(self._mine(wish_id)).values(due_at=due_at)
        )

    def take(self, wish_id: int) -> bool:
        """Take a wish away; false when it was gone."""
        gone = delete(wished_notes).where(self._mine(wish_id))
        return self._connection.execute(gone).rowcount == 1

    def withdraw(self, user: str, message: Message, kind: NoteKind | None) -> None:
        """Take away what somebody wished of a message, of that kind or of any."""
        theirs = (
            (wished_notes.c.workspace_id == self._workspace)
            & (wished_notes.c.channel == message.channel)
            & (wished_notes.c.ts == message.ts)
            & (wished_notes.c.user_id == user)
        )
        if kind is not None:
            theirs &= wished_notes.c.kind == kind.value
        self._connection.execute(delete(wished_notes).where(theirs))

    def _mine(self, wish_id: int) -> ColumnElement[bool]:
        return (wished_notes.c.workspace_id == self._workspace) & (wished_notes.c.id == wish_id)
