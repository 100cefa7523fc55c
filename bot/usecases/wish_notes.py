"""Keep what people ask for until it is done, whatever happens to Slack or to this process."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.journey import WorkspaceId
from bot.domain.notes import Message, NoteKind
from bot.domain.wishes import CLAIMED, NewWish, Wish, receipt_of
from bot.ports import Clock, Storage

MOST_AT_ONCE = 50


class WishNotes:
    """Keeps wishes; safe to ask at any time, from any number of processes.

    CaptureNote takes a wish away in the transaction that makes its note.
    """

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def keep(
        self, workspace: WorkspaceId, event: str, user: str, message: Message, kind: NoteKind
    ) -> Wish | None:
        """Keep that somebody wants a message saved; null where the event was kept before.

        `event` is the id of Slack's event.
        """
        wish = NewWish(event, user, message, kind, self._clock.now())
        with self._storage.write(workspace) as uow:
            uow.journeys.ensure_workspace()
            if uow.note_life.made_by(receipt_of(event)) is not None:
                return None
            wish_id = uow.wishes.add(wish)
            uow.commit()
        if wish_id is None:
            return None
        return Wish(wish_id, workspace, event, user, message, kind, wish.at)

    def due(self) -> Sequence[Wish]:
        """The wishes of all workspaces that wait to be tried, the longest waiting first."""
        return self._storage.due_wishes(self._clock.now(), MOST_AT_ONCE)

    def begin(self, wish: Wish) -> Wish | None:
        """Take the right to try; null where somebody else has it, or nobody wishes it any more."""
        with self._storage.write(wish.workspace) as uow:
            until = self._clock.now() + CLAIMED
            begun = uow.wishes.claim(wish.id, wish.tries, until)
            uow.commit()
        return replace(wish, tries=wish.tries + 1) if begun else None

    def postpone(self, wish: Wish, asked: timedelta | None = None) -> None:
        """Try again later; `asked` is how long Slack asked to be left alone."""
        with self._storage.write(wish.workspace) as uow:
            uow.wishes.postpone(wish.id, self._clock.now() + wish.pause(asked))
            uow.commit()

    def drop(self, wish: Wish) -> bool:
        """Give a wish up; true for the one caller who did, and who is to tell the person."""
        with self._storage.write(wish.workspace) as uow:
            dropped = uow.wishes.take(wish.id)
            uow.commit()
        return dropped

    def is_spent(self, wish: Wish) -> bool:
        """Whether it has been tried often or long enough."""
        return wish.is_spent(self._clock.now())
