"""Queries of mood corrections."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, func, select

from domain.mood_corrections import MoodCorrection
from domain.sentiment import MOOD_SCALE
from storage.repository import Repository
from storage.schema.notes import NO_SCORE, mood_corrections, notes

_WITH_NOTES = mood_corrections.join(
    notes,
    (notes.c.id == mood_corrections.c.note_id)
    & (notes.c.workspace_id == mood_corrections.c.workspace_id),
)

_ACTIVE = (mood_corrections.c.workspace_id == bindparam("workspace")) & notes.c.deleted_at.is_(None)

CORRECTIONS: Select[*tuple[Any, ...]] = (
    select(
        *mood_corrections.c,
        *(notes.c.text, notes.c.private, notes.c.source_channel, notes.c.author, notes.c.speaker),
    )
    .select_from(_WITH_NOTES)
    .where(_ACTIVE)
)

CORRECTION_OF_NOTE = CORRECTIONS.where(mood_corrections.c.note_id == bindparam("note"))

NEWEST_CORRECTIONS = (
    CORRECTIONS.order_by(mood_corrections.c.at.desc(), mood_corrections.c.id.desc())
    .limit(bindparam("max_rows"))
    .offset(bindparam("skipped"))
)

CORRECTION_COUNT = select(func.count()).select_from(_WITH_NOTES).where(_ACTIVE)


class MoodCorrectionRepository(Repository):
    """The mood corrections of one workspace, without those of deleted notes."""

    def save(self, correction: MoodCorrection) -> None:
        """Save a note's correction in place of an earlier one."""
        self.delete(correction.note_id)
        self._inserted_first(
            mood_corrections,
            workspace_id=self._workspace,
            note_id=correction.note_id,
            feeling=correction.feeling,
            score=NO_SCORE if correction.score is None else round(correction.score * MOOD_SCALE),
            before=correction.before,
            corrected_by=correction.corrected_by,
            at=correction.at,
        )

    def delete(self, note_id: int) -> None:
        """Delete the correction of a note."""
        mine = mood_corrections.c.workspace_id == self._workspace
        self._connection.execute(
            delete(mood_corrections).where(mine, mood_corrections.c.note_id == note_id)
        )

    def for_note(self, note_id: int) -> MoodCorrection | None:
        """Return the correction of a note, None where there is none."""
        row = self._run(CORRECTION_OF_NOTE, note=note_id).one_or_none()
        return None if row is None else _correction_from_row(row)

    def list_newest(self, limit: int, offset: int = 0) -> Sequence[MoodCorrection]:
        """Return corrections, newest first."""
        rows = self._run(NEWEST_CORRECTIONS, max_rows=limit, skipped=offset)
        return [_correction_from_row(row) for row in rows]

    def count(self) -> int:
        """How many there are."""
        count: int = self._run(CORRECTION_COUNT).scalar_one()
        return count


def _correction_from_row(row: Row[*tuple[Any, ...]]) -> MoodCorrection:
    return MoodCorrection(
        note_id=row.note_id,
        text=row.text,
        feeling=row.feeling,
        score=None if row.score == NO_SCORE else row.score / MOOD_SCALE,
        corrected_by=row.taught_by,
        at=row.at,
        before=row.before,
        private=row.private,
        channel=row.source_channel,
        readers=frozenset(user for user in (row.author, row.speaker) if user),
    )
