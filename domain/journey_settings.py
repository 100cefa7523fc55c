"""Fields of a journey and its settings, and how a filled-in form changes the journey."""

import re
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from domain.errors import BadFieldError
from domain.journeys import (
    BY_TIME_ZONE,
    NO_COUNTRY,
    TEMPLATES,
    Editors,
    Journey,
    MessageSign,
    is_direct_message,
)
from domain.map_fields import FieldKind, FormValues, MapField, format_fields, parse_fields
from domain.notes import format_reactions, parse_reactions
from domain.periods import LAST_DATE, Cadence, ReviewDay
from domain.text import slug

MAX_TEAMS = 50

CUSTOM = "custom"

COPY = "copy:"

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

JOURNEY_FIELDS = (
    MapField("name", "Name", FieldKind.NAME, required=True),
    MapField("scope", "Scope", example="Which customers, from where to where?", in_list=False),
    MapField("goal", "Goal", example="What should this journey do for them?"),
    MapField("owner", "Owner", FieldKind.PERSON),
    MapField(
        "is_default",
        "Default journey",
        FieldKind.CHECKBOX,
        example="Default journey for other channels",
    ),
)

# `start` is a template's key, CUSTOM, or COPY with the key of a journey.
NEW_JOURNEY_FIELDS = (
    MapField("name", "Name", FieldKind.NAME, example="For example: Partner journey", required=True),
    MapField(
        "start",
        "Starts as",
        FieldKind.CHOICE,
        required=True,
        choices=(
            *((t.key, f"{t.name}: {', '.join(t.stages)}") for t in TEMPLATES.values()),
            (CUSTOM, "My own stages"),
        ),
    ),
    MapField(
        "stages",
        "Stages, in their order",
        example="A stage on each line",
        required=True,
        shown_if=("start", frozenset({CUSTOM})),
    ),
)


def _review_days() -> tuple[tuple[str, str], ...]:
    """Return the rules for a review's day; a fixed day of the month is chosen by its number."""
    weekdays = [rule for rule in ReviewDay if rule not in (ReviewDay.DATE, ReviewDay.LAST_DAY)]
    names = {rule: rule.value.capitalize() for rule in weekdays} | {
        ReviewDay.WEEKDAY: "working day"
    }
    return (
        *((rule.value, f"First {names[rule]} after the period") for rule in weekdays),
        *((str(day), f"Day {day} of the month after") for day in range(1, LAST_DATE + 1)),
        (ReviewDay.LAST_DAY.value, "Last day of the month after"),
    )


def parse_home_channel(channel: str) -> str:
    """Return the channel; raises BadFieldError for a direct message."""
    if is_direct_message(channel):
        raise BadFieldError("home_channel", "A direct message cannot be a journey's home.")
    return channel


def parse_time_zone(name: str) -> str:
    """Return the IANA name of a time zone; raises BadFieldError for an unknown one."""
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        raise BadFieldError("time_zone", f"There is no time zone “{name[:40]}”.") from None


def parse_country(chosen: str) -> str:
    """Return the country of the public holidays; raises BadFieldError for what is no ISO code."""
    if chosen in (BY_TIME_ZONE, NO_COUNTRY) or re.fullmatch("[A-Z]{2}", chosen):
        return chosen
    raise BadFieldError("holidays_of", f"There is no country “{chosen[:40]}”.")


def parse_teams(text: str) -> tuple[str, ...]:
    """Return the keys of teams, typed one on each line; raises BadFieldError for none or 51."""
    keys = dict.fromkeys(slug(line) for line in text.replace(",", "\n").splitlines())
    teams = tuple(key for key in keys if key)
    if not teams:
        raise BadFieldError("teams", "Name at least one team, each on a line.")
    if len(teams) > MAX_TEAMS:
        raise BadFieldError("teams", f"At most {MAX_TEAMS} teams; these are {len(teams)}.")
    return teams


SETTINGS_FIELDS = (
    MapField("home_channel", "Reviews are posted in", FieldKind.CHANNEL, parse=parse_home_channel),
    MapField("time_zone", "Time zone", FieldKind.TIME_ZONE, required=True, parse=parse_time_zone),
    MapField(
        "fiscal_start_month",
        "Fiscal year starts in",
        FieldKind.CHOICE,
        required=True,
        choices=tuple((str(number), month) for number, month in enumerate(MONTHS, start=1)),
        parse=int,
    ),
    MapField(
        "cadence",
        "Reviewed",
        FieldKind.CHOICE,
        required=True,
        choices=tuple((cadence.value, f"Every {cadence.noun}") for cadence in Cadence),
        parse=Cadence,
    ),
    MapField("review_day", "Review on", FieldKind.CHOICE, required=True, choices=_review_days()),
    MapField(
        "review_hour",
        "Review at",
        FieldKind.CHOICE,
        required=True,
        choices=tuple((str(hour), f"{hour:02d}:00") for hour in range(24)),
        parse=int,
    ),
    MapField(
        "holidays_of",
        "Public holidays of",
        FieldKind.COUNTRY,
        hint="A review whose day is a weekend or a public holiday comes on the next working day.",
        required=True,
        parse=parse_country,
    ),
    MapField(
        "teams",
        "Teams of this workspace",
        example="A team on each line",
        hint="Teams without a note in a period are named as blind spots.",
        required=True,
        parse=parse_teams,
    ),
    MapField(
        "reactions",
        "Reactions that save a message",
        example="pain point: warning",
        hint="A kind and the name of an emoji on each line. Empty: none does.",
        parse=parse_reactions,
        format=format_reactions,
    ),
    MapField(
        "message_sign",
        "Saved messages get",
        FieldKind.CHOICE,
        required=True,
        choices=(
            (MessageSign.REPLY.value, "A quiet reply in their thread"),
            (MessageSign.REACTION.value, "A 📌 reaction"),
            (MessageSign.NOTHING.value, "Nothing"),
        ),
        parse=MessageSign,
    ),
    MapField(
        "reminders",
        "Reminders",
        FieldKind.CHECKBOX,
        example="Remind people before a period ends in silence",
        hint="Owners of silent stages and writers of silent teams, once, a week before.",
    ),
    MapField(
        "pulse",
        "Weekly pulse",
        FieldKind.CHECKBOX,
        example="Post one line about last week on Mondays",
        hint="Nothing is posted after a week without notes.",
    ),
    MapField(
        "editors",
        "Who may change the map",
        FieldKind.CHOICE,
        required=True,
        choices=(
            (Editors.OWNERS.value, "Its owner and the workspace's admins"),
            (Editors.MEMBERS.value, "Every member"),
        ),
        parse=Editors,
    ),
)


def settings_values(journey: Journey) -> FormValues:
    """Return what the form of a journey's settings holds."""
    values = format_fields(SETTINGS_FIELDS, journey)
    return {**values, "review_day": str(journey.review_date or journey.review_day.value)}


# Their menus have no entry for nothing.
KEPT_IF_EMPTY = ("home_channel", "time_zone", "holidays_of")


def apply_settings(journey: Journey, values: FormValues) -> Journey:
    """Return the journey with changed settings; those absent from `values` stay as they are.

    So do the home channel, the time zone and the country where they are empty. Raises
    BadFieldError.
    """
    before = settings_values(journey)
    always_set = {name: values.get(name) or before[name] for name in KEPT_IF_EMPTY}
    settings = parse_fields(SETTINGS_FIELDS, {**before, **values, **always_set})
    return replace(journey, **{**settings, **_parse_review_day(settings["review_day"])})


def _parse_review_day(chosen: str) -> dict[str, Any]:
    """Return the rule and, for a fixed day of the month, its number."""
    if not chosen.isdecimal() and chosen != ReviewDay.DATE.value:
        return {"review_day": ReviewDay(chosen), "review_date": None}
    if not chosen.isdecimal() or not 1 <= int(chosen) <= LAST_DATE:
        raise BadFieldError("review_day", f"Choose a day from 1 to {LAST_DATE}, or the last day.")
    return {"review_day": ReviewDay.DATE, "review_date": int(chosen)}


# What belongs to one journey alone.
NOT_COPIED = frozenset({"home_channel", "pulse"})


def copy_settings(journey: Journey, source: Journey) -> Journey:
    """Return the journey with the scope, goal and settings of the journey it is a copy of."""
    settings = {field.name for field in SETTINGS_FIELDS} - NOT_COPIED
    names = settings | {"review_date", "scope", "goal"}
    return replace(journey, **{name: getattr(source, name) for name in names})
