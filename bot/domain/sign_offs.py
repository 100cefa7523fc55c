"""Who stands by a posted review: each stage is signed off, or needs another look."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.journey import Journey, Stage
from bot.domain.roles import Role, may_edit

MAX_COMMENT = 1000


class Signature(StrEnum):
    """What somebody says of a stage's figures."""

    SIGNED = "signed off"
    ANOTHER_LOOK = "needs another look"


class ReviewState(StrEnum):
    """How far a review is: signed off once every stage is."""

    DUE = "due"
    PUBLISHED = "published"
    SIGNED_OFF = "signed off"


@dataclass(frozen=True)
class SignOff:
    """Somebody said something of one stage of a posted review; of several the last counts."""

    stage_id: int
    user: str
    signature: Signature
    comment: str | None
    at: datetime


@dataclass(frozen=True)
class StageStanding:
    """A stage with the last that was said of it, null while nobody has said anything."""

    stage: Stage
    last: SignOff | None

    @property
    def signed(self) -> bool:
        """Whether it is signed off."""
        return self.last is not None and self.last.signature is Signature.SIGNED


@dataclass(frozen=True)
class Standing:
    """How every stage of a posted review stands, in the journey's order."""

    stages: tuple[StageStanding, ...]

    @property
    def state(self) -> ReviewState:
        """Signed off where every stage is; a review without stages has nobody to sign it."""
        done = self.stages and all(one.signed for one in self.stages)
        return ReviewState.SIGNED_OFF if done else ReviewState.PUBLISHED

    @property
    def open(self) -> tuple[StageStanding, ...]:
        """Those nobody has said anything of."""
        return tuple(one for one in self.stages if one.last is None)

    @property
    def last_at(self) -> datetime | None:
        """When the last was said."""
        return max((one.last.at for one in self.stages if one.last), default=None)


def standing(stages: Sequence[Stage], signed: Iterable[SignOff]) -> Standing:
    """The stages with what was said last of each, from all that was said, oldest first."""
    last = {one.stage_id: one for one in signed}
    return Standing(tuple(StageStanding(stage, last.get(stage.id)) for stage in stages))


def may_sign(journey: Journey, stage: Stage, user: str, role: Role) -> bool:
    """Whether somebody may sign a stage: its owner, and who may change the journey's map.

    A stage nobody owns may be signed by every member: else it would stay open for ever.
    """
    if stage.owner == user or may_edit(journey, user, role):
        return True
    return stage.owner is None and role in (Role.MEMBER, Role.ADMIN)
