"""Personas and touchpoints, archived ones included, and the history of maps."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Table, func, insert, select, update

from domain.journey_map import Persona, Touchpoint
from domain.map_fields import part_from_values, plain_value
from domain.map_history import ChangeType, FieldChange, Snapshot, Subject, Version
from storage.repository import Repository
from storage.schema.map_parts import personas, stages, touchpoints, versions


def column_values(table: Table[Any], part: object) -> dict[str, Any]:
    """Return the values of a part's attributes that have a column of that name, but its id."""
    names = (column.key for column in table.c if column.key != "id")
    return {name: plain_value(getattr(part, name)) for name in names if hasattr(part, name)}


def row_values(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    """Return a row's values by column name."""
    return dict(row._mapping)  # noqa: SLF001 - public in SQLAlchemy, named so beside column names


P = TypeVar("P")


def part_from_row(part_type: type[P], row: Row[*tuple[Any, ...]]) -> P:
    """Build a part from the columns named like its attributes."""
    return part_from_values(part_type, row_values(row))


class MapPartRepository(Repository):
    """The personas and touchpoints of one workspace."""

    def personas(self, journey_id: int) -> Sequence[Persona]:
        """Return every persona of a journey, oldest first."""
        rows = self._connection.execute(
            select(personas)
            .where(personas.c.workspace_id == self._workspace, personas.c.journey_id == journey_id)
            .order_by(personas.c.id)
        )
        return [part_from_row(Persona, row) for row in rows]

    def touchpoints(self, journey_id: int) -> Sequence[Touchpoint]:
        """Return every touchpoint of a journey in the order of its stages."""
        rows = self._connection.execute(
            select(*touchpoints.c, stages.c.key.label("stage"))
            .join_from(
                touchpoints,
                stages,
                (stages.c.id == touchpoints.c.stage_id)
                & (stages.c.workspace_id == touchpoints.c.workspace_id),
            )
            .where(
                touchpoints.c.workspace_id == self._workspace,
                touchpoints.c.journey_id == journey_id,
            )
            .order_by(stages.c.position, touchpoints.c.id)
        )
        return [part_from_row(Touchpoint, row) for row in rows]

    def save_persona(self, journey_id: int, persona: Persona) -> int:
        """Insert (id 0) or update a persona; return its id."""
        values = column_values(personas, persona)
        return self._save(personas, journey_id, persona.id, values)

    def save_touchpoint(self, journey_id: int, stage_id: int, touchpoint: Touchpoint) -> int:
        """Insert (id 0) or update a touchpoint in a stage; return its id."""
        values = {**column_values(touchpoints, touchpoint), "stage_id": stage_id}
        return self._save(touchpoints, journey_id, touchpoint.id, values)

    def _save(self, table: Table[Any], journey_id: int, row_id: int, values: dict[str, Any]) -> int:
        mine = {"workspace_id": self._workspace, "journey_id": journey_id}
        if not row_id:
            row = insert(table).values(**mine, **values)
            new_id: int = self._connection.execute(row.returning(table.c.id)).scalar_one()
            return new_id
        where = (table.c.workspace_id == self._workspace) & (table.c.id == row_id)
        self._connection.execute(update(table).where(where).values(**values))
        return row_id


# Every column but the snapshot, which lists of versions do not need.
LISTED_COLUMNS = tuple(column for column in versions.c if column.key != "map")


class MapHistoryRepository(Repository):
    """The versions of one workspace's maps."""

    def add(self, journey_id: int, version: Version, snapshot: Snapshot) -> None:
        """Insert a change and the map after it."""
        self._connection.execute(
            insert(versions).values(
                workspace_id=self._workspace,
                journey_id=journey_id,
                number=version.number,
                at=version.at,
                author=version.author,
                action=version.change_type.value,
                subject_kind=version.subject.value,
                subject=version.subject_id,
                subject_name=version.subject_name,
                edits=[asdict(edit) for edit in version.edits],
                map=snapshot,
            )
        )

    def last_number(self, journey_id: int) -> int:
        """Return the number of the journey's last version, 0 before the first."""
        last = select(func.max(versions.c.number)).where(*self._of(journey_id))
        return self._connection.execute(last).scalar_one() or 0

    def since(
        self, journey_id: int, number: int, subject: Subject, subject_id: int
    ) -> Sequence[Version]:
        """Return the changes of one part after a version, oldest first."""
        rows = self._connection.execute(
            select(*LISTED_COLUMNS)
            .where(
                *self._of(journey_id),
                versions.c.number > number,
                versions.c.subject_kind == subject.value,
                versions.c.subject == subject_id,
            )
            .order_by(versions.c.number)
        )
        return [_version(row) for row in rows]

    def created_since(self, journey_id: int, subject: Subject, at: datetime) -> set[int]:
        """Return the ids of the parts of a kind that were created at an instant or later."""
        rows = self._connection.execute(
            select(versions.c.subject).where(
                *self._of(journey_id),
                versions.c.at >= at,
                versions.c.subject_kind == subject.value,
                versions.c.action == ChangeType.CREATED.value,
            )
        )
        return {row.subject for row in rows}

    def list_newest(self, journey_id: int, limit: int, offset: int = 0) -> Sequence[Version]:
        """Return the changes of a journey, newest first."""
        rows = self._connection.execute(
            select(*LISTED_COLUMNS)
            .where(*self._of(journey_id))
            .order_by(versions.c.number.desc())
            .limit(limit)
            .offset(offset)
        )
        return [_version(row) for row in rows]

    def as_of(self, journey_id: int, instant: datetime) -> Snapshot | None:
        """Return the map just before an instant, or None if no version is so old."""
        before = (
            select(versions.c.map)
            .where(*self._of(journey_id), versions.c.at < instant)
            .order_by(versions.c.number.desc())
            .limit(1)
        )
        return self._connection.execute(before).scalar_one_or_none()

    def _of(self, journey_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return versions.c.workspace_id == self._workspace, versions.c.journey_id == journey_id


def _version(row: Row[*tuple[Any, ...]]) -> Version:
    return Version(
        number=row.number,
        at=row.at,
        author=row.author,
        change_type=ChangeType(row.action),
        subject=Subject(row.subject_kind),
        subject_id=row.subject,
        subject_name=row.subject_name,
        edits=tuple(FieldChange(**edit) for edit in row.edits),
    )
