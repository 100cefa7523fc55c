"""Forms of a journey, its settings and its map's parts, drawn from their declared fields."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.holidays import find_country, list_countries
from bot.journeys.map import MapPartsView
from domain.journey_map import (
    PERSONA_FIELDS,
    TOUCHPOINT_FIELDS,
    touchpoint_values,
)
from domain.journey_settings import (
    COPY,
    JOURNEY_FIELDS,
    NEW_JOURNEY_FIELDS,
    SETTINGS_FIELDS,
    settings_values,
)
from domain.journeys import (
    ARCHIVE_STAGE_FIELDS,
    BY_TIME_ZONE,
    NO_COUNTRY,
    STAGE_FIELDS,
    Journey,
    Milestone,
    Stage,
    stage_values,
)
from domain.kpis import KPI_FIELDS, kpi_form_values
from domain.map_fields import (
    NONE,
    Choice,
    ChoiceSource,
    FieldKind,
    FormValues,
    MapField,
    format_fields,
    key_choices,
)
from domain.map_history import MapPart, MapParts, Version
from domain.text import MAX_NAME_LENGTH
from handlers.slack import forms, kit
from handlers.slack.forms import Field
from handlers.slack.ids import Action, Options, View, numbered

MAX_SHORT_TEXT = 40

# Of the changes of others that a form shows.
MAX_CHANGES = 5

MAX_CHANGE_TEXT = 200


@dataclass(frozen=True)
class Target:
    """What a form or button is about: `form` says which kind of part, `part` is its id, 0 for new.

    `seen` is the version of the map the form was opened at; `channel` is where to answer.
    """

    form: View
    journey: int = 0
    part: int = 0
    seen: int = 0
    channel: str | None = None

    def to_value(self) -> str:
        """Return the value of a button."""
        return f"{self.form.value}:{self.journey}:{self.part}"

    @classmethod
    def from_value(cls, value: str, channel: str | None = None) -> "Target":
        """Parse the value of a button."""
        form, journey, part = value.split(":")
        return cls(View(form), int(journey), int(part), channel=channel)

    def to_metadata(self) -> str:
        """Return the private metadata of a form."""
        return json.dumps(
            {"journey": self.journey, "part": self.part, "seen": self.seen, "at": self.channel}
        )

    @classmethod
    def from_metadata(cls, form: View, metadata: str) -> "Target":
        """Parse the private metadata of a form."""
        saved = json.loads(metadata)
        return cls(form, saved["journey"], saved["part"], saved["seen"], saved["at"])


@dataclass(frozen=True)
class MapForm:
    """One form: its title, its fields, the values of a new part, and how to find and format one."""

    title: str
    fields: tuple[MapField, ...]
    new_values: FormValues
    find: Callable[[MapParts, int], MapPart | None]
    values: Callable[[Any], FormValues]
    can_archive: bool = True


def _find_journey(parts: MapParts, _part_id: int) -> Journey:
    return parts.journey


MAP_FORMS = {
    View.JOURNEY: MapForm(
        "Journey",
        JOURNEY_FIELDS,
        {},
        _find_journey,
        lambda journey: format_fields(JOURNEY_FIELDS, journey),
    ),
    View.SETTINGS: MapForm(
        "Settings", SETTINGS_FIELDS, {}, _find_journey, settings_values, can_archive=False
    ),
    View.STAGE: MapForm(
        "Stage",
        STAGE_FIELDS,
        {"milestone_state": Milestone.NOT_YET.value, "position": NONE},
        MapParts.stage,
        stage_values,
    ),
    View.ARCHIVE_STAGE: MapForm(
        "Archive a stage",
        ARCHIVE_STAGE_FIELDS,
        {"to": NONE},
        MapParts.stage,
        lambda _: {"to": NONE},
        can_archive=False,
    ),
    View.PERSONA: MapForm(
        "Persona",
        PERSONA_FIELDS,
        {},
        MapParts.persona,
        lambda persona: format_fields(PERSONA_FIELDS, persona),
    ),
    View.TOUCHPOINT: MapForm(
        "Touchpoint", TOUCHPOINT_FIELDS, {}, MapParts.touchpoint, touchpoint_values
    ),
    View.KPI: MapForm("KPI", KPI_FIELDS, {"stage": NONE}, MapParts.kpi, kpi_form_values),
}

TITLES = {
    **{view: map_form.title for view, map_form in MAP_FORMS.items()},
    View.NEW_JOURNEY: "New journey",
}


def build_form(
    target: Target,
    view: MapPartsView,
    typed: FormValues | None = None,
    changes: Sequence[Version] = (),
) -> dict[str, Any]:
    """Return the form of a part as it is saved, or as `typed` with the `changes` of others."""
    map_form = MAP_FORMS[target.form]
    part = map_form.find(view.parts, target.part)
    values = typed if typed is not None else map_form.values(part) if part else map_form.new_values
    fields = [
        replace(field, choices=_list_choices(field.choices, view.parts, part, values))
        for field in map_form.fields
    ]
    blocks = [*_change_blocks(changes), *_input_blocks(fields, values)]
    is_default = target.form is View.JOURNEY and view.journey.is_default
    if target.part and map_form.can_archive and not is_default:
        blocks.append(kit.actions([_archive_button(target)]))
    return forms.modal(target.form.value, map_form.title, blocks, metadata=target.to_metadata())


def build_new_journey_form(
    target: Target, journeys: Sequence[Journey], values: FormValues
) -> dict[str, Any]:
    """Return the form in which a journey is created; any of `journeys` can be copied."""
    copies = [(f"{COPY}{journey.key}", f"Copy of {journey.name}") for journey in journeys]
    fields = [
        replace(field, choices=(*field.choices, *copies)) if field.name == "start" else field
        for field in NEW_JOURNEY_FIELDS
    ]
    return forms.modal(
        View.NEW_JOURNEY.value,
        TITLES[View.NEW_JOURNEY],
        _input_blocks(fields, values),
        metadata=target.to_metadata(),
    )


def build_closed_form(form: View, sentence: str) -> dict[str, Any]:
    """Return the form with a sentence instead of its inputs."""
    return forms.error_modal(form.value, TITLES[form], sentence)


def _input_blocks(fields: Sequence[MapField], values: FormValues) -> list[kit.Block]:
    """Return the inputs of the fields that are shown for these values."""
    conditions = [field.shown_if for field in fields if field.shown_if]
    deciding = {name for name, _ in conditions}
    blocks = []
    for field in fields:
        if field.shown_if and values.get(field.shown_if[0]) not in field.shown_if[1]:
            continue
        form_field = Field(
            field.name,
            field.label,
            _input_element(field),
            optional=not field.required,
            hint=field.hint,
            dispatches=field.name in deciding,
            shown_as=_shown_as(field, values),
        )
        blocks.append(forms.build_input(form_field, values.get(field.name)))
    return blocks


def _shown_as(field: MapField, values: FormValues) -> str | None:
    """Return the name of the country in a field; None for other fields."""
    if field.kind is not FieldKind.COUNTRY:
        return None
    return describe_country(values.get(field.name), values.get("time_zone"))


def describe_country(chosen: str | None, time_zone: str | None = None) -> str | None:
    """Return what a menu calls a choice of public holidays; `time_zone` is the journey's."""
    if chosen == BY_TIME_ZONE and time_zone:
        country = find_country(time_zone) or ""
        return f"By the time zone: {list_countries().get(country, 'no country')}"
    names = {BY_TIME_ZONE: "By the time zone", NO_COUNTRY: "No country, only 1 January"}
    return {**names, **list_countries()}.get(chosen or "")


def _input_element(field: MapField) -> kit.Element:
    match field.kind:
        case FieldKind.NAME:
            return forms.text_input(field.name, field.example, max_length=MAX_NAME_LENGTH)
        case FieldKind.SHORT_TEXT:
            return forms.text_input(field.name, field.example, max_length=MAX_SHORT_TEXT)
        case FieldKind.LONG_TEXT:
            return forms.text_input(field.name, field.example, lines=True)
        case FieldKind.CHOICE:
            choices = field.choices if isinstance(field.choices, tuple) else ()
            return forms.select(field.name, "Choose", choices)
        case FieldKind.CHECKBOX:
            return forms.single_checkbox(field.name, field.example)
        case _:
            return _picker(field)


def _picker(field: MapField) -> kit.Element:
    """Return an input whose entries come from Slack or are searched for."""
    if field.kind is FieldKind.DATE:
        return forms.date_picker(field.name)
    if field.kind is FieldKind.PERSON:
        return forms.user_select(field.name)
    if field.kind is FieldKind.CHANNEL:
        return {
            "type": "conversations_select",
            "action_id": field.name,
            "filter": {"include": ["public", "private"], "exclude_bot_users": True},
            "placeholder": kit.plain("Choose a channel", forms.MAX_PLACEHOLDER),
        }
    is_country = field.kind is FieldKind.COUNTRY
    action, what = (Options.COUNTRY, "country") if is_country else (Options.TIME_ZONE, "city")
    return {
        "type": "external_select",
        "action_id": action.value,
        "min_query_length": 0 if is_country else 2,
        "placeholder": kit.plain(f"Type a {what}", forms.MAX_PLACEHOLDER),
    }


def _list_choices(
    choices: tuple[Choice, ...] | ChoiceSource,
    parts: MapParts,
    part: MapPart | None,
    values: FormValues,
) -> tuple[Choice, ...]:
    if not isinstance(choices, ChoiceSource):
        return choices
    stages = tuple((stage.key, stage.name) for stage in parts.journey.stages)
    match choices:
        case ChoiceSource.STAGES:
            return stages
        case ChoiceSource.STAGES_OR_JOURNEY:
            return ((NONE, "The whole journey"), *stages)
        case ChoiceSource.OTHER_STAGES:
            key = part.key if part else None
            others = [(stage_key, name) for stage_key, name in stages if stage_key != key]
            return ((NONE, "Unsorted notes"), *others)
        case ChoiceSource.TEAMS:
            return key_choices(parts.journey.teams)
        case ChoiceSource.POSITIONS:
            stage = part if isinstance(part, Stage) else None
            return _position_choices(parts.journey, stage, values.get("position"))


def _position_choices(
    journey: Journey, stage: Stage | None, chosen: str | None
) -> tuple[Choice, ...]:
    count = len(journey.stages) + (stage is None)
    current = stage.position if stage else count - 1
    # Others may move stages in the meantime: the current position only counts if it was chosen.
    values = [
        NONE if position == current and chosen != str(position) else str(position)
        for position in range(count)
    ]
    return tuple((value, f"{n} of {count}") for n, value in enumerate(values, start=1))


def _archive_button(target: Target) -> kit.Element:
    button = kit.button("Archive …", numbered(Action.ARCHIVE, 0), target.to_value())
    if target.form is View.STAGE:
        return button
    confirm = {
        "title": kit.plain("Archive it?", 100),
        "text": kit.plain("Nothing is deleted: you can restore it any time.", 300),
        "confirm": kit.plain("Archive", 30),
        "deny": kit.plain("Cancel", 30),
    }
    return {**button, "confirm": confirm}


def _change_blocks(changes: Sequence[Version]) -> list[kit.Block]:
    """Return what others changed since the form was opened."""
    if not changes:
        return []
    lines = []
    for version in changes[-MAX_CHANGES:]:
        author = [kit.user(version.author)] if version.author else []
        edits = "; ".join(
            f"{edit.field}: “{kit.cut(edit.after or '–', MAX_CHANGE_TEXT)}”"
            for edit in version.edits
        )
        change = f" {version.change_type.value} it: {edits or 'see the history'}"
        lines.append(kit.line(*author, change))
    headline = kit.line(
        kit.span("Someone changed this while you were writing.", bold=True),
        " What you wrote is below; saving again replaces theirs.",
    )
    return [kit.rich(headline, kit.bullets(lines)), kit.divider()]
