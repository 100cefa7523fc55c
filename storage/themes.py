"""What people said of themes, and the notes by which the themes are known again."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, insert, select, update

from domain.theme_corrections import (
    NewThemeCorrection,
    NoteGroups,
    ThemeCorrection,
    ThemeCorrectionKind,
)
from storage.repository import Repository
from storage.schema import notes, theme_anchors, theme_corrections

_ANCHORS = theme_anchors.join(
    notes,
    (notes.c.id == theme_anchors.c.note_id)
    & (notes.c.workspace_id == theme_anchors.c.workspace_id),
)


class ThemeCorrectionRepository(Repository):
    """The corrections of one workspace's themes."""

    def add(self, journey_id: int, correction: NewThemeCorrection) -> int:
        """Keep a correction; returns its id."""
        row = insert(theme_corrections).values(
            workspace_id=self._workspace,
            journey_id=journey_id,
            kind=correction.kind.value,
            name=correction.name,
            author=correction.author,
            at=correction.at,
        )
        made = self._connection.execute(row.returning(theme_corrections.c.id)).scalar_one()
        anchors = [
            {
                "workspace_id": self._workspace,
                "correction_id": made,
                "side": number,
                "note_id": note_id,
            }
            for number, side in enumerate(correction.sides)
            for note_id in side
        ]
        self._connection.execute(insert(theme_anchors), anchors)
        return made

    def of_journey(self, journey_id: int) -> Sequence[ThemeCorrection]:
        """Those in force, the oldest first."""
        rows = self._connection.execute(
            select(theme_corrections)
            .where(*self._of(journey_id), theme_corrections.c.undone_at.is_(None))
            .order_by(theme_corrections.c.id)
        ).all()
        sides = self._sides(journey_id) if rows else {}
        return [_build_correction(row, sides.get(row.id, ((), ()))) for row in rows]

    def history(self, journey_id: int, limit: int) -> Sequence[ThemeCorrection]:
        """The newest first, those taken back too; without the notes they hold."""
        rows = self._connection.execute(
            select(theme_corrections)
            .where(*self._of(journey_id))
            .order_by(theme_corrections.c.id.desc())
            .limit(limit)
        )
        return [_build_correction(row, ()) for row in rows]

    def by_id(self, correction_id: int) -> tuple[int, ThemeCorrection] | None:
        """A correction with the id of its journey, without the notes it holds."""
        mine = select(theme_corrections).where(self._mine(correction_id))
        row = self._connection.execute(mine).one_or_none()
        return None if row is None else (row.journey_id, _build_correction(row, ()))

    def undo(self, correction_id: int, author: str, at: datetime) -> bool:
        """Take a correction back; false where it was taken back before."""
        undone = (
            update(theme_corrections)
            .where(self._mine(correction_id), theme_corrections.c.undone_at.is_(None))
            .values(undone_by=author, undone_at=at)
        )
        return self._connection.execute(undone).rowcount == 1

    def _sides(self, journey_id: int) -> dict[int, NoteGroups]:
        """The notes of each correction in force, by its id; of a merged note the one it counts in.

        What stands for a note of one side and is of the other itself, is of that other alone.
        """
        standing = func.coalesce(notes.c.counted_in, notes.c.id)
        rows = self._connection.execute(
            select(
                theme_anchors.c.correction_id,
                theme_anchors.c.side,
                theme_anchors.c.note_id,
                standing.label("standing"),
            )
            .select_from(_ANCHORS)
            .join(
                theme_corrections,
                (theme_corrections.c.id == theme_anchors.c.correction_id)
                & (theme_corrections.c.workspace_id == theme_anchors.c.workspace_id),
            )
            .where(
                theme_anchors.c.workspace_id == self._workspace,
                *self._of(journey_id),
                theme_corrections.c.undone_at.is_(None),
            )
            .order_by(theme_anchors.c.id)
        )
        found: dict[int, list[Row[*tuple[Any, ...]]]] = {}
        for row in rows:
            found.setdefault(row.correction_id, []).append(row)
        return {correction: _split_by_side(anchors) for correction, anchors in found.items()}

    def _of(self, journey_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        mine = theme_corrections.c.workspace_id == self._workspace
        return mine, theme_corrections.c.journey_id == journey_id

    def _mine(self, correction_id: int) -> ColumnElement[bool]:
        mine = theme_corrections.c.workspace_id == self._workspace
        return mine & (theme_corrections.c.id == correction_id)


def _split_by_side(anchors: Iterable[Row[*tuple[Any, ...]]]) -> NoteGroups:
    own = {row.note_id: row.side for row in anchors}
    sides: tuple[dict[int, None], dict[int, None]] = ({}, {})
    for row in anchors:
        # Its own side, where the one that stands for it has one.
        sides[own.get(row.standing, row.side)][row.standing] = None
    return tuple(tuple(side) for side in sides)


def _build_correction(row: Row[*tuple[Any, ...]], sides: NoteGroups) -> ThemeCorrection:
    return ThemeCorrection(
        id=row.id,
        kind=ThemeCorrectionKind(row.kind),
        sides=sides,
        author=row.author,
        at=row.at,
        name=row.name,
        undone_by=row.undone_by,
        undone_at=row.undone_at,
    )
