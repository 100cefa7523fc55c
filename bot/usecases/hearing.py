"""Hear a mood as a workspace does: by the scorer, and by what was corrected there before."""

from bot.domain.journey import WorkspaceId
from bot.domain.lessons import taught
from bot.domain.notes import NoteKind
from bot.domain.sentiment import Label, Score
from bot.ports import Scorer, Storage, UnitOfWork

# Older corrections have been followed by newer ones of what still matters.
MOST_LESSONS = 300


def kind_by(score: Score) -> NoteKind:
    """As what a text is filed of which nobody said: what sounds negative is a pain point."""
    return NoteKind.PAIN_POINT if score.label is Label.NEGATIVE else NoteKind.TOUCHPOINT


class Ear:
    """Scores texts for one workspace, with the corrections made there until now."""

    def __init__(self, scorer: Scorer, uow: UnitOfWork) -> None:
        self._scorer = scorer
        self._lessons = uow.lessons.newest(MOST_LESSONS)

    def score(self, text: str, *, kind: NoteKind | None = None) -> Score:
        """The score of one text, read as a note of that kind where one was declared."""
        return taught(self._scorer.score(text, kind=kind), text, self._lessons)

    def filed(self, text: str, kind: NoteKind | None) -> tuple[NoteKind, Score]:
        """The kind and the score of a note; where no kind was declared its mood decides."""
        kind = kind or kind_by(self.score(text))
        return kind, self.score(text, kind=kind)


def ear_of(storage: Storage, scorer: Scorer, workspace: WorkspaceId) -> Ear:
    """That of a workspace, for scores made outside of a transaction."""
    with storage.read(workspace) as uow:
        return Ear(scorer, uow)
