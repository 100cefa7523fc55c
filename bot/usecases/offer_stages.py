"""The stages and teams somebody can choose from, before there is a journey too."""

from dataclasses import dataclass

from bot.domain.journey import DEFAULT_TEAMS, WorkspaceId
from bot.domain.templates import BUYER
from bot.ports import Storage
from bot.usecases.journeys import ANYWHERE, Place, existing_journey


@dataclass(frozen=True)
class Offered:
    """(key, name) of each stage in order, and the keys of the workspace's teams."""

    stages: tuple[tuple[str, str], ...]
    teams: tuple[str, ...]


class OfferStages:
    """Names what a note can be filed under; makes nothing."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def __call__(self, workspace: WorkspaceId, place: Place = ANYWHERE) -> Offered:
        """What there is to choose from; the template's stages where there is no journey yet."""
        with self._storage.read(workspace) as uow:
            journey = existing_journey(uow, None, place)
        if journey is None:
            return Offered(BUYER.stage_keys(), DEFAULT_TEAMS)
        stages = tuple((stage.key, stage.name) for stage in journey.stages)
        return Offered(stages, journey.teams)
