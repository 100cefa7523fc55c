"""The inputs of a journey and of its settings, and what they hold."""

from collections.abc import Sequence

from bot.domain.journey import Editors, Journey, MessageSign
from bot.domain.period_labels import Cadence
from bot.domain.reactions import show_reactions
from bot.domain.review_days import LAST_DATE, ReviewDay
from bot.domain.templates import TEMPLATES
from handlers.blocks import forms
from handlers.blocks.forms import Field, Values
from handlers.blocks.keeping import inputs
from handlers.blocks.kit import plain
from handlers.ids import Options

MONTHS = [
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
]


def journey_fields() -> list[Field]:
    """A journey's own fields."""
    default = forms.tick("is_default", "Meant wherever no other journey is")
    return [
        inputs.name(),
        inputs.text("scope", "Scope", "Which customers, from where to where?"),
        inputs.text("goal", "Goal", "What should this journey do for them?"),
        Field("owner", "Owner", forms.person("owner")),
        Field("is_default", "Default journey", default),
    ]


def journey_values(journey: Journey) -> Values:
    """What a journey's form holds."""
    return {
        "name": journey.name,
        "scope": journey.scope,
        "goal": journey.goal,
        "owner": journey.owner,
        "is_default": forms.YES if journey.is_default else None,
    }


def new_journey_fields(journeys: Sequence[Journey], held: Values) -> list[Field]:
    """A journey to begin; its own stages only where `held` says it starts with them."""
    templates = [
        (key, f"{template.name}: {', '.join(template.stages)}")
        for key, template in TEMPLATES.items()
    ]
    copies = [(f"copy:{journey.key}", f"Copy of {journey.name}") for journey in journeys]
    starts = [*templates, ("custom", "My own stages"), *copies]
    start = forms.select("start", "Choose", starts)
    fields = [
        inputs.name(example="For example: Partner journey"),
        Field("start", "Starts as", start, optional=False, tells=True),
    ]
    if held.get("start") == "custom":
        stages = forms.words("stages", "A stage on each line", lines=True)
        fields.append(Field("stages", "Stages, in their order", stages, optional=False))
    return fields


def _days() -> list[tuple[str, str]]:
    named = [rule for rule in ReviewDay if rule not in (ReviewDay.DATE, ReviewDay.LAST_DAY)]
    dates = [(str(date), f"Day {date} of the month after") for date in range(1, LAST_DATE + 1)]
    last = (ReviewDay.LAST_DAY.value, "Last day of the month after")
    return [
        *((rule.value, f"First {_name(rule)} after the period") for rule in named),
        *dates,
        last,
    ]


def _name(rule: ReviewDay) -> str:
    return rule.value if rule is ReviewDay.WEEKDAY else rule.value.capitalize()


def _cadences() -> list[tuple[str, str]]:
    return [(cadence.value, f"Every {cadence.noun}") for cadence in Cadence]


def settings_fields() -> list[Field]:
    """A journey's settings."""
    channel = {
        "type": "conversations_select",
        "action_id": "home_channel",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        "placeholder": plain("Choose a channel", forms.MAX_PLACEHOLDER),
    }
    zone = {
        "type": "external_select",
        "action_id": Options.TIME_ZONE.value,
        "min_query_length": 2,
        "placeholder": plain("Type a city", forms.MAX_PLACEHOLDER),
    }
    months = tuple((str(number), month) for number, month in enumerate(MONTHS, start=1))
    hours = tuple((str(hour), f"{hour:02d}:00") for hour in range(24))
    editors = (
        (Editors.OWNERS.value, "Its owner and the workspace's admins"),
        (Editors.MEMBERS.value, "Every member"),
    )
    signs = (
        (MessageSign.REPLY.value, "A quiet reply in their thread"),
        (MessageSign.REACTION.value, "A 📌 reaction"),
        (MessageSign.NOTHING.value, "Nothing"),
    )
    return [
        Field("home_channel", "Reviews are posted in", channel),
        Field("time_zone", "Time zone", zone, optional=False),
        inputs.chosen("fiscal_start_month", "Fiscal year starts in", months, optional=False),
        inputs.chosen("cadence", "Reviewed", _cadences(), optional=False),
        inputs.chosen("review_day", "Review on", _days(), optional=False),
        inputs.chosen("review_hour", "Review at", hours, optional=False),
        Field(
            "teams",
            "Teams of this workspace",
            forms.words("teams", "A team on each line", lines=True),
            optional=False,
            hint="Teams without a note in a period are named as blind spots.",
        ),
        Field(
            "reactions",
            "Reactions that save a message",
            forms.words("reactions", "pain point: warning", lines=True),
            hint="A kind and the name of an emoji on each line. Empty: none does.",
        ),
        inputs.chosen("message_sign", "Saved messages get", signs, optional=False),
        Field(
            "reminders",
            "Reminders",
            forms.tick("reminders", "Nudge people before a period ends in silence"),
            hint="Owners of silent stages and writers of silent teams, once, a week before.",
        ),
        Field(
            "pulse",
            "Weekly pulse",
            forms.tick("pulse", "Post one line about last week on Mondays"),
            hint="A week without notes is passed over.",
        ),
        inputs.chosen("editors", "Who may change the map", editors, optional=False),
    ]


def settings_values(journey: Journey) -> Values:
    """What the settings hold."""
    return {
        "home_channel": journey.home_channel,
        "time_zone": journey.time_zone,
        "fiscal_start_month": str(journey.fiscal_start_month),
        "cadence": journey.cadence.value,
        "review_day": str(journey.review_date or journey.review_day.value),
        "review_hour": str(journey.review_hour),
        "teams": "\n".join(journey.teams),
        "reactions": show_reactions(journey.reactions),
        "message_sign": journey.message_sign.value,
        "reminders": forms.YES if journey.reminders else None,
        "pulse": forms.YES if journey.pulse else None,
        "editors": journey.editors.value,
    }
