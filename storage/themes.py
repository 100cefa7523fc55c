"""Queries of themes: the rows, the notes sorted into them, what was done with them, vectors."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    case,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
    true,
    union,
    update,
)
from sqlalchemy.types import String

from domain.access import Audience
from domain.notes import DEFAULT_SEVERITY, Note, NoteKind
from domain.periods import Months
from domain.themes import (
    NoteSorting,
    PainCount,
    PainCounts,
    SortedAs,
    Theme,
    ThemeChange,
    ThemeChangeKind,
    theme_key,
)
from storage.note_history import supporter_count
from storage.notes import ACTIVE, NoteRowMapper, note_from_row, readable
from storage.repository import Repository
from storage.schema import note_vectors, notes, supporters, theme_changes, themes

SEVERITY = func.coalesce(notes.c.severity, DEFAULT_SEVERITY)

# Severity and id in one number, so that one aggregate finds the newest of the most severe.
QUOTE_FACTOR = 10**12

# As many ids as every database takes in one statement.
IDS_AT_ONCE = 500

IS_TO_SORT = notes.c.theme_id.is_(None) & notes.c.sorted_as.is_(None)

IS_PAIN = (notes.c.kind == NoteKind.PAIN_POINT.value) & ACTIVE

WITH_NOTES_TO_SORT = (
    select(notes.c.workspace_id, notes.c.journey_id)
    .where(IS_PAIN, IS_TO_SORT)
    .distinct()
    .order_by(notes.c.workspace_id, notes.c.journey_id)
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
        """Return numbers that change whenever people say something about a journey's themes."""
        mine = theme_changes.c.workspace_id == self._workspace
        row = self._connection.execute(
            select(
                func.coalesce(func.max(theme_changes.c.id), 0),
                func.count(theme_changes.c.undone_at),
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


class SortedNoteRepository(NoteRowMapper):
    """Which notes of one workspace belong to which theme."""

    def sorting(self, note_ids: Collection[int]) -> dict[int, NoteSorting]:
        """Return the present state of notes by id."""
        found = {}
        for some in _chunks(note_ids):
            rows = self._connection.execute(
                select(notes.c.id, notes.c.theme_id, notes.c.sorted_as).where(
                    self._owned(), notes.c.id.in_(some)
                )
            )
            found.update({row.id: _sorting_of(row) for row in rows})
        return found

    def sort(self, note_ids: Collection[int], to: NoteSorting) -> None:
        """Put notes into a theme, or into none."""
        for some in _chunks(note_ids):
            self._connection.execute(
                update(notes)
                .where(self._owned(), notes.c.id.in_(some))
                .values(
                    theme_id=to.theme_id,
                    sorted_as=to.sorted_as.value if to.sorted_as else None,
                    suggested_theme_id=None,
                )
            )

    def join(self, theme_of: Mapping[int, int]) -> None:
        """Let notes that nobody has sorted join a theme: note id → theme id."""
        for theme_id, note_ids in _by_value(theme_of).items():
            for some in _chunks(note_ids):
                self._connection.execute(
                    update(notes)
                    .where(self._owned(), notes.c.id.in_(some), IS_TO_SORT)
                    .values(
                        theme_id=theme_id,
                        sorted_as=SortedAs.JOINED.value,
                        suggested_theme_id=None,
                    )
                )

    def suggest(self, theme_of: Mapping[int, int | None]) -> None:
        """Save the first suggestion for notes that nobody has sorted: note id → theme id."""
        for theme_id, note_ids in _by_value(theme_of).items():
            for some in _chunks(note_ids):
                self._connection.execute(
                    update(notes)
                    .where(self._owned(), notes.c.id.in_(some), IS_TO_SORT)
                    .values(suggested_theme_id=theme_id)
                )

    def in_theme(self, theme_id: int, months: Months | None = None) -> Sequence[int]:
        """Return the ids of a theme's notes, newest first; deleted and merged ones without months.

        With `months`, only active ones that happened then.
        """
        conditions = [self._owned(), notes.c.theme_id == theme_id]
        if months is not None:
            conditions += [ACTIVE, notes.c.month.between(months.first, months.last)]
        newest = (notes.c.occurred_at.desc(), notes.c.id.desc())
        return self._connection.scalars(
            select(notes.c.id).where(*conditions).order_by(*newest)
        ).all()

    def to_sort(self, journey_id: int, months: Months | None, limit: int) -> Sequence[Note]:
        """Return pain points that nobody has sorted, newest first."""
        rows = self._connection.execute(
            self._select()
            .where(*self._pains(journey_id, months), IS_TO_SORT)
            .order_by(notes.c.occurred_at.desc(), notes.c.id.desc())
            .limit(limit)
        )
        return [note_from_row(row) for row in rows]

    def to_sort_after(self, journey_id: int, note_id: int, limit: int) -> Sequence[Note]:
        """Return pain points that nobody has sorted, with an id above one, by id."""
        rows = self._connection.execute(
            self._select()
            .where(*self._pains(journey_id, None), IS_TO_SORT, notes.c.id > note_id)
            .order_by(notes.c.id)
            .limit(limit)
        )
        return [note_from_row(row) for row in rows]

    def count_to_sort(self, journey_id: int, months: Months | None) -> int:
        """Return how many pain points nobody has sorted."""
        query = select(func.count()).where(*self._pains(journey_id, months), IS_TO_SORT)
        return self._connection.execute(query).scalar_one()

    def examples(self, journey_id: int, limit: int) -> Sequence[Note]:
        """Return the newest notes, of any kind, that people sorted."""
        by_people = notes.c.sorted_as.in_([SortedAs.SAID.value, SortedAs.ONCE.value])
        rows = self._connection.execute(
            self._select()
            .where(ACTIVE, notes.c.journey_id == journey_id, by_people)
            .order_by(notes.c.occurred_at.desc(), notes.c.id.desc())
            .limit(limit)
        )
        return [note_from_row(row) for row in rows]

    def vectors(self, note_ids: Collection[int], encoder: str) -> dict[int, bytes]:
        """Return the vectors that this encoder made of notes, by note id."""
        found: dict[int, bytes] = {}
        for some in _chunks(note_ids):
            rows = self._connection.execute(
                select(note_vectors.c.note_id, note_vectors.c.vector).where(
                    note_vectors.c.workspace_id == self._workspace,
                    note_vectors.c.encoder == encoder,
                    note_vectors.c.note_id.in_(some),
                )
            )
            found.update({row.note_id: row.vector for row in rows})
        return found

    def save_vectors(self, encoder: str, vectors: Mapping[int, bytes]) -> None:
        """Save the vectors of notes, in place of those there are."""
        for some in _chunks(vectors):
            mine = note_vectors.c.workspace_id == self._workspace
            self._connection.execute(
                delete(note_vectors).where(mine, note_vectors.c.note_id.in_(some))
            )
            self._connection.execute(
                insert(note_vectors),
                [
                    {
                        "workspace_id": self._workspace,
                        "note_id": note_id,
                        "encoder": encoder,
                        "vector": vectors[note_id],
                    }
                    for note_id in some
                ],
            )

    def _pains(self, journey_id: int, months: Months | None) -> tuple[ColumnElement[bool], ...]:
        then = notes.c.month.between(months.first, months.last) if months else true()
        return (
            self._owned(),
            notes.c.journey_id == journey_id,
            IS_PAIN,
            then,
        )

    def _owned(self) -> ColumnElement[bool]:
        return notes.c.workspace_id == self._workspace


class PainFigures(SortedNoteRepository):
    """The figures of pain points, counted by the database."""

    def count_pains(
        self, journey_id: int, now: Months, before: Months, persona: str | None = None
    ) -> PainCounts:
        """Return the counts of a period and of the one it is compared with.

        The latter lies before it, and need not be the one right before.
        """
        is_current = case((notes.c.month >= now.first, 1), else_=0)
        who = (notes.c.persona == persona,) if persona is not None else ()
        span = or_(
            notes.c.month.between(now.first, now.last),
            notes.c.month.between(before.first, before.last),
        )
        group = (notes.c.theme_id, notes.c.stage_id, notes.c.sorted_as, is_current)
        public_rank = case(
            (notes.c.private.is_(False), cast(SEVERITY, BigInteger) * QUOTE_FACTOR + notes.c.id)
        )
        rows = self._connection.execute(
            select(
                *group,
                func.count(),
                func.sum(SEVERITY),
                func.aggregate_strings(cast(notes.c.id, String), ","),
                func.max(public_rank),
            )
            .where(*self._pains(journey_id, None), *who, span)
            .group_by(*group)
        )
        current = (*self._pains(journey_id, now), *who)
        return PainCounts(
            counts=tuple(_pain_count(row) for row in rows),
            months=self._months_of_themes(journey_id, now.first, who),
            suggested=self._suggested(current),
            teams=self._teams(current),
            supporters=self._supporters(current),
        )

    def quotable(self, theme_id: int, months: Months, audience: Audience) -> Note | None:
        """Return the newest of a theme's most severe notes that an audience may read, or None."""
        row = self._connection.execute(
            self._select()
            .where(
                notes.c.theme_id == theme_id,
                ACTIVE,
                notes.c.month.between(months.first, months.last),
                readable(audience),
            )
            .order_by(SEVERITY.desc(), notes.c.id.desc())
            .limit(1)
        ).one_or_none()
        return note_from_row(row) if row else None

    def heaviest_once(
        self, journey_id: int, months: Months, audience: Audience, limit: int
    ) -> Sequence[Note]:
        """Return the most severe pain points that people said belong to no theme."""
        rows = self._connection.execute(
            self._select()
            .where(
                *self._pains(journey_id, months),
                notes.c.sorted_as == SortedAs.ONCE.value,
                readable(audience),
            )
            .order_by(SEVERITY.desc(), notes.c.occurred_at.desc(), notes.c.id.desc())
            .limit(limit)
        )
        return [note_from_row(row) for row in rows]

    def _months_of_themes(
        self, journey_id: int, before: int, who: tuple[ColumnElement[bool], ...]
    ) -> dict[int, frozenset[int]]:
        found: dict[Any, set[int]] = {}
        rows = self._connection.execute(
            select(notes.c.theme_id, notes.c.month)
            .where(
                *self._pains(journey_id, None),
                *who,
                notes.c.month < before,
                notes.c.theme_id.is_not(None),
            )
            .group_by(notes.c.theme_id, notes.c.month)
        )
        for theme_id, month in rows:
            found.setdefault(theme_id, set()).add(month)
        return {theme_id: frozenset(months) for theme_id, months in found.items()}

    def _suggested(self, current: tuple[ColumnElement[bool], ...]) -> frozenset[int]:
        query = (
            select(notes.c.suggested_theme_id)
            .where(*current, IS_TO_SORT, notes.c.suggested_theme_id.is_not(None))
            .distinct()
        )
        return frozenset(one for one in self._connection.scalars(query) if one is not None)

    def _teams(self, current: tuple[ColumnElement[bool], ...]) -> dict[int, tuple[str, ...]]:
        rows = self._connection.execute(
            select(notes.c.theme_id, notes.c.team)
            .where(*current, notes.c.theme_id.is_not(None), notes.c.team.is_not(None))
            .group_by(notes.c.theme_id, notes.c.team)
            .order_by(notes.c.theme_id, notes.c.team)
        )
        found: dict[Any, list[Any]] = {}
        for theme_id, team in rows:
            found.setdefault(theme_id, []).append(team)
        return {theme_id: tuple(teams) for theme_id, teams in found.items()}

    def _supporters(self, current: tuple[ColumnElement[bool], ...]) -> dict[int, int]:
        """Count supporters by theme; only notes that have any are looked at one by one."""
        merged = notes.alias("other")
        seen_by_others: Any = union(
            select(supporters.c.note_id).where(supporters.c.workspace_id == self._workspace),
            select(merged.c.counted_in).where(
                merged.c.workspace_id == self._workspace, merged.c.counted_in.is_not(None)
            ),
            select(notes.c.id).where(*current, notes.c.unnamed_supporters > 0),
        )
        rows = self._connection.execute(
            select(notes.c.theme_id, func.sum(supporter_count()))
            .where(*current, notes.c.theme_id.is_not(None), notes.c.id.in_(seen_by_others))
            .group_by(notes.c.theme_id)
        )
        return {int(theme_id or 0): int(count) for theme_id, count in rows}


def _pain_count(row: Row[*tuple[Any, ...]]) -> PainCount:
    theme_id, stage_id, sorted_as, is_current, n, score, ids, rank = row
    return PainCount(
        theme_id=theme_id,
        stage_id=stage_id,
        sorted_as=SortedAs(sorted_as) if sorted_as else None,
        is_current=bool(is_current),
        n=int(n),
        score=int(score),
        note_ids=ids,
        quote_id=rank % QUOTE_FACTOR if rank else None,
        quote_severity=rank // QUOTE_FACTOR if rank else 0,
    )


def _build_theme(row: Row[*tuple[Any, ...]]) -> Theme:
    return Theme(row.id, row.name, bool(row.muted), tuple(row.tracked or ()), row.created_by)


def _sorting_of(row: Row[*tuple[Any, ...]]) -> NoteSorting:
    return NoteSorting(row.theme_id, SortedAs(row.sorted_as) if row.sorted_as else None)


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


def _chunks(ids: Iterable[int]) -> Iterable[list[int]]:
    wanted = sorted(ids)
    return (wanted[start : start + IDS_AT_ONCE] for start in range(0, len(wanted), IDS_AT_ONCE))


def _by_value(values: Mapping[int, Any]) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = {}
    for key, value in values.items():
        found.setdefault(value, []).append(key)
    return found
