"""Keep notes in touch with the Slack messages they came from."""

from datetime import timedelta

from bot.notes.workspace_scorer import MAX_CORRECTIONS, WorkspaceScorer
from bot.ports import Clock, Scorer
from domain.journeys import Journey, WorkspaceId
from domain.note_changes import NoteChange, NoteChangeType, note_field_changes
from domain.note_text import apply_edited_message
from domain.notes import MAX_REPLY_EXCERPT, Message, NewNote, Note, NoteKind
from domain.sentiment import note_mood
from domain.text import clean_text, shorten
from storage.session import Database, UnitOfWork

# A reaction taken back so soon was a slip.
UNDO_WINDOW = timedelta(minutes=1)


class MessageService:
    """Follows what becomes of messages. Only words their own author saved follow their edits:

    what somebody else saved is evidence, whatever its author later makes of it.
    """

    def __init__(self, storage: Database, scorer: Scorer, clock: Clock) -> None:
        self._storage = storage
        self._scorer = scorer
        self._clock = clock

    def set_permalink(self, workspace: WorkspaceId, note_id: int, permalink: str) -> None:
        """Keep where in Slack a note came from."""
        with self._storage.write(workspace) as uow:
            uow.notes.set_permalink(note_id, permalink)
            uow.commit()

    def set_reply_excerpt(self, workspace: WorkspaceId, note_id: int, first: str) -> str | None:
        """Keep the beginning of what a note's message replied to; null where it has no words."""
        excerpt = shorten(clean_text(first), MAX_REPLY_EXCERPT)
        if not excerpt:
            return None
        with self._storage.write(workspace) as uow:
            uow.notes.set_reply_to(note_id, excerpt)
            uow.commit()
        return excerpt

    def withdraw(
        self, workspace: WorkspaceId, user: str, message: Message, kind: NoteKind | None = None
    ) -> None:
        """Somebody took their reaction back: within a minute their note goes.

        Where others have seen it too it stays; a supporter counts no more, whenever.
        """
        now = self._clock.now()
        with self._storage.write(workspace) as uow:
            # First: what is being made of it at this moment is waited for, and found below.
            uow.outbox.withdraw_captures(user, message, kind)
            for _, note in uow.notes.for_message(message):
                if kind not in (None, note.kind):
                    continue
                if note.author != user:
                    uow.note_history.remove_supporter(note.id, user)
                elif not note.supporters and now - note.created_at <= UNDO_WINDOW:
                    _delete(uow, note, NoteChange(now, user, NoteChangeType.DELETED))
            uow.commit()

    def follow_edit(
        self, workspace: WorkspaceId, message: Message, text: str, before: str | None = None
    ) -> None:
        """The message says something else now, and so do the notes its author made of it.

        `before` is what it said; null where that is not known: notes edited since then stay.
        """
        said, was = clean_text(text), None if before is None else clean_text(before)
        # Slack calls it an edit, too, when the preview of a link is added.
        if not said or said == was:
            return
        with self._storage.write(workspace) as uow:
            for journey_id, note in uow.notes.for_message(message):
                # Whoever has the journey may be changing the note.
                journey = uow.journeys.lock(journey_id)
                found = uow.notes.by_id(note.id)
                if journey is None or found is None or found[0] != journey_id:
                    continue
                if _follows_message(found[1], was):
                    self._reword(uow, journey, found[1], said, was)
            uow.commit()

    def _reword(
        self, uow: UnitOfWork, journey: Journey, note: Note, said: str, was: str | None
    ) -> None:
        now = self._clock.now()
        twins = {n.kind for _, n in uow.notes.for_message(note.message)} if note.message else set()
        reworded = apply_edited_message(journey, note, said, was, now, twins)
        corrections = uow.mood_corrections.list_newest(MAX_CORRECTIONS)
        scorer = WorkspaceScorer(self._scorer, corrections)
        score = scorer.score(reworded.text, kind=reworded.kind)
        stage = journey.stage(reworded.stage)
        kept = NewNote(
            kind=reworded.kind,
            text=reworded.text,
            stage_id=stage.id if stage else None,
            stage_typed=note.stage_typed,
            details=reworded.details,
            score=score,
            mood=note_mood(reworded.details.feeling, score),
            author=note.author,
            permalink=note.permalink,
            occurred_at=reworded.occurred_at,
            created_at=note.created_at,
            month=journey.calendar.month_of(reworded.occurred_at),
        )
        edits = note_field_changes(note, kept, reworded.stage)
        if edits:
            uow.notes.update(note.id, journey.id, kept, now)
            uow.note_history.add_change(
                note.id, NoteChange(now, note.author, NoteChangeType.EDITED, edits)
            )

    def follow_deletion(self, workspace: WorkspaceId, message: Message) -> None:
        """The message is gone: its author's notes go too, others keep their words unlinked."""
        now = self._clock.now()
        with self._storage.write(workspace) as uow:
            for _, note in uow.notes.for_message(message):
                if note.author == note.speaker and not note.supporters:
                    _delete(uow, note, NoteChange(now, note.author, NoteChangeType.DELETED))
                else:
                    uow.notes.set_permalink(note.id, None)
            uow.commit()


def _follows_message(note: Note, was: str | None) -> bool:
    """Whether a note follows its message: its author's own, and nothing else is known better."""
    if note.author != note.speaker or note.deleted_at is not None:
        return False
    return was is not None or note.edited_at is None


def _delete(uow: UnitOfWork, note: Note, change: NoteChange) -> None:
    uow.notes.set_deleted_at(note.id, change.at)
    uow.note_history.add_change(note.id, change)
