"""Send exports to people as files or canvases; write a review in any format."""

import json
import logging
from collections.abc import Iterator
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO, Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.exports import COLUMNS_BY_CONTENT, Export, ExportService
from bot.journeys.map import MapRequest, MapService
from domain.access import Audience
from domain.errors import WaymarkError
from domain.export_command import ExportFormat
from domain.journeys import WorkspaceId
from domain.review_json import review_as_json
from domain.reviews import Review
from handlers.exports.blocks import describe_file_error, file_coming_message, file_sent_message
from handlers.exports.canvas import Canvas, canvas_coming_message, create_canvas
from handlers.exports.csv_files import Record, review_csv, write_rows
from handlers.exports.markdown import review_markdown
from handlers.pages.review_page import render_review
from handlers.slack.background import Background
from handlers.slack.directory import SlackPeople
from handlers.slack.errors import error_message
from handlers.slack.files import complete_upload, upload_bytes
from handlers.slack.notifications import notify_user

log = logging.getLogger("waymark.exports")


class ReviewWriter:
    """Writes a review as text; Slack and the command line use the same."""

    def __init__(self, maps: MapService, people: SlackPeople) -> None:
        self._maps = maps
        self._people = people

    def write(self, workspace: WorkspaceId, review: Review, format_: ExportFormat) -> str:
        """Return the review in a format, ending with a line break."""
        if format_ is ExportFormat.HTML:
            return self._page(workspace, review)
        if format_ is ExportFormat.CSV:
            return review_csv(review)
        if format_ is ExportFormat.MARKDOWN:
            return review_markdown(review, names=self.names(workspace, review))
        return json.dumps(review_as_json(review), ensure_ascii=False, indent=2) + "\n"

    def names(self, workspace: WorkspaceId, review: Review) -> dict[str, str]:
        """Return the names of the people in a review, by Slack user id."""
        return self._people.names(workspace, _people_in(review))

    def _page(self, workspace: WorkspaceId, review: Review) -> str:
        """Return the HTML page, with the map of the period and the names of stage owners."""
        journey_map = self._maps.show(
            workspace, MapRequest(review.journey.key, review.period.label)
        )
        stages = (*journey_map.journey.stages, *review.journey.stages)
        owners = [stage.owner for stage in stages if stage.owner]
        names = self._people.names(workspace, (*owners, *_people_in(review)))
        return render_review(review, journey_map, names)


def _people_in(review: Review) -> list[str]:
    """Return who answered questions and who owns actions."""
    owners = [one.improvement.draft.owner for one in review.improvements]
    answers = (*review.answers, *review.previous_answers)
    return [*filter(None, owners), *(one.author for one in answers)]


class ExportSender:
    """Sends exports in the background."""

    def __init__(
        self, exports: ExportService, reviews: ReviewWriter, background: Background
    ) -> None:
        self._exports = exports
        self._reviews = reviews
        self._background = background

    def send(self, client: WebClient, channel: str, user: str, export: Export) -> dict[str, Any]:
        """Start sending an export; return the answer to show meanwhile.

        A file goes to the person's direct messages, a canvas to the journey's home channel. Errors
        are sent to `channel`, where the person asked.
        """
        review, home = export.review, export.journey.home_channel
        if export.request.format is ExportFormat.CANVAS and review and home:

            def create() -> None:
                names = self._reviews.names(export.workspace, review)
                create_canvas(client, channel, user, Canvas(review, home, names))

            self._background.run_slow(create)
            return canvas_coming_message(review, home)
        self._background.run_slow(lambda: self._send_file(client, channel, user, export))
        return file_coming_message(export)

    def _send_file(self, client: WebClient, channel: str, user: str, export: Export) -> None:
        try:
            # It has no name, and is deleted when it is closed, even by a crash.
            with TemporaryFile() as file:
                count = self._write(export, Audience(channel, user), file)
                _upload(client, user, export, file, count)
        except WaymarkError as error:
            notify_user(client, channel, user, error_message(error.sentence))
        except SlackApiError as error:
            reason = str(error.response.get("error"))
            log.warning("an export was refused", extra={"reason": reason})
            notify_user(client, channel, user, error_message(describe_file_error(reason)))
        except Exception:
            # Slack is down, the disk is full: whatever it is, the person is waiting for a file.
            log.exception("an export failed")
            notify_user(client, channel, user, error_message(describe_file_error(None)))

    def _write(self, export: Export, audience: Audience, file: IO[bytes]) -> int:
        """Write the review or the rows to a file; return the number of rows."""
        request, count = export.request, 0
        if export.review:
            text = self._reviews.write(export.workspace, export.review, request.format)
            file.write(text.encode())
            return 0
        rows = self._exports.rows(export.workspace, request.content, export.journey.key, audience)

        def counted() -> Iterator[Record]:
            nonlocal count
            for row in rows:
                count += 1
                yield row

        out = TextIOWrapper(file, "utf-8", newline="")
        columns = COLUMNS_BY_CONTENT[request.content]
        write_rows(counted(), columns, request.content, request.format, out)
        out.detach()
        return count


def _upload(client: WebClient, user: str, export: Export, file: IO[bytes], count: int) -> None:
    request = export.request
    period = f"-{export.review.period.label}" if export.review else ""
    name = f"{export.journey.key}-{request.content.value}{period}.{request.format.value}"
    file_id = upload_bytes(client, file, name)
    # A file is shared in a channel; the id of a person's direct messages comes with a message.
    message = client.chat_postMessage(channel=user, **file_sent_message(export, count))
    complete_upload(client, file_id, name, str(message["channel"]))
