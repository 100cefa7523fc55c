"""Queries of themes and of what was done with them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    func,
    insert,
    select,
    update,
)

from domain.themes import (
    NoteSorting,
    SortedAs,
    Theme,
    ThemeChange,
    ThemeChangeKind,
    theme_key,
)
from storage.repository import Repository
from storage.schema.notes import SORTED_BY_PEOPLE, notes
from storage.schema.themes import theme_changes, themes

JOURNEYS_WITH_THEMES = (
    select(themes.c.workspace_id, themes.c.journey_id)
    .where(themes.c.merged_into.is_(None))
    .distinct()
    .order_by(themes.c.workspace_id, themes.c.journey_id)
)


class ThemeRepository(Repository):
    """The themes of one workspace, and what was done with them."""

    def of_journey(self, journey_id: int) -> Sequence[Theme]:
        """Return the themes of a journey by name, muted ones too, merged ones not."""
        rows = self._connection.execute(
            select(themes)
            .where(*self._of(journey_id), themes.c.merged_into.is_(None))
            .order_by(themes.c.key, themes.c.id)
        )
        return [_build_theme(row) for row in rows]

    def by_id(self, theme_id: int) -> tuple[int, Theme] | None:
        """Return the id of its journey and the theme, or the one it was merged into, or None."""
        seen: set[int] = set()
        while theme_id not in seen:
            seen.add(theme_id)
            row = self._connection.execute(select(themes).where(self._mine(theme_id))).one_or_none()
            if row is None:
                return None
            if row.merged_into is None:
                return row.journey_id, _build_theme(row)
            theme_id = row.merged_into
        return None

    def add(self, journey_id: int, name: str, author: str | None, at: datetime) -> tuple[int, bool]:
        """Return the id of the theme of that name, and whether it is new."""
        new_id = self._id_of_first(
            themes,
            workspace_id=self._workspace,
            journey_id=journey_id,
            key=theme_key(name),
            name=name,
            muted=False,
            created_by=author,
            created_at=at,
        )
        if new_id is not None:
            return int(new_id), True
        found = self.find(journey_id, name)
        assert found is not None  # noqa: S101 - it was in the way
        return found, False

    def ids_by_key(self, journey_id: int, keys: Collection[str]) -> dict[str, int]:
        """Return the ids of the themes with these keys, by key; those that do not exist are not."""
        rows = self._connection.execute(
            select(themes.c.key, themes.c.id).where(
                *self._of(journey_id), themes.c.key.in_(list(keys))
            )
        )
        return {str(row.key): int(row.id) for row in rows}

    def find(self, journey_id: int, name: str) -> int | None:
        """Return the id of the theme of that name, or None."""
        query = select(themes.c.id).where(*self._of(journey_id), themes.c.key == theme_key(name))
        return self._connection.execute(query).scalar_one_or_none()

    def save(self, theme: Theme) -> None:
        """Save the name, the words and whether it is muted."""
        self._connection.execute(
            update(themes)
            .where(self._mine(theme.id))
            .values(
                key=theme_key(theme.name),
                name=theme.name,
                muted=theme.muted,
                tracked=list(theme.tracked) or None,
                merged_into=None,
            )
        )

    def set_merged(self, theme_id: int, into: int) -> None:
        """Mark a theme as merged into another."""
        self._connection.execute(
            update(themes).where(self._mine(theme_id)).values(merged_into=into, key=None)
        )

    def revision(self, journey_id: int) -> tuple[int, ...]:
        """Return numbers that change whenever people say something about a journey's themes.

        Also when a file brings sorted notes: imports are no changes.
        """
        mine = theme_changes.c.workspace_id == self._workspace
        newest = select(func.coalesce(func.max(themes.c.id), 0)).where(*self._of(journey_id))
        newest_sorted = select(func.coalesce(func.max(notes.c.id), 0)).where(
            notes.c.workspace_id == self._workspace,
            notes.c.journey_id == journey_id,
            SORTED_BY_PEOPLE,
        )
        row = self._connection.execute(
            select(
                func.coalesce(func.max(theme_changes.c.id), 0),
                func.count(theme_changes.c.undone_at),
                newest.scalar_subquery(),
                newest_sorted.scalar_subquery(),
            ).where(mine, theme_changes.c.journey_id == journey_id)
        ).one()
        return tuple(row)

    def add_change(self, journey_id: int, change: ThemeChange) -> int:
        """Insert what somebody did; return its id."""
        row = insert(theme_changes).values(
            workspace_id=self._workspace,
            journey_id=journey_id,
            kind=change.kind.value,
            name=change.name,
            author=change.author,
            at=change.at,
            details=_details_of(change),
        )
        return int(self._connection.execute(row.returning(theme_changes.c.id)).scalar_one())

    def changes(self, journey_id: int, limit: int) -> Sequence[ThemeChange]:
        """Return the newest changes first, undone ones included."""
        mine = theme_changes.c.workspace_id == self._workspace
        rows = self._connection.execute(
            select(theme_changes)
            .where(mine, theme_changes.c.journey_id == journey_id)
            .order_by(theme_changes.c.id.desc())
            .limit(limit)
        )
        return [_build_change(row) for row in rows]

    def change_by_id(self, change_id: int) -> tuple[int, ThemeChange] | None:
        """Return the id of its journey and the change, or None."""
        mine = theme_changes.c.workspace_id == self._workspace
        query = select(theme_changes).where(mine, theme_changes.c.id == change_id)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else (row.journey_id, _build_change(row))

    def set_undone(self, change_id: int, author: str, at: datetime) -> bool:
        """Mark a change as undone; return False if it was undone before."""
        mine = theme_changes.c.workspace_id == self._workspace
        statement = (
            update(theme_changes)
            .where(mine, theme_changes.c.id == change_id, theme_changes.c.undone_at.is_(None))
            .values(undone_by=author, undone_at=at)
        )
        return self._connection.execute(statement).rowcount == 1

    def _of(self, journey_id: int) -> tuple[ColumnElement[bool], ...]:
        return themes.c.workspace_id == self._workspace, themes.c.journey_id == journey_id

    def _mine(self, theme_id: int) -> ColumnElement[bool]:
        return (themes.c.workspace_id == self._workspace) & (themes.c.id == theme_id)


def _build_theme(row: Row[*tuple[Any, ...]]) -> Theme:
    return Theme(row.id, row.name, bool(row.muted), tuple(row.tracked or ()), row.created_by)


def _details_of(change: ThemeChange) -> dict[str, Any]:
    """Return the states before and after as JSON values."""
    return {
        "notes": [
            [note_id, *(_state(sorting) for sorting in states)]
            for note_id, states in change.notes.items()
        ],
        "themes": [
            [theme_id, *([one.name, one.muted, list(one.tracked)] for one in states)]
            for theme_id, states in change.themes.items()
        ],
    }


def _state(sorting: NoteSorting) -> list[object]:
    return [sorting.theme_id, sorting.sorted_as.value if sorting.sorted_as else None]


def _build_change(row: Row[*tuple[Any, ...]]) -> ThemeChange:
    def sorting(state: list[Any]) -> NoteSorting:
        return NoteSorting(state[0], SortedAs(state[1]) if state[1] else None)

    def theme(theme_id: int, state: list[Any]) -> Theme:
        return Theme(theme_id, state[0], state[1], tuple(state[2]))

    return ThemeChange(
        id=row.id,
        kind=ThemeChangeKind(row.kind),
        name=row.name,
        author=row.author,
        at=row.at,
        notes={one[0]: (sorting(one[1]), sorting(one[2])) for one in row.details["notes"]},
        themes={
            one[0]: (theme(one[0], one[1]), theme(one[0], one[2])) for one in row.details["themes"]
        },
        undone_by=row.undone_by,
        undone_at=row.undone_at,
    )
