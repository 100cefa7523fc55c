"""Choose the channel a journey's reviews are posted to."""

from dataclasses import replace

from bot.domain.errors import BadInputError
from bot.domain.history import Deed, Subject
from bot.domain.journey import Journey, WorkspaceId, is_direct_message
from bot.usecases.journeys import Place, ready_journey
from bot.usecases.keeping.desk import Keeper


class SetHome(Keeper):
    """Makes a channel the home of the journey that is meant in it."""

    def __call__(self, workspace: WorkspaceId, user: str, channel: str) -> Journey:
        """Set it; raises BadInputError for a direct message, which is nobody else's to read.

        Raises NotAllowedError for who may not change the journey.
        """
        if is_direct_message(channel):
            raise BadInputError(
                "A direct message cannot be a journey's home: "
                "type `/journey here` in the channel where the team should see the review."
            )
        with self._storage.write(workspace) as uow:
            meant = ready_journey(uow, None, self._clock.now(), Place(channel))
            uow.commit()
        with self.desk(workspace, user, meant.id) as desk:
            journey = replace(desk.journey, home_channel=channel)
            desk.uow.journeys.set_home_channel(journey.id, channel)
            desk.remember(Deed.EDITED, Subject.JOURNEY, desk.journey, journey)
        return journey
