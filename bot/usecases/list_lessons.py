"""List what a workspace taught the scorer, and take it back."""

from dataclasses import dataclass, replace

from bot.domain.audience import UNREAD
from bot.domain.journey import WorkspaceId
from bot.domain.lessons import Lesson
from bot.ports import Storage

PAGE = 8


@dataclass(frozen=True)
class LessonsListed:
    """A page of corrections, the newest first; `page` counts from 0."""

    lessons: tuple[Lesson, ...]
    total: int
    page: int = 0

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))


class ListLessons:
    """Lists corrections of moods; the words of a private note are for its channel alone."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def __call__(
        self, workspace: WorkspaceId, user: str, channel: str | None, page: int = 0
    ) -> LessonsListed:
        """A page of the corrections that are in force, as somebody sees them in a channel."""
        with self._storage.read(workspace) as uow:
            total = uow.lessons.count()
            page = max(0, min(page, (total - 1) // PAGE))
            found = uow.lessons.newest(PAGE, page * PAGE)
        seen = (_seen(one, user, channel) for one in found)
        return LessonsListed(tuple(seen), total, page)


def _seen(lesson: Lesson, user: str, channel: str | None) -> Lesson:
    there = channel is not None and channel == lesson.channel
    if not lesson.private or there or user in lesson.readers:
        return lesson
    return replace(lesson, text=UNREAD)
