"""Export notes, KPI readings and posted reviews as rows, or one review as a document."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from bot.journeys.lookup import RequestScope, find_journey
from bot.reviews.figures import ReviewService
from domain.access import Audience
from domain.errors import BadInputError, NotAllowedError, NotFoundError
from domain.export_command import (
    USAGE_HINT,
    ExportContent,
    ExportFormat,
    ExportRequest,
    parse_export,
)
from domain.journeys import Journey, WorkspaceId
from domain.kpis import Kpi, Reading
from domain.notes import DETAIL_NAMES, Note
from domain.review_json import answers_as_json
from domain.reviews import Review
from domain.themes import NoteSorting, describe_sorting
from storage.session import Database, UnitOfWork

Row = dict[str, Any]

NOTE_COLUMNS = (
    "id", "kind", "journey", "stage", *DETAIL_NAMES, "score", "mood", "label", "language", "text",
    "author", "occurred_at", "created_at", "permalink", "supporters", "theme",
)  # fmt: skip

READING_COLUMNS = (
    "kpi", "stage", "unit", "direction", "target", "currency", "value", "day", "source", "author",
    "created_at",
)  # fmt: skip

REVIEW_COLUMNS = ("label", "published_at", "message_ts", "figures")

COLUMNS_BY_CONTENT: dict[ExportContent, Sequence[str]] = {
    ExportContent.NOTES: NOTE_COLUMNS,
    ExportContent.READINGS: READING_COLUMNS,
    ExportContent.REVIEWS: REVIEW_COLUMNS,
}


@dataclass(frozen=True)
class Export:
    """An export that is not empty and that the person may have; `review` is None for rows."""

    workspace: WorkspaceId
    journey: Journey
    request: ExportRequest
    review: Review | None = None


class ExportService:
    """Exports a journey. Rows are yielded one by one, so any number of them fits in memory.

    The row methods raise NotFoundError for an unknown journey, with the first row.
    """

    def __init__(self, storage: Database, reviews: ReviewService) -> None:
        self._storage = storage
        self._reviews = reviews

    def notes(
        self, workspace: WorkspaceId, journey_key: str, audience: Audience | None = None
    ) -> Generator[Row, None, None]:
        """Yield rows with NOTE_COLUMNS, oldest note first, as an audience may see them.

        Without an audience, all texts are shown, as to the operator. `score` and `mood` −1…+1,
        `feeling` −2…+2, `severity` 1-4, times ISO 8601 in UTC; missing values are None. `theme` is
        a name, or `said once`; everybody may read it.
        """
        with self._storage.read(workspace) as uow:
            journey = _require_journey(uow, journey_key)
            names = {theme.id: theme.name for theme in uow.themes.of_journey(journey.id)}
            for note in uow.notes.stream(journey.id):
                yield _note_row(journey, audience.redact(note) if audience else note, names)

    def readings(self, workspace: WorkspaceId, journey_key: str) -> Generator[Row, None, None]:
        """Yield rows with READING_COLUMNS of the KPIs a review shows, in the order of creation.

        `value` and `target` in the KPI's unit, `day` an ISO date, `created_at` ISO 8601 in UTC. A
        KPI without readings has one row without value and day, because a review names it too.
        """
        with self._storage.read(workspace) as uow:
            journey = _require_journey(uow, journey_key)
            for kpi in sorted(uow.kpis.of_journey(journey.id), key=lambda kpi: kpi.id):
                is_measured = False
                for reading in uow.kpis.readings(kpi.id):
                    is_measured = True
                    yield _kpi_columns(kpi) | _reading_columns(reading)
                if not is_measured:
                    yield dict.fromkeys(READING_COLUMNS) | _kpi_columns(kpi)

    def reviews(
        self, workspace: WorkspaceId, journey_key: str, audience: Audience | None = None
    ) -> Generator[Row, None, None]:
        """Yield rows with REVIEW_COLUMNS of the posted reviews, oldest period first.

        `published_at` is ISO 8601 in UTC, `message_ts` the message's in Slack, `figures` the JSON
        of the review as it was published, with the answers an audience may read, or all of them.
        """
        with self._storage.read(workspace) as uow:
            journey = _require_journey(uow, journey_key)
            for review in uow.posted_reviews.posted(journey.id):
                given = uow.review_answers.of(review.id)
                answers = [one for one in given if audience is None or one.is_for(audience)]
                shown = answers_as_json(answers, journey.calendar.zone)
                yield {
                    "label": review.label,
                    "published_at": review.published_at.isoformat(),
                    "message_ts": review.message_ts,
                    "figures": {**review.figures, "answers": shown},
                }

    def rows(
        self,
        workspace: WorkspaceId,
        content: ExportContent,
        journey_key: str,
        audience: Audience | None = None,
    ) -> Generator[Row, None, None]:
        """Return the rows of a content, with its columns of COLUMNS_BY_CONTENT."""
        if content is ExportContent.NOTES:
            return self.notes(workspace, journey_key, audience)
        if content is ExportContent.READINGS:
            return self.readings(workspace, journey_key)
        return self.reviews(workspace, journey_key, audience)

    def prepare(self, workspace: WorkspaceId, words: str, scope: RequestScope) -> Export:
        """Return the export a person typed; quick, whatever the size of the journey.

        Raises BadInputError for words without a meaning, NotFoundError if there is nothing to
        export or no channel for a canvas, NotAllowedError as `find_journey`.
        """
        request = parse_export(words)
        with self._storage.read(workspace) as uow:
            if request.journey and not scope.guest and uow.journeys.by_key(request.journey) is None:
                known = ", ".join(journey.key for journey in uow.journeys.all()) or "none yet"
                raise BadInputError(
                    f"I can't export “{request.journey[:40]}”, and no journey has that key. "
                    f"{USAGE_HINT} The journeys are: {known}."
                )
            journey = find_journey(uow, request.journey, scope)
        if journey is None:
            raise NotFoundError("There is nothing to export yet.")
        if request.content is ExportContent.REVIEW:
            review = self._review(workspace, journey, request, scope)
            return Export(workspace, journey, request, review)
        with closing(self.rows(workspace, request.content, journey.key)) as rows:
            is_empty = next(rows, None) is None
        if is_empty:
            name = _content_name(request.content)
            raise NotFoundError(f"{journey.name} has no {name} to export yet.")
        return Export(workspace, journey, request)

    def _review(
        self, workspace: WorkspaceId, journey: Journey, request: ExportRequest, scope: RequestScope
    ) -> Review:
        """Compute the review as its readers may see it; a canvas is for the home channel."""
        if request.format is not ExportFormat.CANVAS:
            return self._reviews.compute(workspace, journey.key, request.period, scope)
        home = journey.home_channel
        if home is None:
            raise NotFoundError(
                f"{journey.name} has no home channel to create a canvas in. "
                "Type `/journey here` in the channel you want as its home."
            )
        if scope.guest and scope.channel != home:
            raise NotAllowedError(
                "A canvas is created in the journey's home channel, and this is another channel. "
                "`/journey export review` sends the review to you alone."
            )
        return self._reviews.compute(workspace, journey.key, request.period, RequestScope(home))


def _require_journey(uow: UnitOfWork, key: str) -> Journey:
    journey = find_journey(uow, key)
    if journey is None:
        raise NotFoundError(f"There is no journey “{key[:60]}”.")
    return journey


def _note_row(journey: Journey, note: Note, theme_names: Mapping[int, str]) -> Row:
    return {
        "id": note.id,
        "kind": note.kind.value,
        "journey": journey.key,
        "stage": note.stage,
        **vars(note.details),
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
        "theme": describe_sorting(NoteSorting(note.theme_id, note.sorted_as), theme_names),
    }


def _kpi_columns(kpi: Kpi) -> Row:
    return {
        "kpi": kpi.key,
        "stage": kpi.stage,
        "unit": kpi.unit.value,
        "direction": kpi.direction.value,
        "target": kpi.target,
        "currency": kpi.currency,
    }


def _reading_columns(reading: Reading) -> Row:
    return {
        "value": reading.value,
        "day": reading.day.isoformat(),
        "source": reading.source,
        "author": reading.author,
        "created_at": reading.created_at.isoformat(),
    }


def _content_name(content: ExportContent) -> str:
    return "posted reviews" if content is ExportContent.REVIEWS else content.value
