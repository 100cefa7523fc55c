"""Queries of prompts: the questions asked in channels at set times."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, select, update

from domain.outbox import OutboxKind, OutboxState
from domain.prompts import Prompt, PromptRule
from storage.repository import Repository
from storage.schema.outbox import outbox
from storage.schema.prompts import prompts


class PromptRepository(Repository):
    """The prompts of one workspace."""

    def by_id(self, prompt_id: int) -> Prompt | None:
        """Return one prompt, or None."""
        found = self._select(prompts.c.id == prompt_id)
        return found[0] if found else None

    def by_channel(self, channel: str) -> Prompt | None:
        """Return the prompt of a channel, or None."""
        found = self._select(prompts.c.channel == channel)
        return found[0] if found else None

    def of_journey(self, journey_id: int) -> Sequence[Prompt]:
        """Return the prompts of a journey, oldest first."""
        return self._select(prompts.c.journey_id == journey_id)

    def save(self, prompt: Prompt) -> None:
        """Insert the prompt of a channel, or replace what it is; its id stays."""
        values = {
            "journey_id": prompt.journey_id,
            "question": prompt.question,
            "weekdays": list(prompt.rule.weekdays),
            "hour": prompt.rule.hour,
            "every_weeks": prompt.rule.every_weeks,
            "first_week": prompt.rule.first_week,
            "stage_id": prompt.stage_id,
            "kpi_id": prompt.kpi_id,
            "due_at": prompt.due_at,
            "started_at": prompt.started_at,
            "answered_at": prompt.answered_at,
        }
        key = {"workspace_id": self._workspace, "channel": prompt.channel}
        if not self._inserted_first(prompts, **key, **values):
            here = self._own() & (prompts.c.channel == prompt.channel)
            self._connection.execute(update(prompts).where(here).values(**values))

    def remove(self, prompt_id: int) -> None:
        """Remove a prompt; one that is not there is no error."""
        self._connection.execute(delete(prompts).where(self._this(prompt_id)))

    def set_due(self, prompt_id: int, due_at: datetime) -> None:
        """Set when a prompt is posted next (UTC)."""
        self._connection.execute(update(prompts).where(self._this(prompt_id)).values(due_at=due_at))

    def move_due(self, prompt_id: int, seen: datetime, due_at: datetime | None) -> bool:
        """Set when it is posted next, None to pause it; False if it is not due at `seen` now."""
        unmoved = self._this(prompt_id) & (prompts.c.due_at == seen)
        moved = self._connection.execute(update(prompts).where(unmoved).values(due_at=due_at))
        return moved.rowcount == 1

    def set_answered(self, prompt_id: int, at: datetime) -> None:
        """Record that somebody answered a question of a prompt; one that is gone is no error."""
        answered = update(prompts).where(self._this(prompt_id)).values(answered_at=at)
        self._connection.execute(answered)

    def count_unanswered(self, prompt: Prompt) -> int:
        """Count the messages of a prompt in Slack since it was saved or answered last."""
        counted = select(func.count()).where(
            outbox.c.workspace_id == self._workspace,
            outbox.c.kind == OutboxKind.PROMPT.value,
            outbox.c.name.startswith(prompt.name_prefix, autoescape=True),
            outbox.c.state == OutboxState.SENT.value,
            outbox.c.created_at > prompt.unanswered_since,
        )
        return self._connection.execute(counted).scalar_one()

    def _select(self, where: ColumnElement[bool]) -> list[Prompt]:
        rows = select(prompts).where(self._own(), where).order_by(prompts.c.id)
        return [_prompt_of(row) for row in self._connection.execute(rows)]

    def _own(self) -> ColumnElement[bool]:
        return prompts.c.workspace_id == self._workspace

    def _this(self, prompt_id: int) -> ColumnElement[bool]:
        return self._own() & (prompts.c.id == prompt_id)


def _prompt_of(row: Row[Any]) -> Prompt:
    rule = PromptRule(tuple(row.weekdays), row.hour, row.every_weeks, row.first_week)
    return Prompt(
        id=row.id,
        journey_id=row.journey_id,
        channel=row.channel,
        question=row.question,
        rule=rule,
        stage_id=row.stage_id,
        kpi_id=row.kpi_id,
        due_at=row.due_at,
        started_at=row.started_at,
        answered_at=row.answered_at,
    )
