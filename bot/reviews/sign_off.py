"""Sign off stages of a posted review, or request another look at them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.ports import Clock, People, Publisher
from bot.reviews.posting import find_posted_review
from domain.access import Role
from domain.errors import BadFieldError, NotAllowedError
from domain.journeys import Journey, Stage, WorkspaceId
from domain.posted_reviews import (
    MAX_COMMENT,
    DuePostedReview,
    NewReviewPart,
    PostedReviewRecord,
    ReviewPartName,
    ReviewState,
    Signature,
    SignOff,
    SignOffStatus,
    may_sign,
    sign_off_status,
)
from storage.session import Database


@dataclass(frozen=True)
class SignableReview:
    """A posted review with the `stages` that one person may sign off.

    `own` are the stages this person owns that nobody has signed off yet.
    """

    journey: Journey
    posted_review: PostedReviewRecord
    status: SignOffStatus
    stages: tuple[Stage, ...]
    own: tuple[Stage, ...]


@dataclass(frozen=True)
class SignOffResult:
    """The sign-offs that were saved, and the state of the whole review after them."""

    posted_review: DuePostedReview
    period: str
    stages: tuple[Stage, ...]
    signature: Signature
    state: ReviewState


class SignOffService:
    """Saves sign-offs of stages. The latest answer for a stage counts; all of them are saved."""

    def __init__(
        self, storage: Database, publisher: Publisher, clock: Clock, people: People
    ) -> None:
        self._storage = storage
        self._publisher = publisher
        self._clock = clock
        self._people = people

    def find_signable(self, workspace: WorkspaceId, user: str, key: str) -> SignableReview:
        """Return what a person may sign off of the review with that key.

        Raises NotFoundError, or NotAllowedError if none of its stages is theirs to sign off.
        """
        role = self._people.role(workspace, user)
        with self._storage.read(workspace) as uow:
            journey, posted_review = find_posted_review(uow, key)
            sign_offs = uow.sign_offs.of(posted_review.id)
        return _signable_review(journey, posted_review, sign_offs, user, role)

    def sign_off(
        self,
        workspace: WorkspaceId,
        user: str,
        key: str,
        stage_ids: Sequence[int],
        signature: Signature,
        comment: str | None,
    ) -> SignOffResult:
        """Save the answer for each of the stages, all or none; post a comment in the thread.

        Repeating the latest answer of a stage saves nothing. Raises BadFieldError, NotFoundError,
        NotAllowedError.
        """
        comment = (comment or "").strip() or None
        _validate(stage_ids, signature, comment)
        role, now = self._people.role(workspace, user), self._clock.now()
        with self._storage.write(workspace) as uow:
            journey, posted_review = find_posted_review(uow, key)
            uow.journeys.lock(journey.id)
            before = uow.sign_offs.of(posted_review.id)
            signable = _signable_review(journey, posted_review, before, user, role)
            stages = [stage for stage in signable.stages if stage.id in stage_ids]
            if len(stages) != len(set(stage_ids)):
                raise NotAllowedError(
                    "Only a stage's owner, or someone who may edit the journey's map, can sign it "
                    "off."
                )
            answers = [SignOff(stage.id, user, signature, comment, now) for stage in stages]
            new = [one for one in answers if not _is_repeated(one, before)]
            ids = [uow.sign_offs.add(posted_review.id, one) for one in new]
            if comment and ids:
                payload = self._publisher.render_comment(new[0], stages)
                part = NewReviewPart(ReviewPartName.COMMENT.numbered(ids[0]), payload)
                uow.posted_reviews.add_part(posted_review, part, now)
            uow.posted_reviews.check_no_later_than(journey.id, now)
            after = sign_off_status(journey.stages, uow.sign_offs.of(posted_review.id))
            uow.commit()
        due = DuePostedReview(workspace, posted_review.id)
        return SignOffResult(due, posted_review.period, tuple(stages), signature, after.state)


def _validate(stage_ids: Sequence[int], signature: Signature, comment: str | None) -> None:
    if not stage_ids:
        raise BadFieldError("stages", "Choose at least one stage.")
    if signature is Signature.ANOTHER_LOOK and not comment:
        raise BadFieldError("comment", "What should be looked at again?")
    if comment and len(comment) > MAX_COMMENT:
        raise BadFieldError(
            "comment", f"At most {MAX_COMMENT:,} characters; this has {len(comment):,}."
        )


def _signable_review(
    journey: Journey,
    posted_review: PostedReviewRecord,
    sign_offs: Sequence[SignOff],
    user: str,
    role: Role,
) -> SignableReview:
    stages = tuple(stage for stage in journey.stages if may_sign(journey, stage, user, role))
    if not stages:
        raise NotAllowedError(
            "None of the stages is yours to sign off: a stage's owner can, or someone who may "
            "edit the journey's map. `/journey stages` shows the owners."
        )
    now = sign_off_status(journey.stages, sign_offs)
    own = tuple(one.stage for one in now.stages if one.stage.owner == user and not one.signed)
    return SignableReview(journey, posted_review, now, stages, own)


def _is_repeated(answer: SignOff, before: Sequence[SignOff]) -> bool:
    """Return whether the same person gave the same answer for the stage last."""
    last = next((one for one in reversed(before) if one.stage_id == answer.stage_id), None)
    return last is not None and (last.user, last.signature, last.comment) == (
        answer.user,
        answer.signature,
        answer.comment,
    )
