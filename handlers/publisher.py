"""The only code that posts a review."""

import re
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.journey import WorkspaceId
from bot.domain.review import Review
from bot.ports import Payload, PostOutcome
from handlers.blocks import review as review_blocks
from handlers.ids import REVIEW_METADATA

# Answers after which the message may be in the channel all the same.
UNCLEAR = {
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
}
SERVER_ERROR = 500
TOO_FAST = 429
LONGEST_WAIT = 3600
SLACKS_WORD = re.compile("[a-z][a-z0-9_]*")
BLOCKS_REFUSED = {"invalid_blocks", "invalid_blocks_format"}
PAGES = 10
CLOCKS_APART = timedelta(days=1)


class SlackPublisher:
    """Posts reviews with a client that does not retry by itself."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def render(self, review: Review) -> Payload:
        """`text`, `blocks`, and `plain_blocks` for workspaces without native charts."""
        return review_blocks.post(review)

    def post(self, workspace: WorkspaceId, channel: str, payload: Payload, key: str) -> PostOutcome:
        """Post once, again without native charts where Slack refuses those blocks."""
        outcome = self._send(channel, payload["text"], payload["blocks"], key)
        if outcome.reason in BLOCKS_REFUSED:
            return self._send(channel, payload["text"], payload["plain_blocks"], key)
        return outcome

    def find(self, workspace: WorkspaceId, channel: str, key: str, since: datetime) -> PostOutcome:
        """Look for the key in the channel's recent messages."""
        oldest = str((since - CLOCKS_APART).timestamp())
        cursor = ""
        try:
            for _ in range(PAGES):
                page = self._client.conversations_history(
                    channel=channel,
                    oldest=oldest,
                    include_all_metadata=True,
                    limit=200,
                    cursor=cursor,
                )
                for message in page["messages"]:
                    if _key_of(message) == key:
                        return PostOutcome(ts=message["ts"], certain=True)
                cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    return PostOutcome(ts=None, certain=True, reason="not found")
        except Exception as error:
            # Refused, not reached, or answered with something that is not Slack's.
            return PostOutcome(ts=None, certain=False, reason=_reason(error))
        return PostOutcome(ts=None, certain=False, reason="too many messages to look through")

    def _send(self, channel: str, text: str, blocks: list[dict[str, Any]], key: str) -> PostOutcome:
        try:
            sent = self._client.chat_postMessage(
                channel=channel,
                text=text,
                blocks=blocks,
                metadata={"event_type": REVIEW_METADATA, "event_payload": {"key": key}},
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as error:
            return PostOutcome(
                ts=None,
                certain=_certain(error),
                reason=_reason(error),
                retry_after=_retry_after(error),
            )
        except Exception as error:
            # Whatever else went wrong may have gone wrong after Slack took the message.
            refused = isinstance(_cause(error), ConnectionRefusedError)
            return PostOutcome(ts=None, certain=refused, reason=_reason(error))
        ts = sent["ts"]
        return PostOutcome(ts=ts, certain=bool(ts), reason="" if ts else "unreadable answer")


def _key_of(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != REVIEW_METADATA:
        return None
    key = (metadata.get("event_payload") or {}).get("key")
    return key if isinstance(key, str) else None


def _certain(error: SlackApiError) -> bool:
    """Whether it was Slack that refused, and before it took the message."""
    status, word = getattr(error.response, "status_code", SERVER_ERROR), _word(error)
    return status == TOO_FAST or (
        status < SERVER_ERROR and word is not None and word not in UNCLEAR
    )


def _retry_after(error: SlackApiError) -> timedelta | None:
    """How long Slack asked to be left alone."""
    if getattr(error.response, "status_code", None) != TOO_FAST:
        return None
    headers = {name.lower(): value for name, value in (error.response.headers or {}).items()}
    seconds = str(headers.get("retry-after", ""))
    return timedelta(seconds=min(int(seconds), LONGEST_WAIT)) if seconds.isdigit() else None


def _word(error: SlackApiError) -> str | None:
    """Slack's word for what is wrong; null where the answer is not Slack's, a proxy's page say."""
    data = getattr(error.response, "data", error.response)
    named = data.get("error") if isinstance(data, dict) else None
    return named if isinstance(named, str) and SLACKS_WORD.fullmatch(named) else None


def _reason(error: Exception) -> str:
    """Slack's word for it, or the kind of failure; never a body."""
    if isinstance(error, SlackApiError):
        return _word(error) or "unreadable answer"
    return type(_cause(error)).__name__


def _cause(error: Exception) -> Exception:
    """What is behind urllib's wrapper."""
    reason = getattr(error, "reason", None)
    return reason if isinstance(reason, Exception) else error
