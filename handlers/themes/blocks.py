"""The list of themes with their menus, and the answers to corrections."""

from collections.abc import Mapping
from typing import Any

from domain.theme_corrections import ThemeCorrection, ThemeCorrectionKind

from bot.themes.themes import ThemeChange, ThemesPage, ThemeUndo
from domain.text import shorten
from domain.themes import Theme, ThemeRef
from handlers.presentation import words
from handlers.slack import forms, kit
from handlers.slack.ids import Action, ThemeOperation, numbered
from handlers.themes.forms import theme_value

MAX_TITLE = 200

MAX_QUOTED_TITLE = 100

MAX_STAGES = 4

LABELS: Mapping[ThemeOperation, str] = {
    ThemeOperation.NOTES: "Show notes",
    ThemeOperation.RENAME: "Rename…",
    ThemeOperation.MERGE: "Merge…",
    ThemeOperation.SPLIT: "Split…",
    ThemeOperation.MUTE: "Mute",
}

CORRECTION_NAMES: Mapping[ThemeCorrectionKind, str] = {
    ThemeCorrectionKind.RENAMED: "new name",
    ThemeCorrectionKind.MERGED: "merge",
    ThemeCorrectionKind.SPLIT: "split",
    ThemeCorrectionKind.MUTED: "mute",
}


def build_theme_ref(theme: Theme, journey_id: int, period: str) -> ThemeRef:
    """Return a reference to a listed theme, by its oldest note of the period, else of any."""
    return ThemeRef(journey_id, (theme.note_ids or theme.all_note_ids)[0], period)


def theme_menu(ref: ThemeRef, number: int) -> kit.Element:
    """Build the menu of a theme; `number` makes its action id unique in a message."""
    return {
        "type": "overflow",
        "action_id": numbered(Action.THEME_MENU, number),
        "options": [
            forms.option(f"{operation.value}:{theme_value(ref)}", label)
            for operation, label in LABELS.items()
        ],
    }


def theme_list_message(page: ThemesPage) -> dict[str, Any]:
    """Build the message that lists a page of the themes of a period."""
    label = page.period if page.complete else f"{page.period} so far"
    if not page.themes:
        text = f"No pain points were noted in {page.journey.name} in {label}."
        return kit.ephemeral(text, [kit.rich(kit.line(text)), *_correction_blocks(page)])
    text = f"Themes of {page.journey.name}, {label}: {page.total}"
    if page.muted:
        text += f", {page.muted} of them muted"
    if page.pages > 1:
        text += f", page {page.page + 1} of {page.pages}"
    blocks = [kit.rich(kit.line(kit.span(text, bold=True)))]
    # Above the themes, because what does not fit is cut off at the end.
    if page.pages > 1:
        blocks.append(_page_buttons(page))
    blocks += [_theme_block(page, theme, number) for number, theme in enumerate(page.themes)]
    return kit.ephemeral(text, [*blocks, *_correction_blocks(page)])


def theme_changed_message(change: ThemeChange) -> dict[str, Any]:
    """Build the answer to a correction, with a button to undo it."""
    text = _describe_change(change)
    blocks = [kit.rich(kit.line(text))]
    if change.correction_id is not None and change.is_new:
        blocks.append(kit.actions([undo_button(change.correction_id)]))
    return kit.ephemeral(text, blocks)


def theme_unmuted_message(change: ThemeChange) -> dict[str, Any]:
    """Build the answer to unmuting a theme."""
    title = _quote_title(change.theme)
    text = f"🔊 {title} is shown again." if change.is_new else f"{title} is not muted."
    return kit.ephemeral(text, [kit.rich(kit.line(text))])


def correction_undone_message(undo: ThemeUndo) -> dict[str, Any]:
    """Build the answer to undoing a correction."""
    name = CORRECTION_NAMES[undo.correction.kind]
    text = f"↩️ The {name} is undone." if undo.is_new else f"The {name} was already undone."
    return kit.ephemeral(text, [kit.rich(kit.line(text))])


def undo_button(correction_id: int, number: int = 0) -> kit.Element:
    """Build the button that undoes a correction."""
    return kit.button("Undo", numbered(Action.UNDO_CORRECTION, number), str(correction_id))


def _theme_block(page: ThemesPage, theme: Theme, number: int) -> kit.Block:
    ref = build_theme_ref(theme, page.journey.id, page.period)
    names = [words.stage_name(page.journey, stage) for stage in theme.stages[:MAX_STAGES]]
    more = len(theme.stages) - MAX_STAGES
    stages = ", ".join(names) + (f" and {more} more" if more > 0 else "")
    figures = f"{words.notes(theme.n)} · weight {theme.score} · " if theme.n else ""
    about = f"{figures}{words.pain_status(theme, page.noun)} · {stages}"
    sign = "🔇 " if theme.is_muted else ""
    title = kit.escape(shorten(theme.title, MAX_TITLE))
    accessory = (
        kit.button("Unmute", numbered(Action.UNMUTE_THEME, number), theme_value(ref))
        if theme.is_muted
        else theme_menu(ref, number)
    )
    return {**kit.section(f"{sign}{title}\n_{kit.escape(about)}_"), "accessory": accessory}


def _page_buttons(page: ThemesPage) -> kit.Block:
    pages = (("Heavier", page.page - 1), ("Lighter", page.page + 1))
    return kit.actions(
        [
            kit.button(
                label,
                numbered(Action.TURN_THEMES, number),
                f"{page.journey.id}:{target}:{page.period}",
            )
            for number, (label, target) in enumerate(pages)
            if 0 <= target < page.pages
        ]
    )


def _correction_blocks(page: ThemesPage) -> list[kit.Block]:
    """Build the list of the newest corrections, for the first page only."""
    if page.page or not page.corrections:
        return []
    lines = [
        {
            **kit.section(_describe_correction(correction, page)),
            **_undo_accessory(correction, number),
        }
        for number, correction in enumerate(page.corrections, start=1)
    ]
    return [kit.rich(kit.line(kit.span("Latest changes to themes", bold=True))), *lines]


def _describe_correction(correction: ThemeCorrection, page: ThemesPage) -> str:
    name = ""
    if correction.name:
        name = f" “{kit.escape(shorten(correction.name, MAX_QUOTED_TITLE))}”"
    day = words.day(correction.at, page.journey)
    text = f"<@{correction.author}> {correction.kind.value} a theme{name}, {day}"
    return f"~{text}~ undone by <@{correction.undone_by}>" if correction.undone_by else text


def _undo_accessory(correction: ThemeCorrection, number: int) -> dict[str, kit.Element]:
    if correction.undone_by:
        return {}
    return {"accessory": undo_button(correction.id, number)}


def _describe_change(change: ThemeChange) -> str:
    title = _quote_title(change.theme)
    if change.kind is ThemeCorrectionKind.RENAMED:
        return _describe_rename(change, title)
    if change.kind is ThemeCorrectionKind.MERGED:
        other = _quote_title(change.other or change.theme)
        done = f"🔗 Merged. {title} and {other} are one theme."
        return done if change.is_new else "They are already one theme."
    if change.kind is ThemeCorrectionKind.SPLIT:
        notes = words.notes(change.count)
        done = f"✂️ Split off {notes}. Later notes go where they fit best."
        verb = "is" if change.count == 1 else "are"
        return done if change.is_new else f"{notes} {verb} already a theme of their own."
    done = f"🔇 {title} is muted. Reviews and maps leave it out, but its notes still count."
    return done if change.is_new else f"{title} is already muted."


def _describe_rename(change: ThemeChange, title: str) -> str:
    if change.name is None:
        if not change.is_new:
            return f"{title} has no name of its own."
        return f"✏️ {title} lost its name. One of its notes is the title again."
    name = f"“{shorten(change.name, MAX_QUOTED_TITLE)}”"
    if not change.is_new:
        return f"It is already called {name}."
    return f"✏️ {title} is now called {name}."


def _quote_title(theme: Theme) -> str:
    return f"“{shorten(theme.title, MAX_QUOTED_TITLE)}”"
