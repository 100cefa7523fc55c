"""Hear a mood as a workspace does: by the scorer, and by what was corrected there before."""

from bot.ports import Scorer
from domain.journeys import WorkspaceId
from domain.mood_corrections import apply_corrections
from domain.notes import NoteKind
from domain.sentiment import Label, Score
from storage.session import Database, UnitOfWork

# Older corrections have been followed by newer ones of what still matters.
MAX_CORRECTIONS = 300


def kind_from_score(score: Score) -> NoteKind:
    """As what a text is filed of which nobody said: what sounds negative is a pain point."""
    return NoteKind.PAIN_POINT if score.label is Label.NEGATIVE else NoteKind.TOUCHPOINT


class WorkspaceScorer:
    """Scores texts for one workspace, with the corrections made there until now."""

    def __init__(self, scorer: Scorer, uow: UnitOfWork) -> None:
        self._scorer = scorer
        self._lessons = uow.mood_corrections.list_newest(MAX_CORRECTIONS)

    def score(self, text: str, *, kind: NoteKind | None = None) -> Score:
        """The score of one text, read as a note of that kind where one was declared."""
        return apply_corrections(self._scorer.score(text, kind=kind), text, self._lessons)

    def filed(self, text: str, kind: NoteKind | None) -> tuple[NoteKind, Score]:
        """The kind and the score of a note; where no kind was declared its mood decides."""
        kind = kind or kind_from_score(self.score(text))
        return kind, self.score(text, kind=kind)


def scorer_for(storage: Database, scorer: Scorer, workspace: WorkspaceId) -> WorkspaceScorer:
    """That of a workspace, for scores made outside of a transaction."""
    with storage.read(workspace) as uow:
        return WorkspaceScorer(scorer, uow)
