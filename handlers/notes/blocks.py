"""Build the messages about one note."""

import re
from collections.abc import Sequence
from typing import Any

from bot.notes.capture import CapturedNote
from bot.notes.duplicates import MergedPair
from bot.notes.edit import ChangedNote, SupportedNote
from bot.notes.inbox import PlacedNote
from bot.notes.other_languages import READ_LANGUAGES
from domain.note_changes import NoteChangeType
from domain.note_text import OPTION_HINTS
from domain.notes import MAX_REPLY_EXCERPT, SEVERITY_WORDS, NewNote, Note, NoteKind
from domain.sentiment import Label
from domain.text import has_words, shorten
from domain.themes import SortedAs, Theme
from domain.typed_options import DAY_KEY
from domain.written_days import day_problem
from handlers.notes.inbox_blocks import suggested_button
from handlers.notes.mood_blocks import feeling_buttons, mood_text, note_language, why_buttons
from handlers.notes.teams import team_question
from handlers.presentation import words
from handlers.slack import kit
from handlers.slack.ids import Action, numbered
from handlers.themes.note_menu import note_theme_menu

REPLY_PREFIX = "in reply to: "


def reply_excerpt(excerpt: str | None, most: int = MAX_REPLY_EXCERPT) -> list[kit.Element]:
    """Return a context block with the beginning of the message a note replied to, if any.

    Plain text: the markup of a user's message has no effect here.
    """
    if not excerpt:
        return []
    return [kit.plain(f"{REPLY_PREFIX}{shorten(excerpt, most)}", len(REPLY_PREFIX) + most)]


def own_buttons(note_id: int, number: int = 0) -> kit.Block:
    """Return the edit, undo and move buttons; `number` distinguishes several notes in a message."""
    about = ((Action.EDIT_NOTE, "Edit"), (Action.UNDO_NOTE, "Undo"), (Action.MOVE_NOTE, "Move"))
    return kit.actions(
        [kit.button(label, numbered(action, number), str(note_id)) for action, label in about]
    )


def support_button(note_id: int, number: int = 0) -> kit.Element:
    """Return the button “I have seen it too”."""
    return kit.button("+1, seen it too", numbered(Action.SUPPORT_NOTE, number), str(note_id))


def restore_buttons(note_id: int) -> kit.Block:
    """Return the button that restores a deleted note."""
    return kit.actions([kit.button("Put it back", numbered(Action.RESTORE_NOTE, 0), str(note_id))])


# What stands above the stage buttons must leave them room in the message.
MAX_REFUSED = 5


MAX_UNSORTED_REASON = 500


MAX_JOURNEY_NAME = 150


def captured_message(
    result: CapturedNote, suggested: Sequence[Theme] = (), new_theme: str | None = None
) -> dict[str, Any]:
    """Build the answer to a capture: what was saved, where, and what was not understood.

    `suggested` are themes that a pain point may belong to, `new_theme` is a name for a new one.
    """
    blocks = [
        kit.rich(_headline(result), kit.quote(result.note.text)),
        kit.context(kit.escape(_details_text(result)), *reply_excerpt(result.reply_to)),
    ]
    remarks = _remarks(result)
    if remarks:
        blocks.append(kit.rich(*(kit.line(remark) for remark in remarks)))
    if result.stage is None and not result.known:
        blocks += _stage_buttons(result)
    if result.note.mood is None:
        blocks.append(feeling_buttons(result.note_id))
    if result.own and is_to_sort(result.note):
        blocks.append(kit.actions([note_theme_menu(result.note_id, suggested, new_theme)]))
    blocks.append(saved_note_buttons(result))
    if result.asks_team:
        blocks += team_question(result.note_id, result.journey.teams)
    return kit.ephemeral(_summary(result), blocks)


def is_to_sort(note: NewNote | Note) -> bool:
    """Return whether it is a pain point whose theme nobody has chosen."""
    is_new = isinstance(note, NewNote) or note.sorted_as in (None, SortedAs.JOINED)
    return note.kind is NoteKind.PAIN_POINT and is_new


def placed_message(
    result: PlacedNote, suggested: Sequence[Theme] = (), new_theme: str | None = None
) -> dict[str, Any]:
    """Build the answer to filing an unsorted note; themes are suggested as for a new one."""
    text = f"Filed under {result.stage.name} of {result.journey.name}."
    line = kit.line(
        "📌 Filed under ", kit.span(result.stage.name, bold=True), f" of {result.journey.name}."
    )
    blocks = [kit.rich(line, kit.quote(result.note.text))]
    if result.own and is_to_sort(result.note):
        blocks.append(kit.actions([note_theme_menu(result.note.id, suggested, new_theme)]))
    if result.own:
        blocks.append(own_buttons(result.note.id))
    return kit.message(text, blocks)


def saved_note_buttons(result: CapturedNote) -> kit.Block:
    """Return the buttons of a note, for its author or for someone who tried to save it again."""
    if result.known and not result.own:
        return kit.actions([support_button(result.note_id)])
    row = own_buttons(result.note_id)
    row["elements"] += why_buttons(result.note_id, result.note)
    return row


def _summary(result: CapturedNote) -> str:
    kind = words.kind_with_article(result.note.kind)
    if result.known:
        return _already_saved_text(result)
    if result.stage:
        return f"Saved {kind} in {result.stage.name} of {result.journey.name}."
    return f"Saved {kind}, unsorted, in {result.journey.name}. {_unsorted_reason(result)}"


def _already_saved_text(result: CapturedNote) -> str:
    where = f"in {result.stage.name} of" if result.stage else "as unsorted in"
    counted = " Added you as someone who has seen it too." if result.supported else ""
    return f"Already saved {where} {result.journey.name}.{counted}"


def _headline(result: CapturedNote) -> kit.Element:
    kind = words.kind_with_article(result.note.kind)
    if result.known:
        return kit.line(f"📎 {_already_saved_text(result)}")
    if result.stage:
        return kit.line(
            f"✅ Saved {kind} in ",
            kit.span(result.stage.name, bold=True),
            f" of {result.journey.name}.",
        )
    return kit.line(
        f"📥 Saved {kind}, ",
        kit.span("unsorted", bold=True),
        f", in {kit.cut(result.journey.name, MAX_JOURNEY_NAME)}. ",
        kit.cut(_unsorted_reason(result), MAX_UNSORTED_REASON),
    )


def _unsorted_reason(result: CapturedNote) -> str:
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


def _details_text(result: CapturedNote) -> str:
    note, details = result.note, result.note.details
    parts = [_mood_text(note)]
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


def _mood_text(note: NewNote | Note) -> str:
    text = mood_text(note)
    return text if note.details.feeling is None else f"{text} (as you said)"


def _remarks(result: CapturedNote) -> list[str]:
    remarks = []
    note = result.note
    if note.mood is None:
        code = note_language(note)
        language = words.language(code)
        remarks.append(
            f"This is {language}: its mood follows in a minute. Or say how the customer felt:\n"
            if code in READ_LANGUAGES
            else f"I can't read {language} well enough to tell the mood. How did the customer "
            "feel?\n"
        )
    elif note.kind is NoteKind.PAIN_POINT and result.label is Label.POSITIVE:
        remarks.append("Filed as a pain point, but it sounds positive. Right?\n")
    if result.stage and result.stage_guessed:
        remarks.append(
            f"I read “{kit.cut(result.stage_typed or '', 60)}” as {result.stage.name}.\n"
        )
    if result.stage and result.is_run_on:
        remarks.append(
            f"You began with “{kit.cut(result.stage_typed or '', 60)}”, so I filed it under "
            f"{result.stage.name}. Not right? Press Move.\n"
        )
    remarks += [_refused_text(word, result) for word in result.refused[:MAX_REFUSED]]
    remarks += [_misspelt_text(word, key) for word, key in result.misspelt[:MAX_REFUSED]]
    if len(result.refused) > MAX_REFUSED:
        more = len(result.refused) - MAX_REFUSED
        remarks.append(f"{more} more such words stay in the text too.\n")
    remarks += [
        f"“{kit.cut(word, 60)}” stays in the text: only the first one counts.\n"
        for word in result.repeated[:MAX_REFUSED]
    ]
    if not has_words(result.note.text):
        remarks.append("Your note has no words. What happened?\n")
    if len(result.note.text) > kit.MAX_SECTION:
        remarks.append(f"All {len(result.note.text):,} characters are saved; this is the start.\n")
    return remarks


def _misspelt_text(word: str, key: str) -> str:
    value = word[len(re.split("[:：﹕]", word)[0]) + 1 :]
    meant = kit.cut(f"{key}:{value}", 60)
    return f"I don't know “{kit.cut(word, 60)}”; it stays in the text. Did you mean {meant}?\n"


def _refused_text(word: str, result: CapturedNote) -> str:
    """Explain why a `key:value` word was not understood."""
    key, _, value = word.partition(":")
    stays = f"“{kit.cut(word, 60)}” stays in the text."
    if key.casefold() == DAY_KEY:
        today = result.journey.calendar.today(result.note.created_at)
        problem = day_problem(value.strip('"“”'), today)
        if problem:
            return f"{stays} {problem}\n"
    return f"{stays} Use {OPTION_HINTS[key.casefold()]}.\n"


def _stage_buttons(result: CapturedNote) -> list[kit.Block]:
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


CHANGE_TITLES = {
    NoteChangeType.EDITED: "✏️ Saved",
    NoteChangeType.MOVED: "📌 Moved",
    NoteChangeType.DELETED: "🗑️ Removed",
    NoteChangeType.RESTORED: "♻️ Put back",
}


def changed_message(changed: ChangedNote) -> dict[str, Any]:
    """Build the answer to a change of a note, with the next actions."""
    sign = CHANGE_TITLES[changed.change_type]
    is_deleted = changed.change_type is NoteChangeType.DELETED
    where = changed.stage.name if changed.stage else "unsorted notes"
    after = "" if is_deleted else f": it is in {where} of {changed.journey.name}."
    text = f"{sign.split(' ', 1)[1]}{after or '. You can put it back for 30 days.'}"
    if not changed.different:
        text = f"Nothing changed. The note is in {where} of {changed.journey.name}."
    blocks = [
        kit.rich(kit.line(f"{sign.split(' ', 1)[0]} {text}"), kit.quote(changed.note.text)),
        restore_buttons(changed.note_id) if is_deleted else own_buttons(changed.note_id),
    ]
    return kit.ephemeral(text, blocks)


def supported_message(result: SupportedNote) -> dict[str, Any]:
    """Build the answer to a new supporter: how many people have seen the same."""
    people = f"{result.people} people have" if result.people > 1 else "You have"
    text = f"{'Counted' if result.counted else 'You were counted already'}: {people} seen it."
    return kit.ephemeral(text, [kit.rich(kit.line(f"👥 {text}"), kit.quote(result.note.text))])


def duplicate_prompt(note_id: int, duplicate: Note) -> dict[str, Any]:
    """Build the question whether an existing note says the same."""
    text = f"Someone already noted this (seen by {1 + duplicate.supporters}):"
    same = kit.button(
        "Same thing, count me in", numbered(Action.MERGE_NOTE, 0), f"{note_id}:{duplicate.id}"
    )
    blocks = [kit.rich(kit.line(f"👯 {text}"), kit.quote(duplicate.text)), kit.actions([same])]
    return kit.ephemeral(text, blocks)


def merged_message(merged: MergedPair) -> dict[str, Any]:
    """Build the answer to a merge, with a button to separate the notes."""
    seen = 1 + merged.into.supporters
    people = f"{seen} people have" if seen > 1 else "You have"
    text = f"Added you to that note. {people} seen it."
    back = kit.button("Not the same", numbered(Action.SEPARATE_NOTE, 0), str(merged.note.id))
    blocks = [kit.rich(kit.line(f"👯 {text}"), kit.quote(merged.into.text)), kit.actions([back])]
    return kit.ephemeral(text, blocks)


def separated_message(separated: MergedPair) -> dict[str, Any]:
    """Build the answer to separating a note."""
    text = "Your note is separate again."
    blocks = [
        kit.rich(kit.line(f"↩️ {text}"), kit.quote(separated.note.text)),
        own_buttons(separated.note.id),
    ]
    return kit.ephemeral(text, blocks)
