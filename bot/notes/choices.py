"""What the form of a note offers: journeys, their stages, personas and touchpoints, teams."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.journeys.lookup import RequestScope, find_journey
from domain.journeys import BUYER, DEFAULT_TEAMS, Journey
from domain.note_changes import LastChoices
from storage.session import UnitOfWork

Choice = tuple[str, str]


@dataclass(frozen=True)
class NoteChoices:
    """Choices as (key, name): journeys, the stages and personas of each, each stage's touchpoints.

    `journey` is the default, `teams` are keys, `team` the person's last one. Touchpoints
    are by (journey key, stage key).
    """

    journeys: tuple[Choice, ...] = ((BUYER.key, BUYER.name),)
    journey: str = BUYER.key
    stages: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    touchpoints: Mapping[tuple[str, str], tuple[Choice, ...]] = field(default_factory=dict)
    teams: tuple[str, ...] = DEFAULT_TEAMS
    team: str | None = None
    personas: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)


NO_CHOICES = NoteChoices(journeys=())


def load_choices(uow: UnitOfWork, user: str, place: RequestScope) -> NoteChoices:
    """Return the choices; the template's stages where there is no journey yet.

    Where the channel has no journey, the one the person chose last is selected.
    """
    default = find_journey(uow, None, place)
    if default is None:
        return NoteChoices(((BUYER.key, BUYER.name),), BUYER.key, {BUYER.key: BUYER.stage_keys()})
    journeys = [default] if place.guest else list(uow.journeys.all())
    choices = uow.note_history.last_choices(user)
    bound = uow.journeys.by_channel(place.channel) if place.channel else None
    last = next((j for j in journeys if j.id == choices.journey_id), None)
    is_fixed = place.guest or (bound is not None and bound.id == default.id)
    chosen = default if is_fixed or last is None else last
    return NoteChoices(
        journeys=tuple((journey.key, journey.name) for journey in journeys),
        journey=chosen.key,
        stages={journey.key: _stage_choices(journey) for journey in journeys},
        touchpoints=_touchpoint_choices(uow, journeys),
        personas=_persona_choices(uow, journeys),
        teams=chosen.teams,
        team=_offered_team(uow, user, choices, chosen),
    )


def _stage_choices(journey: Journey) -> tuple[Choice, ...]:
    return tuple((stage.key, stage.name) for stage in journey.stages)


def _touchpoint_choices(
    uow: UnitOfWork, journeys: list[Journey]
) -> dict[tuple[str, str], tuple[Choice, ...]]:
    found: dict[tuple[str, str], tuple[Choice, ...]] = {}
    for journey in journeys:
        for part in uow.parts.touchpoints(journey.id):
            if not part.archived:
                place = (journey.key, part.stage)
                found[place] = (*found.get(place, ()), (part.key, part.name))
    return found


def _persona_choices(uow: UnitOfWork, journeys: list[Journey]) -> dict[str, tuple[Choice, ...]]:
    found = {
        journey.key: tuple(
            (part.key, part.name) for part in uow.parts.personas(journey.id) if not part.archived
        )
        for journey in journeys
    }
    return {key: personas for key, personas in found.items() if personas}


def _offered_team(uow: UnitOfWork, user: str, choices: LastChoices, journey: Journey) -> str | None:
    """Return the person's own team, else the one they chose last."""
    own = uow.user_teams.find(user)
    team = own.team if own and own.team else choices.team
    return team if team in journey.teams else None
