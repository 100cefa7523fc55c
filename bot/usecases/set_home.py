"""Choose the channel a journey's reviews are posted to."""

from bot.domain.errors import BadInputError
from bot.domain.journey import Journey, WorkspaceId, is_direct_message
from bot.ports import Clock, Storage
from bot.usecases.journeys import ready_journey


class SetHome:
    """Makes a channel the home of the workspace's default journey."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def __call__(self, workspace: WorkspaceId, channel: str) -> Journey:
        """Set it; raises BadInputError for a direct message, which is nobody else's to read."""
        if is_direct_message(channel):
            raise BadInputError(
                "A direct message cannot be a journey's home: "
                "type `/journey here` in the channel where the team should see the review."
            )
        with self._storage.write(workspace) as uow:
            journey = ready_journey(uow, None, self._clock.now())
            uow.journeys.set_home_channel(journey.id, channel)
            uow.commit()
        return journey
