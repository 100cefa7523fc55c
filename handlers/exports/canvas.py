"""Create a canvas with a review in the home channel, and the messages about it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from domain.reviews import Review
from handlers.exports.markdown import review_markdown
from handlers.presentation.summary import review_title
from handlers.slack import kit
from handlers.slack.errors import error_message
from handlers.slack.kit import MAX_HEADER, cut
from handlers.slack.notifications import notify_user

log = logging.getLogger("waymark.canvases")

MAX_BYTES = 1_048_576


# Not in Slack's reference: canvases are reported to refuse larger tables.
MAX_CELLS = 300


FILE_HINT = "`/journey export review md` sends it as a file."


_TRUNCATED = "\n\nCut here: a canvas holds no more.\n"


_DISABLED_ERRORS = {
    "canvas_disabled_user_team",
    "team_tier_cannot_create_channel_canvases",
    "free_teams_cannot_create_non_tabbed_canvases",
    "canvas_disabled_file_team",
}


_TAB_ERRORS = {"free_team_canvas_tab_already_exists", "canvas_tab_creation_failed"}


_CHANNEL_ERRORS = {"channel_not_found", "not_in_channel", "is_archived", "restricted_action"}


_UNCERTAIN_ERRORS = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}


def fit_canvas(markdown: str) -> str:
    """Cut the text after the last line that fits, and note that it was cut."""
    if len(markdown.encode()) <= MAX_BYTES:
        return markdown
    room = MAX_BYTES - len(_TRUNCATED.encode())
    text = markdown.encode()[:room].decode(errors="ignore")
    return text[: text.rfind("\n")] + _TRUNCATED


def canvas_coming_message(review: Review, home: str) -> dict[str, Any]:
    """Build the answer while the canvas is being created."""
    return _canvas_message(review, "The canvas is coming to", home)


def canvas_created_message(review: Review, home: str) -> dict[str, Any]:
    """Build the message that the canvas was created."""
    return _canvas_message(review, "The canvas is ready. Look for its tab in", home)


def describe_canvas_error(reason: str | None) -> str:
    """Say why there is no canvas and what to do; `reason` is Slack's error code, None without."""
    if reason == "missing_scope":
        return (
            "There is no canvas: Waymark may not create any in this workspace. Ask whoever runs it "
            f"to install it again with the scope `canvases:write`. {FILE_HINT}"
        )
    if reason in _DISABLED_ERRORS:
        return f"There is no canvas: they are switched off in this workspace. {FILE_HINT}"
    if reason in _TAB_ERRORS:
        return (
            f"There is no canvas: its channel has no room for another tab ({reason}). {FILE_HINT}"
        )
    if reason in _CHANNEL_ERRORS:
        return (
            "There is no canvas: Waymark cannot write in the journey's home channel "
            f"({reason}). Invite it there, or set another with `/journey here`. {FILE_HINT}"
        )
    if reason is None or reason in _UNCERTAIN_ERRORS:
        return (
            "Slack did not answer while the canvas was being created. It may exist anyway: look at "
            "the tabs of the home channel before you try again."
        )
    return f"There is no canvas: Slack refused it ({reason}). {FILE_HINT}"


def _canvas_message(review: Review, start: str, home: str) -> dict[str, Any]:
    name = f"{kit.cut(review.journey.name, 80)}, {review.period.label}"
    place: kit.Element = {"type": "channel", "channel_id": home}
    line = kit.line(f"{start} ", place, f": the review of {name}.")
    return kit.ephemeral(f"{start} the home channel: the review of {name}.", [kit.rich(line)])


@dataclass(frozen=True)
class Canvas:
    """The review and the channel of a canvas, and the names of the people in it by user id."""

    review: Review
    home: str
    names: Mapping[str, str]


def create_canvas(client: WebClient, channel: str, user: str, canvas: Canvas) -> None:
    """Create the canvas of a review; send the result or the error to `channel`, for `user` only."""
    review, home = canvas.review, canvas.home
    markdown = fit_canvas(review_markdown(review, MAX_CELLS, canvas.names))
    try:
        client.canvases_create(
            title=cut(review_title(review), MAX_HEADER),
            document_content={"type": "markdown", "markdown": markdown},
            channel_id=home,
        )
        message = canvas_created_message(review, home)
    except SlackApiError as error:
        reason = str(error.response.get("error"))
        detail = error.response.get("detail")
        log.warning("a canvas was refused", extra={"reason": reason, "detail": detail})
        message = error_message(describe_canvas_error(reason))
    except Exception:
        # Slack is down: whatever it is, the person is waiting for a canvas.
        log.exception("a canvas failed")
        message = error_message(describe_canvas_error(None))
    notify_user(client, channel, user, message)
