"""What somebody can choose from when they write a note, before there is a journey too."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.journey import DEFAULT_TEAMS, Journey, WorkspaceId
from bot.domain.templates import BUYER
from bot.ports import Storage, UnitOfWork
from bot.usecases.journeys import ANYWHERE, Place, existing_journey

Choice = tuple[str, str]


@dataclass(frozen=True)
class Offered:
    """Choices as (key, name): journeys, the stages of each, the touchpoints of each stage.

    `journey` is the one that is meant, `teams` are keys, `team` the person's last one. Touchpoints
    are by (journey key, stage key).
    """

    journeys: tuple[Choice, ...] = ((BUYER.key, BUYER.name),)
    journey: str = BUYER.key
    stages: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    touchpoints: Mapping[tuple[str, str], tuple[Choice, ...]] = field(default_factory=dict)
    teams: tuple[str, ...] = DEFAULT_TEAMS
    team: str | None = None


NOTHING_KNOWN = Offered(journeys=())


class OfferChoices:
    """Names what a note can be filed under; makes nothing."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def __call__(self, workspace: WorkspaceId, user: str, place: Place = ANYWHERE) -> Offered:
        """What there is to choose from; the template's stages where there is no journey yet.

        Where no channel says which journey is meant, it is the one the person chose last.
        """
        with self._storage.read(workspace) as uow:
            meant = existing_journey(uow, None, place)
            if meant is None:
                return Offered(
                    ((BUYER.key, BUYER.name),), BUYER.key, {BUYER.key: BUYER.stage_keys()}
                )
            journeys = [meant] if place.guest else list(uow.journeys.all())
            habit = uow.note_life.habit(user)
            bound = uow.journeys.bound(place.channel) if place.channel else None
            last = next((j for j in journeys if j.id == habit.journey_id), None)
            said = place.guest or (bound is not None and bound.id == meant.id)
            chosen = meant if said or last is None else last
            return Offered(
                journeys=tuple((journey.key, journey.name) for journey in journeys),
                journey=chosen.key,
                stages={journey.key: _stages(journey) for journey in journeys},
                touchpoints=_touchpoints(uow, journeys),
                teams=chosen.teams,
                team=habit.team if habit.team in chosen.teams else None,
            )


def _stages(journey: Journey) -> tuple[Choice, ...]:
    return tuple((stage.key, stage.name) for stage in journey.stages)


def _touchpoints(
    uow: UnitOfWork, journeys: list[Journey]
) -> dict[tuple[str, str], tuple[Choice, ...]]:
    found: dict[tuple[str, str], tuple[Choice, ...]] = {}
    for journey in journeys:
        for part in uow.parts.touchpoints(journey.id):
            if not part.archived:
                place = (journey.key, part.stage)
                found[place] = (*found.get(place, ()), (part.key, part.name))
    return found
