"""Journeys with their stages, and the channels that use them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Row,
    Select,
    bindparam,
    func,
    insert,
    select,
    update,
)

from domain.journeys import (
    DEFAULT_REVIEW_HOUR,
    Editors,
    Journey,
    MessageSign,
    Stage,
    Template,
)
from domain.map_fields import part_from_values
from domain.notes import Reactions
from domain.periods import Cadence, ReviewDay
from storage.map_parts import column_values, part_from_row, row_values
from storage.repository import Repository
from storage.schema.journeys import bindings, journeys, workspaces
from storage.schema.map_parts import stages

JourneyRow = Row[*tuple[Any, ...]]

WORKSPACE_SETTINGS = ("teams", "reactions", "message_sign")

# Columns that are written on their own.
CLOCK_COLUMNS = frozenset({"review_due_at", "created_at"})

_WORKSPACE: BindParameter[str] = bindparam("workspace")

JOURNEYS: Select[*tuple[Any, ...]] = (
    select(*journeys.c, workspaces.c.teams, workspaces.c.reactions, workspaces.c.message_sign)
    .join_from(journeys, workspaces, workspaces.c.id == journeys.c.workspace_id)
    .where(journeys.c.workspace_id == _WORKSPACE)
    .order_by(journeys.c.key)
)

DEFAULT_JOURNEY = JOURNEYS.where(journeys.c.is_default)

JOURNEY_BY_KEY = JOURNEYS.where(journeys.c.key == bindparam("journey_key"))

JOURNEY_BY_ID = JOURNEYS.where(journeys.c.id == bindparam("journey"))

JOURNEYS_BY_ARCHIVED = JOURNEYS.where(journeys.c.archived == bindparam("is_archived"))

_BINDING = select(bindings.c.journey_id).where(
    bindings.c.workspace_id == _WORKSPACE, bindings.c.channel == bindparam("used_in")
)

JOURNEY_BY_CHANNEL = JOURNEYS.where(journeys.c.id == _BINDING.scalar_subquery())

_others = journeys.alias("others")

# The channel's journey, else the default one, locked.
JOURNEY_FOR_CHANNEL = JOURNEYS.where(
    journeys.c.id
    == func.coalesce(
        select(_others.c.id)
        .where(
            _others.c.workspace_id == _WORKSPACE,
            _others.c.archived.is_(False),
            _others.c.id == _BINDING.scalar_subquery(),
        )
        .scalar_subquery(),
        select(_others.c.id)
        .where(_others.c.workspace_id == _WORKSPACE, _others.c.is_default)
        .scalar_subquery(),
    )
).with_for_update(of=journeys)

STAGES = (
    select(stages)
    .where(
        stages.c.workspace_id == _WORKSPACE,
        stages.c.journey_id.in_(bindparam("journeys", expanding=True)),
    )
    .order_by(stages.c.position, stages.c.id)
)

JOURNEY_LOCK = (
    select(journeys.c.id)
    .where(journeys.c.workspace_id == _WORKSPACE, journeys.c.id == bindparam("journey"))
    .with_for_update()
)


class JourneyRepository(Repository):
    """The journeys of one workspace."""

    def ensure_workspace(self) -> bool:
        """Insert the workspace's row unless it is there; return whether this call did.

        On PostgreSQL a second process waits here until the first has committed.
        """
        return self._inserted_first(workspaces, id=self._workspace)

    def lock_workspace(self) -> None:
        """Lock the workspace until the end of the transaction."""
        mine = select(workspaces.c.id).where(workspaces.c.id == self._workspace)
        # PostgreSQL's NO KEY UPDATE: rows that refer to the workspace are added all the same. Who
        # adds one may hold the journey's lock, which the holder of this one waits for next.
        self._connection.execute(mine.with_for_update(key_share=True))

    def default(self) -> Journey | None:
        """Return the workspace's default journey, or None before the first use."""
        return self._first(DEFAULT_JOURNEY)

    def by_key(self, key: str) -> Journey | None:
        """Return the journey with that key, archived or not, or None."""
        return self._first(JOURNEY_BY_KEY, journey_key=key)

    def by_id(self, journey_id: int) -> Journey | None:
        """Return the journey with that id, or None."""
        return self._first(JOURNEY_BY_ID, journey=journey_id)

    def by_channel(self, channel: str) -> Journey | None:
        """Return the journey that the channel uses, or None."""
        return self._first(JOURNEY_BY_CHANNEL, used_in=channel)

    def all(self, *, archived: bool = False) -> Sequence[Journey]:
        """Return the journeys in use, or the archived ones, by key."""
        return self._read(JOURNEYS_BY_ARCHIVED, is_archived=archived)

    def lock(self, journey_id: int) -> Journey | None:
        """Lock the journey until this transaction ends and return it, or None."""
        self._run(JOURNEY_LOCK, journey=journey_id)
        return self.by_id(journey_id)

    def lock_for_channel(self, channel: str | None) -> Journey | None:
        """Return a channel's journey, else the default one, and lock it; None before first use.

        Other writers of that journey wait until this transaction ends.
        """
        return self._first(JOURNEY_FOR_CHANNEL, used_in=channel)

    def add(
        self,
        template: Template,
        review_due_at: datetime,
        created_at: datetime,
        *,
        is_default: bool = True,
    ) -> Journey:
        """Insert a journey from a template, in UTC with calendar quarters."""
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
            # Checked at once, so that its next time is set.
            reminders_due_at=created_at,
            created_at=created_at,
        )
        journey_id = self._connection.execute(row.returning(journeys.c.id)).scalar_one()
        for position, (key, name) in enumerate(template.stage_keys()):
            self.add_stage(journey_id, Stage(0, key, name, position))
        added = self.by_id(journey_id)
        assert added is not None  # noqa: S101 - inserted above
        return added

    def change(self, journey: Journey) -> None:
        """Update a journey's own columns, and the default of the workspace."""
        if journey.is_default:
            others = (journeys.c.workspace_id == self._workspace) & (journeys.c.id != journey.id)
            self._connection.execute(update(journeys).where(others).values(is_default=False))
        values = column_values(journeys, journey)
        self._update(journey.id, **{k: v for k, v in values.items() if k not in CLOCK_COLUMNS})

    def set_home_channel(self, journey_id: int, channel: str) -> None:
        """Set where the journey's reviews are posted (a Slack channel id)."""
        self._update(journey_id, home_channel=channel)

    def set_review_due(self, journey_id: int, due_at: datetime) -> None:
        """Set when the next review is posted (UTC)."""
        self._update(journey_id, review_due_at=due_at)

    def set_workspace_settings(
        self, teams: Sequence[str], reactions: Reactions, message_sign: MessageSign
    ) -> None:
        """Set the teams the workspace names, and how it saves messages."""
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
        """Make a channel use a journey, in place of the one before."""
        here = (bindings.c.workspace_id == self._workspace) & (bindings.c.channel == channel)
        values = {"workspace_id": self._workspace, "channel": channel, "journey_id": journey_id}
        if not self._inserted_first(bindings, **values):
            self._connection.execute(update(bindings).where(here).values(journey_id=journey_id))

    def channels(self) -> dict[str, int]:
        """Return the id of the journey of each channel that has one."""
        rows = select(bindings.c.channel, bindings.c.journey_id).where(
            bindings.c.workspace_id == self._workspace
        )
        return {row.channel: row.journey_id for row in self._connection.execute(rows)}

    def add_stage(self, journey_id: int, stage: Stage) -> int:
        """Insert a stage; return its id."""
        row = insert(stages).values(
            workspace_id=self._workspace, journey_id=journey_id, **column_values(stages, stage)
        )
        return self._connection.execute(row.returning(stages.c.id)).scalar_one()

    def change_stage(self, stage: Stage) -> None:
        """Update a stage."""
        mine = (stages.c.workspace_id == self._workspace) & (stages.c.id == stage.id)
        self._connection.execute(update(stages).where(mine).values(**column_values(stages, stage)))

    def _update(self, journey_id: int, **values: Any) -> None:
        mine = (journeys.c.workspace_id == self._workspace) & (journeys.c.id == journey_id)
        self._connection.execute(update(journeys).where(mine).values(**values))

    def _first(self, query: Select[*tuple[Any, ...]], **values: object) -> Journey | None:
        found = self._read(query, **values)
        return found[0] if found else None

    def _read(self, query: Select[*tuple[Any, ...]], **values: object) -> list[Journey]:
        rows = self._run(query, **values).all()
        by_journey: dict[int, list[JourneyRow]] = {row.id: [row] for row in rows}
        if rows:
            for stage in self._run(STAGES, journeys=list(by_journey)):
                by_journey[stage.journey_id].append(stage)
        return [_journey_of(by_journey[row.id]) for row in rows]


# The rows of a journey and of its stages as they were last read, and the journey they make. Every
# note reads them again, and nearly always they are what they were.
_last_read: dict[int, tuple[list[JourneyRow], Journey]] = {}

MAX_KEPT_JOURNEYS = 500


def _journey_of(rows: list[JourneyRow]) -> Journey:
    """Return the journey of a row and the rows of its stages."""
    journey_id = rows[0].id
    known = _last_read.get(journey_id)
    if known is not None and known[0] == rows:
        return known[1]
    journey = _journey(rows[0], [part_from_row(Stage, row) for row in rows[1:]])
    if len(_last_read) >= MAX_KEPT_JOURNEYS:
        _last_read.clear()
    _last_read[journey_id] = (rows, journey)
    return journey


def _journey(row: JourneyRow, its_stages: list[Stage]) -> Journey:
    values = row_values(row)
    for name in WORKSPACE_SETTINGS:
        if values[name] is None:
            # Never chosen: the journey has the default.
            del values[name]
    values["stages"] = [stage for stage in its_stages if not stage.archived]
    values["archived_stages"] = [stage for stage in its_stages if stage.archived]
    return part_from_values(Journey, values)
