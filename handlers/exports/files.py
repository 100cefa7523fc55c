"""A review as a file, in whatever form; the command line and Slack hand out the same."""

import json
import logging
from collections.abc import Iterator
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.exports import COLUMNS_BY_CONTENT, Export, Exports
from bot.journeys.map import MapRequest, MapService
from domain.access import Audience
from domain.errors import WaymarkError
from domain.exports import ExportFormat
from domain.journeys import WorkspaceId
from domain.review_json import review_as_json
from domain.reviews import Review
from handlers.exports.blocks import describe_file_error, file_sent_message
from handlers.exports.csv_files import Record, review_csv, write_rows
from handlers.exports.markdown import review_markdown
from handlers.pages.review_page import render_review
from handlers.slack.directory import SlackPeople
from handlers.slack.errors import error_message
from handlers.slack.files import complete_upload, upload_bytes
from handlers.slack.notifications import notify_user


class ReviewWriter:
    """Writes reviews."""

    def __init__(self, maps: MapService, people: SlackPeople) -> None:
        self._maps = maps
        self._people = people

    def written(self, workspace: WorkspaceId, review: Review, form: ExportFormat) -> str:
        """The review as text, ending with a line break."""
        if form is ExportFormat.HTML:
            return self._page(workspace, review)
        if form is ExportFormat.CSV:
            return review_csv(review)
        if form is ExportFormat.MARKDOWN:
            return review_markdown(review)
        return json.dumps(review_as_json(review), ensure_ascii=False, indent=2) + "\n"

    def _page(self, workspace: WorkspaceId, review: Review) -> str:
        """With the map of the same period, and the names of those who look after its stages."""
        shown = self._maps.show(workspace, MapRequest(review.journey.key, review.period.label))
        stages = (*shown.journey.stages, *review.journey.stages)
        names = self._people.names(workspace, (stage.owner for stage in stages if stage.owner))
        return render_review(review, shown, names)


log = logging.getLogger("waymark.exports")


class FileSender:
    """Writes exports to files and sends them."""

    def __init__(self, exports: Exports, reviews: ReviewWriter) -> None:
        self._exports = exports
        self._reviews = reviews

    def send(self, client: WebClient, channel: str, user: str, export: Export) -> None:
        """Send one person their file; what keeps it from them is told where they asked."""
        try:
            # It has no name, and is gone as soon as it is closed, even by a crash.
            with TemporaryFile() as file:
                count = self._write(export, Audience(channel, user), file)
                self._bring(client, user, export, file, count)
        except WaymarkError as error:
            notify_user(client, channel, user, error_message(error.sentence))
        except SlackApiError as error:
            reason = str(error.response.get("error"))
            log.warning("an export was refused", extra={"reason": reason})
            notify_user(client, channel, user, error_message(describe_file_error(reason)))
        except Exception:
            # Slack not reached, no room on the disk: whatever it is, they wait for a file.
            log.exception("an export failed")
            notify_user(client, channel, user, error_message(describe_file_error(None)))

    def _write(self, export: Export, audience: Audience, file: IO[bytes]) -> int:
        """Write the review or the rows; returns how many rows."""
        wish, count = export.wish, 0
        if export.review:
            text = self._reviews.written(export.workspace, export.review, wish.form)
            file.write(text.encode())
            return 0
        rows = self._exports.rows(export.workspace, wish.what, export.journey.key, audience)

        def counted() -> Iterator[Record]:
            nonlocal count
            for row in rows:
                count += 1
                yield row

        out = TextIOWrapper(file, "utf-8", newline="")
        write_rows(counted(), COLUMNS_BY_CONTENT[wish.what], wish.what, wish.form, out)
        out.detach()
        return count

    @staticmethod
    def _bring(client: WebClient, user: str, export: Export, file: IO[bytes], count: int) -> None:
        wish = export.wish
        period = f"-{export.review.period.label}" if export.review else ""
        name = f"{export.journey.key}-{wish.what.value}{period}.{wish.form.value}"
        file_id = upload_bytes(client, file, name)
        # A file goes to a channel; which one their direct messages are, only a message tells.
        said = client.chat_postMessage(channel=user, **file_sent_message(export, count))
        complete_upload(client, file_id, name, str(said["channel"]))
