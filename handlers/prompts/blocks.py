"""Messages about prompts: the question, its pause, and the answers to who sets or ends one."""

import json
from collections.abc import Mapping
from typing import Any

from bot.prompts import PromptTexts, SavedPrompt
from domain.prompts import WEEKDAYS, PromptQuestion, PromptRule
from handlers.presentation import words
from handlers.slack import kit
from handlers.slack.ids import Action, CaptureField, PromptField, numbered

STOP = "Stop these questions"

PAUSED = (
    "Nobody answered the last three questions, so I'll stop asking here. `/journey prompt` starts "
    "them again."
)

ENDED = "I won't ask here any more. `/journey prompt` starts the questions again."

NONE_SET = "I'm not asking anything here. `/journey prompt` sets a question."

MAX_NAME = 80


def question_message(question: PromptQuestion) -> dict[str, Any]:
    """Return the question with a button to answer it and one to stop such questions."""
    prompt = question.prompt
    about = _about(question)
    details = f"{f'About {about}. ' if about else ''}I ask {describe_rule(prompt.rule)}."
    answer = kit.button("Answer", numbered(Action.ANSWER_PROMPT, 0), _start_value(question))
    stop = kit.button(STOP, numbered(Action.STOP_PROMPT, 0), "stop")
    blocks = [
        kit.rich(kit.line(kit.span(prompt.question, bold=True))),
        kit.actions([{**answer, "style": "primary"}, stop]),
        kit.context(kit.escape(details)),
    ]
    return kit.message(prompt.question, blocks)


def pause_message() -> dict[str, Any]:
    """Return that no more questions are asked because nobody answers."""
    return kit.message(PAUSED, [kit.section(PAUSED)])


PROMPT_TEXTS = PromptTexts(question_message, pause_message())


def saved_message(saved: SavedPrompt) -> dict[str, Any]:
    """Return how often a channel is asked, and when next."""
    journey = saved.journey
    local = saved.due_at.astimezone(journey.calendar.zone)
    when = f"{local:%A} {words.day(saved.due_at, journey)} at {local:%H:%M} ({journey.time_zone})"
    rule = describe_rule(saved.prompt.rule)
    text = f"I'll ask here {rule}. The next question comes on {when}."
    hint = "`/journey prompt off` ends it."
    return kit.ephemeral(text, [kit.section(kit.escape(text)), kit.context(hint)])


def ended_message(*, had_one: bool) -> dict[str, Any]:
    """Return that a channel is asked no more, or never was."""
    text = ENDED if had_one else NONE_SET
    return kit.ephemeral(text, [kit.section(text)])


def describe_rule(rule: PromptRule) -> str:
    """Return when a prompt is posted: `every week on Monday and Thursday`."""
    days = [WEEKDAYS[day] for day in rule.weekdays]
    named = days[0] if len(days) == 1 else f"{', '.join(days[:-1])} and {days[-1]}"
    return f"every {'week' if rule.every_weeks == 1 else 'second week'} on {named}"


def read_start(value: str) -> Mapping[str, str]:
    """Return what the form of an answer begins with, from the value of a button."""
    start: dict[str, str] = json.loads(value)
    return start


def _about(question: PromptQuestion) -> str:
    if question.kpi:
        stage = question.journey.stage(question.kpi.stage)
        of = stage.name if stage else question.journey.name
        return f"{question.kpi.key} of {kit.cut(of, MAX_NAME)}"
    return kit.cut(question.stage.name, MAX_NAME) if question.stage else ""


def _start_value(question: PromptQuestion) -> str:
    """Return what the form of an answer begins with, as the value of a button."""
    start = {
        CaptureField.PROMPT.value: str(question.prompt.id),
        CaptureField.JOURNEY.value: question.journey.key,
    }
    if question.kpi:
        start[PromptField.KPI.value] = question.kpi.path
    elif question.stage:
        start[CaptureField.STAGE.value] = question.stage.key
    return json.dumps(start)
