"""Score texts for a workspace: the scorer's score with that workspace's corrections applied."""

from collections.abc import Sequence

from bot.ports import Scorer
from domain.journeys import WorkspaceId
from domain.mood_corrections import MoodCorrection, apply_corrections
from domain.notes import NoteKind
from domain.sentiment import Label, Score
from storage.session import Database

# Older corrections have been followed by newer ones of what still matters.
MAX_CORRECTIONS = 300


def kind_from_score(score: Score) -> NoteKind:
    """Return the kind of a note saved without one: a pain point where the text is negative."""
    return NoteKind.PAIN_POINT if score.label is Label.NEGATIVE else NoteKind.TOUCHPOINT


class ScoreCache:
    """A scorer that scores each text once, so that it can be scored before a transaction opens."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer
        self._scores: dict[tuple[str, NoteKind | None], Score] = {}

    @property
    def version(self) -> str:
        """Return the version of the underlying scorer."""
        return self._scorer.version

    def has(self, text: str, kind: NoteKind | None) -> bool:
        """Return whether the text has been scored, as a note of that kind where one is given."""
        return (text, kind) in self._scores

    def score(self, text: str, *, kind: NoteKind | None = None) -> Score:
        """Return the score of a text, read as a note of that kind where one is given."""
        if (text, kind) not in self._scores:
            self._scores[text, kind] = self._scorer.score(text, kind=kind)
        return self._scores[text, kind]


class WorkspaceScorer:
    """Scores texts for one workspace, with the corrections made there until now."""

    def __init__(self, scorer: Scorer, corrections: Sequence[MoodCorrection] = ()) -> None:
        self._scorer = scorer
        self._corrections = corrections

    def score(self, text: str, *, kind: NoteKind | None = None) -> Score:
        """Return the score of a text, read as a note of that kind where one is given."""
        score = self._scorer.score(text, kind=kind)
        return apply_corrections(score, text, self._corrections) if self._corrections else score

    def classify(self, text: str, kind: NoteKind | None) -> tuple[NoteKind, Score]:
        """Return the kind and the score of a note; the mood decides where no kind is given."""
        kind = kind or kind_from_score(self.score(text))
        return kind, self.score(text, kind=kind)


def scorer_for(storage: Database, scorer: Scorer, workspace: WorkspaceId) -> WorkspaceScorer:
    """Return the scorer of a workspace, for scores made outside of a transaction."""
    with storage.read(workspace) as uow:
        return WorkspaceScorer(scorer, uow.mood_corrections.list_newest(MAX_CORRECTIONS))
