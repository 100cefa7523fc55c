"""Posting reviews where people see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.domain.corrections import Correction
from bot.domain.journey import Journey, Stage, WorkspaceId
from bot.domain.publication import PartName
from bot.domain.review import Review
from bot.domain.sign_offs import SignOff, Standing

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


@dataclass(frozen=True)
class Rendered:
    """A review ready to be posted: the message, and the named parts of its thread in order."""

    parent: Payload
    parts: tuple[tuple[PartName, Payload], ...]


class Publisher(Protocol):
    """Posts reviews where people see them."""

    def render(self, review: Review, key: str) -> Rendered:
        """A review as it will be frozen; `key` is what its buttons know it by."""
        ...

    def render_signs(self, parent: Payload, standing: Standing) -> Payload:
        """The message as it was posted, with who has signed off by now."""
        ...

    def render_nudge(self, journey: Journey, stages: Sequence[Stage], key: str) -> Payload:
        """A word to the owners of stages nobody has signed."""
        ...

    def render_comment(self, sign_off: SignOff, stages: Sequence[Stage]) -> Payload:
        """What somebody said when signing stages off, or wanting another look at them."""
        ...

    def render_corrections(self, journey: Journey, changed: Sequence[Correction]) -> Payload:
        """What is no longer as it was posted; `told` in it tells one such word from another."""
        ...

    def post(
        self,
        workspace: WorkspaceId,
        channel: str,
        payload: Payload,
        key: str,
        thread: str | None = None,
    ) -> PostOutcome:
        """Post once, into a message's thread where one is named.

        `key` is opaque and lets `find` recognise the post.
        """
        ...

    def find(
        self,
        workspace: WorkspaceId,
        channel: str,
        key: str,
        since: datetime,
        thread: str | None = None,
    ) -> PostOutcome:
        """Look for a post made under `key`: there (`ts`), certainly not, or unsure."""
        ...

    def update(
        self, workspace: WorkspaceId, channel: str, ts: str, payload: Payload
    ) -> PostOutcome:
        """Put another content into a message; the same twice is the same as once."""
        ...
