"""Exports: rows of a journey's notes, readings or reviews, for whoever may have them."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from bot.domain.audience import Audience
from bot.domain.errors import BadInputError, NotFoundError
from bot.domain.journey import Journey, WorkspaceId
from bot.domain.typed_export import POSSIBLE, Exported, ExportWish, read_export
from bot.ports import Storage
from bot.usecases.export_notes import FIELDS, ExportNotes
from bot.usecases.export_readings import READING_FIELDS, ExportReadings
from bot.usecases.export_reviews import REVIEW_FIELDS, ExportReviews
from bot.usecases.journeys import Place, existing_journey

Row = dict[str, Any]
FIELDS_OF: dict[Exported, Sequence[str]] = {
    Exported.NOTES: FIELDS,
    Exported.READINGS: READING_FIELDS,
    Exported.REVIEWS: REVIEW_FIELDS,
}


@dataclass(frozen=True)
class Export:
    """An export somebody may have and that is not empty; `wish` says of what and as what."""

    workspace: WorkspaceId
    journey: Journey
    wish: ExportWish


class Exports:
    """Hands out exports."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._notes = ExportNotes(storage)
        self._ways: dict[Exported, Callable[[WorkspaceId, str], Generator[Row, None, None]]] = {
            Exported.NOTES: self._notes,
            Exported.READINGS: ExportReadings(storage),
            Exported.REVIEWS: ExportReviews(storage),
        }

    def rows(
        self,
        workspace: WorkspaceId,
        what: Exported,
        journey_key: str,
        audience: Audience | None = None,
    ) -> Iterator[Row]:
        """Rows with the keys of FIELDS_OF, one by one; raises NotFoundError when first asked.

        Notes are as the audience sees them; null is whoever runs Waymark and sees everything.
        """
        if what is Exported.NOTES:
            return self._notes(workspace, journey_key, audience)
        return self._ways[what](workspace, journey_key)

    def typed(self, workspace: WorkspaceId, words: str, place: Place) -> Export:
        """What somebody there asks for by words; quick, whatever the size of the journey.

        Raises BadInputError for words that mean nothing, NotFoundError where there is nothing to
        export, NotAllowedError as `existing_journey`.
        """
        wish = read_export(words)
        with self._storage.read(workspace) as uow:
            if wish.journey and not place.guest and uow.journeys.by_key(wish.journey) is None:
                known = ", ".join(journey.key for journey in uow.journeys.all()) or "none yet"
                raise BadInputError(
                    f"“{wish.journey[:40]}” is neither something to export nor a journey here. "
                    f"{POSSIBLE} The journeys are: {known}."
                )
            journey = existing_journey(uow, wish.journey, place)
        if journey is None:
            raise NotFoundError(f"There are no {wish.what} to export yet.")
        with closing(self._ways[wish.what](workspace, journey.key)) as rows:
            empty = next(rows, None) is None
        if empty:
            raise NotFoundError(f"{journey.name} has no {_named(wish.what)} to export yet.")
        return Export(workspace, journey, wish)


def _named(what: Exported) -> str:
    return "posted reviews" if what is Exported.REVIEWS else what.value
