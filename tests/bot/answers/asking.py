"""Ask questions in tests."""

from typing import Any

from bot.answers.service import AnswerRequest
from domain.questions.answers import Answer, answer_as_json
from tests.bot.env import Env

MARA = "U0MARA"


def ask(
    env: Env,
    text: str,
    *,
    user: str | None = MARA,
    channel: str | None = "C0JOURNEY",
    thread: str | None = None,
    is_public: bool = False,
) -> Answer:
    """Ask as a person in a channel, or in a thread."""
    return env.services.answers.answer(
        AnswerRequest(env.ws, channel, user, text, thread, is_public=is_public, with_note_ids=True)
    )


def ask_alone(env: Env, text: str) -> dict[str, Any]:
    """Ask on the command line, where nothing was asked before; return the JSON."""
    request = AnswerRequest(env.ws, None, None, text, journey="buyer", with_note_ids=True)
    return answer_as_json(env.services.answers.answer(request))


def figures(answer: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Return the figures of one kind in an answer's JSON."""
    return [one for one in answer["figures"] if one["figure"] == kind]
