"""The time, the scorer and the people."""

from datetime import datetime
from typing import Protocol

from bot.domain.journey import WorkspaceId
from bot.domain.notes import NoteKind
from bot.domain.roles import Colleague, Role
from bot.domain.sentiment import Score


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """The current instant, aware, UTC."""
        ...


class Scorer(Protocol):
    """Scores how the customer feels in a text."""

    @property
    def version(self) -> str:
        """Who it is: another where the same text may get another score."""
        ...

    def score(self, text: str, *, kind: NoteKind | None = None) -> Score:
        """The score of one text, read as a note of that kind where one was declared.

        A text in a language the scorer does not read has the label `UNREAD`, the value 0.0, an
        empty `why` and its `language`; that is no mood and belongs in no average.
        """
        ...


class People(Protocol):
    """Who people are in their workspace, as far as Slack says."""

    def role(self, workspace: WorkspaceId, user: str) -> Role:
        """What somebody is there; unknown where Slack does not say."""
        ...


class Colleagues(Protocol):
    """The same people, as far as it matters for a message to them."""

    def colleague(self, workspace: WorkspaceId, user: str) -> Colleague | None:
        """Whether and when they may be written to; null where Slack does not say."""
        ...


MOST_SEARCHED = 20


class Channels(Protocol):
    """The workspace's channels, as far as Slack says."""

    def is_private(self, workspace: WorkspaceId, channel: str) -> bool:
        """Whether not everybody can read what is said there; true where Slack does not say."""
        ...
