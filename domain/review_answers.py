"""The questions that end a review, and the team's answers to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.access import Audience


class Question(StrEnum):
    """A question for the team. Its value is kept with each answer, and never changes."""

    FEEDBACK = "feedback"
    HABITS = "habits"
    PLATFORMS = "platforms"
    TECHNOLOGY = "technology"
    MARKET = "market"

    @property
    def sentence(self) -> str:
        """The question as people read it."""
        return _SENTENCES[self]


_SENTENCES: Mapping[Question, str] = {
    Question.FEEDBACK: "What do customer-feedback trends tell us that we did not know before?",
    Question.HABITS: "Have buying habits changed?",
    Question.PLATFORMS: "Are customers using communication platforms we are not on?",
    Question.TECHNOLOGY: "Which technology changed what customers expect?",
    Question.MARKET: "What moved in the market?",
}


@dataclass(frozen=True)
class ReviewAnswer:
    """One person's answer to a question of a posted review; editing it replaces it.

    `channel` is where the review was posted; `private` if not everybody could read it there.
    """

    question: Question
    author: str
    text: str
    at: datetime
    channel: str
    private: bool = False

    def is_for(self, audience: Audience) -> bool:
        """Whether they may read it: who reads the review, or its author."""
        if not self.private:
            return True
        return audience.channel == self.channel or audience.user == self.author


def answers_to(question: Question, answers: Iterable[ReviewAnswer]) -> list[ReviewAnswer]:
    """Return the answers to one question, the newest first."""
    given = [one for one in answers if one.question is question]
    return sorted(given, key=lambda one: one.at, reverse=True)
