"""Making a canvas of a review, as a tab of the journey's home channel."""

import logging

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.usecases.exporting import Export
from handlers.blocks.canvases import MOST_CELLS, fitted, made_canvas, refused_canvas
from handlers.blocks.kit import MAX_HEADER, cut
from handlers.blocks.problem import problem
from handlers.formats.gist import title
from handlers.formats.markdown import review_markdown
from handlers.telling import tell

log = logging.getLogger("waymark.canvases")


class ReviewCanvases:
    """Makes canvases."""

    def make(self, client: WebClient, channel: str, user: str, export: Export) -> None:
        """Make one and say so to who asked, in the channel they asked in; or why there is none."""
        review, home = export.review, export.journey.home_channel
        if review is None or home is None:
            raise ValueError("a canvas is of a review and in a home channel")
        markdown = fitted(review_markdown(review, MOST_CELLS))
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
            told = problem(refused_canvas(reason))
        except Exception:
            # Slack not reached: whatever it is, somebody waits for a canvas.
            log.exception("a canvas failed")
            told = problem(refused_canvas(None))
        tell(client, channel, user, told)
