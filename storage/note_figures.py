"""The figures of notes, counted by the database."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    bindparam,
    cast,
    func,
    or_,
    select,
    update,
)

from domain.note_filters import NoteFilter
from domain.notes import Note, NoteKind
from domain.periods import Months, Period
from domain.reviews import NamedKeys
from domain.trends import MoodSums
from storage.note_rows import (
    ACTIVE,
    NEGATIVE,
    OF_JOURNEY,
    POSITIVE,
    SAYS_MOOD,
    NoteRowMapper,
    note_from_row,
)
from storage.schema.map_parts import stages
from storage.schema.notes import NO_SCORE, notes

# Sums are made for each kind and declared feeling: what counts in which sum of MoodSums depends on
# these two. With the month and the stage before them they are groups in the order of an index, so
# that nothing has to be sorted.
KIND_GROUPS = (notes.c.kind, notes.c.feeling)

SUMS = (
    *KIND_GROUPS,
    func.count(),
    func.sum(notes.c.mood),
    func.sum(notes.c.mood * notes.c.mood),
    func.count().filter(notes.c.mood == NO_SCORE),
    func.count().filter(notes.c.mood <= NEGATIVE),
    func.count().filter(notes.c.mood >= POSITIVE),
)


def mood_sums(row: Sequence[Any]) -> MoodSums:
    """Return the MoodSums of a row of SUMS.

    An opportunity is a colleague's idea: it says how a customer felt only where that was declared.
    Unread notes are in the sums of the row as NO_SCORE, which is cheaper to take out here.
    """
    kind, feeling, *parts = row
    count, total, squares, unsupported, low, positive = (int(part or 0) for part in parts)
    if kind == NoteKind.OPPORTUNITY.value and feeling is None:
        return MoodSums(ideas=count)
    is_pain, n = kind == NoteKind.PAIN_POINT.value, count - unsupported
    return MoodSums(
        n=n,
        total=total - unsupported * NO_SCORE,
        squares=squares - unsupported * NO_SCORE**2,
        negative=low - unsupported,
        positive=positive,
        unsupported=unsupported,
        pain_points=n if is_pain else 0,
        filed=n if is_pain and feeling is None else 0,
    )


def add_up(found: dict[int | None, MoodSums], stage_id: int | None, row: Sequence[Any]) -> None:
    """Add a row of SUMS to those of its stage."""
    found[stage_id] = found.get(stage_id, MoodSums()) + mood_sums(row)


def _named_keys(column: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """Select the keys in a column, each with the last month up to `last` in which it was named.

    From one key to the next in the index: counting all notes would read them all.
    """
    first = select(func.min(column).label("key")).where(*OF_JOURNEY, column.is_not(None))
    keys = first.cte("keys", recursive=True)
    following = (
        select(func.min(column))
        .where(*OF_JOURNEY, column.is_not(None), column > keys.c["key"])
        .scalar_subquery()
    )
    every = keys.union_all(select(following).where(keys.c["key"].is_not(None)))
    last_month = (
        select(func.max(notes.c.month))
        .where(*OF_JOURNEY, column == every.c["key"], notes.c.month <= bindparam("last"))
        .scalar_subquery()
    )
    return select(every.c["key"], last_month).where(every.c["key"].is_not(None))


# Who wrote the newest notes is looked for among so many: counting all would read them all.
MAX_AUTHORS_OF = 2_000

# What notes can be counted by.
NoteColumn = Literal["author", "team", "persona", "channel", "touchpoint"]

# In the order of the fields of NamedKeys.
KEYS_BY_COLUMN = tuple(map(_named_keys, (notes.c.team, notes.c.persona, notes.c.channel)))


class NoteFigures(NoteRowMapper):
    """The figures of one workspace's notes."""

    def moods(
        self, journey_id: int, months: Months, persona: str | None = None
    ) -> dict[int | None, MoodSums]:
        """Return sums over the notes of some months by stage id; None is the unsorted ones."""
        conditions = self._matching(journey_id, NoteFilter(months=months, persona=persona))
        rows = self._connection.execute(
            select(notes.c.stage_id, *SUMS)
            .where(*conditions)
            .group_by(notes.c.month, notes.c.stage_id, *KIND_GROUPS)
        )
        found: dict[int | None, MoodSums] = {}
        for stage_id, *sums in rows:
            add_up(found, stage_id, sums)
        return found

    def moods_matching(self, journey_id: int, filters: NoteFilter) -> dict[int | None, MoodSums]:
        """Return sums over the notes that match, by stage id; None is the unsorted ones."""
        rows = self._connection.execute(
            select(notes.c.stage_id, *SUMS)
            .where(*self._matching(journey_id, filters))
            .group_by(notes.c.stage_id, *KIND_GROUPS)
        )
        found: dict[int | None, MoodSums] = {}
        for stage_id, *sums in rows:
            add_up(found, stage_id, sums)
        return found

    def moods_by(
        self, column: NoteColumn, journey_id: int, filters: NoteFilter
    ) -> dict[str | None, MoodSums]:
        """Return sums over the notes that match, by author, team …; None is those without one."""
        by = notes.c[column]
        rows = self._connection.execute(
            select(by, *SUMS).where(*self._matching(journey_id, filters)).group_by(by, *KIND_GROUPS)
        )
        found: dict[str | None, MoodSums] = {}
        for key, *sums in rows:
            found[key] = found.get(key, MoodSums()) + mood_sums(sums)
        return found

    def recent_authors(self, journey_id: int, limit: int) -> Sequence[str]:
        """Return the Slack user ids of who wrote the newest notes of a journey, at most `limit`."""
        newest = (
            select(notes.c.author)
            .where(*self._matching(journey_id, NoteFilter()))
            .order_by(notes.c.occurred_at.desc(), notes.c.id.desc())
            .limit(MAX_AUTHORS_OF)
            .subquery()
        )
        found = self._connection.scalars(
            select(newest.c.author)
            .where(newest.c.author.is_not(None))
            .group_by(newest.c.author)
            .order_by(func.count().desc(), newest.c.author)
            .limit(limit)
        )
        return [str(author) for author in found]

    def ids_matching(self, journey_id: int, filters: NoteFilter, limit: int) -> Sequence[int]:
        """Return the ids of the notes that match, newest first."""
        return self._connection.scalars(
            select(notes.c.id)
            .where(*self._matching(journey_id, filters))
            .order_by(notes.c.occurred_at.desc(), notes.c.id.desc())
            .limit(limit)
        ).all()

    def first_and_last(
        self, journey_id: int, filters: NoteFilter
    ) -> tuple[datetime, datetime] | None:
        """Return when the first and the last of the notes that match happened, None without any."""
        at = notes.c.occurred_at
        query = select(func.min(at), func.max(at)).where(*self._matching(journey_id, filters))
        first, last = self._connection.execute(query).one()
        return None if first is None else (first, last)

    def moods_between(
        self, journey_id: int, stage: str | None, start: datetime, end: datetime
    ) -> MoodSums:
        """Return sums over start ≤ t < end, in a stage by its key or in the whole journey."""
        conditions = [
            *self._matching(journey_id, NoteFilter()),
            notes.c.occurred_at >= start,
            notes.c.occurred_at < end,
        ]
        if stage is not None:
            named = select(stages.c.id).where(
                stages.c.workspace_id == self._workspace,
                stages.c.journey_id == journey_id,
                stages.c.key == stage,
            )
            conditions.append(notes.c.stage_id == named.scalar_subquery())
        rows = self._connection.execute(select(*SUMS).where(*conditions).group_by(*KIND_GROUPS))
        return sum(map(mood_sums, rows), start=MoodSums())

    def by_month(
        self, months: Mapping[int, Months]
    ) -> dict[int, dict[int, dict[int | None, MoodSums]]]:
        """Return journey id → month → sums by stage id, for the given months of each journey.

        One query however many journeys there are.
        """
        if not months:
            return {}
        conditions = or_(
            *(
                (notes.c.journey_id == journey) & notes.c.month.between(some.first, some.last)
                for journey, some in months.items()
            )
        )
        found: dict[int, dict[int, dict[int | None, MoodSums]]] = {}
        for journey, month, stage_id, *sums in self._connection.execute(
            select(notes.c.journey_id, notes.c.month, notes.c.stage_id, *SUMS)
            .where(notes.c.workspace_id == self._workspace, ACTIVE, conditions)
            .group_by(notes.c.journey_id, notes.c.month, notes.c.stage_id, *KIND_GROUPS)
        ):
            add_up(found.setdefault(journey, {}).setdefault(month, {}), stage_id, sums)
        return found

    def unsorted(self, journey_ids: Sequence[int], limit: int) -> Sequence[tuple[int, Note]]:
        """Return the newest unsorted notes of journeys, each with the id of its journey."""
        rows = self._connection.execute(
            self._select()
            .where(ACTIVE, notes.c.journey_id.in_(journey_ids), notes.c.stage_id.is_(None))
            .order_by(notes.c.occurred_at.desc(), notes.c.id.desc())
            .limit(limit)
        )
        return [(row.journey_id, note_from_row(row)) for row in rows]

    def count_unsorted(self, journey_ids: Sequence[int]) -> dict[int, int]:
        """Return the number of unsorted notes by journey id."""
        rows = self._connection.execute(
            select(notes.c.journey_id, func.count())
            .where(
                notes.c.workspace_id == self._workspace,
                notes.c.journey_id.in_(journey_ids),
                notes.c.stage_id.is_(None),
                ACTIVE,
            )
            .group_by(notes.c.journey_id)
        )
        return {journey: int(count) for journey, count in rows}

    def span(self, journey_id: int) -> tuple[datetime, datetime] | None:
        """Return when the first and the last note of a journey happened, None if there are none.

        Deleted notes count: once restored, they must be in their month.
        """
        first, last = self._connection.execute(
            select(func.min(notes.c.occurred_at), func.max(notes.c.occurred_at)).where(
                notes.c.workspace_id == self._workspace, notes.c.journey_id == journey_id
            )
        ).one()
        return None if first is None or last is None else (first, last)

    def set_month(self, journey_id: int, month: Period) -> None:
        """Set the month of the notes that happened in it.

        Deleted ones too.
        """
        number = month.months.first
        self._connection.execute(
            update(notes)
            .where(
                notes.c.workspace_id == self._workspace,
                notes.c.journey_id == journey_id,
                notes.c.occurred_at >= month.start,
                notes.c.occurred_at < month.end,
                notes.c.month != number,
            )
            .values(month=number)
        )

    def named_keys(self, journey_id: int, months: Months) -> tuple[NamedKeys, NamedKeys]:
        """Return the teams, personas and channels that notes name: up to these months, and in them.

        Each key is a few steps in an index, however many notes name it.
        """
        found = [
            self._run(statement, journey=journey_id, last=months.last).all()
            for statement in KEYS_BY_COLUMN
        ]
        ever = ([key for key, month in rows if month is not None] for rows in found)
        now = (
            [key for key, month in rows if month is not None and month >= months.first]
            for rows in found
        )
        return NamedKeys(*map(frozenset, ever)), NamedKeys(*map(frozenset, now))

    def happiest(self, journey_id: int, months: Months, limit: int) -> Sequence[Note]:
        """Return the happiest notes of some months, the newest of equals first."""
        # Chosen in an index; only those are fetched.
        best = (
            select(notes.c.id)
            .where(
                *self._matching(journey_id, NoteFilter(months=months)),
                notes.c.mood >= POSITIVE,
                SAYS_MOOD,
            )
            .order_by(notes.c.mood.desc(), notes.c.id.desc())
            .limit(limit)
        )
        rows = self._connection.execute(
            self._select()
            .where(notes.c.id.in_(best))
            .order_by(notes.c.mood.desc(), notes.c.id.desc())
        )
        return [note_from_row(row) for row in rows]

    def named_moods(
        self, journey_id: int, months: Months
    ) -> tuple[dict[str, MoodSums], dict[str, MoodSums]]:
        """Return sums over the notes of some months by persona, and by touchpoint."""
        named = (notes.c.persona, notes.c.touchpoint)
        rows = self._connection.execute(
            select(*named, *SUMS)
            .where(
                *self._matching(journey_id, NoteFilter(months=months)),
                or_(*(column.is_not(None) for column in named)),
            )
            .group_by(notes.c.month, *named, *KIND_GROUPS)
        )
        personas: dict[str, MoodSums] = {}
        touchpoints: dict[str, MoodSums] = {}
        for persona, touchpoint, *parts in rows:
            sums = mood_sums(parts)
            for key, found in ((persona, personas), (touchpoint, touchpoints)):
                if key is not None:
                    found[key] = found.get(key, MoodSums()) + sums
        return personas, touchpoints

    def opportunities_by_theme(
        self, journey_id: int, months: Months
    ) -> Sequence[tuple[int | None, int, str]]:
        """Return theme id (None: in none), number and ids (`1,2`) of opportunities, most first."""
        rows = self._connection.execute(
            select(
                notes.c.theme_id,
                func.count(),
                func.aggregate_strings(cast(notes.c.id, String), ","),
            )
            .where(
                *self._matching(journey_id, NoteFilter(months=months, kind=NoteKind.OPPORTUNITY))
            )
            .group_by(notes.c.month, notes.c.theme_id)
        )
        found: dict[int | None, tuple[int, list[str]]] = {}
        for theme_id, n, ids in rows:
            count, lists = found.get(theme_id, (0, []))
            found[theme_id] = count + int(n), [*lists, ids]
        by_size = sorted(found, key=lambda one: (one is None, -found[one][0], one or 0))
        return [(one, found[one][0], ",".join(found[one][1])) for one in by_size]

    def public_pain_texts(self, journey_id: int, months: Months, limit: int) -> Sequence[str]:
        """Return the texts of the newest pain points that everybody may read."""
        pains = NoteFilter(months=months, kind=NoteKind.PAIN_POINT)
        # Chosen from the index alone: reading every text only to sort it takes longer.
        newest = (
            select(notes.c.id)
            .where(*self._matching(journey_id, pains), notes.c.private.is_(False))
            .order_by(notes.c.id.desc())
            .limit(limit)
            .subquery()
        )
        mine = notes.c.workspace_id == self._workspace
        return self._connection.scalars(
            select(notes.c.text)
            .where(mine, notes.c.id.in_(select(newest.c.id)))
            .order_by(notes.c.id.desc())
        ).all()
