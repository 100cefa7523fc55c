"""Hear a mood as a workspace does: by the scorer, and by what was corrected there before."""

from bot.domain.journey import WorkspaceId
from bot.domain.lessons import taught
from bot.domain.notes import NoteKind
from bot.domain.sentiment import Score
from bot.ports import Scorer, Storage, UnitOfWork

# Older corrections have been followed by newer ones of what still matters.
MOST_LESSONS = 300


class Ear:
    """Scores texts for one workspace, with the corrections made there until now."""

    def __init__(self, scorer: Scorer, uow: UnitOfWork) -> None:
        self._scorer = scorer
        self._lessons = uow.lessons.newest(MOST_LESSONS)

    def score(self, text: str, *, kind: NoteKind | None = None) -> Score:
        """The score of one text, read as a note of that kind where one was declared."""
        return taught(self._scorer.score(text, kind=kind), text, self._lessons)


def ear_of(storage: Storage, scorer: Scorer, workspace: WorkspaceId) -> Ear:
    """That of a workspace, for scores made outside of a transaction."""
    with storage.read(workspace) as uow:
        return Ear(scorer, uow)
