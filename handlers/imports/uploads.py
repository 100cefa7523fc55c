"""Files that people send to Waymark: preview them, import them, and show the progress."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.imports.batches import ImportTotal
from bot.imports.imports import ImportService
from bot.services import Services
from domain.errors import BadInputError, NotAllowedError, NotFoundError, WaymarkError
from domain.import_columns import (
    Columns,
    UnclearColumnsError,
    guess_columns,
    read_columns,
    resolve_columns,
)
from domain.journeys import WorkspaceId
from handlers.imports import blocks as import_blocks
from handlers.imports.blocks import FileOffer, MessageRef
from handlers.imports.columns_form import TITLE, columns_form
from handlers.imports.downloads import download, import_suffix
from handlers.imports.table_files import TableFile, open_table
from handlers.slack import forms, kit
from handlers.slack.background import Background
from handlers.slack.error_handler import OURS
from handlers.slack.forms import error_modal
from handlers.slack.ids import View

log = logging.getLogger("waymark.uploads")

Message = dict[str, Any]

# Called with the number of rows done and of all rows.
Progress = Callable[[int, int], object]

MAX_MESSAGES = 1000

MAX_PROBLEMS = 20

MAX_TRIES = 3

MAX_WAIT = 30

UPDATE_SECONDS = 2.0

# After these, importing the file again would give the same error.
FINAL_ERRORS = (BadInputError, NotAllowedError, NotFoundError)

_IMPORTING = -1


@dataclass(frozen=True)
class FileRequest:
    """What a person wants done with a file, and the message that shows it."""

    client: WebClient
    workspace: WorkspaceId
    user: str
    message: MessageRef
    offer: FileOffer


class ImportStoppedError(WaymarkError):
    """An import stopped; the rows before are saved, and it can go on from there."""


class FileJobs:
    """Which job may change the message of a file: the newest preview, or one import.

    Remembers the last MAX_MESSAGES messages; for an older one, a result may be shown twice. The
    import itself guarantees that nothing is imported twice.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._turns: OrderedDict[MessageRef, int] = OrderedDict()

    def start_preview(self, message: MessageRef) -> int | None:
        """Return the number of a new preview, or None while the file is being imported."""
        with self._lock:
            last = self._turns.get(message, 0)
            if last == _IMPORTING:
                return None
            self._set(message, last + 1)
            return last + 1

    def is_newest(self, message: MessageRef, preview: int) -> bool:
        """Return whether nothing was started since that preview."""
        with self._lock:
            return self._turns.get(message, preview) == preview

    def start_import(self, message: MessageRef) -> bool:
        """Return whether an import, or cancelling, may start: only the first may."""
        with self._lock:
            if self._turns.get(message) == _IMPORTING:
                return False
            self._set(message, _IMPORTING)
            return True

    def reopen(self, message: MessageRef) -> None:
        """Let the file be imported again, after an import that failed."""
        with self._lock:
            self._set(message, 0)

    def _set(self, message: MessageRef, turn: int) -> None:
        self._turns[message] = turn
        self._turns.move_to_end(message)
        while len(self._turns) > MAX_MESSAGES:
            self._turns.popitem(last=False)


class ProgressMessage:
    """Updates the message of a file, progress no more often than Slack allows."""

    def __init__(
        self,
        client: WebClient,
        message: MessageRef,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._client = client
        self._message = message
        self._now = now
        self._sleep = sleep
        self._next_update = now()

    def show_progress(self, build: Callable[[], Message]) -> None:
        """Show how far it is, if enough time has passed. Errors are logged: the work goes on."""
        if self._now() < self._next_update:
            return
        self._next_update = self._now() + UPDATE_SECONDS
        try:
            self._update(build())
        except Exception as error:
            self._next_update = self._now() + _retry_delay(error)
            log.warning("progress was not shown", extra={"reason": type(error).__name__})

    def show_result(self, content: Message) -> None:
        """Show the result, in a new message if the old one cannot be updated."""
        for _ in range(MAX_TRIES - 1):
            try:
                self._update(content)
            except SlackApiError as error:
                if error.response.get("error") != "ratelimited":
                    break
                self._sleep(_retry_delay(error))
            except OSError as error:
                # Updating twice gives the same message.
                self._sleep(_retry_delay(error))
            else:
                return
        post_with_retry(self._client, self._message.channel, content, self._sleep)

    def _update(self, content: Message) -> None:
        self._client.chat_update(channel=self._message.channel, ts=self._message.ts, **content)


def post_with_retry(
    client: WebClient,
    channel: str,
    content: Message,
    sleep: Callable[[float], object] = time.sleep,
) -> str:
    """Post a message, waiting if Slack asks to; return its ts."""
    for _ in range(MAX_TRIES - 1):
        try:
            return str(client.chat_postMessage(channel=channel, **content)["ts"])
        except SlackApiError as error:
            if error.response.get("error") != "ratelimited":
                raise
            sleep(_retry_delay(error))
    return str(client.chat_postMessage(channel=channel, **content)["ts"])


def _retry_delay(error: Exception) -> float:
    """Return the seconds to wait, at most MAX_WAIT."""
    if isinstance(error, SlackApiError):
        seconds = str((error.response.headers or {}).get("Retry-After", ""))
        if seconds.isdigit():
            return float(min(int(seconds), MAX_WAIT))
    return UPDATE_SECONDS


def preview_file(imports: ImportService, request: FileRequest, progress: Progress) -> Message:
    """Return the message that says what an import would do, or why it is not possible.

    Raises WaymarkError for guests and for a file that cannot be downloaded or read.
    """
    target = imports.find_target(request.workspace, request.user, request.offer.journey)
    offer = request.offer.for_journey(target.journey[0])
    if target.refusal:
        return import_blocks.refused_message(offer, target)
    with download(request.client, offer.file, request.message.channel) as path:
        table = _open_file(str(path))
        try:
            columns = _read_columns(table, offer)
        except UnclearColumnsError:
            return import_blocks.unclear_columns_message(offer, table, target)
        total = ImportTotal(MAX_PROBLEMS)
        rows = table.rows(columns.fields)
        for batch in imports.import_rows(
            request.workspace, target.journey[0], rows, columns.content, dry_run=True
        ):
            total.add(batch)
            progress(total.read, table.count)
    return import_blocks.preview_message(offer, table, columns, target, total)


def import_file(
    imports: ImportService,
    request: FileRequest,
    progress: Progress,
    is_closing: Callable[[], bool],
) -> Message:
    """Import the file; return the message with the result.

    Raises ImportStoppedError if the import can go on later, WaymarkError if it is not possible.
    """
    workspace, offer = request.workspace, request.offer
    target = imports.check_target(workspace, request.user, offer.journey or "")
    with download(request.client, offer.file, request.message.channel) as path:
        table = _open_file(str(path))
        columns = _read_columns(table, offer)
        total = ImportTotal(MAX_PROBLEMS)
        rows = table.rows(columns.fields)
        try:
            for batch in imports.import_rows(workspace, target.journey[0], rows, columns.content):
                total.add(batch)
                progress(total.read, table.count)
                if is_closing() and total.read < table.count:
                    raise ImportStoppedError("Waymark was shut down meanwhile.")
        except WaymarkError as error:
            if not total.added and not isinstance(error, ImportStoppedError):
                raise
            raise ImportStoppedError(
                f"{error.sentence} {total.added:,} of the first {total.read:,} rows were added. "
                "Press Import again to go on from there."
            ) from error
    return import_blocks.imported_message(offer.name, columns, target.journey[1], total)


def build_columns_form(request: FileRequest) -> dict[str, Any]:
    """Return the form that assigns fields to columns, or one that says why there is none."""
    try:
        with download(request.client, request.offer.file, request.message.channel) as path:
            table = _open_file(str(path))
    except WaymarkError as error:
        return error_modal(View.IMPORT_COLUMNS.value, TITLE, error.sentence)
    try:
        fields = _read_columns(table, request.offer).fields
    except BadInputError:
        fields = guess_columns(table.columns)
    return columns_form(request.offer, request.message, table.columns, fields)


def _open_file(path: str) -> TableFile:
    table = open_table(path)
    if not table.columns:
        raise BadInputError(f"{table.path.name} has no rows. Nothing was imported.")
    return table


def _read_columns(table: TableFile, offer: FileOffer) -> Columns:
    if offer.fields is None:
        return read_columns(table.columns)
    return resolve_columns(table.columns, offer.fields)


class Uploads:
    """Previews and imports files in the background.

    A file is downloaded again for every step: nothing of it is stored in between.
    """

    def __init__(self, services: Services, background: Background) -> None:
        self._imports = services.imports
        self._background = background
        self._turns = FileJobs()
        self._events = FileJobs()

    def receive(self, client: WebClient, workspace: WorkspaceId, event: Mapping[str, Any]) -> None:
        """Answer a message with files, only once if Slack delivers it several times."""
        channel = str(event["channel"])
        if not self._events.start_import(MessageRef(channel, str(event["ts"]))):
            return

        def answer() -> None:
            for file in event.get("files") or ():
                self._answer(client, workspace, str(event["user"]), channel, file)
            if str(event.get("text") or "").strip():
                text = import_blocks.TEXT_NOT_SAVED
                post_with_retry(client, channel, kit.message(text, [kit.context(text)]))

        self._background.run(answer)

    def preview(self, request: FileRequest) -> None:
        """Preview the file, also again for another journey or with other columns."""
        number = self._turns.start_preview(request.message)
        if number is not None:
            self._preview(request, number)

    def import_file(self, request: FileRequest) -> None:
        """Import the file, unless its import has started."""
        if not self._turns.start_import(request.message):
            return
        shown, name = ProgressMessage(request.client, request.message), request.offer.name

        def progress(read: int, of: int) -> None:
            shown.show_progress(lambda: import_blocks.importing_message(name, read, of))

        def work() -> Message:
            is_closing = self._background.is_closing
            return import_file(self._imports, request, progress, is_closing)

        def start() -> None:
            shown.show_progress(lambda: import_blocks.importing_message(name))
            self._background.run_slow(lambda: self._finish_import(request, shown, work))

        self._background.run(start)

    def cancel(self, request: FileRequest) -> None:
        """Do not import the file, unless its import has started."""
        if self._turns.start_import(request.message):
            content = import_blocks.cancelled_message(request.offer.name)
            shown = ProgressMessage(request.client, request.message)
            self._background.run(lambda: shown.show_result(content))

    def open_columns_form(self, request: FileRequest, trigger_id: str) -> None:
        """Open an empty form at once, and fill it in when the file is downloaded."""
        client = request.client

        def open_empty() -> None:
            empty = forms.loading_modal(View.IMPORT_COLUMNS.value, TITLE)
            view = client.views_open(trigger_id=trigger_id, view=empty)["view"]

            def fill() -> None:
                form = build_columns_form(request)
                client.views_update(view_id=view["id"], hash=view["hash"], view=form)

            self._background.run_slow(fill)

        self._background.run(open_empty)

    def _answer(
        self,
        client: WebClient,
        workspace: WorkspaceId,
        user: str,
        channel: str,
        file: Mapping[str, Any],
    ) -> None:
        offer = FileOffer(str(file["id"]), str(file.get("name") or "file"))
        try:
            # Slack Connect sends only the id of a file.
            if file.get("name"):
                import_suffix(offer.name, str(file.get("filetype") or ""))
        except WaymarkError as error:
            content = import_blocks.failed_message(offer.name, error.sentence)
            post_with_retry(client, channel, content)
            return
        ts = post_with_retry(client, channel, import_blocks.checking_message(offer.name))
        self.preview(FileRequest(client, workspace, user, MessageRef(channel, ts), offer))

    def _preview(self, request: FileRequest, number: int) -> None:
        shown, name = ProgressMessage(request.client, request.message), request.offer.name

        def progress(read: int, of: int) -> None:
            if self._turns.is_newest(request.message, number):
                done = f"{read:,} of {of:,} rows"
                shown.show_progress(lambda: import_blocks.checking_message(name, done))

        def work() -> None:
            try:
                answer = preview_file(self._imports, request, progress)
            except WaymarkError as error:
                answer = import_blocks.failed_message(name, error.sentence)
            except Exception:
                shown.show_result(import_blocks.failed_message(name, OURS))
                raise
            if self._turns.is_newest(request.message, number):
                shown.show_result(answer)

        def start() -> None:
            shown.show_progress(lambda: import_blocks.checking_message(name))
            self._background.run_slow(work)

        self._background.run(start)

    def _finish_import(
        self, request: FileRequest, shown: ProgressMessage, work: Callable[[], Message]
    ) -> None:
        """Show the result of an import; one that failed can be started again."""
        try:
            answer = work()
        except FINAL_ERRORS as error:
            answer = import_blocks.failed_message(request.offer.name, error.sentence)
        except WaymarkError as error:
            self._turns.reopen(request.message)
            answer = import_blocks.stopped_message(request.offer, error.sentence)
        except Exception:
            self._turns.reopen(request.message)
            shown.show_result(import_blocks.stopped_message(request.offer, OURS))
            raise
        shown.show_result(answer)
