"""Bringing an export to the one who asked, as a file in their direct messages."""

import logging
from collections.abc import Iterator
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.domain.audience import Audience
from bot.domain.errors import WaymarkError
from bot.usecases.exporting import FIELDS_OF, Export, Exports
from handlers.blocks.exported import refused_file, sent_file
from handlers.blocks.problem import problem
from handlers.formats.rows import Record, write_rows
from handlers.review_files import ReviewFiles
from handlers.telling import tell
from handlers.uploading import finish, send_bytes

log = logging.getLogger("waymark.exports")


class ExportedFiles:
    """Writes exports to files and sends them."""

    def __init__(self, exports: Exports, reviews: ReviewFiles) -> None:
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
            tell(client, channel, user, problem(error.sentence))
        except SlackApiError as error:
            reason = str(error.response.get("error"))
            log.warning("an export was refused", extra={"reason": reason})
            tell(client, channel, user, problem(refused_file(reason)))
        except Exception:
            # Slack not reached, no room on the disk: whatever it is, they wait for a file.
            log.exception("an export failed")
            tell(client, channel, user, problem(refused_file(None)))

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
        write_rows(counted(), FIELDS_OF[wish.what], wish.what, wish.form, out)
        out.detach()
        return count

    @staticmethod
    def _bring(client: WebClient, user: str, export: Export, file: IO[bytes], count: int) -> None:
        wish = export.wish
        period = f"-{export.review.period.label}" if export.review else ""
        name = f"{export.journey.key}-{wish.what.value}{period}.{wish.form.value}"
        file_id = send_bytes(client, file, name)
        # A file goes to a channel; which one their direct messages are, only a message tells.
        said = client.chat_postMessage(channel=user, **sent_file(export, count))
        finish(client, file_id, name, str(said["channel"]))
