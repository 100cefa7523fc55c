"""Exports: rows of a journey's notes, readings or reviews, for whoever may have them."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from bot.domain.audience import Audience
from bot.domain.errors import BadInputError, NotAllowedError, NotFoundError
from bot.domain.journey import Journey, WorkspaceId
from bot.domain.review import Review
from bot.domain.typed_export import POSSIBLE, Exported, ExportForm, ExportWish, read_export
from bot.ports import Storage
from bot.usecases.compute_review import ComputeReview
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
    """An export somebody may have and that is not empty; `wish` says of what and as what.

    `review` is the one that is meant, null for rows.
    """

    workspace: WorkspaceId
    journey: Journey
    wish: ExportWish
    review: Review | None = None


class Exports:
    """Hands out exports."""

    def __init__(self, storage: Storage, compute_review: ComputeReview) -> None:
        self._storage = storage
        self._notes = ExportNotes(storage)
        self._compute_review = compute_review
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
        export, or no channel for a canvas, NotAllowedError as `existing_journey`.
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
            raise NotFoundError("There is nothing to export yet.")
        if wish.what is Exported.REVIEW:
            review = self._review(workspace, journey, wish, place)
            return Export(workspace, journey, wish, review)
        with closing(self._ways[wish.what](workspace, journey.key)) as rows:
            empty = next(rows, None) is None
        if empty:
            raise NotFoundError(f"{journey.name} has no {_named(wish.what)} to export yet.")
        return Export(workspace, journey, wish)

    def _review(
        self, workspace: WorkspaceId, journey: Journey, wish: ExportWish, place: Place
    ) -> Review:
        """The review as those may read it whom it is for: a canvas is for the home channel."""
        if wish.form is not ExportForm.CANVAS:
            return self._compute_review(workspace, journey.key, wish.period, place)
        home = journey.home_channel
        if home is None:
            raise NotFoundError(
                f"{journey.name} has no home channel to make a canvas in. "
                "Type `/journey here` in the channel that is to be it."
            )
        if place.guest and place.channel != home:
            raise NotAllowedError(
                "A canvas is made in the journey's home channel, which is another than this. "
                "`/journey export review` sends the review to you alone."
            )
        return self._compute_review(workspace, journey.key, wish.period, Place(home))


def _named(what: Exported) -> str:
    return "posted reviews" if what is Exported.REVIEWS else what.value
