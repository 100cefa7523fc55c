"""Export the notes of a journey: everything a review's figures come from."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from bot.journeys.lookup import RequestScope, find_journey
from bot.reviews.figures import ReviewService
from domain.access import Audience
from domain.errors import BadInputError, NotAllowedError, NotFoundError
from domain.exports import USAGE_HINT, ExportContent, ExportFormat, ExportRequest, parse_export
from domain.journeys import Journey, WorkspaceId
from domain.kpis import Kpi, Reading
from domain.notes import Note
from domain.reviews import Review
from storage.session import Database

NOTE_COLUMNS = (
    "id", "kind", "journey", "stage", "touchpoint", "persona", "channel", "team", "source",
    "severity", "feeling", "score", "mood", "label", "language", "text", "author", "occurred_at",
    "created_at", "permalink", "supporters",
)  # fmt: skip


class ExportNotes:
    """Hands out notes one by one, so that a million of them fit through."""

    def __init__(self, storage: Database) -> None:
        self._storage = storage

    def __call__(
        self, workspace: WorkspaceId, journey_key: str, audience: Audience | None = None
    ) -> Generator[dict[str, Any], None, None]:
        """Rows with the keys of FIELDS, oldest note first, as an audience sees them.

        Null is whoever runs Waymark and sees all that is kept.
        `score` and `mood` −1…+1, `feeling` −2…+2, `severity` 1-4, times ISO 8601 in UTC, missing
        parts null. Raises NotFoundError for an unknown journey.
        """
        with self._storage.read(workspace) as uow:
            journey = find_journey(uow, journey_key)
            if journey is None:
                raise NotFoundError(f"There is no journey “{journey_key[:60]}”.")
            for note in uow.notes.stream(journey.id):
                yield _note_row(journey, audience.redact(note) if audience else note)


def _note_row(journey: Journey, note: Note) -> dict[str, Any]:
    details = note.details
    return {
        "id": note.id,
        "kind": note.kind.value,
        "journey": journey.key,
        "stage": note.stage,
        "touchpoint": details.touchpoint,
        "persona": details.persona,
        "channel": details.channel,
        "team": details.team,
        "source": details.source,
        "severity": details.severity,
        "feeling": details.feeling,
        "score": note.score,
        "mood": note.mood,
        "label": note.label.value,
        "language": note.language,
        "text": note.text,
        "author": note.author,
        "occurred_at": note.occurred_at.isoformat(),
        "created_at": note.created_at.isoformat(),
        "permalink": note.permalink,
        "supporters": 1 + note.supporters,
    }


READING_COLUMNS = (
    "kpi", "stage", "unit", "direction", "target", "currency", "value", "day", "source", "author",
    "created_at",
)  # fmt: skip


class ExportReadings:
    """Hands out readings one by one, so that any number of them fits through."""

    def __init__(self, storage: Database) -> None:
        self._storage = storage

    def __call__(
        self, workspace: WorkspaceId, journey_key: str
    ) -> Generator[dict[str, Any], None, None]:
        """Rows with the keys of READING_FIELDS, of the KPIs a review shows, as they were made.

        `value` and `target` in the KPI's unit, `day` an ISO date, `created_at` ISO 8601 in UTC. A
        KPI nobody has measured has one row without value and day: a review names it too. Raises
        NotFoundError for an unknown journey.
        """
        with self._storage.read(workspace) as uow:
            journey = find_journey(uow, journey_key)
            if journey is None:
                raise NotFoundError(f"There is no journey “{journey_key[:60]}”.")
            for kpi in sorted(uow.kpis.of_journey(journey.id), key=lambda kpi: kpi.id):
                measured = False
                for reading in uow.kpis.readings(kpi.id):
                    measured = True
                    yield _kpi_columns(kpi) | _reading_columns(reading)
                if not measured:
                    yield dict.fromkeys(READING_COLUMNS) | _kpi_columns(kpi)


def _kpi_columns(kpi: Kpi) -> dict[str, Any]:
    return {
        "kpi": kpi.key,
        "stage": kpi.stage,
        "unit": kpi.unit.value,
        "direction": kpi.direction.value,
        "target": kpi.target,
        "currency": kpi.currency,
    }


def _reading_columns(reading: Reading) -> dict[str, Any]:
    return {
        "value": reading.value,
        "day": reading.day.isoformat(),
        "source": reading.source,
        "author": reading.author,
        "created_at": reading.created_at.isoformat(),
    }


REVIEW_COLUMNS = ("label", "published_at", "message_ts", "figures")


class ExportReviews:
    """Hands out posted reviews one by one."""

    def __init__(self, storage: Database) -> None:
        self._storage = storage

    def __call__(
        self, workspace: WorkspaceId, journey_key: str
    ) -> Generator[dict[str, Any], None, None]:
        """Rows with the keys of REVIEW_FIELDS, oldest period first.

        `published_at` is ISO 8601 in UTC, `message_ts` the message's in Slack, `figures` the JSON
        of the review as frozen then. Raises NotFoundError for an unknown journey.
        """
        with self._storage.read(workspace) as uow:
            journey = find_journey(uow, journey_key)
            if journey is None:
                raise NotFoundError(f"There is no journey “{journey_key[:60]}”.")
            for review in uow.publications.posted(journey.id):
                yield {
                    "label": review.label,
                    "published_at": review.published_at.isoformat(),
                    "message_ts": review.message_ts,
                    "figures": review.figures,
                }


Row = dict[str, Any]


COLUMNS_BY_CONTENT: dict[ExportContent, Sequence[str]] = {
    ExportContent.NOTES: NOTE_COLUMNS,
    ExportContent.READINGS: READING_COLUMNS,
    ExportContent.REVIEWS: REVIEW_COLUMNS,
}


@dataclass(frozen=True)
class Export:
    """An export somebody may have and that is not empty; `wish` says of what and as what.

    `review` is the one that is meant, null for rows.
    """

    workspace: WorkspaceId
    journey: Journey
    wish: ExportRequest
    review: Review | None = None


class Exports:
    """Hands out exports."""

    def __init__(self, storage: Database, reviews: ReviewService) -> None:
        self._storage = storage
        self._notes = ExportNotes(storage)
        self._reviews = reviews
        self._ways: dict[
            ExportContent, Callable[[WorkspaceId, str], Generator[Row, None, None]]
        ] = {
            ExportContent.NOTES: self._notes,
            ExportContent.READINGS: ExportReadings(storage),
            ExportContent.REVIEWS: ExportReviews(storage),
        }

    def rows(
        self,
        workspace: WorkspaceId,
        what: ExportContent,
        journey_key: str,
        audience: Audience | None = None,
    ) -> Iterator[Row]:
        """Rows with the keys of FIELDS_OF, one by one; raises NotFoundError when first asked.

        Notes are as the audience sees them; null is whoever runs Waymark and sees everything.
        """
        if what is ExportContent.NOTES:
            return self._notes(workspace, journey_key, audience)
        return self._ways[what](workspace, journey_key)

    def typed(self, workspace: WorkspaceId, words: str, place: RequestScope) -> Export:
        """What somebody there asks for by words; quick, whatever the size of the journey.

        Raises BadInputError for words that mean nothing, NotFoundError where there is nothing to
        export, or no channel for a canvas, NotAllowedError as `existing_journey`.
        """
        wish = parse_export(words)
        with self._storage.read(workspace) as uow:
            if wish.journey and not place.guest and uow.journeys.by_key(wish.journey) is None:
                known = ", ".join(journey.key for journey in uow.journeys.all()) or "none yet"
                raise BadInputError(
                    f"“{wish.journey[:40]}” is neither something to export nor a journey here. "
                    f"{USAGE_HINT} The journeys are: {known}."
                )
            journey = find_journey(uow, wish.journey, place)
        if journey is None:
            raise NotFoundError("There is nothing to export yet.")
        if wish.what is ExportContent.REVIEW:
            review = self._review(workspace, journey, wish, place)
            return Export(workspace, journey, wish, review)
        with closing(self._ways[wish.what](workspace, journey.key)) as rows:
            empty = next(rows, None) is None
        if empty:
            raise NotFoundError(f"{journey.name} has no {_content_name(wish.what)} to export yet.")
        return Export(workspace, journey, wish)

    def _review(
        self, workspace: WorkspaceId, journey: Journey, wish: ExportRequest, place: RequestScope
    ) -> Review:
        """The review as those may read it whom it is for: a canvas is for the home channel."""
        if wish.form is not ExportFormat.CANVAS:
            return self._reviews.compute(workspace, journey.key, wish.period, place)
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
        return self._reviews.compute(workspace, journey.key, wish.period, RequestScope(home))


def _content_name(what: ExportContent) -> str:
    return "posted reviews" if what is ExportContent.REVIEWS else what.value
