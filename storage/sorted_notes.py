"""Queries of which notes belong to which theme: to sort them, and to count pains."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    and_,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    true,
    union,
    update,
)
from sqlalchemy.types import String

from domain.access import Audience
from domain.note_filters import NoteFilter
from domain.notes import DEFAULT_SEVERITY, Note, NoteKind
from domain.periods import Months
from domain.themes import (
    NoteSorting,
    PainCount,
    PainCounts,
    PlacedNote,
    SortedAs,
)
from storage.note_history import supporter_count
from storage.note_rows import ACTIVE, NoteRowMapper, note_from_row, readable
from storage.schema.journeys import journeys
from storage.schema.notes import note_vectors, notes, supporters

SEVERITY = func.coalesce(notes.c.severity, DEFAULT_SEVERITY)

# Severity and id in one number, so that one aggregate finds the newest of the most severe.
QUOTE_FACTOR = 10**12

# As many ids as every database takes in one statement.
IDS_AT_ONCE = 500

IS_TO_SORT = notes.c.theme_id.is_(None) & notes.c.sorted_as.is_(None)

IS_PAIN = (notes.c.kind == NoteKind.PAIN_POINT.value) & ACTIVE

# By journey, so that the themes' index finds them: it is asked every few seconds.
WITH_NOTES_TO_SORT = (
    select(journeys.c.workspace_id, journeys.c.id)
    .where(
        select(notes.c.id)
        .where(
            notes.c.workspace_id == journeys.c.workspace_id,
            notes.c.journey_id == journeys.c.id,
            IS_PAIN,
            IS_TO_SORT,
        )
        .exists()
    )
    .order_by(journeys.c.workspace_id, journeys.c.id)
)


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

    def placed(self, journey_id: int, months: Months | None) -> Sequence[PlacedNote]:
        """Return the notes of any kind that are sorted, and the pain points that are not, by id."""
        is_shown = or_(notes.c.kind == NoteKind.PAIN_POINT.value, notes.c.sorted_as.is_not(None))
        conditions = [self._owned(), notes.c.journey_id == journey_id, ACTIVE, is_shown]
        if months is not None:
            conditions.append(notes.c.month.between(months.first, months.last))
        rows = self._connection.execute(
            select(notes.c.id, notes.c.stage_id, notes.c.theme_id, notes.c.sorted_as)
            .where(*conditions)
            .order_by(notes.c.id)
        )
        return [PlacedNote(row.id, row.stage_id, _sorting_of(row)) for row in rows]

    def unsaid(self, journey_id: int, months: Months | None) -> Sequence[int]:
        """Return the ids of pain points that no person has sorted, oldest first."""
        joined = notes.c.sorted_as == SortedAs.JOINED.value
        return self._connection.scalars(
            select(notes.c.id)
            .where(*self._pains(journey_id, months), or_(IS_TO_SORT, joined))
            .order_by(notes.c.occurred_at, notes.c.id)
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
        # The first condition bounds the search in the index.
        span = and_(
            notes.c.month.between(before.first, now.last),
            or_(notes.c.month >= now.first, notes.c.month <= before.last),
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

    def count_matching(
        self, journey_id: int, filters: NoteFilter, *, is_current: bool
    ) -> tuple[PainCount, ...]:
        """Return the counts of the pain points that match, by theme, stage and sorting.

        `is_current` is what is said of them: that they are of the period asked about, not before.
        """
        group = (notes.c.theme_id, notes.c.stage_id, notes.c.sorted_as)
        rows = self._connection.execute(
            select(
                *group,
                literal(is_current),
                func.count(),
                func.sum(SEVERITY),
                func.aggregate_strings(cast(notes.c.id, String), ","),
                null(),
            )
            .where(*self._matching(journey_id, filters), IS_PAIN)
            .group_by(*group)
        )
        return tuple(_pain_count(row) for row in rows)

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


def _sorting_of(row: Row[*tuple[Any, ...]]) -> NoteSorting:
    return NoteSorting(row.theme_id, SortedAs(row.sorted_as) if row.sorted_as else None)


def _chunks(ids: Iterable[int]) -> Iterable[list[int]]:
    wanted = sorted(ids)
    return (wanted[start : start + IDS_AT_ONCE] for start in range(0, len(wanted), IDS_AT_ONCE))


def _by_value(values: Mapping[int, Any]) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = {}
    for key, value in values.items():
        found.setdefault(value, []).append(key)
    return found
