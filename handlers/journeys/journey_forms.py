"""The inputs of a journey and of its settings, and what they hold."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.journeys.listing import MapPartsView
from domain.journeys import TEMPLATES, Editors, Journey, MessageSign
from domain.map_history import MapParts, Version
from domain.notes import format_reactions
from domain.periods import LAST_DATE, Cadence, ReviewDay
from handlers.journeys import part_forms
from handlers.journeys import part_forms as parts
from handlers.journeys.part_forms import NONE, Target
from handlers.slack import forms, kit
from handlers.slack.forms import Field, Values
from handlers.slack.ids import Action, Options, View, numbered
from handlers.slack.kit import plain

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
    default = forms.single_checkbox("is_default", "Meant wherever no other journey is")
    return [
        part_forms.name(),
        part_forms.text("scope", "Scope", "Which customers, from where to where?"),
        part_forms.text("goal", "Goal", "What should this journey do for them?"),
        Field("owner", "Owner", forms.user_select("owner")),
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
        part_forms.name(example="For example: Partner journey"),
        Field("start", "Starts as", start, optional=False, tells=True),
    ]
    if held.get("start") == "custom":
        stages = forms.text_input("stages", "A stage on each line", lines=True)
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
        part_forms.chosen("fiscal_start_month", "Fiscal year starts in", months, optional=False),
        part_forms.chosen("cadence", "Reviewed", _cadences(), optional=False),
        part_forms.chosen("review_day", "Review on", _days(), optional=False),
        part_forms.chosen("review_hour", "Review at", hours, optional=False),
        Field(
            "teams",
            "Teams of this workspace",
            forms.text_input("teams", "A team on each line", lines=True),
            optional=False,
            hint="Teams without a note in a period are named as blind spots.",
        ),
        Field(
            "reactions",
            "Reactions that save a message",
            forms.text_input("reactions", "pain point: warning", lines=True),
            hint="A kind and the name of an emoji on each line. Empty: none does.",
        ),
        part_forms.chosen("message_sign", "Saved messages get", signs, optional=False),
        Field(
            "reminders",
            "Reminders",
            forms.single_checkbox("reminders", "Nudge people before a period ends in silence"),
            hint="Owners of silent stages and writers of silent teams, once, a week before.",
        ),
        Field(
            "pulse",
            "Weekly pulse",
            forms.single_checkbox("pulse", "Post one line about last week on Mondays"),
            hint="A week without notes is passed over.",
        ),
        part_forms.chosen("editors", "Who may change the map", editors, optional=False),
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
        "reactions": format_reactions(journey.reactions),
        "message_sign": journey.message_sign.value,
        "reminders": forms.YES if journey.reminders else None,
        "pulse": forms.YES if journey.pulse else None,
        "editors": journey.editors.value,
    }


MAX_CHANGES = 5


CHANGE = 200


TITLES = {
    View.JOURNEY: "Journey",
    View.NEW_JOURNEY: "New journey",
    View.SETTINGS: "Settings",
    View.STAGE: "Stage",
    View.ARCHIVE_STAGE: "Archive a stage",
    View.PERSONA: "Persona",
    View.TOUCHPOINT: "Touchpoint",
    View.KPI: "KPI",
}


ARCHIVABLE = (View.JOURNEY, View.STAGE, View.PERSONA, View.TOUCHPOINT, View.KPI)


def form(
    target: Target,
    shown: MapPartsView,
    typed: Values | None = None,
    changed: Sequence[Version] = (),
) -> dict[str, Any]:
    """The form of a part as it is kept, or as somebody had `typed` it when others `changed` it."""
    values = VALUES[target.form](shown.parts, target)
    held = typed if typed is not None else values
    fields = FIELDS[target.form](shown.parts, target, held)
    blocks = [
        *_meanwhile(changed),
        *(forms.build_input(field, held.get(field.id)) for field in fields),
    ]
    if target.part and target.form in ARCHIVABLE and not _last_default(shown.journey, target):
        blocks.append(kit.actions([_archive(target)]))
    return forms.modal(target.form.value, TITLES[target.form], blocks, metadata=target.metadata())


def new_journey(target: Target, known: Sequence[Journey], typed: Values) -> dict[str, Any]:
    """The form in which a journey is begun."""
    fields = new_journey_fields(known, typed)
    blocks = [forms.build_input(field, typed.get(field.id)) for field in fields]
    return forms.modal(
        View.NEW_JOURNEY.value, TITLES[View.NEW_JOURNEY], blocks, metadata=target.metadata()
    )


def gone(form: View, sentence: str) -> dict[str, Any]:
    """What the modal shows when there is nothing more to fill in."""
    return forms.error_modal(form.value, TITLES[form], sentence)


FIELDS: dict[View, Callable[[MapParts, Target, Values], list[Field]]] = {
    View.JOURNEY: lambda kept, target, held: journey_fields(),
    View.SETTINGS: lambda kept, target, held: settings_fields(),
    View.STAGE: lambda kept, target, held: parts.stage_fields(kept, kept.stage(target.part), held),
    View.ARCHIVE_STAGE: lambda kept, target, held: parts.archive_stage_fields(
        kept.journey, kept.stage(target.part)
    ),
    View.PERSONA: lambda kept, target, held: parts.persona_fields(),
    View.TOUCHPOINT: lambda kept, target, held: parts.touchpoint_fields(kept),
    View.KPI: lambda kept, target, held: parts.kpi_fields(kept),
}


VALUES: dict[View, Callable[[MapParts, Target], Values]] = {
    View.JOURNEY: lambda kept, target: journey_values(kept.journey),
    View.SETTINGS: lambda kept, target: settings_values(kept.journey),
    View.STAGE: lambda kept, target: parts.stage_values(kept.stage(target.part)),
    View.ARCHIVE_STAGE: lambda kept, target: {"to": NONE},
    View.PERSONA: lambda kept, target: parts.persona_values(kept.persona(target.part)),
    View.TOUCHPOINT: lambda kept, target: parts.touchpoint_values(kept.touchpoint(target.part)),
    View.KPI: lambda kept, target: parts.kpi_values(kept.kpi(target.part)),
}


def _last_default(journey: Journey, target: Target) -> bool:
    return target.form is View.JOURNEY and journey.is_default


def _archive(target: Target) -> kit.Element:
    about = kit.button("Archive …", numbered(Action.ARCHIVE, 0), target.value)
    if target.form is View.STAGE:
        return about
    confirm = {
        "title": kit.plain("Archive it?", 100),
        "text": kit.plain("Nothing is deleted: it can be restored any time.", 300),
        "confirm": kit.plain("Archive", 30),
        "deny": kit.plain("Keep", 30),
    }
    return {**about, "confirm": confirm}


def _meanwhile(changed: Sequence[Version]) -> list[kit.Block]:
    if not changed:
        return []
    lines = []
    for version in changed[-MAX_CHANGES:]:
        who = [kit.user(version.author)] if version.author else []
        what = "; ".join(
            f"{edit.field}: “{kit.cut(edit.after or '–', CHANGE)}”" for edit in version.edits
        )
        lines.append(
            kit.line(*who, f" {version.change_type.value} it: {what or 'see the history'}")
        )
    told = kit.line(
        kit.span("Somebody changed this while you were writing.", bold=True),
        " What you wrote is below; saving again replaces theirs.",
    )
    return [kit.rich(told, kit.bullets(lines)), kit.divider()]
