"""Journeys and their stages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update

from bot.domain.journey import DEFAULT_REVIEW_HOUR, Journey, Stage, Template
from storage.repositories.base import Repository
from storage.tables import journeys, stages, workspaces


class SqlJourneys(Repository):
    """The journeys of one workspace."""

    def ensure_workspace(self) -> bool:
        """Make sure the workspace has its row; true when this call made it.

        On PostgreSQL a second process waits here until the first has committed.
        """
        return self._inserted_first(workspaces, id=self._workspace)

    def default(self) -> Journey | None:
        """The workspace's default journey, null before the first use."""
        found = self._where(journeys.c.is_default)
        return found[0] if found else None

    def by_key(self, key: str) -> Journey | None:
        """The journey with that key."""
        found = self._where(journeys.c.key == key)
        return found[0] if found else None

    def by_id(self, journey_id: int) -> Journey | None:
        """The journey with that id."""
        found = self._where(journeys.c.id == journey_id)
        return found[0] if found else None

    def all(self) -> Sequence[Journey]:
        """Every journey, by key."""
        return self._where(journeys.c.id > 0)

    def add(self, template: Template, review_due_at: datetime, created_at: datetime) -> Journey:
        """Make the workspace's first journey from a template, in UTC, as its default."""
        row = insert(journeys).values(
            workspace_id=self._workspace,
            key=template.key,
            name=template.name,
            is_default=True,
            time_zone="UTC",
            fiscal_start_month=1,
            review_hour=DEFAULT_REVIEW_HOUR,
            review_due_at=review_due_at,
            created_at=created_at,
        )
        journey_id = self._connection.execute(row.returning(journeys.c.id)).scalar_one()
        self._connection.execute(
            insert(stages),
            [
                {
                    "workspace_id": self._workspace,
                    "journey_id": journey_id,
                    "key": key,
                    "name": name,
                    "position": position,
                }
                for position, (key, name) in enumerate(template.stage_keys())
            ],
        )
        return self._where(journeys.c.id == journey_id)[0]

    def set_home_channel(self, journey_id: int, channel: str) -> None:
        """Where the journey's reviews are posted (a Slack channel id)."""
        self._update(journey_id, home_channel=channel)

    def set_review_due(self, journey_id: int, due_at: datetime) -> None:
        """When the clock is to post the next review."""
        self._update(journey_id, review_due_at=due_at)

    def _update(self, journey_id: int, **values: Any) -> None:
        mine = (journeys.c.workspace_id == self._workspace) & (journeys.c.id == journey_id)
        self._connection.execute(update(journeys).where(mine).values(**values))

    def _where(self, condition: ColumnElement[bool]) -> list[Journey]:
        rows = self._connection.execute(
            select(journeys)
            .where(journeys.c.workspace_id == self._workspace, condition)
            .order_by(journeys.c.key)
        ).all()
        if not rows:
            return []
        by_journey: dict[int, list[Stage]] = {row.id: [] for row in rows}
        for stage in self._connection.execute(
            select(stages)
            .where(stages.c.workspace_id == self._workspace, stages.c.journey_id.in_(by_journey))
            .order_by(stages.c.position)
        ):
            by_journey[stage.journey_id].append(_stage(stage))
        return [_journey(row, by_journey[row.id]) for row in rows]


def _stage(row: Row[*tuple[Any, ...]]) -> Stage:
    return Stage(
        id=row.id,
        key=row.key,
        name=row.name,
        position=row.position,
        objective=row.objective,
        milestone=row.milestone,
        owner=row.owner,
    )


def _journey(row: Row[*tuple[Any, ...]], its_stages: list[Stage]) -> Journey:
    return Journey(
        id=row.id,
        key=row.key,
        name=row.name,
        time_zone=row.time_zone,
        fiscal_start_month=row.fiscal_start_month,
        review_hour=row.review_hour,
        home_channel=row.home_channel,
        stages=tuple(its_stages),
    )
