"""Posted reviews: their frozen figures, sign-offs, and changes of the figures since."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.access import Role, may_edit
from domain.journeys import Journey, Stage, WorkspaceId
from domain.outbox import OutboxMessage


class ReviewPartName(StrEnum):
    """The parts of a review's thread; from CORRECTION on there may be several of each."""

    MOOD = "mood"
    KPIS = "kpis"
    PAINS = "pains"
    HIGHLIGHTS = "highlights"
    ACTIONS = "actions"
    GAPS = "gaps"
    MAP = "map"
    REMINDER = "nudge"
    CORRECTION = "correction"
    COMMENT = "comment"
    ANSWERS = "answers"
    NEW_ACTION = "new-action"

    def numbered(self, number: int) -> str:
        """Return the name of one of several."""
        return f"{self.value}-{number}"


@dataclass(frozen=True)
class NewReviewPart:
    """A part of a review's thread to be posted: its name within the review, and its payload."""

    name: str
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class NewPostedReview:
    """A review to be posted, with its figures frozen.

    `period` is a label and `first_month` the running number of its first month; together they
    identify the review. `key` is an opaque string that identifies its message and is the value of
    its buttons. `figures` is the JSON of the review; `parts` follow in its thread, in order.
    """

    journey_id: int
    period: str
    first_month: int
    channel: str
    key: str
    figures: dict[str, Any]
    payload: dict[str, Any]
    parts: tuple[NewReviewPart, ...] = ()


@dataclass(frozen=True)
class PostedReview:
    """A review that was posted: its period's label, and the time and timestamp of its message.

    `figures` is the JSON of the review, frozen when it was posted.
    """

    id: int
    label: str
    published_at: datetime
    message_ts: str
    figures: dict[str, Any]


@dataclass(frozen=True)
class PostedReviewRecord:
    """A review that was posted or is being posted, with its message in the outbox.

    `signs_shown`: how many of its sign-offs its message shows.
    """

    id: int
    journey_id: int
    period: str
    first_month: int
    figures: dict[str, Any]
    signs_shown: int
    message: OutboxMessage

    @property
    def is_posted(self) -> bool:
        """Whether people can see it."""
        return self.message.is_sent

    @property
    def key(self) -> str:
        """The opaque string that identifies it in its buttons."""
        return self.message.key

    @property
    def channel(self) -> str:
        """The channel it is, or will be, posted in."""
        return self.message.channel

    @property
    def message_ts(self) -> str | None:
        """The timestamp of its message, None until it is posted."""
        return self.message.sent_ts

    @property
    def published_at(self) -> datetime | None:
        """When it was posted, None until then."""
        return self.message.sent_at


MAX_COMMENT = 1000


class Signature(StrEnum):
    """A stage owner's answer to the figures of a stage."""

    SIGNED = "signed off"
    ANOTHER_LOOK = "needs another look"


class ReviewState(StrEnum):
    """The state of a review: signed off once every stage is."""

    DUE = "due"
    PUBLISHED = "published"
    SIGNED_OFF = "signed off"


@dataclass(frozen=True)
class SignOff:
    """A sign-off, or a request for another look, for one stage. Of several, the last counts."""

    stage_id: int
    user: str
    signature: Signature
    comment: str | None
    at: datetime


@dataclass(frozen=True)
class StageSignOff:
    """A stage with its latest sign-off, None while there is none."""

    stage: Stage
    last: SignOff | None

    @property
    def signed(self) -> bool:
        """Whether it is signed off."""
        return self.last is not None and self.last.signature is Signature.SIGNED


@dataclass(frozen=True)
class SignOffStatus:
    """The sign-offs of every stage of a posted review, in the journey's order."""

    stages: tuple[StageSignOff, ...]

    @property
    def state(self) -> ReviewState:
        """Signed off if every stage is; a review without stages never is."""
        done = self.stages and all(one.signed for one in self.stages)
        return ReviewState.SIGNED_OFF if done else ReviewState.PUBLISHED

    @property
    def open(self) -> tuple[StageSignOff, ...]:
        """The stages without a sign-off."""
        return tuple(one for one in self.stages if one.last is None)

    @property
    def last_at(self) -> datetime | None:
        """The time of the latest sign-off, None if there is none."""
        return max((one.last.at for one in self.stages if one.last), default=None)


def sign_off_status(stages: Sequence[Stage], signed: Iterable[SignOff]) -> SignOffStatus:
    """Return the stages with the latest sign-off of each; `signed` is oldest first."""
    last = {one.stage_id: one for one in signed}
    return SignOffStatus(tuple(StageSignOff(stage, last.get(stage.id)) for stage in stages))


def may_sign(journey: Journey, stage: Stage, user: str, role: Role) -> bool:
    """Whether a user may sign a stage off: its owner, and who may change the journey's map.

    A stage without an owner may be signed off by every member, or it would stay open for ever.
    """
    if stage.owner == user or may_edit(journey, user, role):
        return True
    return stage.owner is None and role in (Role.MEMBER, Role.ADMIN)


Figures = Mapping[str, Any]


# Figures are shown with so many digits; readers see no smaller difference.
DIGITS = 2


class CorrectedFigure(StrEnum):
    """The kind of figure that changed."""

    NOTES = "notes"
    STAGE = "stage"
    KPI = "kpi"
    PAIN = "pain"


@dataclass(frozen=True)
class PostedReviewCorrection:
    """One figure that changed. `before` and `after` are its part of the review's JSON.

    A pain that was not there before, or is not any more, is None on that side.
    """

    what: CorrectedFigure
    before: Figures | None
    after: Figures | None


def find_corrections(posted: Figures, now: Figures) -> tuple[PostedReviewCorrection, ...]:
    """Return the differences a reader would see between two JSON forms of a review, stages first.

    Stages and KPIs that are in only one of them are left out: the map changed, not the figures.
    """
    return (
        *_in(CorrectedFigure.STAGE, posted["stages"], now["stages"], _mood),
        *_in(CorrectedFigure.KPI, posted["kpis"], now["kpis"], _reading),
        *_pains(posted["pains"], now["pains"]),
        *_total(posted["notes"], now["notes"]),
    )


def _in(
    what: CorrectedFigure, before: Any, after: Any, shown: Any
) -> Iterator[PostedReviewCorrection]:
    known = {_name(one): one for one in before}
    for one in after:
        was = known.get(_name(one))
        if was is not None and shown(was) != shown(one):
            yield PostedReviewCorrection(what, was, one)


def _name(one: Figures) -> tuple[Any, Any]:
    return one.get("stage"), one["key"]


def _mood(stage: Figures) -> tuple[Any, ...]:
    return stage["n"], _rounded(stage["mean"]), stage["change"]["verdict"]


def _reading(kpi: Figures) -> tuple[Any, ...]:
    return kpi["last"], kpi["target"], kpi["status"]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def _pains(before: Any, after: Any) -> Iterator[PostedReviewCorrection]:
    """Yield the pains that were renamed, changed in weight, appeared or disappeared.

    Pains are matched by the notes they share.
    """
    taken: set[int] = set()
    for was in before:
        if not was["n"]:
            continue
        match = _most_shared(was, [one for one in after if id(one) not in taken])
        if match is None:
            yield PostedReviewCorrection(CorrectedFigure.PAIN, was, None)
            continue
        taken.add(id(match))
        if (was["title"], was["n"], was["score"]) != (match["title"], match["n"], match["score"]):
            yield PostedReviewCorrection(CorrectedFigure.PAIN, was, match)
    for one in after:
        if one["n"] and id(one) not in taken:
            yield PostedReviewCorrection(CorrectedFigure.PAIN, None, one)


def _most_shared(pain: Figures, among: list[Figures]) -> Figures | None:
    note_ids = set(pain["note_ids"])

    def shared(one: Figures) -> int:
        return len(note_ids.intersection(one["note_ids"]))

    best = max(among, key=shared, default=None)
    return best if best is not None and shared(best) else None


def _total(before: Figures, after: Figures) -> Iterator[PostedReviewCorrection]:
    kinds = ("total", "unsorted")
    if [before[kind] for kind in kinds] != [after[kind] for kind in kinds]:
        yield PostedReviewCorrection(CorrectedFigure.NOTES, before, after)


@dataclass(frozen=True)
class DueReview:
    """A journey whose review is due."""

    workspace: WorkspaceId
    journey_id: int


@dataclass(frozen=True)
class DuePostedReview:
    """A posted review that is due for a check."""

    workspace: WorkspaceId
    posted_review_id: int
