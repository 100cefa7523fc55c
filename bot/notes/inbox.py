"""Suggest stages for unsorted notes, and file them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.journeys.lookup import RequestScope, find_journey
from bot.notes.edit import NOTE_GONE
from bot.ports import Clock, People
from domain.access import Actor, Audience, Role, may_edit
from domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from domain.journeys import Journey, Stage, WorkspaceId
from domain.map_history import FieldChange
from domain.note_changes import NoteChange, NoteChangeType
from domain.note_filters import NoteFilter
from domain.notes import NewNote, Note
from domain.similarity import content_words, suggest_stage
from storage.session import Database, UnitOfWork

# The most alike by full-text search; who of them votes is decided with likeness.
MAX_SIMILAR = 30


def suggest_note_stage(uow: UnitOfWork, journey: Journey, note: NewNote | Note) -> Stage | None:
    """Return the stage an unsorted note may belong to, None where nothing is convincing."""
    similar = uow.notes.similar_sorted(journey.id, content_words(note.text), MAX_SIMILAR)
    keys = [stage.key for stage in journey.stages]
    return journey.stage(suggest_stage(note.text, note.details, similar, keys))


def suggest_note_stages(
    uow: UnitOfWork, unsorted: Iterable[tuple[Journey, Note]]
) -> dict[int, Stage]:
    """Return suggested stages of many unsorted notes by note id."""
    found = {note.id: suggest_note_stage(uow, journey, note) for journey, note in unsorted}
    return {note_id: stage for note_id, stage in found.items() if stage}


# Far more than a form shows at once.
MAX_PLACED_AT_ONCE = 100


# Why a note was not placed; no key of a stage has a blank in it.
ALREADY_THERE, NOTE_MISSING, STAGE_MISSING = "already there", "gone by now", "stayed there"


@dataclass(frozen=True)
class PlacedNote:
    """A note in its new stage; `own`: the button pressed was under the person's own note."""

    note: Note
    journey: Journey
    stage: Stage
    own: bool = False


@dataclass(frozen=True)
class PlacedNotes:
    """How many notes were filed under each stage.

    `already` counts those that were filed there before, `missing` those deleted or filed elsewhere
    in the meantime, `stayed` those whose stage is missing.
    """

    journey: Journey
    filed: tuple[tuple[Stage, int], ...]
    already: int = 0
    missing: int = 0
    stayed: int = 0


MAX_SHOWN = 20


@dataclass(frozen=True)
class Inbox:
    """The newest unsorted notes of a journey, and their total number.

    `suggested` maps note ids to the stage a note may belong to, if the similar notes agree.
    """

    journey: Journey
    notes: tuple[Note, ...]
    total: int
    suggested: Mapping[int, Stage] = field(default_factory=dict)


class InboxService:
    """Files unsorted notes.

    Everyone who sees the inbox may file its notes; guests see that of the channel's journey. To
    move a note that is in a stage, a person needs the right to change it.
    """

    def __init__(self, storage: Database, clock: Clock, people: People | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def place(
        self, by: Actor, note_id: int, stage_key: str, channel: str | None = None
    ) -> PlacedNote:
        """File the note under the stage. Idempotent.

        Raises NotFoundError if the note or the stage is missing, NotAllowedError without the right.
        """
        role, now = self._role(by.workspace, by.user), self._clock.now()
        with self._storage.write(by.workspace) as uow:
            found = uow.notes.by_id(note_id)
            journey = uow.journeys.lock(found[0]) if found else None
            # Read again: the previous holder of the lock may have changed the note.
            found = uow.notes.by_id(note_id)
            if found is None or journey is None or not found[1].is_active:
                raise NotFoundError(NOTE_GONE)
            note = found[1]
            stage = journey.stage(stage_key)
            if stage is None or found[0] != journey.id:
                raise NotFoundError(
                    f"There is no stage “{stage_key[:60]}” any more. The note stays where it is; "
                    "`/journey notes unsorted` shows unsorted notes."
                )
            own = note.author == by.user or (note.author is None and by.pressed)
            if not own:
                _check_guest(uow, by, role, journey, channel)
            if note.stage not in (None, stage.key) and not own:
                _check_move(by, role, journey, note)
            _place(uow, by, now, note, stage)
            uow.commit()
        return PlacedNote(Audience(channel, by.user).redact(note), journey, stage, own)

    def place_many(
        self,
        by: Actor,
        journey_id: int,
        stages_by_note: Mapping[int, str],
        channel: str | None = None,
    ) -> PlacedNotes:
        """File unsorted notes of a journey (note id → key of a stage), all or none.

        Idempotent. Raises BadFieldError("notes") for no note or too many, BadFieldError("stage") if
        all the stages are missing, NotAllowedError without the right.
        """
        if not 0 < len(stages_by_note) <= MAX_PLACED_AT_ONCE:
            raise BadFieldError("notes", "Tick the notes that you want to place.")
        role, now = self._role(by.workspace, by.user), self._clock.now()
        with self._storage.write(by.workspace) as uow:
            journey = uow.journeys.lock(journey_id)
            if journey is None or journey.archived:
                raise BadInputError("That journey is archived now. The notes stay where they are.")
            _check_guest(uow, by, role, journey, channel)
            if not any(journey.stage(key) for key in stages_by_note.values()):
                raise BadFieldError("stage", _no_stage_text(stages_by_note))
            came = Counter(
                self._place_one(uow, by, now, journey, note_id, journey.stage(key))
                for note_id, key in stages_by_note.items()
            )
            uow.commit()
        filed = tuple((stage, came[stage.key]) for stage in journey.stages if came[stage.key])
        return PlacedNotes(
            journey, filed, came[ALREADY_THERE], came[NOTE_MISSING], came[STAGE_MISSING]
        )

    def show(
        self, workspace: WorkspaceId, user: str, journey_id: int, channel: str | None = None
    ) -> Inbox:
        """Return the unsorted notes of a journey.

        Raises NotFoundError if the journey is missing, NotAllowedError for a guest where it is not
        that of the channel.
        """
        role = self._role(workspace, user)
        with self._storage.read(workspace) as uow:
            journey = uow.journeys.by_id(journey_id)
            if journey is not None and role is Role.GUEST:
                journey = find_journey(uow, journey.key, RequestScope(channel, guest=True))
            if journey is None or journey.archived:
                raise NotFoundError("That journey is no longer there; it may have been archived.")
            filters = NoteFilter(unsorted=True)
            notes = tuple(uow.notes.list_newest(journey.id, filters, MAX_SHOWN))
            total = uow.notes.count(journey.id, filters)
            suggested = suggest_note_stages(uow, ((journey, note) for note in notes))
        audience = Audience(channel, user)
        return Inbox(journey, tuple(map(audience.redact, notes)), total, suggested)

    @staticmethod
    def _place_one(
        uow: UnitOfWork,
        by: Actor,
        now: datetime,
        journey: Journey,
        note_id: int,
        stage: Stage | None,
    ) -> str:
        """File one note; return the key of its stage, or the reason it was not filed."""
        found = uow.notes.by_id(note_id)
        if found is None or found[0] != journey.id or not found[1].is_active:
            return NOTE_MISSING
        note = found[1]
        if stage is None:
            return STAGE_MISSING if note.stage is None else NOTE_MISSING
        if note.stage is not None:
            return ALREADY_THERE if note.stage == stage.key else NOTE_MISSING
        _place(uow, by, now, note, stage)
        return stage.key

    def _role(self, workspace: WorkspaceId, user: str) -> Role:
        return self._people.role(workspace, user) if self._people else Role.MEMBER


def _check_guest(
    uow: UnitOfWork, by: Actor, role: Role, journey: Journey, channel: str | None
) -> None:
    """Raise NotAllowedError for a guest where the journey is not theirs."""
    if role is not Role.GUEST:
        return
    theirs = find_journey(uow, None, RequestScope(channel, guest=True))
    if theirs is None or theirs.id != journey.id:
        raise NotAllowedError("Guests can place notes of their channel's journey alone.")


def _check_move(by: Actor, role: Role, journey: Journey, note: Note) -> None:
    if may_edit(journey, by.user, role):
        return
    known = journey.stage(note.stage)
    where = known.name if known else note.stage
    raise NotAllowedError(
        f"That note is in {where} by now. Only who wrote a note, and who may change the journey's "
        "map, can move it on."
    )


def _place(uow: UnitOfWork, by: Actor, now: datetime, note: Note, stage: Stage) -> None:
    if note.stage == stage.key:
        return
    uow.notes.set_stage(note.id, stage.id)
    # Who files an anonymous note is mostly who wrote it: nobody is named.
    who = None if note.author is None else by.user
    moved = NoteChange(
        now, who, NoteChangeType.MOVED, (FieldChange("stage", note.stage, stage.key),)
    )
    uow.note_history.add_change(note.id, moved)


def _no_stage_text(stages_by_note: Mapping[int, str]) -> str:
    names = ", ".join(f"“{key[:60]}”" for key in sorted(set(stages_by_note.values()))[:3])
    return f"There is no stage {names} any more. Choose another; no note was moved."
