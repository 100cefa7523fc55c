"""Keep notes in touch with the Slack messages they came from."""

from datetime import datetime, timedelta

from bot.domain.errors import BadInputError
from bot.domain.free_text import read_free
from bot.domain.history import Edit
from bot.domain.journey import Journey, WorkspaceId
from bot.domain.names import Match
from bot.domain.note_changes import NoteChange, NoteDeed
from bot.domain.notes import Message, Note, NoteKind
from bot.domain.sentiment import mood_of
from bot.domain.texts import clean
from bot.ports import Clock, Scorer, Storage, UnitOfWork

# A reaction taken back so soon was a slip.
SLIP = timedelta(minutes=1)


class FollowMessage:
    """Follows what becomes of messages. Only words their own author saved follow their edits:

    what somebody else saved is evidence, whatever its author later makes of it.
    """

    def __init__(self, storage: Storage, scorer: Scorer, clock: Clock) -> None:
        self._storage = storage
        self._scorer = scorer
        self._clock = clock

    def link(self, workspace: WorkspaceId, note_id: int, permalink: str) -> None:
        """Keep where in Slack a note came from."""
        with self._storage.write(workspace) as uow:
            uow.notes.set_permalink(note_id, permalink)
            uow.commit()

    def withdraw(
        self, workspace: WorkspaceId, user: str, message: Message, kind: NoteKind | None = None
    ) -> None:
        """Somebody took their reaction back: within a minute their note goes.

        Where others have seen it too it stays; a supporter counts no more, whenever.
        """
        now = self._clock.now()
        with self._storage.write(workspace) as uow:
            # First: what is being made of the wish at this moment is waited for, and found below.
            uow.wishes.withdraw(user, message, kind)
            for _, note in uow.notes.of_message(message):
                if kind not in (None, note.kind):
                    continue
                if note.author != user:
                    uow.note_life.unsupport(note.id, user)
                elif not note.supporters and now - note.created_at <= SLIP:
                    _delete(uow, note, NoteChange(now, user, NoteDeed.DELETED))
            uow.commit()

    def edited(self, workspace: WorkspaceId, message: Message, text: str) -> None:
        """The message says something else now, and so do the notes its author made of it."""
        now, said = self._clock.now(), clean(text)
        if not said:
            return
        with self._storage.write(workspace) as uow:
            for journey_id, note in uow.notes.of_message(message):
                journey = uow.journeys.by_id(journey_id)
                # A message that was saved word by word stays so.
                whole = _said(journey, note.text, now) != note.text
                words = said if whole else _said(journey, said, now)
                if note.author != note.speaker or note.text == words:
                    continue
                score = self._scorer.score(words)
                uow.notes.reword(
                    note.id, words, score, mood_of(note.details.feeling, score.value), now
                )
                edit = Edit("text", note.text, words)
                uow.note_life.remember(
                    note.id, NoteChange(now, note.author, NoteDeed.EDITED, (edit,))
                )
            uow.commit()

    def deleted(self, workspace: WorkspaceId, message: Message) -> None:
        """The message is gone: its author's notes go too, others keep their words unlinked."""
        now = self._clock.now()
        with self._storage.write(workspace) as uow:
            for _, note in uow.notes.of_message(message):
                if note.author == note.speaker and not note.supporters:
                    _delete(uow, note, NoteChange(now, note.author, NoteDeed.DELETED))
                else:
                    uow.notes.set_permalink(note.id, None)
            uow.commit()


def _said(journey: Journey | None, text: str, now: datetime) -> str:
    """The note in what was said to Waymark: without the kind and the stage before it."""
    if journey is None:
        return text
    try:
        typed = read_free(text, journey.calendar.today(now)).typed
    except BadInputError:
        # Nothing but a stage or `key:value` words: no words to take out of.
        return text
    match = journey.find_stage(typed.stage) if typed.stage else Match(None)
    return typed.filed_as(stage_found=match.key is not None, exactly=match.exact)


def _delete(uow: UnitOfWork, note: Note, change: NoteChange) -> None:
    uow.notes.delete(note.id, change.at)
    uow.note_life.remember(note.id, change)
