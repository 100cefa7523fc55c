"""Posted and skipped reviews, their sign-offs and the answers to their questions."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Named, String, Table, Text, UniqueConstraint

from storage.schema.columns import Json, OwnedColumns, RowId, UtcDateTime, metadata, same_workspace


class PostedReviewColumns(OwnedColumns):
    """A review that was posted, or is being posted: one row per journey and period.

    A period is identified by label and first month: after a change of the fiscal year a label means
    other months. `figures` is the review's JSON, frozen when it was claimed; its message is a row
    of the outbox. `next_check_at`: when to check the posted review again, NULL for never.
    `signs_shown`: how many sign-offs its message shows.
    """

    journey_id: Named[int] = Column(RowId)
    period: Named[str] = Column(String(10))
    first_month: Named[int]
    figures: Named[dict[str, Any]] = Column(Json)
    next_check_at: Named[datetime | None] = Column(
        "attention_at", UtcDateTime(), key="next_check_at"
    )
    signs_shown: Named[int] = Column(server_default="0")


posted_reviews = Table(
    "publications",
    metadata,
    PostedReviewColumns,
    same_workspace("journey_id", "journeys"),
    UniqueConstraint("journey_id", "period", "first_month"),
    Index("uq_publications_workspace_id_id", "workspace_id", "id", unique=True),
    Index(None, "next_check_at"),
)


class SignOffColumns(OwnedColumns):
    """A sign-off of one stage of a posted review. Of several, the last counts."""

    posted_review_id: Named[int] = Column("publication_id", RowId, key="posted_review_id")
    stage_id: Named[int] = Column(RowId)
    user_id: Named[str] = Column(String(40))
    signature: Named[str] = Column(String(20))
    comment: Named[str | None] = Column(Text())
    at: Named[datetime] = Column(UtcDateTime())


sign_offs = Table(
    "sign_offs",
    metadata,
    SignOffColumns,
    same_workspace("posted_review_id", "publications"),
    same_workspace("stage_id", "stages"),
    Index(None, "workspace_id", "posted_review_id", "id"),
)


class ReviewAnswerColumns(OwnedColumns):
    """One person's answer to a question of a posted review; see domain/review_answers.py."""

    posted_review_id: Named[int] = Column("publication_id", RowId, key="posted_review_id")
    question: Named[str] = Column(String(20))
    user_id: Named[str] = Column(String(40))
    text: Named[str] = Column(Text())
    private: Named[bool]
    at: Named[datetime] = Column(UtcDateTime())


review_answers = Table(
    "review_answers",
    metadata,
    ReviewAnswerColumns,
    same_workspace("posted_review_id", "publications"),
    Index(
        "uq_review_answers_author",
        *("workspace_id", "posted_review_id", "question", "user_id"),
        unique=True,
    ),
)


class SkippedReviewColumns(OwnedColumns):
    """A period without a review, because somebody skipped it."""

    journey_id: Named[int] = Column(RowId)
    period: Named[str] = Column(String(10))
    first_month: Named[int]
    author: Named[str] = Column(String(40))
    at: Named[datetime] = Column(UtcDateTime())


skipped_reviews = Table(
    "skipped_reviews",
    metadata,
    SkippedReviewColumns,
    same_workspace("journey_id", "journeys"),
    UniqueConstraint("journey_id", "period", "first_month"),
)
