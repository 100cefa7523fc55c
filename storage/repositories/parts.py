"""What else stands on a map: personas and touchpoints, what is archived included."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Table, insert, select, update

from bot.domain.personas import Persona
from bot.domain.touchpoints import Touchpoint
from storage.repositories.base import Repository
from storage.tables import personas, stages, touchpoints


class SqlParts(Repository):
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
