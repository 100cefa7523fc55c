"""Export the reviews of a journey that were posted."""

from collections.abc import Generator
from typing import Any

from bot.domain.errors import NotFoundError
from bot.domain.journey import WorkspaceId
from bot.ports import Storage
from bot.usecases.journeys import existing_journey

REVIEW_FIELDS = ("label", "published_at", "message_ts", "figures")


class ExportReviews:
    """Hands out posted reviews one by one."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def __call__(
        self, workspace: WorkspaceId, journey_key: str
    ) -> Generator[dict[str, Any], None, None]:
        """Rows with the keys of REVIEW_FIELDS, oldest period first.

        `published_at` is ISO 8601 in UTC, `message_ts` the message's in Slack, `figures` the JSON
        of the review as frozen then. Raises NotFoundError for an unknown journey.
        """
        with self._storage.read(workspace) as uow:
            journey = existing_journey(uow, journey_key)
            if journey is None:
                raise NotFoundError(f"There is no journey “{journey_key[:60]}”.")
            for review in uow.publications.posted(journey.id):
                yield {
                    "label": review.label,
                    "published_at": review.published_at.isoformat(),
                    "message_ts": review.message_ts,
                    "figures": review.figures,
                }
