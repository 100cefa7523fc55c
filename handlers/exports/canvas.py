"""What is said of a canvas, and what one can hold."""

import logging
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.exports import Export
from domain.reviews import Review
from handlers.exports.markdown import review_markdown
from handlers.reviews.parent import title
from handlers.slack import kit
from handlers.slack.errors import error_message
from handlers.slack.kit import MAX_HEADER, cut
from handlers.slack.notifications import notify_user

MAX_BYTES = 1_048_576

# Not in Slack's reference; canvases are said to refuse larger tables.
MAX_CELLS = 300

INSTEAD = "`/journey export review md` sends the same as a file."

_SHORTENED = "\n\nShortened: a canvas holds no more.\n"

_OFF = {
    "canvas_disabled_user_team",
    "team_tier_cannot_create_channel_canvases",
    "free_teams_cannot_create_non_tabbed_canvases",
    "canvas_disabled_file_team",
}

_FULL = {"free_team_canvas_tab_already_exists", "canvas_tab_creation_failed"}

_CLOSED = {"channel_not_found", "not_in_channel", "is_archived", "restricted_action"}

_UNSURE = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}


def fitted(markdown: str) -> str:
    """As many whole lines as a canvas holds, and a word where some are missing."""
    if len(markdown.encode()) <= MAX_BYTES:
        return markdown
    room = MAX_BYTES - len(_SHORTENED.encode())
    kept = markdown.encode()[:room].decode(errors="ignore")
    return kept[: kept.rfind("\n")] + _SHORTENED


def coming_canvas(review: Review, home: str) -> dict[str, Any]:
    """The answer at once."""
    return _told(review, "The canvas is on its way to", home)


def made_canvas(review: Review, home: str) -> dict[str, Any]:
    """That it is there."""
    return _told(review, "The canvas is made: look for its tab in", home)


def refused_canvas(reason: str | None) -> str:
    """Why there is none, and what to do; `reason` is Slack's word, null where it said none."""
    if reason == "missing_scope":
        return (
            "There is no canvas: Waymark may not write any in this workspace. Whoever runs it can "
            f"install it again with the scope `canvases:write`. {INSTEAD}"
        )
    if reason in _OFF:
        return f"There is no canvas: they are switched off in this workspace. {INSTEAD}"
    if reason in _FULL:
        return f"There is no canvas: its channel takes no further tab ({reason}). {INSTEAD}"
    if reason in _CLOSED:
        return (
            "There is no canvas: Waymark cannot write in the journey's home channel "
            f"({reason}). Invite it there, or set another with `/journey here`. {INSTEAD}"
        )
    if reason is None or reason in _UNSURE:
        return (
            "Slack did not answer as it should while the canvas was made. It may be there all the "
            "same: look at the tabs of the home channel before you ask again."
        )
    return f"There is no canvas: Slack did not take it ({reason}). {INSTEAD}"


def _told(review: Review, beginning: str, home: str) -> dict[str, Any]:
    name = f"{kit.cut(review.journey.name, 80)}, {review.period.label}"
    place: kit.Element = {"type": "channel", "channel_id": home}
    line = kit.line(f"{beginning} ", place, f": the review of {name}.")
    return kit.ephemeral(f"{beginning} the home channel: the review of {name}.", [kit.rich(line)])


log = logging.getLogger("waymark.canvases")


class ReviewCanvases:
    """Makes canvases."""

    def make(self, client: WebClient, channel: str, user: str, export: Export) -> None:
        """Make one and say so to who asked, in the channel they asked in; or why there is none."""
        review, home = export.review, export.journey.home_channel
        if review is None or home is None:
            raise ValueError("a canvas is of a review and in a home channel")
        markdown = fitted(review_markdown(review, MAX_CELLS))
        try:
            client.canvases_create(
                title=cut(title(review), MAX_HEADER),
                document_content={"type": "markdown", "markdown": markdown},
                channel_id=home,
            )
            told = made_canvas(review, home)
        except SlackApiError as error:
            reason = str(error.response.get("error"))
            detail = error.response.get("detail")
            log.warning("a canvas was refused", extra={"reason": reason, "detail": detail})
            told = error_message(refused_canvas(reason))
        except Exception:
            # Slack not reached: whatever it is, somebody waits for a canvas.
            log.exception("a canvas failed")
            told = error_message(refused_canvas(None))
        notify_user(client, channel, user, told)
