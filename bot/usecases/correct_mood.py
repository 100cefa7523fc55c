"""Correct how a note's customer felt: what a person says counts more than the words' score."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.audience import Audience
from bot.domain.errors import NotAllowedError, NotFoundError
from bot.domain.journey import Journey
from bot.domain.lessons import Lesson
from bot.domain.note_changes import NoteDeed, edits_of
from bot.domain.notes import NewNote, Note
from bot.domain.roles import Role
from bot.domain.sentiment import mood_of
from bot.ports import Clock, People, Storage, UnitOfWork
from bot.usecases.change_note import GONE, By, change_of
from bot.usecases.follow_reviews import GATHERED


@dataclass(frozen=True)
class MoodCorrected:
    """A note with its mood as it is now, and as it was."""

    journey: Journey
    note: Note
    before: float | None

    def seen_by(self, audience: Audience) -> "MoodCorrected":
        """The same without the note's words, where these are not for them."""
        return replace(self, note=audience.seen(self.note))


class CorrectMood:
    """Says how the customer of a note felt. Every member may: the note keeps who said what."""

    def __init__(self, storage: Storage, clock: Clock, people: People) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def __call__(self, by: By, note_id: int, feeling: int | None) -> MoodCorrected:
        """Declare the feeling, −2…+2; null lets the words speak again.

        The workspace's next notes learn from it. A review that was posted with the note's mood says
        so in its thread. Raises NotFoundError, and NotAllowedError for a guest who did not write
        it.
        """
        return self._correct(by, note_id, lambda known, note: feeling)

    def take_back(self, by: By, note_id: int) -> MoodCorrected:
        """Undo the correction of a note: what had been declared before counts again.

        The same again changes nothing. Raises as correcting does.
        """
        return self._correct(
            by, note_id, lambda known, note: known.before if known else note.details.feeling
        )

    def _correct(
        self, by: By, note_id: int, felt: Callable[[Lesson | None, Note], int | None]
    ) -> MoodCorrected:
        role, now = self._people.role(by.workspace, by.user), self._clock.now()
        with self._storage.write(by.workspace) as uow:
            found = uow.notes.by_id(note_id)
            journey = uow.journeys.locked(found[0]) if found else None
            # Looked up again: whoever had the journey may have changed the note.
            found = uow.notes.by_id(note_id)
            if found is None or journey is None or not found[1].stands:
                raise NotFoundError(GONE)
            note = found[1]
            if role is Role.GUEST and note.author != by.user:
                raise NotAllowedError("Guests can correct the mood of their own notes alone.")
            known = uow.lessons.of_note(note_id)
            feeling = felt(known, note)
            kept = _felt(journey, note, feeling)
            edits = edits_of(note, kept, note.stage)
            if edits:
                uow.notes.rewrite(note_id, journey.id, kept, now)
                uow.note_life.remember(note_id, change_of(by, note, now, NoteDeed.EDITED, edits))
                uow.publications.attend_sooner(journey.id, now + GATHERED)
                _learn(uow, by, note, known, feeling, now)
            after = uow.notes.by_id(note_id)
            uow.commit()
        return MoodCorrected(journey, after[1] if after else note, note.mood)


def _learn(
    uow: UnitOfWork, by: By, note: Note, known: Lesson | None, feeling: int | None, now: datetime
) -> None:
    before = known.before if known else note.details.feeling
    if feeling is None or feeling == before:
        uow.lessons.forget(note.id)
        return
    score = known.score if known else note.score
    uow.lessons.teach(Lesson(note.id, note.text, feeling, score, by.user, now, before))


def _felt(journey: Journey, note: Note, feeling: int | None) -> NewNote:
    """The same note with another feeling."""
    stage = journey.stage(note.stage)
    return NewNote(
        kind=note.kind,
        text=note.text,
        stage_id=stage.id if stage else None,
        stage_typed=note.stage_typed,
        details=replace(note.details, feeling=feeling),
        score=note.heard,
        mood=mood_of(feeling, note.heard),
        author=note.author,
        permalink=note.permalink,
        occurred_at=note.occurred_at,
        created_at=note.created_at,
        month=journey.calendar.month_of(note.occurred_at),
    )
