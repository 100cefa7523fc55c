"""Give notes in other languages than English a mood, after they were saved.

Nobody waits for it: a sentence encoder takes longer than an answer may. Without the encoder, and in
languages it does not know, notes stay unread.
"""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING

from bot.journeys.lookup import find_journey
from bot.notes.workspace_scorer import MAX_CORRECTIONS
from bot.sentiment.language import ENGLISH
from bot.themes.vectors import LANGUAGES, NoteVectors
from domain.errors import NotFoundError
from domain.journeys import WorkspaceId
from domain.mood_corrections import apply_corrections
from domain.notes import Note, NoteKind
from domain.sentiment import Label, Score, note_mood
from storage.session import Database

if TYPE_CHECKING:
    from bot.sentiment.other_languages import OtherLanguageScorer

READ_LANGUAGES = LANGUAGES - {ENGLISH}

# Notes read in one go, a second or two, and of a journey in one run of the jobs.
BATCH = 100
MAX_AT_ONCE = 500


class OtherLanguageService:
    """Reads the moods of notes in the languages that the sentence encoder knows."""

    def __init__(self, storage: Database, vectors: NoteVectors) -> None:
        self._storage = storage
        self._vectors = vectors

    def update_all(self) -> int:
        """Read the notes of all workspaces that wait for it; return how many have a mood now.

        At most MAX_AT_ONCE of a journey: the others' turn comes with the next call.
        """
        if not self._vectors.available:
            return 0
        waiting = self._storage.journeys_with_unread_notes(READ_LANGUAGES)
        return sum(self._update(*one, limit=MAX_AT_ONCE) for one in waiting)

    def update(self, workspace: WorkspaceId, journey_key: str) -> int:
        """Read the notes of a journey that wait for it; return how many have a mood now.

        Raises NotFoundError for a journey that does not exist.
        """
        with self._storage.read(workspace) as uow:
            journey = find_journey(uow, journey_key)
        if journey is None:
            raise NotFoundError(f"There is no journey “{journey_key[:60]}”.")
        return self._update(workspace, journey.id) if self._vectors.available else 0

    def read(
        self, workspace: WorkspaceId, scored: Sequence[tuple[Note, Score]]
    ) -> Sequence[tuple[Note, Score]]:
        """Return notes with their scores, those read that the scorer left unread.

        A note with a declared feeling keeps its score: nothing else is its mood.
        """
        unread = {note.id: (note, score.language) for note, score in scored if _waits(note, score)}
        found = self._scores(workspace, unread)
        return [(note, found.get(note.id, score)) for note, score in scored]

    def score_text(self, text: str, score: Score, kind: NoteKind | None = None) -> Score:
        """Return the score of a text that is no note, read where the scorer left it unread."""
        if score.label is not Label.NONE or score.language not in READ_LANGUAGES:
            return score
        vector = self._vectors.encode(text)
        if vector is None:
            return score
        return _load_scorer().score(vector, score.language, kind)

    def _update(self, workspace: WorkspaceId, journey_id: int, limit: int | None = None) -> int:
        done = last = 0
        for _ in range(limit // BATCH) if limit else count():
            with self._storage.read(workspace) as uow:
                notes = uow.notes.unread_after(journey_id, READ_LANGUAGES, last, BATCH)
            if not notes:
                break
            last = notes[-1].id
            scores = self._scores(workspace, {note.id: (note, note.language) for note in notes})
            with self._storage.write(workspace) as uow:
                for note in notes:
                    score = scores[note.id]
                    done += uow.notes.set_score(note, score, note_mood(None, score))
                uow.commit()
        return done

    def _scores(
        self, workspace: WorkspaceId, notes: Mapping[int, tuple[Note, str | None]]
    ) -> Mapping[int, Score]:
        """Return the scores of notes in these languages, with the workspace's corrections.

        None of them without an encoder.
        """
        vectors = self._vectors.of(workspace, [note for note, _ in notes.values()])
        if not vectors:
            return {}
        with self._storage.read(workspace) as uow:
            corrections = uow.mood_corrections.list_newest(MAX_CORRECTIONS)
        scorer = _load_scorer()
        found = {}
        for note_id, vector in vectors.items():
            note, language = notes[note_id]
            score = scorer.score(vector, language or "", note.kind)
            found[note_id] = apply_corrections(score, note.text, corrections)
        return found


def _waits(note: Note, score: Score) -> bool:
    is_read = score.label is not Label.NONE
    return not is_read and note.details.feeling is None and score.language in READ_LANGUAGES


def _load_scorer() -> "OtherLanguageScorer":
    # Imported when it is first needed: a start need not wait for numpy.
    from bot.sentiment.other_languages import load_other_language_scorer  # noqa: PLC0415

    return load_other_language_scorer()
