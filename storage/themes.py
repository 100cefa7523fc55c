"""Queries of theme corrections and of the notes that identify the corrected themes."""

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
    """The theme corrections of one workspace."""

    def add(self, journey_id: int, correction: NewThemeCorrection) -> int:
        """Insert a correction; return its id."""
        row = insert(theme_corrections).values(
            workspace_id=self._workspace,
            journey_id=journey_id,
            kind=correction.kind.value,
            name=correction.name,
            author=correction.author,
            at=correction.at,
        )
        new_id = self._connection.execute(row.returning(theme_corrections.c.id)).scalar_one()
        anchors = [
            {
                "workspace_id": self._workspace,
                "correction_id": new_id,
                "side": number,
                "note_id": note_id,
            }
            for number, group in enumerate(correction.note_groups)
            for note_id in group
        ]
        self._connection.execute(insert(theme_anchors), anchors)
        return int(new_id)

    def of_journey(self, journey_id: int) -> Sequence[ThemeCorrection]:
        """Return the active corrections, oldest first."""
        rows = self._connection.execute(
            select(theme_corrections)
            .where(*self._of(journey_id), theme_corrections.c.undone_at.is_(None))
            .order_by(theme_corrections.c.id)
        ).all()
        groups = self._note_groups(journey_id) if rows else {}
        return [_build_correction(row, groups.get(row.id, ((), ()))) for row in rows]

    def history(self, journey_id: int, limit: int) -> Sequence[ThemeCorrection]:
        """Return the newest first, undone ones included, without their notes."""
        rows = self._connection.execute(
            select(theme_corrections)
            .where(*self._of(journey_id))
            .order_by(theme_corrections.c.id.desc())
            .limit(limit)
        )
        return [_build_correction(row, ()) for row in rows]

    def by_id(self, correction_id: int) -> tuple[int, ThemeCorrection] | None:
        """Return the id of its journey and the correction without its notes, or None."""
        query = select(theme_corrections).where(self._mine(correction_id))
        row = self._connection.execute(query).one_or_none()
        return None if row is None else (row.journey_id, _build_correction(row, ()))

    def undo(self, correction_id: int, author: str, at: datetime) -> bool:
        """Undo a correction; return False if it had been undone before."""
        statement = (
            update(theme_corrections)
            .where(self._mine(correction_id), theme_corrections.c.undone_at.is_(None))
            .values(undone_by=author, undone_at=at)
        )
        return self._connection.execute(statement).rowcount == 1

    def _note_groups(self, journey_id: int) -> dict[int, NoteGroups]:
        """Return the notes of each active correction, by its id.

        A merged note is replaced by the note it counts in. If that one is in the other group
        itself, it stays in that group only.
        """
        visible_id = func.coalesce(notes.c.counted_in, notes.c.id)
        rows = self._connection.execute(
            select(
                theme_anchors.c.correction_id,
                theme_anchors.c.side,
                theme_anchors.c.note_id,
                visible_id.label("visible_id"),
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
    own_side = {row.note_id: row.side for row in anchors}
    sides: tuple[dict[int, None], dict[int, None]] = ({}, {})
    for row in anchors:
        sides[own_side.get(row.visible_id, row.side)][row.visible_id] = None
    return tuple(tuple(side) for side in sides)


def _build_correction(row: Row[*tuple[Any, ...]], groups: NoteGroups) -> ThemeCorrection:
    return ThemeCorrection(
        id=row.id,
        kind=ThemeCorrectionKind(row.kind),
        note_groups=groups,
        author=row.author,
        at=row.at,
        name=row.name,
        undone_by=row.undone_by,
        undone_at=row.undone_at,
    )
