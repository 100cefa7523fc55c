"""Queries of improvements that people own; the database calls them actions."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, insert, select, update

from domain.improvements import (
    DONE_STATES,
    OPEN_STATES,
    STATE_ORDER,
    Improvement,
    ImprovementDraft,
    ImprovementFilter,
    ImprovementState,
    StateChange,
)
from storage.repository import Repository
from storage.schema.improvements import improvement_changes, improvements
from storage.schema.map_parts import stages

_ORDER = {state.value: place for place, state in enumerate(STATE_ORDER)}


class ImprovementRepository(Repository):
    """The improvements of one workspace."""

    def add(
        self, journey_id: int, draft: ImprovementDraft, author: str, at: datetime, receipt: str
    ) -> int | None:
        """Insert an improvement; return its id, or None if one has this receipt already."""
        new_id = self._id_of_first(
            improvements,
            workspace_id=self._workspace,
            journey_id=journey_id,
            state=ImprovementState.PROPOSED.value,
            state_at=at,
            created_by=author,
            created_at=at,
            receipt=receipt,
            **self._values(journey_id, draft),
        )
        if new_id is None:
            return None
        self._record_change(new_id, ImprovementState.PROPOSED, author, at)
        return int(new_id)

    def id_by_receipt(self, receipt: str) -> int | None:
        """Return the id of the improvement a request created, or None."""
        query = select(improvements.c.id).where(self._own(), improvements.c.receipt == receipt)
        return self._connection.execute(query).scalar_one_or_none()

    def by_id(self, improvement_id: int) -> tuple[int, Improvement] | None:
        """Return the id of its journey and the improvement, or None."""
        query = self._select().where(improvements.c.id == improvement_id)
        row = self._connection.execute(query).one_or_none()
        return (row.journey_id, _build_improvement(row)) if row else None

    def update(self, improvement_id: int, draft: ImprovementDraft) -> None:
        """Save an edited improvement; its notes stay."""
        row = self.by_id(improvement_id)
        if row is None:
            return
        values = self._values(row[0], draft)
        del values["note_ids"]
        self._connection.execute(
            update(improvements).where(self._mine(improvement_id)).values(**values)
        )

    def set_state(
        self,
        improvement_id: int,
        state: ImprovementState,
        author: str,
        at: datetime,
        implemented_on: date | None,
        measured: dict[str, Any] | None,
    ) -> None:
        """Set the state and record who changed it."""
        statement = (
            update(improvements)
            .where(self._mine(improvement_id))
            .values(
                state=state.value, state_at=at, implemented_on=implemented_on, measured=measured
            )
        )
        if self._connection.execute(statement).rowcount:
            self._record_change(improvement_id, state, author, at)

    def find(
        self, journey_id: int, filter_: ImprovementFilter, limit: int, offset: int = 0
    ) -> Sequence[Improvement]:
        """Return improvements by state, then by due date, those without one last."""
        query = (
            self._select()
            .where(improvements.c.journey_id == journey_id, *_conditions(filter_))
            .order_by(
                case(_ORDER, value=improvements.c.state),
                improvements.c.due.is_(None),
                improvements.c.due,
                improvements.c.id,
            )
            .limit(limit)
            .offset(offset)
        )
        return [_build_improvement(row) for row in self._connection.execute(query)]

    def count(self, journey_id: int, filter_: ImprovementFilter) -> int:
        """Count the improvements that match."""
        query = (
            select(func.count())
            .select_from(improvements)
            .where(self._own(), improvements.c.journey_id == journey_id, *_conditions(filter_))
        )
        return self._connection.execute(query).scalar_one()

    def created_before(self, journey_id: int, end: datetime) -> Sequence[Improvement]:
        """Return all improvements created before an instant, as they are now."""
        query = (
            self._select()
            .where(improvements.c.journey_id == journey_id, improvements.c.created_at < end)
            .order_by(improvements.c.id)
        )
        return [_build_improvement(row) for row in self._connection.execute(query)]

    def state_changes(self, improvement_ids: Collection[int]) -> dict[int, list[StateChange]]:
        """Return the states that each improvement has had, oldest first."""
        changes = improvement_changes
        query = (
            select(changes.c.action_id, changes.c.state, changes.c.at)
            .where(
                changes.c.workspace_id == self._workspace, changes.c.action_id.in_(improvement_ids)
            )
            .order_by(changes.c.id)
        )
        found: dict[int, list[StateChange]] = {}
        for row in self._connection.execute(query):
            change = StateChange(ImprovementState(row.state), row.at)
            found.setdefault(row.action_id, []).append(change)
        return found

    def open_of_owner(self, user: str, limit: int) -> Sequence[tuple[int, Improvement]]:
        """Return a person's open improvements in all journeys, each with the id of its journey."""
        query = (
            self._select()
            .where(
                improvements.c.owner == user,
                improvements.c.state.in_([state.value for state in OPEN_STATES]),
            )
            .order_by(improvements.c.due.is_(None), improvements.c.due, improvements.c.id)
            .limit(limit)
        )
        return [
            (row.journey_id, _build_improvement(row)) for row in self._connection.execute(query)
        ]

    def _select(self) -> Select[Any]:
        key = (
            select(stages.c.key)
            .where(stages.c.id == improvements.c.stage_id, stages.c.workspace_id == self._workspace)
            .scalar_subquery()
        )
        return select(improvements, key.label("stage")).where(self._own())

    def _values(self, journey_id: int, draft: ImprovementDraft) -> dict[str, Any]:
        return {
            "stage_id": self._stage_id(journey_id, draft.stage) if draft.stage else None,
            "kpi_id": draft.kpi_id,
            "title": draft.title,
            "why": draft.why,
            "owner": draft.owner,
            "impact": draft.impact,
            "ease": draft.ease,
            "resources": draft.resources,
            "expected_return": draft.expected_return,
            "due": draft.due,
            "note_ids": list(draft.note_ids),
        }

    def _stage_id(self, journey_id: int, key: str) -> int | None:
        query = select(stages.c.id).where(
            stages.c.workspace_id == self._workspace,
            stages.c.journey_id == journey_id,
            stages.c.key == key,
        )
        return self._connection.execute(query).scalar_one_or_none()

    def _record_change(
        self, improvement_id: int, state: ImprovementState, author: str, at: datetime
    ) -> None:
        self._connection.execute(
            insert(improvement_changes).values(
                workspace_id=self._workspace,
                action_id=improvement_id,
                state=state.value,
                author=author,
                at=at,
            )
        )

    def _own(self) -> ColumnElement[bool]:
        return improvements.c.workspace_id == self._workspace

    def _mine(self, improvement_id: int) -> ColumnElement[bool]:
        return self._own() & (improvements.c.id == improvement_id)


def _conditions(filter_: ImprovementFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filter_.states is not None:
        conditions.append(improvements.c.state.in_([state.value for state in filter_.states]))
    if filter_.owner is not None:
        conditions.append(improvements.c.owner == filter_.owner)
    if filter_.due_before is not None:
        conditions.append(improvements.c.due < filter_.due_before)
    return conditions


def _build_improvement(row: Row[Any]) -> Improvement:
    draft = ImprovementDraft(
        title=row.title,
        why=row.why,
        stage=row.stage,
        owner=row.owner,
        impact=row.impact,
        ease=row.ease,
        resources=row.resources,
        expected_return=row.expected_return,
        kpi_id=row.kpi_id,
        due=row.due,
        note_ids=tuple(row.note_ids),
    )
    state = ImprovementState(row.state)
    return Improvement(
        id=row.id,
        draft=draft,
        state=state,
        state_at=row.state_at,
        created_by=row.created_by,
        created_at=row.created_at,
        implemented_on=row.implemented_on if state in DONE_STATES else None,
        measured=row.measured,
    )
