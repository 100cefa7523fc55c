"""Slack's agent view: questions to begin with in a direct message, and a status while one is read.

An older installation lacks the scope, and a workspace may not have the view: what Slack refuses is
logged, and the answer comes all the same.
"""

import logging

from slack_sdk import WebClient

from handlers.slack.errors import error_reason

log = logging.getLogger("waymark.answers")

PROMPTS = (
    ("What hurts most?", "What hurts most this quarter?"),
    ("How do customers feel?", "How do customers feel this quarter?"),
    ("Which KPIs are off target?", "Which KPIs are off target?"),
    ("What is new?", "What changed since last week?"),
)

STATUS = "is looking it up …"


def suggest_questions(client: WebClient, channel: str) -> None:
    """Offer questions above the composer of a direct message."""
    prompts = [{"title": title, "message": message} for title, message in PROMPTS]
    try:
        # Without a thread: naming one makes the call fail silently in agent apps.
        client.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=prompts)
    except Exception as error:
        log.info("no suggested questions", extra={"reason": error_reason(error)})


def show_status(client: WebClient, channel: str, thread_ts: str) -> None:
    """Say in a thread of a direct message that an answer is coming; the answer clears it."""
    try:
        client.assistant_threads_setStatus(channel_id=channel, thread_ts=thread_ts, status=STATUS)
    except Exception as error:
        log.info("no status", extra={"reason": error_reason(error)})
