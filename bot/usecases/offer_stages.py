"""The stages somebody can choose from, before there is a journey too."""

from bot.domain.journey import BUYER, WorkspaceId
from bot.ports import Storage
from bot.usecases.journeys import existing_journey


class OfferStages:
    """Names the stages of the workspace's default journey; makes nothing."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def __call__(self, workspace: WorkspaceId) -> tuple[tuple[str, str], ...]:
        """(key, name) of each stage in order; the template's where there is no journey yet."""
        with self._storage.read(workspace) as uow:
            journey = existing_journey(uow, None)
        if journey is None:
            return BUYER.stage_keys()
        return tuple((stage.key, stage.name) for stage in journey.stages)
