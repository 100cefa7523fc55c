"""What a person sees after saving a note."""

from typing import Any

from bot.domain.notes import SEVERITY_WORDS, NewNote, Note, NoteKind
from bot.domain.sentiment import Label
from bot.domain.texts import has_words
from bot.domain.typed_note import WORD_HINTS
from bot.usecases.captured import Captured
from bot.usecases.place_note import Placed
from handlers.blocks import kit, words
from handlers.blocks.in_reply_to import in_reply_to
from handlers.blocks.note_buttons import own_buttons, support_button
from handlers.blocks.tray import suggested_button
from handlers.ids import Action, numbered

# What stands above the stage buttons must leave them room in the message.
MOST_REFUSED = 5
WHY = 500
MOST_REASONS = 4
NAME = 150


def captured(result: Captured) -> dict[str, Any]:
    """The honest answer: what was saved, where, and what was not understood."""
    blocks = [
        kit.rich(_headline(result), kit.quote(result.note.text)),
        kit.context(kit.escape(_understood(result)), *in_reply_to(result.reply_to)),
    ]
    remarks = _remarks(result)
    if remarks:
        blocks.append(kit.rich(*(kit.line(remark) for remark in remarks)))
    if result.stage is None and not result.known:
        blocks += _stage_buttons(result)
    blocks.append(kept_buttons(result))
    return kit.ephemeral(_summary(result), blocks)


def placed(result: Placed) -> dict[str, Any]:
    """After an unsorted note got its stage."""
    told = f"Filed under {result.stage.name} of {result.journey.name}."
    line = kit.line(
        "📌 Filed under ", kit.span(result.stage.name, bold=True), f" of {result.journey.name}."
    )
    blocks = [kit.rich(line, kit.quote(result.note.text))]
    if result.own:
        blocks.append(own_buttons(result.note.id))
    return kit.message(told, blocks)


def kept_buttons(result: Captured) -> kit.Block:
    """What may be done with the note next: by its author, or by who found it there already."""
    if result.known and not result.own:
        return kit.actions([support_button(result.note_id)])
    return own_buttons(result.note_id)


def _summary(result: Captured) -> str:
    kind = words.a_kind(result.note.kind)
    if result.known:
        return _known(result)
    if result.stage:
        return f"Saved {kind} in {result.stage.name} of {result.journey.name}."
    return f"Saved {kind}, unsorted, in {result.journey.name}. {_why_unsorted(result)}"


def _known(result: Captured) -> str:
    where = f"in {result.stage.name} of" if result.stage else "unsorted, in"
    counted = " You are counted as having seen it too." if result.supported else ""
    return f"That is saved already, {where} {result.journey.name}.{counted}"


def _headline(result: Captured) -> kit.Element:
    kind = words.a_kind(result.note.kind)
    if result.known:
        return kit.line(f"📎 {_known(result)}")
    if result.stage:
        return kit.line(
            f"✅ Saved {kind} in ",
            kit.span(result.stage.name, bold=True),
            f" of {result.journey.name}.",
        )
    return kit.line(
        f"📥 Saved {kind}, ",
        kit.span("unsorted", bold=True),
        f", in {kit.cut(result.journey.name, NAME)}. ",
        kit.cut(_why_unsorted(result), WHY),
    )


def _why_unsorted(result: Captured) -> str:
    typed = result.note.stage_typed
    if result.candidates:
        names = " or ".join(stage.name for stage in result.candidates)
        return f"“{typed}” could be {names}. Which one?"
    if result.unknown_journey:
        return f"There is no journey “{result.unknown_journey}”. Where does it belong?"
    if typed:
        archived = [s for s in result.journey.archived_stages if typed in (s.key, s.name)]
        if archived:
            return f"The stage “{archived[0].name}” is archived. Where does it belong?"
        return f"There is no stage “{typed}”. Where does it belong?"
    return "Where does it belong?"


def _understood(result: Captured) -> str:
    note, details = result.note, result.note.details
    parts = [f"mood {_heard(note)}"]
    if details.severity:
        parts.append(f"severity {SEVERITY_WORDS[details.severity]}")
    for name, value in (
        ("team", details.team),
        ("persona", details.persona),
        ("via", details.channel),
        ("touchpoint", details.touchpoint),
        ("source", details.source),
    ):
        if value:
            parts.append(f"{name} {value}")
    parts.append(words.day(note.occurred_at, result.journey))
    return " · ".join([*parts, f"note {result.note_id}"])


def _heard(note: NewNote | Note) -> str:
    """The mood, and where it comes from."""
    score = note.score if isinstance(note, NewNote) else note.heard
    said = words.mood(note.mood, score.language)
    if note.details.feeling is not None:
        return f"{said} (as you said)"
    if note.mood is None:
        return said
    because = words.reasons(score.why, MOST_REASONS)
    return f"{said} (from {because})" if because else f"{said} (no word of a mood)"


def _remarks(result: Captured) -> list[str]:
    remarks = []
    note = result.note
    if note.mood is None:
        remarks.append(
            "Its language is not supported: it counts, and in no mood. Say how it felt.\n"
        )
    elif note.kind is NoteKind.PAIN_POINT and result.label is Label.POSITIVE:
        remarks.append("It is a pain point by what you filed, and sounds positive by its words.\n")
    if result.stage and result.stage_guessed:
        remarks.append(f"I took what you typed for the stage {result.stage.name}.\n")
    for word in result.refused[:MOST_REFUSED]:
        hint = WORD_HINTS[word.partition(":")[0].casefold()]
        remarks.append(f"“{kit.cut(word, 60)}” stays in the text: it should be {hint}.\n")
    if len(result.refused) > MOST_REFUSED:
        more = len(result.refused) - MOST_REFUSED
        remarks.append(f"{more} more such words stay in the text too.\n")
    remarks += [
        f"“{kit.cut(word, 60)}” stays in the text: the first one counts.\n"
        for word in result.repeated[:MOST_REFUSED]
    ]
    if not has_words(result.note.text):
        remarks.append("There are no words in it: a later reader may wonder what happened.\n")
    if len(result.note.text) > kit.MAX_SECTION:
        remarks.append(f"All {len(result.note.text):,} characters are saved; this is the start.\n")
    return remarks


def _stage_buttons(result: Captured) -> list[kit.Block]:
    stages = sorted(result.journey.stages, key=lambda stage: stage != result.suggested)
    buttons = [
        suggested_button(result.note_id, stage, number)
        if stage == result.suggested
        else kit.button(
            stage.name, numbered(Action.PLACE_NOTE, number), f"{result.note_id}:{stage.key}"
        )
        for number, stage in enumerate(stages)
    ]
    rows = range(0, len(buttons), kit.MAX_BUTTONS)
    return [kit.actions(buttons[start : start + kit.MAX_BUTTONS]) for start in rows]
