"""Journeys with their stages, and the channels they are meant in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, true, update

from domain.journeys import (
    DEFAULT_REVIEW_HOUR,
    DEFAULT_TEAMS,
    Editors,
    Journey,
    MessageSign,
    Milestone,
    Stage,
    Template,
)
from domain.notes import DEFAULT_REACTIONS, Reactions
from domain.periods import Cadence, ReviewDay
from storage.repository import Repository
from storage.schema import bindings, journeys, stages, workspaces


class JourneyRepository(Repository):
    """The journeys of one workspace."""

    def ensure_workspace(self) -> bool:
        """Make sure the workspace has its row; true when this call made it.

        On PostgreSQL a second process waits here until the first has committed.
        """
        return self._inserted_first(workspaces, id=self._workspace)

    def lock_workspace(self) -> None:
        """Keep other writers from beginning the workspace until this transaction ends."""
        mine = select(workspaces.c.id).where(workspaces.c.id == self._workspace)
        # PostgreSQL's NO KEY UPDATE: rows that refer to the workspace are added all the same. Who
        # adds one may hold the journey's lock, for which whoever holds this one waits next.
        self._connection.execute(mine.with_for_update(key_share=True))

    def default(self) -> Journey | None:
        """The workspace's default journey, null before the first use."""
        return self._first(journeys.c.is_default)

    def by_key(self, key: str) -> Journey | None:
        """The journey with that key, archived or not."""
        return self._first(journeys.c.key == key)

    def by_id(self, journey_id: int) -> Journey | None:
        """The journey with that id."""
        return self._first(journeys.c.id == journey_id)

    def bound(self, channel: str) -> Journey | None:
        """The journey that is meant in that channel."""
        journey_id = select(bindings.c.journey_id).where(
            bindings.c.workspace_id == self._workspace, bindings.c.channel == channel
        )
        return self._first(journeys.c.id == journey_id.scalar_subquery())

    def all(self, *, archived: bool = False) -> Sequence[Journey]:
        """The journeys in use, or those archived, by key."""
        return self._where(journeys.c.archived.is_(archived))

    def locked(self, journey_id: int) -> Journey | None:
        """The journey, kept from other writers until this transaction ends."""
        row = self._mine(journey_id)
        self._connection.execute(select(journeys.c.id).where(row).with_for_update())
        return self.by_id(journey_id)

    def add(
        self,
        template: Template,
        review_due_at: datetime,
        created_at: datetime,
        *,
        is_default: bool = True,
    ) -> Journey:
        """Make a journey from a template, in UTC with calendar quarters."""
        row = insert(journeys).values(
            workspace_id=self._workspace,
            key=template.key,
            name=template.name,
            is_default=is_default,
            time_zone="UTC",
            fiscal_start_month=1,
            review_hour=DEFAULT_REVIEW_HOUR,
            review_day=ReviewDay.WEEKDAY.value,
            cadence=Cadence.QUARTERLY.value,
            editors=Editors.OWNERS.value,
            reminders=True,
            pulse=False,
            archived=False,
            review_due_at=review_due_at,
            # Looked at once, it knows its next time.
            nudge_due_at=created_at,
            created_at=created_at,
        )
        journey_id = self._connection.execute(row.returning(journeys.c.id)).scalar_one()
        for position, (key, name) in enumerate(template.stage_keys()):
            self.add_stage(journey_id, Stage(0, key, name, position))
        return self._where(journeys.c.id == journey_id)[0]

    def change(self, journey: Journey) -> None:
        """Keep everything about a journey but its stages and teams."""
        if journey.is_default:
            others = (journeys.c.workspace_id == self._workspace) & (journeys.c.id != journey.id)
            self._connection.execute(update(journeys).where(others).values(is_default=False))
        self._update(
            journey.id,
            key=journey.key,
            name=journey.name,
            is_default=journey.is_default,
            time_zone=journey.time_zone,
            fiscal_start_month=journey.fiscal_start_month,
            review_hour=journey.review_hour,
            review_day=journey.review_day.value,
            review_date=journey.review_date,
            cadence=journey.cadence.value,
            home_channel=journey.home_channel,
            scope=journey.scope,
            goal=journey.goal,
            owner=journey.owner,
            editors=journey.editors.value,
            reminders=journey.reminders,
            pulse=journey.pulse,
            archived=journey.archived,
        )

    def set_home_channel(self, journey_id: int, channel: str) -> None:
        """Where the journey's reviews are posted (a Slack channel id)."""
        self._update(journey_id, home_channel=channel)

    def set_review_due(self, journey_id: int, due_at: datetime) -> None:
        """When the clock is to post the next review."""
        self._update(journey_id, review_due_at=due_at)

    def set_customs(
        self, teams: Sequence[str], reactions: Reactions, message_sign: MessageSign
    ) -> None:
        """The teams the workspace names, and how it saves messages."""
        mine = workspaces.c.id == self._workspace
        self._connection.execute(
            update(workspaces)
            .where(mine)
            .values(
                teams=list(teams),
                reactions=[list(pair) for pair in reactions],
                message_sign=message_sign.value,
            )
        )

    def bind(self, channel: str, journey_id: int) -> None:
        """Have a journey meant in a channel, in place of whichever was."""
        here = (bindings.c.workspace_id == self._workspace) & (bindings.c.channel == channel)
        values = {"workspace_id": self._workspace, "channel": channel, "journey_id": journey_id}
        if not self._inserted_first(bindings, **values):
            self._connection.execute(update(bindings).where(here).values(journey_id=journey_id))

    def channels(self) -> dict[str, int]:
        """Every bound channel with the id of its journey."""
        rows = select(bindings.c.channel, bindings.c.journey_id).where(
            bindings.c.workspace_id == self._workspace
        )
        return {row.channel: row.journey_id for row in self._connection.execute(rows)}

    def add_stage(self, journey_id: int, stage: Stage) -> int:
        """Make a stage; returns its id."""
        row = insert(stages).values(
            workspace_id=self._workspace, journey_id=journey_id, **_stage_values(stage)
        )
        return self._connection.execute(row.returning(stages.c.id)).scalar_one()

    def change_stage(self, stage: Stage) -> None:
        """Keep everything about a stage."""
        mine = (stages.c.workspace_id == self._workspace) & (stages.c.id == stage.id)
        self._connection.execute(update(stages).where(mine).values(**_stage_values(stage)))

    def _mine(self, journey_id: int) -> ColumnElement[bool]:
        return (journeys.c.workspace_id == self._workspace) & (journeys.c.id == journey_id)

    def _update(self, journey_id: int, **values: Any) -> None:
        self._connection.execute(update(journeys).where(self._mine(journey_id)).values(**values))

    def _first(self, condition: ColumnElement[bool]) -> Journey | None:
        found = self._where(condition)
        return found[0] if found else None

    def _where(self, condition: ColumnElement[bool]) -> list[Journey]:
        rows = self._connection.execute(
            select(
                *journeys.c,
                workspaces.c.teams,
                workspaces.c.reactions,
                workspaces.c.message_sign,
            )
            .join_from(journeys, workspaces, workspaces.c.id == journeys.c.workspace_id)
            .where(journeys.c.workspace_id == self._workspace, condition)
            .order_by(journeys.c.key)
        ).all()
        by_journey: dict[int, list[Stage]] = {row.id: [] for row in rows}
        for stage in self._connection.execute(
            select(stages)
            .where(
                stages.c.workspace_id == self._workspace,
                stages.c.journey_id.in_(by_journey) if by_journey else ~true(),
            )
            .order_by(stages.c.position, stages.c.id)
        ):
            by_journey[stage.journey_id].append(_stage(stage))
        return [_journey(row, by_journey[row.id]) for row in rows]


def _reactions(kept: list[list[str]] | None) -> Reactions:
    if kept is None:
        return DEFAULT_REACTIONS
    return tuple((emoji, kind) for emoji, kind in kept)


def _stage_values(stage: Stage) -> dict[str, Any]:
    return {
        "key": stage.key,
        "name": stage.name,
        "position": stage.position,
        "objective": stage.objective,
        "milestone": stage.milestone,
        "milestone_state": stage.milestone_state.value,
        "milestone_since": stage.milestone_since,
        "owner": stage.owner,
        "archived": stage.archived,
    }


def _stage(row: Row[*tuple[Any, ...]]) -> Stage:
    return Stage(
        id=row.id,
        key=row.key,
        name=row.name,
        position=row.position,
        objective=row.objective,
        milestone=row.milestone,
        milestone_state=Milestone(row.milestone_state),
        milestone_since=row.milestone_since,
        owner=row.owner,
        archived=row.archived,
    )


def _journey(row: Row[*tuple[Any, ...]], its_stages: list[Stage]) -> Journey:
    return Journey(
        id=row.id,
        key=row.key,
        name=row.name,
        time_zone=row.time_zone,
        fiscal_start_month=row.fiscal_start_month,
        review_hour=row.review_hour,
        review_day=ReviewDay(row.review_day),
        review_date=row.review_date,
        cadence=Cadence(row.cadence),
        home_channel=row.home_channel,
        stages=tuple(stage for stage in its_stages if not stage.archived),
        archived_stages=tuple(stage for stage in its_stages if stage.archived),
        scope=row.scope,
        goal=row.goal,
        owner=row.owner,
        editors=Editors(row.editors),
        reminders=row.reminders,
        pulse=row.pulse,
        is_default=row.is_default,
        archived=row.archived,
        teams=DEFAULT_TEAMS if row.teams is None else tuple(row.teams),
        reactions=_reactions(row.reactions),
        message_sign=MessageSign(row.message_sign),
        review_due_at=row.review_due_at,
        created_at=row.created_at,
    )
