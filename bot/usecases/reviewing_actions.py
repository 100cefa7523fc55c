"""Actions as they are seen on a day: how they stand, and what they did."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bot.domain.actions import DONE, WINDOW, Action, ActionSeen, Effect, effect_of
from bot.domain.journey import Journey
from bot.domain.kpis import Kpi
from bot.domain.periods import Period
from bot.ports import UnitOfWork


def seen(
    uow: UnitOfWork, journey: Journey, actions: Iterable[Action], now: datetime
) -> tuple[ActionSeen, ...]:
    """The actions with how they stand now, and what those that are implemented did."""
    actions = tuple(actions)
    if not actions:
        return ()
    kpis = {kpi.id: kpi for kpi in uow.kpis.of_journey(journey.id, archived=True)}
    today = journey.calendar.today(now)
    return tuple(_seen(uow, journey, action, kpis, today, now) for action in actions)


def of_period(
    uow: UnitOfWork, journey: Journey, period: Period, now: datetime
) -> tuple[ActionSeen, ...]:
    """The actions that a period's review tells of, as they stood at its end."""
    end = min(now, period.end)
    found = uow.actions.of_period(journey.id, period.start, period.end)
    return seen(uow, journey, found, end)


def effect(
    uow: UnitOfWork, journey: Journey, action: Action, kpi: Kpi | None, now: datetime
) -> Effect | None:
    """What happened in equal windows before and after an action; null before it is implemented."""
    day = action.implemented_on
    if action.state not in DONE or day is None:
        return None
    start = journey.calendar.midnight(day)
    span = min(WINDOW, max(now - start, timedelta()))
    stage = action.draft.stage
    before = uow.notes.moods_between(journey.id, stage, start - span, start)
    after = uow.notes.moods_between(journey.id, stage, start, start + span)
    readings = uow.kpis.around(kpi.id, day) if kpi else (None, None)
    return effect_of(before, after, kpi, readings)


def _seen(
    uow: UnitOfWork,
    journey: Journey,
    action: Action,
    kpis: dict[int, Kpi],
    today: date,
    now: datetime,
) -> ActionSeen:
    kpi = kpis.get(action.draft.kpi_id or 0)
    done = effect(uow, journey, action, kpi, now)
    return ActionSeen(action, action.standing(today), done, kpi)
