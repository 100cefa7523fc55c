"""Keep notes up to date with the Slack messages they came from."""

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
    """Updates notes when their messages change.

    Only notes saved by the author of a message follow its edits; notes that others saved are
    evidence and stay.
    """

    def __init__(self, storage: Database, scorer: Scorer, clock: Clock) -> None:
        self._storage = storage
        self._scorer = scorer
        self._clock = clock

    def set_permalink(self, workspace: WorkspaceId, note_id: int, permalink: str) -> None:
        """Save the link to the message a note came from."""
        with self._storage.write(workspace) as uow:
            uow.notes.set_permalink(note_id, permalink)
            uow.commit()

    def set_reply_excerpt(self, workspace: WorkspaceId, note_id: int, first: str) -> str | None:
        """Save the start of what a note's message replied to; return it, None without words."""
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
        """Undo a capture after its reaction was removed.

        Within a minute the note is deleted, unless others support it; a supporter is removed at any
        time.
        """
        now = self._clock.now()
        with self._storage.write(workspace) as uow:
            # First: waits for a capture of it that is being saved, which is found below.
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
        """Update the notes that a message's author saved, after the message was edited.

        `before` is its text before; None where unknown: then notes edited since stay as they are.
        """
        text_now, text_before = clean_text(text), None if before is None else clean_text(before)
        # Slack calls it an edit, too, when the preview of a link is added.
        if not text_now or text_now == text_before:
            return
        with self._storage.write(workspace) as uow:
            for journey_id, note in uow.notes.for_message(message):
                # Another writer may be changing the note.
                journey = uow.journeys.lock(journey_id)
                found = uow.notes.by_id(note.id)
                if journey is None or found is None or found[0] != journey_id:
                    continue
                if _follows_message(found[1], text_before):
                    self._apply_edit(uow, journey, found[1], text_now, text_before)
            uow.commit()

    def _apply_edit(
        self, uow: UnitOfWork, journey: Journey, note: Note, text_now: str, text_before: str | None
    ) -> None:
        now = self._clock.now()
        kinds = {n.kind for _, n in uow.notes.for_message(note.message)} if note.message else set()
        edited = apply_edited_message(journey, note, text_now, text_before, now, kinds)
        corrections = uow.mood_corrections.list_newest(MAX_CORRECTIONS)
        scorer = WorkspaceScorer(self._scorer, corrections)
        score = scorer.score(edited.text, kind=edited.kind)
        stage = journey.stage(edited.stage)
        updated = NewNote(
            kind=edited.kind,
            text=edited.text,
            stage_id=stage.id if stage else None,
            stage_typed=note.stage_typed,
            details=edited.details,
            score=score,
            mood=note_mood(edited.details.feeling, score),
            author=note.author,
            permalink=note.permalink,
            occurred_at=edited.occurred_at,
            created_at=note.created_at,
            month=journey.calendar.month_of(edited.occurred_at),
        )
        edits = note_field_changes(note, updated, edited.stage)
        if edits:
            uow.notes.update(note.id, journey.id, updated, now)
            uow.note_history.add_change(
                note.id, NoteChange(now, note.author, NoteChangeType.EDITED, edits)
            )

    def follow_deletion(self, workspace: WorkspaceId, message: Message) -> None:
        """Delete the notes of a deleted message's author; others stay, without the link."""
        now = self._clock.now()
        with self._storage.write(workspace) as uow:
            for _, note in uow.notes.for_message(message):
                if note.author == note.speaker and not note.supporters:
                    _delete(uow, note, NoteChange(now, note.author, NoteChangeType.DELETED))
                else:
                    uow.notes.set_permalink(note.id, None)
            uow.commit()


def _follows_message(note: Note, text_before: str | None) -> bool:
    """Whether a note follows its message: it is the author's own and was not edited since."""
    if note.author != note.speaker or note.deleted_at is not None:
        return False
    return text_before is not None or note.edited_at is None


def _delete(uow: UnitOfWork, note: Note, change: NoteChange) -> None:
    uow.notes.set_deleted_at(note.id, change.at)
    uow.note_history.add_change(note.id, change)
