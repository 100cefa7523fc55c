"""Edit, move, delete and restore notes, and record each change in the note's history."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.notes.workspace_scorer import scorer_for
from bot.ports import Clock, People, Scorer
from domain.access import Actor, Audience, Role, may_edit
from domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from domain.journeys import Journey, Stage, WorkspaceId
from domain.map_history import FieldChange
from domain.note_changes import (
    RECEIPT_LIFETIME,
    RESTORE_WINDOW,
    NoteChange,
    NoteChangeType,
    note_field_changes,
)
from domain.note_text import ParsedNote, validate_note_form
from domain.notes import NewNote, Note, NoteKind
from domain.sentiment import note_mood
from storage.session import Database, UnitOfWork

NOTE_GONE = "That note is no longer there; it may have been deleted."


@dataclass(frozen=True)
class ChangedNote:
    """A note after a change; `stage` is None if it is unsorted."""

    note_id: int
    note: Note
    journey: Journey
    stage: Stage | None
    change_type: NoteChangeType
    different: bool = True


@dataclass(frozen=True)
class SupportedNote:
    """A note with its supporters; `counted` is False for its author and for earlier supporters."""

    note: Note
    counted: bool

    @property
    def people(self) -> int:
        """Return the number of people behind it, the author included."""
        return 1 + self.note.supporters


@dataclass(frozen=True)
class KeptRest:
    """What a form had no room for: the text from `start` on, of a note of that length."""

    start: int
    length: int


class NoteEditService:
    """Changes notes. Methods raise NotFoundError, and NotAllowedError without the right.

    Authors may change their own notes; people who may change a journey's map, all of its notes.
    """

    def __init__(
        self, storage: Database, scorer: Scorer, clock: Clock, people: People | None = None
    ) -> None:
        self._storage = storage
        self._scorer = scorer
        self._clock = clock
        self._people = people

    def find(self, by: Actor, note_id: int) -> ChangedNote:
        """Return the note, for who may change it."""
        role = self._role(by)
        with self._storage.read(by.workspace) as uow:
            journey, note = editable_note(uow, by, note_id, role)
        return _changed_note(journey, note, NoteChangeType.EDITED)

    def edit(
        self,
        by: Actor,
        note_id: int,
        kind: NoteKind,
        form: ParsedNote,
        kept: KeptRest | None = None,
    ) -> ChangedNote:
        """Save an edited note. Raises BadInputError or BadFieldError as for a new one.

        With `kept` the form had only the beginning of the text; the rest stays as it is.
        """
        if kept:
            form = self._with_rest(by, note_id, form, kept)
        role, now = self._role(by), self._clock.now()
        scorer = scorer_for(self._storage, self._scorer, by.workspace)
        score = scorer.score(form.text, kind=kind)
        with self._storage.write(by.workspace) as uow:
            journey, note = editable_note(uow, by, note_id, role, locked=True)
            target = _target_journey(uow, journey, form.journey, role)
            checked = validate_note_form(form, target.calendar.today(now))
            if checked.text != form.text:
                score = scorer.score(checked.text, kind=kind)
            stage = target.stage(checked.stage)
            if checked.stage and stage is None:
                raise BadFieldError("stage", _no_stage_text(checked.stage))
            if kind is not note.kind and _is_saved_as(uow, note, kind):
                raise BadFieldError("kind", f"Its message is saved as {kind.value} already.")
            occurred = min(_occurred_at(target, note, checked), max(now, note.occurred_at))
            updated = NewNote(
                kind=kind,
                text=checked.text,
                stage_id=stage.id if stage else None,
                stage_typed=None if stage else note.stage_typed,
                details=checked.details,
                score=score,
                mood=note_mood(checked.details.feeling, score),
                author=note.author,
                permalink=note.permalink,
                occurred_at=occurred,
                created_at=note.created_at,
                month=target.calendar.month_of(occurred),
            )
            edits = (
                *_place_changes(journey, target),
                *note_field_changes(note, updated, stage.key if stage else None),
            )
            if edits:
                uow.notes.update(note_id, target.id, updated, now)
                uow.note_history.add_change(
                    note_id, note_change(by, note, now, NoteChangeType.EDITED, edits)
                )
            changed = _reload(uow, note_id, NoteChangeType.EDITED)
            uow.commit()
        return replace(changed, different=bool(edits))

    def _with_rest(self, by: Actor, note_id: int, form: ParsedNote, kept: KeptRest) -> ParsedNote:
        text = self.find(by, note_id).note.text
        if len(text) != kept.length:
            raise BadFieldError(
                "text", "Someone changed this note meanwhile. Close this form and open it again."
            )
        whole = f"{form.text}{text[kept.start :]}"
        return replace(form, text=whole, full_text=whole)

    def move(
        self, by: Actor, note_id: int, stage_key: str | None, journey_key: str | None = None
    ) -> ChangedNote:
        """Move a note to another stage of this journey or another; None makes it unsorted."""
        role, now = self._role(by), self._clock.now()
        with self._storage.write(by.workspace) as uow:
            journey, note = editable_note(uow, by, note_id, role, locked=True)
            target = _target_journey(uow, journey, journey_key, role)
            stage = target.stage(stage_key) if stage_key else None
            if stage_key and stage is None:
                raise NotFoundError(_no_stage_text(stage_key))
            edits = _place_changes(journey, target, note.stage, stage.key if stage else None)
            if edits:
                month = target.calendar.month_of(note.occurred_at)
                uow.notes.move(note_id, target.id, stage.id if stage else None, month)
                uow.note_history.add_change(
                    note_id, note_change(by, note, now, NoteChangeType.MOVED, edits)
                )
            changed = _reload(uow, note_id, NoteChangeType.MOVED)
            uow.commit()
        return replace(changed, different=bool(edits))

    def delete(self, by: Actor, note_id: int) -> ChangedNote:
        """Delete a note; it can be restored for thirty days."""
        return self._set_deleted(by, note_id, NoteChangeType.DELETED)

    def restore(self, by: Actor, note_id: int) -> ChangedNote:
        """Restore a deleted note.

        Raises BadInputError if its message has been saved again in the meantime.
        """
        return self._set_deleted(by, note_id, NoteChangeType.RESTORED)

    def _set_deleted(self, by: Actor, note_id: int, change_type: NoteChangeType) -> ChangedNote:
        role, now = self._role(by), self._clock.now()
        with self._storage.write(by.workspace) as uow:
            _, note = editable_note(uow, by, note_id, role, deleted=None, locked=True)
            is_deleted = note.deleted_at is not None
            if (
                is_deleted
                and change_type is NoteChangeType.RESTORED
                and _is_saved_as(uow, note, note.kind)
            ):
                raise BadInputError(
                    "Its message has been saved again since, so this note stays deleted."
                )
            if is_deleted is not (change_type is NoteChangeType.DELETED):
                uow.notes.set_deleted_at(
                    note_id, now if change_type is NoteChangeType.DELETED else None
                )
                uow.note_history.add_change(note_id, note_change(by, note, now, change_type))
            changed = _reload(uow, note_id, change_type)
            uow.commit()
        return changed

    def support(
        self, workspace: WorkspaceId, user: str, note_id: int, channel: str | None = None
    ) -> SupportedNote:
        """Count a person in a channel as having seen it too. Idempotent. Raises NotFoundError."""
        with self._storage.write(workspace) as uow:
            found = uow.notes.by_id(note_id)
            if found is None or found[1].deleted_at is not None:
                raise NotFoundError(NOTE_GONE)
            journey_id, note = found
            # A merged note keeps its own supporters; they count where it counts.
            _, before = shown_note(uow, journey_id, note)
            if before.deleted_at is not None:
                raise NotFoundError(NOTE_GONE)
            is_new = note.author != user and uow.note_history.add_supporter(
                note_id, user, self._clock.now()
            )
            _, after = shown_note(uow, *(uow.notes.by_id(note_id) or found))
            uow.commit()
        is_counted = is_new and after.supporters > before.supporters
        return SupportedNote(Audience(channel, user).redact(after), is_counted)

    def delete_expired(self) -> int:
        """Remove notes deleted over thirty days ago, and old receipts, in all workspaces.

        Return how many notes.
        """
        now = self._clock.now()
        return self._storage.delete_expired(now - RESTORE_WINDOW, now - RECEIPT_LIFETIME)

    def _role(self, by: Actor) -> Role:
        return self._people.role(by.workspace, by.user) if self._people else Role.MEMBER


def editable_note(
    uow: UnitOfWork,
    by: Actor,
    note_id: int,
    role: Role,
    *,
    deleted: bool | None = False,
    locked: bool = False,
) -> tuple[Journey, Note]:
    """Return the note and its journey, for who may change it; `deleted` None allows either."""
    found = uow.notes.by_id(note_id)
    if found is None:
        raise NotFoundError(NOTE_GONE)
    journey_id = found[0]
    journey = uow.journeys.lock(journey_id) if locked else uow.journeys.by_id(journey_id)
    # Read again: the previous holder of the lock may have changed the note.
    found = uow.notes.by_id(note_id)
    if journey is None or found is None:
        raise NotFoundError(NOTE_GONE)
    note = found[1]
    if deleted is not None and deleted is not (note.deleted_at is not None):
        raise NotFoundError(NOTE_GONE)
    own = note.author == by.user or (note.author is None and by.pressed)
    if not own and not may_edit(journey, by.user, role):
        raise NotAllowedError(
            "Only who wrote a note, and who may change the journey's map, can change it."
        )
    return journey, note


def _target_journey(uow: UnitOfWork, journey: Journey, key: str | None, role: Role) -> Journey:
    """Return the journey a note is moved to: a named one, or its own."""
    if key is None or key == journey.key:
        return journey
    named = uow.journeys.by_key(key)
    # A stage that is being archived is waited for: its notes would stay behind.
    target = uow.journeys.lock(named.id) if named else None
    if target is None or target.archived:
        raise NotFoundError(f"There is no journey “{key[:60]}” any more. Nothing was changed.")
    if role is Role.GUEST:
        raise NotAllowedError("Guests cannot move notes to another journey. Nothing was changed.")
    return target


def _place_changes(
    journey: Journey, target: Journey, was: str | None = None, stage: str | None = None
) -> tuple[FieldChange, ...]:
    """Return the changed fields of a move."""
    pairs = (("journey", journey.key, target.key), ("stage", was, stage))
    return tuple(
        FieldChange(field, before, after) for field, before, after in pairs if before != after
    )


def _no_stage_text(key: str) -> str:
    return f"There is no stage “{key[:60]}” any more. The note stays where it is."


def _is_saved_as(uow: UnitOfWork, note: Note, kind: NoteKind) -> bool:
    """Whether another note of that kind has been made of the note's message."""
    of_message = uow.notes.for_message(note.message) if note.message else ()
    return any(other.kind is kind and other.id != note.id for _, other in of_message)


def _occurred_at(journey: Journey, note: Note, form: ParsedNote) -> datetime:
    """Return the time of the note; it stays if the day was not changed."""
    if form.day is None or form.day == journey.calendar.today(note.occurred_at):
        return note.occurred_at
    return journey.calendar.noon(form.day)


def note_change(
    by: Actor,
    note: Note,
    now: datetime,
    change_type: NoteChangeType,
    edits: tuple[FieldChange, ...] = (),
) -> NoteChange:
    """Return a history entry; an anonymous author's name is left out."""
    anonymous = note.author is None and by.pressed
    return NoteChange(now, None if anonymous else by.user, change_type, edits)


def _reload(uow: UnitOfWork, note_id: int, change_type: NoteChangeType) -> ChangedNote:
    found = uow.notes.by_id(note_id)
    journey = uow.journeys.by_id(found[0]) if found else None
    if found is None or journey is None:
        raise NotFoundError(NOTE_GONE)
    return _changed_note(journey, found[1], change_type)


def _changed_note(journey: Journey, note: Note, change_type: NoteChangeType) -> ChangedNote:
    return ChangedNote(note.id, note, journey, journey.stage(note.stage), change_type)


def shown_note(uow: UnitOfWork, journey_id: int, note: Note) -> tuple[int, Note]:
    """Return the id of its journey and the note that is shown for this one, mostly itself."""
    found = uow.notes.by_id(note.counted_in) if note.counted_in else None
    return found or (journey_id, note)
