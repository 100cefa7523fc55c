"""Whose turn it is at a message about a file: the newest look, or the one import."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.imports import Importer, ImportTotal
from bot.services import Services
from domain.errors import BadInputError, NotAllowedError, NotFoundError, WaymarkError
from domain.import_columns import (
    Columns,
    ImportType,
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

MAX_MESSAGES = 1000


IMPORTING = -1


class FileTurns:
    """Remembers the last thousand messages; whatever is forgotten may only be shown twice.

    That nothing is imported twice is up to the import itself.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._turns: OrderedDict[MessageRef, int] = OrderedDict()

    def look(self, spot: MessageRef) -> int | None:
        """The number of a new look, null once the file is being imported."""
        with self._lock:
            last = self._turns.get(spot, 0)
            if last == IMPORTING:
                return None
            self._put(spot, last + 1)
            return last + 1

    def is_newest(self, spot: MessageRef, look: int) -> bool:
        """Whether nothing was begun since that look."""
        with self._lock:
            return self._turns.get(spot, look) == look

    def begin(self, spot: MessageRef) -> bool:
        """Whether an import, or a farewell, may begin: the first one may."""
        with self._lock:
            if self._turns.get(spot) == IMPORTING:
                return False
            self._put(spot, IMPORTING)
            return True

    def reopen(self, spot: MessageRef) -> None:
        """The import came to nothing and may be begun anew."""
        with self._lock:
            self._put(spot, 0)

    def _put(self, spot: MessageRef, turn: int) -> None:
        self._turns[spot] = turn
        self._turns.move_to_end(spot)
        while len(self._turns) > MAX_MESSAGES:
            self._turns.popitem(last=False)


log = logging.getLogger("waymark.uploads")


UPDATE_SECONDS = 2.0


MAX_WAIT = 30


MAX_TRIES = 3


def post_with_retry(
    client: WebClient,
    channel: str,
    message: dict[str, Any],
    sleep: Callable[[float], object] = time.sleep,
) -> str:
    """Post a message, later where Slack wants it later; its ts."""
    for _ in range(MAX_TRIES - 1):
        try:
            return str(client.chat_postMessage(channel=channel, **message)["ts"])
        except SlackApiError as error:
            if error.response.get("error") != "ratelimited":
                raise
            sleep(_retry_delay(error))
    return str(client.chat_postMessage(channel=channel, **message)["ts"])


class ProgressMessage:
    """Changes that message, for progress not more often than Slack likes."""

    def __init__(
        self,
        client: WebClient,
        spot: MessageRef,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._client = client
        self._spot = spot
        self._now = now
        self._sleep = sleep
        self._next = now()

    def progress(self, message: Callable[[], dict[str, Any]]) -> None:
        """Show how far it is, if it is time to; a failure is logged, for the work goes on."""
        if self._now() < self._next:
            return
        self._next = self._now() + UPDATE_SECONDS
        try:
            self._update(message())
        except Exception as error:
            self._next = self._now() + _retry_delay(error)
            log.warning("progress was not shown", extra={"reason": type(error).__name__})

    def at_last(self, message: dict[str, Any]) -> None:
        """Show what came of it, in a new message where the old one cannot be changed."""
        for _ in range(MAX_TRIES - 1):
            try:
                self._update(message)
            except SlackApiError as error:
                if error.response.get("error") != "ratelimited":
                    break
                self._sleep(_retry_delay(error))
            except OSError as error:
                # An update twice is the same message.
                self._sleep(_retry_delay(error))
            else:
                return
        post_with_retry(self._client, self._spot.channel, message, self._sleep)

    def _update(self, message: dict[str, Any]) -> None:
        self._client.chat_update(channel=self._spot.channel, ts=self._spot.ts, **message)


def _retry_delay(error: Exception) -> float:
    if isinstance(error, SlackApiError):
        told = str((error.response.headers or {}).get("Retry-After", ""))
        if told.isdigit():
            return float(min(int(told), MAX_WAIT))
    return UPDATE_SECONDS


MAX_PROBLEMS = 20


# So many rows are done, of so many.
Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class FileRequest:
    """Somebody and Waymark talk about a file, in one message."""

    client: WebClient
    workspace: WorkspaceId
    user: str
    spot: MessageRef
    offer: FileOffer


class ImportStoppedError(WaymarkError):
    """An import broke off; the rows before are there, and it can go on from here."""


def preview_file(use: Services, talk: FileRequest, progress: Progress) -> dict[str, Any]:
    """The message that says what an import would do, or why there can be none.

    Raises WaymarkError for a file that cannot be had or read, and for guests.
    """
    place = use.offer_import(talk.workspace, talk.user, talk.offer.journey)
    offer = talk.offer.into(place.journey[0])
    if place.refusal:
        return import_blocks.refused_message(offer, place)
    with download(talk.client, offer.file, talk.spot.channel) as path:
        table = _open_file(str(path))
        try:
            columns = _read_columns(table, offer)
        except UnclearColumnsError:
            return import_blocks.unclear_columns_message(offer, table, place)
        total = ImportTotal(MAX_PROBLEMS)
        rows = table.rows(columns.fields)
        importer = _choose_importer(use, columns)
        for step in importer(talk.workspace, place.journey[0], rows, dry_run=True):
            total.add(step)
            progress(total.read, table.count)
    return import_blocks.preview_message(offer, table, columns, place, total)


def import_file(
    use: Services, talk: FileRequest, progress: Progress, is_closing: Callable[[], bool]
) -> dict[str, Any]:
    """Import the file; the message that says what came of it.

    Raises StoppedError where the import can go on later, WaymarkError where there can be none.
    """
    place = use.offer_import.allowed(talk.workspace, talk.user, talk.offer.journey or "")
    with download(talk.client, talk.offer.file, talk.spot.channel) as path:
        table = _open_file(str(path))
        columns = _read_columns(table, talk.offer)
        total = ImportTotal(MAX_PROBLEMS)
        rows = table.rows(columns.fields)
        try:
            for step in _choose_importer(use, columns)(talk.workspace, place.journey[0], rows):
                total.add(step)
                progress(total.read, table.count)
                if is_closing() and total.read < table.count:
                    raise ImportStoppedError("Waymark was shut down meanwhile.")
        except WaymarkError as error:
            if not total.added and not isinstance(error, ImportStoppedError):
                raise
            raise ImportStoppedError(
                f"{error.sentence} Of the {total.read:,} rows before, {total.added:,} were added "
                "and stay: press Import again, and it goes on from there."
            ) from error
    return import_blocks.imported_message(talk.offer.name, columns, place.journey[1], total)


def build_columns_form(talk: FileRequest) -> dict[str, Any]:
    """The form in which the columns are given meanings, or why there is none."""
    try:
        with download(talk.client, talk.offer.file, talk.spot.channel) as path:
            table = _open_file(str(path))
    except WaymarkError as error:
        return error_modal(View.IMPORT_COLUMNS.value, TITLE, error.sentence)
    try:
        fields = _read_columns(table, talk.offer).fields
    except BadInputError:
        fields = guess_columns(table.columns)
    return columns_form(talk.offer, talk.spot, table.columns, fields)


def _open_file(path: str) -> TableFile:
    table = open_table(path)
    if not table.columns:
        raise BadInputError(f"{table.path.name} holds no rows; nothing was imported.")
    return table


def _read_columns(table: TableFile, offer: FileOffer) -> Columns:
    if offer.fields is None:
        return read_columns(table.columns)
    return resolve_columns(table.columns, offer.fields)


def _choose_importer(use: Services, columns: Columns) -> Importer:
    return use.import_notes if columns.what is ImportType.NOTES else use.import_readings


Message = dict[str, Any]


# Pressing Import once more would say the same.
FINAL_ERRORS = (BadInputError, NotAllowedError, NotFoundError)


class Uploads:
    """Does what people ask for, all of it in the background.

    A file is fetched anew for each step: nothing of it is kept between them.
    """

    def __init__(self, use: Services, background: Background) -> None:
        self._use = use
        self._background = background
        self._turns = FileTurns()
        self._heard = FileTurns()

    def dropped(self, client: WebClient, workspace: WorkspaceId, event: Mapping[str, Any]) -> None:
        """Answer a message with files; once, however often Slack tells of it."""
        channel = str(event["channel"])
        if not self._heard.begin(MessageRef(channel, str(event["ts"]))):
            return

        def answered() -> None:
            for file in event.get("files") or ():
                self._answer(client, workspace, str(event["user"]), channel, file)
            if str(event.get("text") or "").strip():
                told = kit.message(
                    import_blocks.TEXT_NOT_SAVED, [kit.context(import_blocks.TEXT_NOT_SAVED)]
                )
                post_with_retry(client, channel, told)

        self._background.run(answered)

    def look(self, talk: FileRequest) -> None:
        """Look through the file again, for another journey or with other columns."""
        number = self._turns.look(talk.spot)
        if number is not None:
            self._look(talk, number)

    def import_(self, talk: FileRequest) -> None:
        """Import the file, unless that has begun."""
        if not self._turns.begin(talk.spot):
            return
        shown, name = ProgressMessage(talk.client, talk.spot), talk.offer.name

        def progress(read: int, of: int) -> None:
            shown.progress(lambda: import_blocks.importing_message(name, read, of))

        def imported() -> Message:
            closing = self._background.is_closing
            return import_file(self._use, talk, progress, closing)

        def begun() -> None:
            shown.progress(lambda: import_blocks.importing_message(name))
            self._background.run_slow(lambda: self._to_the_end(talk, shown, imported))

        self._background.run(begun)

    def cancel(self, talk: FileRequest) -> None:
        """Leave the file alone, unless its import has begun."""
        if self._turns.begin(talk.spot):
            farewell = import_blocks.cancelled_message(talk.offer.name)
            self._background.run(lambda: ProgressMessage(talk.client, talk.spot).at_last(farewell))

    def name_columns(self, talk: FileRequest, trigger_id: str) -> None:
        """Open the form of the columns at once, and fill it in when the file is there."""
        client = talk.client

        def opened() -> None:
            light = forms.loading_modal(View.IMPORT_COLUMNS.value, TITLE)
            view = client.views_open(trigger_id=trigger_id, view=light)["view"]

            def filled() -> None:
                whole = build_columns_form(talk)
                client.views_update(view_id=view["id"], hash=view["hash"], view=whole)

            self._background.run_slow(filled)

        self._background.run(opened)

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
            # Slack Connect sends no more of a file than its id.
            if file.get("name"):
                import_suffix(offer.name, str(file.get("filetype") or ""))
        except WaymarkError as error:
            post_with_retry(
                client, channel, import_blocks.failed_message(offer.name, error.sentence)
            )
            return
        spot = MessageRef(
            channel, post_with_retry(client, channel, import_blocks.checking_message(offer.name))
        )
        self.look(FileRequest(client, workspace, user, spot, offer))

    def _look(self, talk: FileRequest, number: int) -> None:
        shown, name = ProgressMessage(talk.client, talk.spot), talk.offer.name

        def progress(read: int, of: int) -> None:
            if self._turns.is_newest(talk.spot, number):
                shown.progress(
                    lambda: import_blocks.checking_message(name, f"{read:,} of {of:,} rows")
                )

        def looked() -> None:
            try:
                answer = preview_file(self._use, talk, progress)
            except WaymarkError as error:
                answer = import_blocks.failed_message(name, error.sentence)
            except Exception:
                shown.at_last(import_blocks.failed_message(name, OURS))
                raise
            if self._turns.is_newest(talk.spot, number):
                shown.at_last(answer)

        def begun() -> None:
            shown.progress(lambda: import_blocks.checking_message(name))
            self._background.run_slow(looked)

        self._background.run(begun)

    def _to_the_end(
        self, talk: FileRequest, shown: ProgressMessage, imported: Callable[[], Message]
    ) -> None:
        """Show what came of an import; one that came to nothing may be begun anew."""
        try:
            answer = imported()
        except FINAL_ERRORS as error:
            answer = import_blocks.failed_message(talk.offer.name, error.sentence)
        except WaymarkError as error:
            self._turns.reopen(talk.spot)
            answer = import_blocks.stopped_message(talk.offer, error.sentence)
        except Exception:
            self._turns.reopen(talk.spot)
            shown.at_last(import_blocks.stopped_message(talk.offer, OURS))
            raise
        shown.at_last(answer)
