"""The stages somebody can choose from, before there is a journey too."""

from bot.domain.journey import WorkspaceId
from bot.domain.templates import BUYER
from bot.ports import Storage
from bot.usecases.journeys import ANYWHERE, Place, existing_journey


class OfferStages:
    """Names the stages of the journey meant somewhere; makes nothing."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def __call__(
        self, workspace: WorkspaceId, place: Place = ANYWHERE
    ) -> tuple[tuple[str, str], ...]:
        """(key, name) of each stage in order; the template's where there is no journey yet."""
        with self._storage.read(workspace) as uow:
            journey = existing_journey(uow, None, place)
        if journey is None:
            return BUYER.stage_keys()
        return tuple((stage.key, stage.name) for stage in journey.stages)
