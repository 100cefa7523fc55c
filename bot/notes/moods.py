"""Correct moods by hand, list the corrections, and score notes again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.journeys.lookup import find_journey
from bot.notes.edit import NOTE_GONE, note_change
from bot.notes.other_languages import OtherLanguageService
from bot.notes.workspace_scorer import WorkspaceScorer, scorer_for
from bot.ports import Clock, People, Scorer
from bot.reviews.follow import CORRECTION_DELAY
from domain.access import PRIVATE_TEXT, Actor, Audience, Role
from domain.errors import NotAllowedError, NotFoundError
from domain.journeys import Journey, WorkspaceId
from domain.mood_corrections import MoodCorrection
from domain.note_changes import NoteChangeType, note_field_changes
from domain.notes import NewNote, Note
from domain.sentiment import note_mood
from storage.session import Database, UnitOfWork


@dataclass(frozen=True)
class CorrectedMood:
    """A note with its mood before and after a correction."""

    journey: Journey
    note: Note
    before: float | None

    def seen_by(self, audience: Audience) -> "CorrectedMood":
        """Return the same without the note's text, where the audience may not read it."""
        return replace(self, note=audience.redact(self.note))


@dataclass(frozen=True)
class ExplainedMood:
    """A note as somebody may see it; its reasons are its words, so they `may_read` both or none."""

    note: Note
    may_read: bool


CORRECTIONS_PAGE = 8


@dataclass(frozen=True)
class MoodCorrectionsPage:
    """A page of corrections, the newest first; `page` counts from 0."""

    corrections: tuple[MoodCorrection, ...]
    total: int
    page: int = 0

    @property
    def pages(self) -> int:
        """Return the number of pages."""
        return max(1, -(-self.total // CORRECTIONS_PAGE))


RESCORE_BATCH = 200


@dataclass(frozen=True)
class Rescored:
    """How many notes were scored again, and how many of them changed their mood."""

    notes: int
    changed: int


class MoodService:
    """Explains and corrects moods, lists corrections and scores notes again.

    Everybody may see an explanation; every member may correct.
    """

    def __init__(
        self,
        storage: Database,
        scorer: Scorer,
        clock: Clock,
        people: People,
        other_languages: OtherLanguageService,
    ) -> None:
        self._storage = storage
        self._scorer = scorer
        self._other_languages = other_languages
        self._clock = clock
        self._people = people

    def explain(self, workspace: WorkspaceId, note_id: int, audience: Audience) -> ExplainedMood:
        """Return a note with the reasons for its mood; raise NotFoundError if it is gone."""
        with self._storage.read(workspace) as uow:
            found = uow.notes.by_id(note_id)
        if found is None or not found[1].is_active:
            raise NotFoundError(NOTE_GONE)
        return ExplainedMood(audience.redact(found[1]), audience.can_read(found[1]))

    def correct(self, by: Actor, note_id: int, feeling: int | None) -> CorrectedMood:
        """Set the feeling, −2…+2; None uses the score of the text again.

        Similar notes of the workspace will be scored that way. If a review was posted with the
        old mood, the correction is posted in its thread.

        Raises NotFoundError, and NotAllowedError for a guest who did not write it.
        """
        return self._correct(by, note_id, lambda known, note: feeling)

    def undo_correction(self, by: Actor, note_id: int) -> CorrectedMood:
        """Undo a note's correction and restore the feeling it had before. Idempotent.

        Raises as `correct` does.
        """
        return self._correct(
            by, note_id, lambda known, note: known.before if known else note.details.feeling
        )

    def list_corrections(
        self, workspace: WorkspaceId, user: str, channel: str | None, page: int = 0
    ) -> MoodCorrectionsPage:
        """Return a page of the corrections, as a person may see them in a channel."""
        with self._storage.read(workspace) as uow:
            total = uow.mood_corrections.count()
            page = max(0, min(page, (total - 1) // CORRECTIONS_PAGE))
            found = uow.mood_corrections.list_newest(CORRECTIONS_PAGE, page * CORRECTIONS_PAGE)
        seen = (_visible_correction(one, user, channel) for one in found)
        return MoodCorrectionsPage(tuple(seen), total, page)

    def rescore(
        self, workspace: WorkspaceId, journey_key: str, progress: Callable[[int], None]
    ) -> Rescored:
        """Score all notes of a journey again; `progress` is called with the number done.

        Safe to stop at any time: finished batches stay. Raises NotFoundError for an unknown
        journey.
        """
        scorer = scorer_for(self._storage, self._scorer, workspace)
        with self._storage.read(workspace) as uow:
            journey = find_journey(uow, journey_key)
        if journey is None:
            raise NotFoundError(f"There is no journey “{journey_key[:60]}”.")
        done = changed = after = 0
        while True:
            last, count, others = self._rescore_batch(workspace, journey.id, scorer, after)
            if last is None:
                return Rescored(done, changed)
            after, done, changed = last, done + count, changed + others
            progress(done)

    def _correct(
        self, by: Actor, note_id: int, felt: Callable[[MoodCorrection | None, Note], int | None]
    ) -> CorrectedMood:
        role, now = self._people.role(by.workspace, by.user), self._clock.now()
        with self._storage.write(by.workspace) as uow:
            found = uow.notes.by_id(note_id)
            journey = uow.journeys.lock(found[0]) if found else None
            # Read again: the previous holder of the lock may have changed the note.
            found = uow.notes.by_id(note_id)
            if found is None or journey is None or not found[1].is_active:
                raise NotFoundError(NOTE_GONE)
            note = found[1]
            if role is Role.GUEST and note.author != by.user:
                raise NotAllowedError("Guests can correct the mood of their own notes alone.")
            known = uow.mood_corrections.for_note(note_id)
            feeling = felt(known, note)
            updated = _with_feeling(journey, note, feeling)
            edits = note_field_changes(note, updated, note.stage)
            if edits:
                uow.notes.update(note_id, journey.id, updated, now)
                uow.note_history.add_change(
                    note_id, note_change(by, note, now, NoteChangeType.EDITED, edits)
                )
                uow.posted_reviews.check_no_later_than(journey.id, now + CORRECTION_DELAY)
                _save_correction(uow, by, note, known, feeling, now)
            after = uow.notes.by_id(note_id)
            uow.commit()
        return CorrectedMood(journey, after[1] if after else note, note.mood)

    def _rescore_batch(
        self, workspace: WorkspaceId, journey_id: int, scorer: WorkspaceScorer, after: int
    ) -> tuple[int | None, int, int]:
        """Score the next batch; return its last id, its size, and how many moods changed."""
        with self._storage.read(workspace) as uow:
            notes = uow.notes.list_after(journey_id, after, RESCORE_BATCH)
        # Scored before the write begins: other writers need not wait for the scorer.
        scored = self._other_languages.read(
            workspace, [(note, scorer.score(note.text, kind=note.kind)) for note in notes]
        )
        changed = 0
        with self._storage.write(workspace) as uow:
            for note, score in scored:
                mood = note_mood(note.details.feeling, score)
                changed += uow.notes.set_score(note, score, mood) and mood != note.mood
            uow.commit()
        return (notes[-1].id if notes else None), len(notes), changed


def _save_correction(
    uow: UnitOfWork,
    by: Actor,
    note: Note,
    known: MoodCorrection | None,
    feeling: int | None,
    now: datetime,
) -> None:
    before = known.before if known else note.details.feeling
    if feeling is None or feeling == before:
        uow.mood_corrections.delete(note.id)
        return
    score = known.score if known else note.score
    uow.mood_corrections.save(
        MoodCorrection(note.id, note.text, feeling, score, by.user, now, before)
    )


def _with_feeling(journey: Journey, note: Note, feeling: int | None) -> NewNote:
    """Return the same note with another feeling."""
    stage = journey.stage(note.stage)
    return NewNote(
        kind=note.kind,
        text=note.text,
        stage_id=stage.id if stage else None,
        stage_typed=note.stage_typed,
        details=replace(note.details, feeling=feeling),
        score=note.sentiment_score,
        mood=note_mood(feeling, note.sentiment_score),
        author=note.author,
        permalink=note.permalink,
        occurred_at=note.occurred_at,
        created_at=note.created_at,
        month=journey.calendar.month_of(note.occurred_at),
    )


def _visible_correction(
    correction: MoodCorrection, user: str, channel: str | None
) -> MoodCorrection:
    there = channel is not None and channel == correction.channel
    if not correction.private or there or user in correction.readers:
        return correction
    return replace(correction, text=PRIVATE_TEXT)
