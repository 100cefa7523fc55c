"""Post the latest review that is over, without waiting for its day."""

from dataclasses import dataclass

from bot.domain.errors import BadInputError, NotFoundError
from bot.domain.journey import Journey, WorkspaceId
from bot.domain.periods import Period
from bot.domain.publication import PublicationState
from bot.ports import Clock, People, Storage
from bot.usecases.keeping.desk import GONE, Keeper, check_allowed
from bot.usecases.post_due_reviews import wait_for_next
from bot.usecases.publish_review import PublishResult, PublishReview


@dataclass(frozen=True)
class ToPost:
    """A review somebody wants posted; `channel` and `message_ts` say where it is already."""

    journey: Journey
    period: Period
    channel: str | None = None
    message_ts: str | None = None

    @property
    def is_posted(self) -> bool:
        """Whether there is nothing to do."""
        return self.message_ts is not None


class PostNow(Keeper):
    """Posts reviews ahead of their day."""

    def __init__(
        self, storage: Storage, clock: Clock, people: People | None, publish: PublishReview
    ) -> None:
        super().__init__(storage, clock, people)
        self._publish = publish

    def wanted(
        self, workspace: WorkspaceId, user: str, journey_id: int, label: str | None = None
    ) -> ToPost:
        """What would be posted; quick, for somebody waits for the answer.

        Raises NotAllowedError for who may not change the journey, BadInputError where `label` is no
        longer the latest that is over, NotFoundError for a journey that is gone or has no channel.
        """
        role = self.role(workspace, user)
        with self._storage.read(workspace) as uow:
            journey = uow.journeys.by_id(journey_id)
            if journey is None:
                raise NotFoundError(GONE)
            check_allowed(journey, user, role)
            period = journey.period_of(self._clock.now()).shifted(-1)
            if label is not None and label != period.label:
                raise BadInputError(
                    f"The latest {period.noun} that is over is {period.label}, no longer {label}. "
                    "Nothing was posted: type `/journey review next`."
                )
            known = uow.publications.of_period(journey.id, period.label, period.months.first)
            if known and known.state is PublicationState.PUBLISHED:
                return ToPost(journey, period, known.channel, known.message_ts)
            if journey.home_channel is None:
                raise NotFoundError(
                    f"{journey.name} has no channel to post to yet: type `/journey here` in the "
                    "one it should be."
                )
        return ToPost(journey, period, journey.home_channel)

    def __call__(self, workspace: WorkspaceId, wanted: ToPost) -> PublishResult:
        """Post it; slow. The clock does not wait for its day any more."""
        result = self._publish(workspace, wanted.journey.id, wanted.period, at_once=True)
        if result.done:
            wait_for_next(self._storage, workspace, wanted.journey.id, wanted.period)
        return result
