"""Sign stages of a posted review off, or ask for another look at them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ports import Clock, People, Publisher
from domain.access import Role
from domain.errors import BadFieldError, NotAllowedError, NotFoundError
from domain.journeys import Journey, Stage, WorkspaceId
from domain.posted_reviews import (
    MAX_COMMENT,
    DuePostedReview,
    NewReviewPart,
    PostedReviewRecord,
    PostState,
    ReviewPartName,
    ReviewState,
    Signature,
    SignOff,
    Standing,
    may_sign,
    standing,
)
from storage.session import Database, UnitOfWork

GONE = "That review is no longer there, or it is just being posted: try again in a minute."


@dataclass(frozen=True)
class SignableReview:
    """A posted review as somebody may sign it: `stages` are those they may say something of.

    `own` are the ones of them that are theirs and nobody has signed yet.
    """

    journey: Journey
    publication: PostedReviewRecord
    standing: Standing
    stages: tuple[Stage, ...]
    own: tuple[Stage, ...]


@dataclass(frozen=True)
class SignOffResult:
    """What was kept, and how the whole review stands after it."""

    publication: DuePostedReview
    period: str
    stages: tuple[Stage, ...]
    signature: Signature
    state: ReviewState


class SignOffService:
    """Keeps what people say of stages; the last word on each counts, and all are kept."""

    def __init__(
        self, storage: Database, publisher: Publisher, clock: Clock, people: People
    ) -> None:
        self._storage = storage
        self._publisher = publisher
        self._clock = clock
        self._people = people

    def look(self, workspace: WorkspaceId, user: str, key: str) -> SignableReview:
        """What somebody may sign of the review with that key.

        Raises NotFoundError, or NotAllowedError where there is nothing they may sign.
        """
        role = self._people.role(workspace, user)
        with self._storage.read(workspace) as uow:
            journey, publication = _found(uow, key)
            signed = uow.sign_offs.of(publication.id)
        return _signable(journey, publication, signed, user, role)

    def __call__(
        self,
        workspace: WorkspaceId,
        user: str,
        key: str,
        stage_ids: Sequence[int],
        signature: Signature,
        comment: str | None,
    ) -> SignOffResult:
        """Keep it for each of the stages, all or none; a comment is posted in the thread.

        Said twice alike it is kept once. Raises BadFieldError, NotFoundError, NotAllowedError.
        """
        comment = (comment or "").strip() or None
        _check(stage_ids, signature, comment)
        role, now = self._people.role(workspace, user), self._clock.now()
        with self._storage.write(workspace) as uow:
            journey, publication = _found(uow, key)
            uow.journeys.locked(journey.id)
            before = uow.sign_offs.of(publication.id)
            signable = _signable(journey, publication, before, user, role)
            stages = [stage for stage in signable.stages if stage.id in stage_ids]
            if len(stages) != len(set(stage_ids)):
                raise NotAllowedError(
                    "Only a stage's owner, and who may change the journey's map, can sign it off."
                )
            said = [SignOff(stage.id, user, signature, comment, now) for stage in stages]
            new = [one for one in said if not _repeated(one, before)]
            ids = [uow.sign_offs.add(publication.id, one) for one in new]
            if comment and ids:
                payload = self._publisher.render_comment(new[0], stages)
                part = NewReviewPart(
                    ReviewPartName.COMMENT.numbered(ids[0]), secrets.token_hex(16), payload
                )
                uow.review_parts.add(publication.id, part)
            uow.publications.attend_sooner(journey.id, now)
            after = standing(journey.stages, uow.sign_offs.of(publication.id))
            uow.commit()
        due = DuePostedReview(workspace, publication.id)
        return SignOffResult(due, publication.period, tuple(stages), signature, after.state)


def _check(stage_ids: Sequence[int], signature: Signature, comment: str | None) -> None:
    if not stage_ids:
        raise BadFieldError("stages", "Choose at least one stage.")
    if signature is Signature.ANOTHER_LOOK and not comment:
        raise BadFieldError("comment", "Say what should be looked at again.")
    if comment and len(comment) > MAX_COMMENT:
        raise BadFieldError(
            "comment", f"At most {MAX_COMMENT:,} characters; these are {len(comment):,}."
        )


def _found(uow: UnitOfWork, key: str) -> tuple[Journey, PostedReviewRecord]:
    publication = uow.publications.by_key(key)
    journey = uow.journeys.by_id(publication.journey_id) if publication else None
    if publication is None or journey is None:
        raise NotFoundError(GONE)
    if publication.state is not PostState.PUBLISHED:
        raise NotFoundError(GONE)
    return journey, publication


def _signable(
    journey: Journey,
    publication: PostedReviewRecord,
    signed: Sequence[SignOff],
    user: str,
    role: Role,
) -> SignableReview:
    stages = tuple(stage for stage in journey.stages if may_sign(journey, stage, user, role))
    if not stages:
        raise NotAllowedError(
            "None of the stages is yours: its owner, and who may change the journey's map, can "
            "sign a stage off. `/journey stages` shows who owns which."
        )
    now = standing(journey.stages, signed)
    own = tuple(one.stage for one in now.stages if one.stage.owner == user and not one.signed)
    return SignableReview(journey, publication, now, stages, own)


def _repeated(said: SignOff, before: Sequence[SignOff]) -> bool:
    last = next((one for one in reversed(before) if one.stage_id == said.stage_id), None)
    return last is not None and (last.user, last.signature, last.comment) == (
        said.user,
        said.signature,
        said.comment,
    )
