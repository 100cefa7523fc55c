"""What else stands on a map: personas and touchpoints, what is archived included."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, func, insert, select, update

from domain.journey_map import Persona, Touchpoint
from domain.map_history import ChangeType, FieldChange, Snapshot, Subject, Version
from storage.repository import Repository
from storage.schema import personas, stages, touchpoints, versions


class MapPartRepository(Repository):
    """The personas and touchpoints of one workspace."""

    def personas(self, journey_id: int) -> Sequence[Persona]:
        """Every persona of a journey, in the order in which they were made."""
        rows = self._connection.execute(
            select(personas)
            .where(personas.c.workspace_id == self._workspace, personas.c.journey_id == journey_id)
            .order_by(personas.c.id)
        )
        return [_persona(row) for row in rows]

    def touchpoints(self, journey_id: int) -> Sequence[Touchpoint]:
        """Every touchpoint of a journey in the order of its stages."""
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
        return [_touchpoint(row) for row in rows]

    def save_persona(self, journey_id: int, persona: Persona) -> int:
        """Make a persona (id 0) or keep a changed one; returns its id."""
        values = {
            "key": persona.key,
            "name": persona.name,
            "demographics": persona.demographics,
            "goals": persona.goals,
            "pain_points": persona.pain_points,
            "behaviours": persona.behaviours,
            "preferences": persona.preferences,
            "archived": persona.archived,
        }
        return self._save(personas, journey_id, persona.id, values)

    def save_touchpoint(self, journey_id: int, stage_id: int, touchpoint: Touchpoint) -> int:
        """Make a touchpoint (id 0) in a stage or keep a changed one; returns its id."""
        values = {
            "stage_id": stage_id,
            "key": touchpoint.key,
            "name": touchpoint.name,
            "channel": touchpoint.channel,
            "physical": touchpoint.physical,
            "team": touchpoint.team,
            "archived": touchpoint.archived,
        }
        return self._save(touchpoints, journey_id, touchpoint.id, values)

    def _save(self, table: Table[Any], journey_id: int, row_id: int, values: dict[str, Any]) -> int:
        mine = {"workspace_id": self._workspace, "journey_id": journey_id}
        if not row_id:
            row = insert(table).values(**mine, **values)
            made: int = self._connection.execute(row.returning(table.c.id)).scalar_one()
            return made
        where = (table.c.workspace_id == self._workspace) & (table.c.id == row_id)
        self._connection.execute(update(table).where(where).values(**values))
        return row_id


def _persona(row: Row[*tuple[Any, ...]]) -> Persona:
    return Persona(
        id=row.id,
        key=row.key,
        name=row.name,
        demographics=row.demographics,
        goals=row.goals,
        pain_points=row.pain_points,
        behaviours=row.behaviours,
        preferences=row.preferences,
        archived=row.archived,
    )


def _touchpoint(row: Row[*tuple[Any, ...]]) -> Touchpoint:
    return Touchpoint(
        id=row.id,
        key=row.key,
        name=row.name,
        stage=row.stage,
        channel=row.channel,
        physical=row.physical,
        team=row.team,
        archived=row.archived,
    )


# Everything of a version but the map: lists of versions need not carry maps about.
SAID = tuple(column for column in versions.c if column.key != "map")


class MapHistoryRepository(Repository):
    """The versions of one workspace's maps."""

    def add(self, journey_id: int, version: Version, kept: Snapshot) -> None:
        """Keep a change and the map after it."""
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
                map=kept,
            )
        )

    def last_number(self, journey_id: int) -> int:
        """The number of the journey's last version, 0 before the first."""
        last = select(func.max(versions.c.number)).where(*self._of(journey_id))
        return self._connection.execute(last).scalar_one() or 0

    def since(
        self, journey_id: int, number: int, subject: Subject, subject_id: int
    ) -> Sequence[Version]:
        """What was done to one part after a version, oldest first."""
        rows = self._connection.execute(
            select(*SAID)
            .where(
                *self._of(journey_id),
                versions.c.number > number,
                versions.c.subject_kind == subject.value,
                versions.c.subject == subject_id,
            )
            .order_by(versions.c.number)
        )
        return [_version(row) for row in rows]

    def listed(self, journey_id: int, limit: int, offset: int = 0) -> Sequence[Version]:
        """The changes of a journey, newest first."""
        rows = self._connection.execute(
            select(*SAID)
            .where(*self._of(journey_id))
            .order_by(versions.c.number.desc())
            .limit(limit)
            .offset(offset)
        )
        return [_version(row) for row in rows]

    def as_of(self, journey_id: int, instant: datetime) -> Snapshot | None:
        """The map as it stood just before an instant, null where no version is so old."""
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
