"""What was filled into a form, as the draft its use case takes."""

from datetime import date

from bot.journeys.journeys import JourneyDraft, NewJourney
from bot.journeys.map_parts import KpiDraft, PersonaDraft, StageDraft, TouchpointDraft
from bot.journeys.settings import SettingsDraft
from domain.errors import BadFieldError
from domain.journeys import Editors, MessageSign, Milestone
from domain.kpis import Direction, Unit
from domain.periods import Cadence, ReviewDay
from handlers.journeys.part_forms import NONE, PHYSICAL
from handlers.slack.forms import YES, Values


def stage(values: Values) -> StageDraft:
    """A stage card."""
    since, position = values.get("milestone_since"), values.get("position")
    return StageDraft(
        name=values.get("name"),
        objective=values.get("objective"),
        milestone=values.get("milestone"),
        milestone_state=Milestone(_needed(values, "milestone_state")),
        milestone_since=date.fromisoformat(since) if since else None,
        owner=values.get("owner"),
        position=int(position) if position and position != NONE else None,
    )


def persona(values: Values) -> PersonaDraft:
    """A persona's profile."""
    return PersonaDraft(
        name=values.get("name"),
        demographics=values.get("demographics"),
        goals=values.get("goals"),
        pain_points=values.get("pain_points"),
        behaviours=values.get("behaviours"),
        preferences=values.get("preferences"),
    )


def touchpoint(values: Values) -> TouchpointDraft:
    """A touchpoint."""
    physical = values.get("physical")
    return TouchpointDraft(
        name=values.get("name"),
        stage=values.get("stage"),
        channel=values.get("channel"),
        physical=physical == PHYSICAL if physical else None,
        team=values.get("team"),
    )


def kpi(values: Values) -> KpiDraft:
    """A KPI."""
    stage_key, direction = values.get("stage"), values.get("direction")
    return KpiDraft(
        name=values.get("name"),
        stage=None if stage_key == NONE else stage_key,
        unit=Unit(_needed(values, "unit")),
        direction=Direction(direction) if direction else None,
        target=values.get("target"),
        baseline=values.get("baseline"),
    )


def journey(values: Values) -> JourneyDraft:
    """A journey's own fields."""
    return JourneyDraft(
        name=values.get("name"),
        scope=values.get("scope"),
        goal=values.get("goal"),
        owner=values.get("owner"),
        is_default=values.get("is_default") == YES,
    )


def new_journey(values: Values) -> NewJourney:
    """A journey to begin: from a template, of own stages, or as a copy."""
    start = _needed(values, "start")
    copied = start.removeprefix("copy:") if start.startswith("copy:") else None
    return NewJourney(
        name=values.get("name"),
        template=None if copied else start,
        stages=values.get("stages"),
        copy_of=copied,
    )


def settings(values: Values) -> SettingsDraft:
    """A journey's settings."""
    day, date = _review_day(_needed(values, "review_day"))
    return SettingsDraft(
        home_channel=values.get("home_channel"),
        time_zone=values.get("time_zone"),
        fiscal_start_month=int(_needed(values, "fiscal_start_month")),
        review_hour=int(_needed(values, "review_hour")),
        review_day=day,
        review_date=date,
        cadence=Cadence(_needed(values, "cadence")),
        teams=values.get("teams"),
        reminders=values.get("reminders") == YES,
        editors=Editors(_needed(values, "editors")),
        reactions=values.get("reactions"),
        message_sign=MessageSign(_needed(values, "message_sign")),
        pulse=values.get("pulse") == YES,
    )


def _review_day(chosen: str) -> tuple[ReviewDay, int | None]:
    """The rule and its date: a fixed date is chosen as its number."""
    return (ReviewDay.DATE, int(chosen)) if chosen.isdecimal() else (ReviewDay(chosen), None)


def destination(values: Values) -> str | None:
    """The stage the notes of an archived stage go to, null for the tray."""
    to = _needed(values, "to")
    return None if to == NONE else to


def _needed(values: Values, field: str) -> str:
    value = values.get(field)
    if not value:
        raise BadFieldError(field, "Please choose one.")
    return value
