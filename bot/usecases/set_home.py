"""Choose the channel a journey's reviews are posted to."""

from bot.domain.errors import BadInputError
from bot.domain.journey import Journey, WorkspaceId, is_direct_message
from bot.domain.roles import Role
from bot.ports import Clock, People, Storage
from bot.usecases.journeys import Place, ready_journey
from bot.usecases.keeping.desk import check_allowed


class SetHome:
    """Makes a channel the home of the journey that is meant in it."""

    def __init__(self, storage: Storage, clock: Clock, people: People | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._people = people

    def __call__(self, workspace: WorkspaceId, user: str, channel: str) -> Journey:
        """Set it; raises BadInputError for a direct message, which is nobody else's to read.

        Raises NotAllowedError for who may not change the journey.
        """
        if is_direct_message(channel):
            raise BadInputError(
                "A direct message cannot be a journey's home: "
                "type `/journey here` in the channel where the team should see the review."
            )
        role = self._people.role(workspace, user) if self._people else Role.MEMBER
        with self._storage.write(workspace) as uow:
            journey = ready_journey(uow, None, self._clock.now(), Place(channel))
            check_allowed(journey, user, role)
            uow.journeys.set_home_channel(journey.id, channel)
            uow.commit()
        return journey
