"""The only code that posts a review."""

from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.journey import WorkspaceId
from bot.domain.review import Review
from bot.ports import Payload, PostOutcome
from handlers.blocks import review as review_blocks
from handlers.ids import REVIEW_METADATA
from handlers.refusals import cause_of, is_certain, reason_of, wait_asked

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
        if outcome.reason in BLOCKS_REFUSED and "plain_blocks" in payload:
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
            return PostOutcome(ts=None, certain=False, reason=reason_of(error))
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
                certain=is_certain(error),
                reason=reason_of(error),
                retry_after=wait_asked(error),
            )
        except Exception as error:
            # Whatever else went wrong may have gone wrong after Slack took the message.
            refused = isinstance(cause_of(error), ConnectionRefusedError)
            return PostOutcome(ts=None, certain=refused, reason=reason_of(error))
        ts = sent["ts"]
        return PostOutcome(ts=ts, certain=bool(ts), reason="" if ts else "unreadable answer")


def _key_of(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != REVIEW_METADATA:
        return None
    key = (metadata.get("event_payload") or {}).get("key")
    return key if isinstance(key, str) else None
