"""Protocols of what the services need from outside: clock, scorer, Slack's directory and chat."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from domain.access import Colleague, Role
from domain.improvements import ImprovementDraft
from domain.journeys import Journey, Stage, WorkspaceId
from domain.notes import NoteKind
from domain.posted_reviews import (
    PostedReviewCorrection,
    ReviewPartName,
    SignOff,
    SignOffStatus,
)
from domain.reminders import Pulse, Reminder
from domain.review_answers import Question, ReviewAnswer
from domain.reviews import Review
from domain.sentiment import Score


class Clock(Protocol):
    """The current time."""

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""
        ...


class Scorer(Protocol):
    """Computes sentiment scores."""

    @property
    def version(self) -> str:
        """Return the version; it changes when the same text may get another score."""
        ...

    def score(self, text: str, *, kind: NoteKind | None = None) -> Score:
        """Return the score of a text, read as a note of that kind if one is declared.

        A text in an unsupported language has the label `NONE`, the value 0.0, an empty `why` and
        its `language`; that is no mood and belongs in no average.
        """
        ...


class People(Protocol):
    """The roles of users."""

    def role(self, workspace: WorkspaceId, user: str) -> Role:
        """Return a user's role in the workspace, Role.UNKNOWN if Slack does not say."""
        ...


class Colleagues(Protocol):
    """Whether and when users may be messaged."""

    def colleague(self, workspace: WorkspaceId, user: str) -> Colleague | None:
        """Return whether and when a user may be messaged, None if Slack does not say."""
        ...


class PeopleNames(Protocol):
    """The names of users."""

    def names(self, workspace: WorkspaceId, users: Iterable[str]) -> dict[str, str]:
        """Return names by user id, without people who left; the id where Slack does not say."""
        ...


class Directory(People, Colleagues, PeopleNames, Protocol):
    """Roles and names of users, and whether and when they may be messaged."""


class Channels(Protocol):
    """The channels of a workspace."""

    def is_private(self, workspace: WorkspaceId, channel: str) -> bool:
        """Return whether the channel is private; True if Slack does not say."""
        ...

    def has_waymark(self, workspace: WorkspaceId, channel: str) -> bool:
        """Return whether Waymark is in the channel; True if Slack does not say."""
        ...


Payload = dict[str, Any]


@dataclass(frozen=True)
class PostOutcome:
    """The outcome of a post.

    `ts` is the timestamp of the message if it was posted. Without one, `is_definitive` means that
    it was not posted; otherwise it may have been. `retry_after` is the pause that Slack asked for.
    """

    ts: str | None
    is_definitive: bool
    reason: str = ""
    retry_after: timedelta | None = None


@dataclass(frozen=True)
class Rendered:
    """A review ready to be posted: the message, and the named parts of its thread in order."""

    parent: Payload
    parts: tuple[tuple[ReviewPartName, Payload], ...]


class Sender(Protocol):
    """Sends messages to channels, threads and people, and looks up messages that were sent."""

    def post(
        self,
        workspace: WorkspaceId,
        channel: str,
        payload: Payload,
        key: str,
        thread: str | None,
        may_send: Callable[[], bool],
    ) -> PostOutcome:
        """Post once, to a channel or a person by id, into a message's thread where one is named.

        `key` is opaque and lets `find` recognise the message. `may_send` is called right before
        each request that posts; if it returns False, nothing is posted and the outcome is unknown.
        """
        ...

    def find(
        self, workspace: WorkspaceId, channel: str, key: str, since: datetime, thread: str | None
    ) -> PostOutcome:
        """Look up our own message posted under `key`: found, not there, or unknown."""
        ...

    def update(
        self, workspace: WorkspaceId, channel: str, ts: str, payload: Payload
    ) -> PostOutcome:
        """Replace a message's content; idempotent."""
        ...


class Publisher(Sender, Protocol):
    """Sends messages, and builds the messages of reviews."""

    def render(self, review: Review, key: str) -> Rendered:
        """Build a review's message and thread; `key` identifies it in its buttons."""
        ...

    def render_sign_offs(self, parent: Payload, status: SignOffStatus) -> Payload:
        """Build the posted message with its current sign-offs."""
        ...

    def render_sign_off_reminder(
        self, journey: Journey, stages: Sequence[Stage], key: str
    ) -> Payload:
        """Build a reminder to the owners of stages without a sign-off."""
        ...

    def render_comment(self, sign_off: SignOff, stages: Sequence[Stage]) -> Payload:
        """Build the comment of a sign-off, or of a request for another look."""
        ...

    def render_answers(
        self, answers: Sequence[ReviewAnswer], edited: Collection[Question]
    ) -> Payload:
        """Build one person's new answers; those to `edited` questions replace earlier ones."""
        ...

    def render_new_improvement(
        self, draft: ImprovementDraft, author: str, theme: str | None
    ) -> Payload:
        """Build the news of an improvement, and of the theme it is about, None if it is not."""
        ...

    def render_corrections(
        self, journey: Journey, changed: Sequence[PostedReviewCorrection]
    ) -> Payload:
        """Build the list of changes since the review was posted."""
        ...

    def lists_same_corrections(self, one: Payload, other: Payload) -> bool:
        """Whether two messages of `render_corrections`, of any versions, list the same."""
        ...


class Messenger(Protocol):
    """Builds the messages of reminders and pulses."""

    def write_reminder(self, reminder: Reminder) -> Payload:
        """Build the message for one person."""
        ...

    def write_pulse(self, pulse: Pulse) -> Payload:
        """Build the message for a channel."""
        ...
