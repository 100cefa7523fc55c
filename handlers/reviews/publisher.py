"""Post reviews, reminders and pulses to Slack, and look up messages that were posted."""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.journeys.map import MapRequest, MapService
from bot.ports import Payload, PostOutcome, Rendered
from domain.errors import WaymarkError
from domain.improvements import ImprovementDraft
from domain.journeys import Journey, Stage, WorkspaceId
from domain.posted_reviews import PostedReviewCorrection, SignOff, SignOffStatus
from domain.review_answers import Question, ReviewAnswer
from domain.reviews import Review
from handlers.improvements.blocks import new_improvement_message
from handlers.journeys.map_images import RETRY_DELAYS, MapImageUploader
from handlers.pictures.alt_text import describe_chart
from handlers.pictures.charts import draw_chart
from handlers.presentation.charts import Chart
from handlers.reviews.answers import answers_message
from handlers.reviews.corrections import corrections_message, lists_same_corrections
from handlers.reviews.review_message import with_sign_offs
from handlers.reviews.sign_off import sign_off_comment, sign_off_reminder
from handlers.reviews.thread import build_review_post
from handlers.slack import kit
from handlers.slack.errors import error_reason, is_definitive, retry_after, underlying_error
from handlers.slack.files import complete_upload, upload_bytes
from handlers.slack.ids import REVIEW_METADATA

log = logging.getLogger("waymark.pictures")


def upload_charts(client: WebClient, charts: Iterable[Chart]) -> list[kit.Block]:
    """Return the charts as image blocks, without those that could not be uploaded."""
    return [image for chart in charts if (image := _upload_chart(client, chart))]


def _upload_chart(client: WebClient, chart: Chart) -> kit.Block | None:
    words = describe_chart(chart)
    try:
        png = BytesIO(draw_chart(chart))
        file_id = upload_bytes(client, png, "chart.png", kit.cut(words, kit.MAX_ALT_TEXT))
        complete_upload(client, file_id, "chart.png")
    except Exception as error:
        # Refused, not reached, or the scope files:write is missing: the tables must do.
        log.warning("a chart's picture was not uploaded", extra={"reason": error_reason(error)})
        return None
    return {
        "type": "image",
        "slack_file": {"id": file_id},
        "alt_text": kit.cut(words, kit.MAX_ALT_TEXT),
        "title": kit.plain(chart.title, kit.MAX_SECTION // 2),
    }


class MapMessageBuilder:
    """Builds the map messages that a publisher posts."""

    def __init__(self, client: WebClient, maps: MapService, pictures: MapImageUploader) -> None:
        self._client = client
        self._maps = maps
        self._pictures = pictures

    def __call__(
        self, workspace: WorkspaceId, journey: str, period: str
    ) -> tuple[Payload, Payload]:
        """Return the map of a period as a message with its picture, and as one in words.

        The first is empty if the picture fails. Raises NotFoundError if the journey is missing.
        """
        shown = self._maps.show(workspace, MapRequest(journey, period))
        return self._pictures.build_messages(self._client, workspace, shown)


BLOCKS_REFUSED = {"invalid_blocks", "invalid_blocks_format"}


PAGES = 10

# What ids of people begin with.
PEOPLE = ("U", "W")

CLOCKS_APART = timedelta(days=1)


SHORT_WAIT = timedelta(seconds=3)


# With the picture, empty where it could not be uploaded, and in words.
MapMessage = Callable[[WorkspaceId, str, str], tuple[Payload, Payload]]


class SlackPublisher:
    """Posts reviews with a client that does not retry by itself.

    `map_message` makes the message that shows a journey's map of a period, its picture uploaded.
    """

    def __init__(self, client: WebClient, map_message: MapMessage) -> None:
        self._client = client
        self._map_message = map_message
        self._bot_id: str | None = None

    def render(self, review: Review, key: str) -> Rendered:
        """Return `text` and `blocks` of each; with native data also `plain_blocks` without."""
        return build_review_post(review, key)

    def render_sign_offs(self, parent: Payload, status: SignOffStatus) -> Payload:
        """Build the posted message with its current sign-offs."""
        return with_sign_offs(parent, status)

    def render_sign_off_reminder(
        self, journey: Journey, stages: Sequence[Stage], key: str
    ) -> Payload:
        """Build a reminder to the owners of stages that nobody has signed off."""
        return sign_off_reminder(journey, stages, key)

    def render_comment(self, sign_off: SignOff, stages: Sequence[Stage]) -> Payload:
        """Build what someone wrote when signing stages off, or wanting another look at them."""
        return sign_off_comment(sign_off, stages)

    def render_answers(
        self, answers: Sequence[ReviewAnswer], edited: Collection[Question]
    ) -> Payload:
        """Build what someone answered to the questions of a review."""
        return answers_message(answers, edited)

    def render_new_improvement(
        self, draft: ImprovementDraft, author: str, theme: str | None
    ) -> Payload:
        """Build the news of an action."""
        return new_improvement_message(draft, author, theme)

    def render_corrections(
        self, journey: Journey, changed: Sequence[PostedReviewCorrection]
    ) -> Payload:
        """Build what is no longer as posted."""
        return corrections_message(journey, changed)

    def lists_same_corrections(self, one: Payload, other: Payload) -> bool:
        """Whether two messages of `render_corrections`, of any versions, list the same."""
        return lists_same_corrections(one, other)

    def post(
        self,
        workspace: WorkspaceId,
        channel: str,
        payload: Payload,
        key: str,
        thread: str | None,
        may_send: Callable[[], bool],
    ) -> PostOutcome:
        """Post once, again without native charts where Slack refuses those blocks.

        Waits here for a short time if Slack asks for it.
        """
        target = _Target(channel, thread, key, may_send)
        outcome = self._post(workspace, target, payload)
        if outcome.retry_after and outcome.retry_after <= SHORT_WAIT:
            time.sleep(outcome.retry_after.total_seconds())
            outcome = self._post(workspace, target, payload)
        return outcome

    def find(
        self, workspace: WorkspaceId, channel: str, key: str, since: datetime, thread: str | None
    ) -> PostOutcome:
        """Look for our message with that key in recent messages of a channel or a thread.

        A user id means their direct messages.
        """
        oldest = str((since - CLOCKS_APART).timestamp())
        cursor = ""
        try:
            bot_id = self._own_bot_id()
            place = self._direct_messages(channel) if channel.startswith(PEOPLE) else channel
            for _ in range(PAGES):
                page = self._page(place, thread, oldest, cursor)
                for message in page["messages"]:
                    if message.get("bot_id") == bot_id and _key_of(message) == key:
                        return PostOutcome(ts=message["ts"], is_definitive=True)
                cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    return PostOutcome(ts=None, is_definitive=True, reason="not found")
        except Exception as error:
            # Refused, not reached, or answered with something that is not Slack's.
            return PostOutcome(ts=None, is_definitive=False, reason=error_reason(error))
        return PostOutcome(ts=None, is_definitive=False, reason="too many messages to look through")

    def _own_bot_id(self) -> str:
        """Return the bot's own id: anybody can post a message with any metadata."""
        if self._bot_id is None:
            self._bot_id = str(self._client.auth_test()["bot_id"])
        return self._bot_id

    def _direct_messages(self, user: str) -> str:
        """Return the id of a person's direct messages: they cannot be read by the person's id."""
        return str(self._client.conversations_open(users=user)["channel"]["id"])

    def update(
        self, workspace: WorkspaceId, channel: str, ts: str, payload: Payload
    ) -> PostOutcome:
        """Replace a message's content; idempotent."""
        return _outcome(
            lambda: self._client.chat_update(
                channel=channel, ts=ts, text=payload["text"], blocks=payload["blocks"]
            )
        )

    def _page(self, channel: str, thread: str | None, oldest: str, cursor: str) -> SlackResponse:
        asked: dict[str, Any] = {
            "channel": channel,
            "oldest": oldest,
            "include_all_metadata": True,
            "limit": 200,
            "cursor": cursor,
        }
        if thread:
            return self._client.conversations_replies(ts=thread, **asked)
        return self._client.conversations_history(**asked)

    def _post(self, workspace: WorkspaceId, target: "_Target", payload: Payload) -> PostOutcome:
        if "map" in payload:
            return self._post_map(workspace, target, payload)
        outcome = self._send(target, payload["text"], payload["blocks"])
        if outcome.reason in BLOCKS_REFUSED and "plain_blocks" in payload:
            return self._post_plain(target, payload)
        return outcome

    def _post_plain(self, target: "_Target", payload: Payload) -> PostOutcome:
        """Post pictures in place of charts, text in place of tables."""
        text, plain = payload["text"], payload["plain_blocks"]
        charts = map(Chart.from_value, payload.get("charts", ()))
        pictures = upload_charts(self._client, charts)
        drawn = [*plain[:1], *pictures, *plain[1:]]
        return self._send_processed(target, text, drawn if pictures else [], plain)

    def _post_map(self, workspace: WorkspaceId, target: "_Target", payload: Payload) -> PostOutcome:
        """Post the map with its picture once Slack has processed it, in words if it does not."""
        shown = payload["map"]
        try:
            drawn, in_words = self._map_message(workspace, shown["journey"], shown["period"])
        except WaymarkError as error:
            return PostOutcome(ts=None, is_definitive=True, reason=error.sentence)
        pictured = drawn["blocks"] if drawn else []
        return self._send_processed(target, payload["text"], pictured, in_words["blocks"])

    def _send_processed(
        self,
        target: "_Target",
        text: str,
        pictured: list[dict[str, Any]],
        in_words: list[dict[str, Any]],
    ) -> PostOutcome:
        """Send with pictures once Slack has processed them; without, if there are none."""
        for wait in (*RETRY_DELAYS, 0.0) if pictured else ():
            outcome = self._send(target, text, pictured)
            if outcome.reason not in BLOCKS_REFUSED:
                return outcome
            time.sleep(wait)
        return self._send(target, text, in_words)

    def _send(self, target: "_Target", text: str, blocks: list[dict[str, Any]]) -> PostOutcome:
        # As late as can be: drawing and uploading a picture takes seconds.
        if not target.may_send():
            return PostOutcome(ts=None, is_definitive=False, reason="claim lost")
        return _outcome(
            lambda: self._client.chat_postMessage(
                channel=target.channel,
                thread_ts=target.thread,
                text=text,
                blocks=blocks,
                metadata={"event_type": REVIEW_METADATA, "event_payload": {"key": target.key}},
                unfurl_links=False,
                unfurl_media=False,
            )
        )


@dataclass(frozen=True)
class _Target:
    """Where a message goes, the key it is found by, and the check whether it may be sent."""

    channel: str
    thread: str | None
    key: str
    may_send: Callable[[], bool]


def _outcome(send: Callable[[], SlackResponse]) -> PostOutcome:
    try:
        sent = send()
    except SlackApiError as error:
        return PostOutcome(
            ts=None,
            is_definitive=is_definitive(error),
            reason=error_reason(error),
            retry_after=retry_after(error),
        )
    except Exception as error:
        # Any other error may have happened after Slack took the message.
        refused = isinstance(underlying_error(error), ConnectionRefusedError)
        return PostOutcome(ts=None, is_definitive=refused, reason=error_reason(error))
    ts = sent["ts"]
    return PostOutcome(ts=ts, is_definitive=bool(ts), reason="" if ts else "unreadable answer")


def _key_of(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != REVIEW_METADATA:
        return None
    key = (metadata.get("event_payload") or {}).get("key")
    return key if isinstance(key, str) else None
