"""Actions people own."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, insert, select, update

from domain.improvements import (
    DONE_STATES,
    OPEN_STATES,
    Improvement,
    ImprovementDraft,
    ImprovementFilter,
    ImprovementState,
)
from storage.repository import Repository
from storage.schema import improvement_changes, improvements, stages

# Those being worked on first, what is over last.
_ORDER = {
    state.value: place
    for place, state in enumerate(
        (
            ImprovementState.IN_PROGRESS,
            ImprovementState.PLANNED,
            ImprovementState.PROPOSED,
            ImprovementState.IMPLEMENTED,
            ImprovementState.MEASURED,
            ImprovementState.DROPPED,
        )
    )
}


class ImprovementRepository(Repository):
    """The actions of one workspace."""

    def add(
        self, journey_id: int, draft: ImprovementDraft, author: str, at: datetime, receipt: str
    ) -> int | None:
        """Keep a new one; null where that delivery has made one already."""
        made = self._id_of_first(
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
        if made is None:
            return None
        self._remember(made, ImprovementState.PROPOSED, author, at)
        return int(made)

    def made_by(self, receipt: str) -> int | None:
        """The id of the action a delivery has made."""
        made = select(improvements.c.id).where(self._own(), improvements.c.receipt == receipt)
        return self._connection.execute(made).scalar_one_or_none()

    def by_id(self, action_id: int) -> tuple[int, Improvement] | None:
        """The action with the id of its journey."""
        found = self._select().where(improvements.c.id == action_id)
        row = self._connection.execute(found).one_or_none()
        return (row.journey_id, _build_improvement(row)) if row else None

    def change(self, action_id: int, draft: ImprovementDraft) -> None:
        """Keep an edited one; what it comes from stays."""
        row = self.by_id(action_id)
        if row is None:
            return
        values = self._values(row[0], draft)
        del values["note_ids"]
        self._connection.execute(update(improvements).where(self._mine(action_id)).values(**values))

    def move(
        self,
        action_id: int,
        state: ImprovementState,
        author: str,
        at: datetime,
        implemented_on: date | None,
        measured: dict[str, Any] | None,
    ) -> None:
        """Put it into another state, and remember who did that."""
        moved = (
            update(improvements)
            .where(self._mine(action_id))
            .values(
                state=state.value, state_at=at, implemented_on=implemented_on, measured=measured
            )
        )
        if self._connection.execute(moved).rowcount:
            self._remember(action_id, state, author, at)

    def listed(
        self, journey_id: int, wanted: ImprovementFilter, limit: int, offset: int = 0
    ) -> Sequence[Improvement]:
        """By state, those due first at first."""
        found = (
            self._select()
            .where(improvements.c.journey_id == journey_id, *_conditions(wanted))
            .order_by(
                case(_ORDER, value=improvements.c.state),
                improvements.c.due.is_(None),
                improvements.c.due,
                improvements.c.id,
            )
            .limit(limit)
            .offset(offset)
        )
        return [_build_improvement(row) for row in self._connection.execute(found)]

    def count(self, journey_id: int, wanted: ImprovementFilter) -> int:
        """How many match."""
        counted = (
            select(func.count())
            .select_from(improvements)
            .where(self._own(), improvements.c.journey_id == journey_id, *_conditions(wanted))
        )
        return self._connection.execute(counted).scalar_one()

    def of_period(self, journey_id: int, start: datetime, end: datetime) -> Sequence[Improvement]:
        """Those made before the end that were not over before the start."""
        over = (ImprovementState.MEASURED.value, ImprovementState.DROPPED.value)
        found = (
            self._select()
            .where(
                improvements.c.journey_id == journey_id,
                improvements.c.created_at < end,
                improvements.c.state.not_in(over) | (improvements.c.state_at >= start),
            )
            .order_by(case(_ORDER, value=improvements.c.state), improvements.c.id)
        )
        return [_build_improvement(row) for row in self._connection.execute(found)]

    def open_of(self, user: str, limit: int) -> Sequence[tuple[int, Improvement]]:
        """Somebody's open ones in all journeys, each with the id of its journey."""
        found = (
            self._select()
            .where(
                improvements.c.owner == user,
                improvements.c.state.in_([state.value for state in OPEN_STATES]),
            )
            .order_by(improvements.c.due.is_(None), improvements.c.due, improvements.c.id)
            .limit(limit)
        )
        return [
            (row.journey_id, _build_improvement(row)) for row in self._connection.execute(found)
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
        named = select(stages.c.id).where(
            stages.c.workspace_id == self._workspace,
            stages.c.journey_id == journey_id,
            stages.c.key == key,
        )
        return self._connection.execute(named).scalar_one_or_none()

    def _remember(self, action_id: int, state: ImprovementState, author: str, at: datetime) -> None:
        self._connection.execute(
            insert(improvement_changes).values(
                workspace_id=self._workspace,
                action_id=action_id,
                state=state.value,
                author=author,
                at=at,
            )
        )

    def _own(self) -> ColumnElement[bool]:
        return improvements.c.workspace_id == self._workspace

    def _mine(self, action_id: int) -> ColumnElement[bool]:
        return self._own() & (improvements.c.id == action_id)


def _conditions(wanted: ImprovementFilter) -> list[ColumnElement[bool]]:
    matching: list[ColumnElement[bool]] = []
    if wanted.states is not None:
        matching.append(improvements.c.state.in_([state.value for state in wanted.states]))
    if wanted.owner is not None:
        matching.append(improvements.c.owner == wanted.owner)
    if wanted.due_before is not None:
        matching.append(improvements.c.due < wanted.due_before)
    return matching


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
