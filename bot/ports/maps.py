"""Journeys, the parts of their maps, and the versions of these."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.history import Snapshot, Subject, Version
from bot.domain.journey import Journey, MessageSign, Stage
from bot.domain.personas import Persona
from bot.domain.reactions import Reactions
from bot.domain.templates import Template
from bot.domain.touchpoints import Touchpoint


class Journeys(Protocol):
    """The journeys of one workspace, with their stages."""

    def ensure_workspace(self) -> bool:
        """Make sure the workspace is known; true when this call made it so."""
        ...

    def lock_workspace(self) -> None:
        """Keep other writers from beginning the workspace until this transaction ends."""
        ...

    def default(self) -> Journey | None: ...

    def by_key(self, key: str) -> Journey | None:
        """The journey with that key, archived or not."""
        ...

    def by_id(self, journey_id: int) -> Journey | None: ...

    def bound(self, channel: str) -> Journey | None:
        """The journey that is meant in that channel."""
        ...

    def all(self, *, archived: bool = False) -> Sequence[Journey]:
        """The journeys in use, or those archived."""
        ...

    def locked(self, journey_id: int) -> Journey | None:
        """The journey, kept from other writers until this transaction ends."""
        ...

    def add(
        self,
        template: Template,
        review_due_at: datetime,
        created_at: datetime,
        *,
        is_default: bool = True,
    ) -> Journey: ...

    def change(self, journey: Journey) -> None:
        """Keep everything about a journey but its stages and teams."""
        ...

    def set_home_channel(self, journey_id: int, channel: str) -> None: ...

    def set_review_due(self, journey_id: int, due_at: datetime) -> None: ...

    def set_customs(
        self, teams: Sequence[str], reactions: Reactions, message_sign: MessageSign
    ) -> None:
        """The teams the workspace names, and how it saves messages."""
        ...

    def bind(self, channel: str, journey_id: int) -> None: ...

    def channels(self) -> dict[str, int]:
        """Every bound channel with the id of its journey."""
        ...

    def add_stage(self, journey_id: int, stage: Stage) -> int: ...

    def change_stage(self, stage: Stage) -> None: ...


class Parts(Protocol):
    """The personas and touchpoints of one workspace, what is archived included."""

    def personas(self, journey_id: int) -> Sequence[Persona]: ...

    def touchpoints(self, journey_id: int) -> Sequence[Touchpoint]: ...

    def save_persona(self, journey_id: int, persona: Persona) -> int:
        """Make a persona (id 0) or keep a changed one; returns its id."""
        ...

    def save_touchpoint(self, journey_id: int, stage_id: int, touchpoint: Touchpoint) -> int:
        """Make a touchpoint (id 0) or keep a changed one; returns its id."""
        ...


class History(Protocol):
    """The versions of one workspace's maps."""

    def add(self, journey_id: int, version: Version, kept: Snapshot) -> None: ...

    def last_number(self, journey_id: int) -> int: ...

    def since(
        self, journey_id: int, number: int, subject: Subject, subject_id: int
    ) -> Sequence[Version]:
        """What was done to one part after a version, oldest first."""
        ...

    def listed(self, journey_id: int, limit: int, offset: int = 0) -> Sequence[Version]:
        """The changes of a journey, newest first."""
        ...

    def as_of(self, journey_id: int, instant: datetime) -> Snapshot | None:
        """The map as it stood just before an instant, null where no version is so old."""
        ...
