"""Posting reviews where people see them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.domain.journey import WorkspaceId
from bot.domain.review import Review

Payload = dict[str, Any]


@dataclass(frozen=True)
class PostOutcome:
    """What became of a post: `ts` when it is there; else whether it is certain that it is not.

    `retry_after`: when Slack asked to be left alone for so long.
    """

    ts: str | None
    certain: bool
    reason: str = ""
    retry_after: timedelta | None = None


class Publisher(Protocol):
    """Posts reviews where people see them."""

    def render(self, review: Review) -> Payload:
        """The post of a review, as it will be frozen."""
        ...

    def post(self, workspace: WorkspaceId, channel: str, payload: Payload, key: str) -> PostOutcome:
        """Post once; `key` is opaque and lets `find` recognise the post."""
        ...

    def find(self, workspace: WorkspaceId, channel: str, key: str, since: datetime) -> PostOutcome:
        """Look for a post made under `key`: there (`ts`), certainly not, or unsure."""
        ...
