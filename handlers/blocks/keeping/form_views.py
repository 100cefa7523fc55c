"""The modals in which parts of a map are made and edited."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.history import MapParts, Version
from bot.domain.journey import Journey
from bot.usecases.show_parts import PartsShown
from handlers.blocks import forms, kit
from handlers.blocks.forms import Field, Values
from handlers.blocks.keeping import journey_fields as journeys
from handlers.blocks.keeping import part_fields as parts
from handlers.blocks.keeping.inputs import NONE
from handlers.blocks.keeping.target import Target
from handlers.ids import Action, View, numbered

MOST_CHANGES = 5
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
    shown: PartsShown,
    typed: Values | None = None,
    changed: Sequence[Version] = (),
) -> dict[str, Any]:
    """The form of a part as it is kept, or as somebody had `typed` it when others `changed` it."""
    values = VALUES[target.form](shown.parts, target)
    held = typed if typed is not None else values
    fields = FIELDS[target.form](shown.parts, target, held)
    blocks = [*_meanwhile(changed), *(forms.filled(field, held.get(field.id)) for field in fields)]
    if target.part and target.form in ARCHIVABLE and not _last_default(shown.journey, target):
        blocks.append(kit.actions([_archive(target)]))
    return forms.modal(target.form.value, TITLES[target.form], blocks, metadata=target.metadata())


def new_journey(target: Target, known: Sequence[Journey], typed: Values) -> dict[str, Any]:
    """The form in which a journey is begun."""
    fields = journeys.new_journey_fields(known, typed)
    blocks = [forms.filled(field, typed.get(field.id)) for field in fields]
    return forms.modal(
        View.NEW_JOURNEY.value, TITLES[View.NEW_JOURNEY], blocks, metadata=target.metadata()
    )


def gone(form: View, sentence: str) -> dict[str, Any]:
    """What the modal shows when there is nothing more to fill in."""
    return forms.refused(form.value, TITLES[form], sentence)


FIELDS: dict[View, Callable[[MapParts, Target, Values], list[Field]]] = {
    View.JOURNEY: lambda kept, target, held: journeys.journey_fields(),
    View.SETTINGS: lambda kept, target, held: journeys.settings_fields(),
    View.STAGE: lambda kept, target, held: parts.stage_fields(kept, kept.stage(target.part), held),
    View.ARCHIVE_STAGE: lambda kept, target, held: parts.archive_stage_fields(
        kept.journey, kept.stage(target.part)
    ),
    View.PERSONA: lambda kept, target, held: parts.persona_fields(),
    View.TOUCHPOINT: lambda kept, target, held: parts.touchpoint_fields(kept),
    View.KPI: lambda kept, target, held: parts.kpi_fields(kept),
}
VALUES: dict[View, Callable[[MapParts, Target], Values]] = {
    View.JOURNEY: lambda kept, target: journeys.journey_values(kept.journey),
    View.SETTINGS: lambda kept, target: journeys.settings_values(kept.journey),
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
    for version in changed[-MOST_CHANGES:]:
        who = [kit.user(version.author)] if version.author else []
        what = "; ".join(
            f"{edit.field}: “{kit.cut(edit.after or '–', CHANGE)}”" for edit in version.edits
        )
        lines.append(kit.line(*who, f" {version.deed.value} it: {what or 'see the history'}"))
    told = kit.line(
        kit.span("Somebody changed this while you were writing.", bold=True),
        " What you wrote is below; saving again replaces theirs.",
    )
    return [kit.rich(told, kit.bullets(lines)), kit.divider()]
