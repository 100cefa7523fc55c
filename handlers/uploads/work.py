"""The slow part of an upload: fetch the file, read it, try or make the import, say what came."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.domain.errors import BadInputError, WaymarkError
from bot.domain.imported_columns import (
    Columns,
    UnclearColumnsError,
    What,
    columns_meant,
    guessed,
    read_columns,
)
from bot.domain.journey import WorkspaceId
from bot.usecases.catalogue import UseCases
from bot.usecases.importing import Importer, Total
from handlers.blocks.forms import refused
from handlers.blocks.importing import preview
from handlers.blocks.importing.columns_form import TITLE, columns_form
from handlers.blocks.importing.offer import Offer, Spot
from handlers.ids import View
from handlers.tables.table_files import TableFile, open_table
from handlers.uploads.fetched import fetched

MAX_SHOWN = 20
# So many rows are done, of so many.
Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Talk:
    """Somebody and Waymark talk about a file, in one message."""

    client: WebClient
    workspace: WorkspaceId
    user: str
    spot: Spot
    offer: Offer


class StoppedError(WaymarkError):
    """An import broke off; the rows before are there, and it can go on from here."""


def look(use: UseCases, talk: Talk, progress: Progress) -> dict[str, Any]:
    """The message that says what an import would do, or why there can be none.

    Raises WaymarkError for a file that cannot be had or read, and for guests.
    """
    place = use.offer_import(talk.workspace, talk.user, talk.offer.journey)
    offer = talk.offer.into(place.journey[0])
    if place.refusal:
        return preview.refused(offer, place)
    with fetched(talk.client, offer.file, talk.spot.channel) as path:
        table = _opened(str(path))
        try:
            columns = _columns(table, offer)
        except UnclearColumnsError:
            return preview.unclear(offer, table, place)
        total = Total(MAX_SHOWN)
        rows = table.rows(columns.fields)
        importer = _importer(use, columns)
        for step in importer(talk.workspace, place.journey[0], rows, dry_run=True):
            total.add(step)
            progress(total.read, table.count)
    return preview.preview(offer, table, columns, place, total)


def import_file(
    use: UseCases, talk: Talk, progress: Progress, is_closing: Callable[[], bool]
) -> dict[str, Any]:
    """Import the file; the message that says what came of it.

    Raises StoppedError where the import can go on later, WaymarkError where there can be none.
    """
    place = use.offer_import.allowed(talk.workspace, talk.user, talk.offer.journey or "")
    with fetched(talk.client, talk.offer.file, talk.spot.channel) as path:
        table = _opened(str(path))
        columns = _columns(table, talk.offer)
        total = Total(MAX_SHOWN)
        rows = table.rows(columns.fields)
        try:
            for step in _importer(use, columns)(talk.workspace, place.journey[0], rows):
                total.add(step)
                progress(total.read, table.count)
                if is_closing() and total.read < table.count:
                    raise StoppedError("Waymark was shut down meanwhile.")
        except WaymarkError as error:
            if not total.added and not isinstance(error, StoppedError):
                raise
            raise StoppedError(
                f"{error.sentence} Of the {total.read:,} rows before, {total.added:,} were added "
                "and stay: press Import again, and it goes on from there."
            ) from error
    return preview.done(talk.offer.name, columns, place.journey[1], total)


def form(talk: Talk) -> dict[str, Any]:
    """The form in which the columns are given meanings, or why there is none."""
    try:
        with fetched(talk.client, talk.offer.file, talk.spot.channel) as path:
            table = _opened(str(path))
    except WaymarkError as error:
        return refused(View.IMPORT_COLUMNS.value, TITLE, error.sentence)
    try:
        fields = _columns(table, talk.offer).fields
    except BadInputError:
        fields = guessed(table.columns)
    return columns_form(talk.offer, talk.spot, table.columns, fields)


def _opened(path: str) -> TableFile:
    table = open_table(path)
    if not table.columns:
        raise BadInputError(f"{table.path.name} holds no rows; nothing was imported.")
    return table


def _columns(table: TableFile, offer: Offer) -> Columns:
    if offer.fields is None:
        return read_columns(table.columns)
    return columns_meant(table.columns, offer.fields)


def _importer(use: UseCases, columns: Columns) -> Importer:
    return use.import_notes if columns.what is What.NOTES else use.import_readings
