"""The message of an answer: what was understood, what was found, and the notes behind it."""

import json
from dataclasses import dataclass
from typing import Any

from domain.notes import Note
from domain.questions.answers import Answer
from domain.questions.follow_ups import FollowUp, merge_follow_up
from domain.questions.values import (
    Aspect,
    Part,
    Question,
    Subject,
)
from domain.text import shorten
from handlers.answers.sentences import Mention, Sentence, as_text, write_sentences
from handlers.answers.understood import describe_question
from handlers.presentation import words
from handlers.slack import kit
from handlers.slack.ids import Action, numbered

MAX_SENTENCES = 14

MAX_QUOTE = 300

EXAMPLES = (
    "How do customers feel in onboarding?",
    "What hurts most this quarter?",
    "Which KPIs are off target?",
    "Who said that?",
)

NO_JOURNEY = "There is no journey yet: the first note creates one."

HELPFUL, NOT_HELPFUL = "helpful", "not helpful"


def answer_message(answer: Answer, *, with_feedback: bool = False) -> dict[str, Any]:
    """Return the message of an answer; `with_feedback` adds buttons that say whether it helped."""
    if answer.journey is None:
        return kit.ephemeral(NO_JOURNEY, [kit.rich(kit.line(NO_JOURNEY))])
    if answer.question is None:
        return _not_understood()
    understood = describe_question(answer)
    sentences = write_sentences(answer)[:MAX_SENTENCES]
    names = dict(answer.names.of(Part.AUTHOR))
    head = [kit.line(kit.span(understood, bold=True))] if understood else []
    blocks = [kit.rich(*head, *_lines(sentences))]
    for note in answer.quotes:
        blocks.append(kit.rich(kit.quote(shorten(note.text, MAX_QUOTE))))
        blocks.append(kit.context(kit.escape(_source(note, answer))))
    buttons = _buttons(answer)
    if buttons:
        blocks.append(kit.actions(buttons))
    if with_feedback:
        blocks.append(kit.feedback(numbered(Action.RATE_ANSWER, 0), HELPFUL, NOT_HELPFUL))
    head_text = [f"{understood}."] if understood else []
    text = " ".join([*head_text, *(as_text(one, names) for one in sentences)])
    return kit.ephemeral(text, blocks)


def _not_understood() -> dict[str, Any]:
    text = "I don't understand that question. You can ask, for example:"
    examples = [kit.line(example) for example in EXAMPLES]
    fallback = f"{text} {' '.join(EXAMPLES)}"
    return kit.ephemeral(fallback, [kit.rich(kit.line(text), kit.bullets(examples))])


def _lines(sentences: list[Sentence]) -> list[kit.Element]:
    """Return a single sentence as a line, several as a list."""
    lines = [
        kit.line(*(kit.user(part.user) if isinstance(part, Mention) else part for part in one))
        for one in sentences
    ]
    return lines if len(lines) == 1 else [kit.bullets(lines)]


def _source(note: Note, answer: Answer) -> str:
    journey = answer.journey
    if journey is None:
        return ""
    parts = [note.kind.value, words.stage_name(journey, note.stage)]
    parts += [answer.names.name(Part.PERSONA, note.details.persona)] if note.details.persona else []
    return " · ".join([*parts, words.day(note.occurred_at, journey), f"note {note.id}"])


def _buttons(answer: Answer) -> list[kit.Element]:
    found = []
    if answer.behind is not None and answer.behind.total:
        value = answer.behind.words
        label = f"Show the {words.notes(answer.behind.total)}"
        label = "Show the note" if answer.behind.total == 1 else label
        button = kit.button(label, numbered(Action.SHOW_ANSWER_NOTES, 0), value)
        found += [button] if kit.holds(value) else []
    if answer.readings_of is not None and answer.journey is not None:
        value = f"{answer.journey.id}:{answer.readings_of}"
        found.append(
            kit.button("Show the readings", numbered(Action.SHOW_ANSWER_READINGS, 0), value)
        )
    key = answer.journey.key if answer.journey else ""
    for number, (label, question) in enumerate(_follow_ups(answer.question), start=1):
        value = AskedAgain(key, question.to_json()).to_value()
        if kit.holds(value):
            found.append(kit.button(label, numbered(Action.ASK_QUESTION, number), value))
    return found


def _follow_ups(asked: Question | None) -> list[tuple[str, Question]]:
    """Return (label, question) of what people often ask next."""
    if asked is None or asked.unknown is not None:
        return []
    why, sure, who = (
        ("Why?", Question(Subject.WHY)),
        ("How sure is that?", Question(Subject.MOOD, Aspect.CONFIDENCE)),
        ("Who said that?", Question(Subject.WHO)),
    )
    next_ones: dict[Subject, tuple[tuple[str, Question], ...]] = {
        Subject.MOOD: (why,) if asked.aspect is Aspect.CONFIDENCE else (why, sure),
        Subject.KPI: () if asked.aspect is Aspect.DEFINITION else (why,),
        Subject.EVIDENCE: (who,),
        Subject.PAINS: (who,),
    }
    return [
        (label, merge_follow_up(asked, FollowUp(question, has_subject=True)))
        for label, question in next_ones.get(asked.subject, ())
    ]


@dataclass(frozen=True)
class AskedAgain:
    """A question in the value of a button: the key of its journey, and its JSON."""

    journey: str
    question: dict[str, Any]

    def to_value(self) -> str:
        """Return it as the value of a button."""
        return f"{self.journey}|{json.dumps(self.question, ensure_ascii=False)}"

    @classmethod
    def from_value(cls, value: str) -> "AskedAgain":
        """Read the value of a button."""
        journey, _, question = value.partition("|")
        return cls(journey, json.loads(question))
