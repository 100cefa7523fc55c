"""Themes in a list, each with a menu of what can be said of it, and what came of saying it."""

from collections.abc import Mapping
from typing import Any

from bot.themes import ThemeChange, ThemesPage, ThemeUndo
from domain.text import shorten
from domain.theme_corrections import ThemeCorrection, ThemeCorrectionKind
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


def theme_menu(ref: ThemeRef, number: int) -> kit.Element:
    """What can be done with a theme; `number` tells several in one message apart."""
    return {
        "type": "overflow",
        "action_id": numbered(Action.THEME_MENU, number),
        "options": [
            forms.option(f"{deed.value}:{theme_value(ref)}", label)
            for deed, label in LABELS.items()
        ],
    }


def build_theme_ref(theme: Theme, journey_id: int, period: str) -> ThemeRef:
    """How a shown theme is held: by its oldest note of the period, or of those before."""
    return ThemeRef(journey_id, (theme.note_ids or theme.anchors)[0], period)


def theme_list_message(result: ThemesPage) -> dict[str, Any]:
    """A page of the themes of a period."""
    running = "" if result.complete else " so far"
    label = f"{result.period}{running}"
    if not result.themes:
        told = f"No pain points were noted in {result.journey.name} in {label}."
        return kit.ephemeral(told, [kit.rich(kit.line(told)), *_correction_blocks(result)])
    told = f"Themes of {result.journey.name}, {label}: {result.total}"
    if result.muted:
        told += f", {result.muted} of them muted"
    if result.pages > 1:
        told += f", page {result.page + 1} of {result.pages}"
    blocks = [kit.rich(kit.line(kit.span(told, bold=True)))]
    # Above the themes: what does not fit is cut off at the end.
    if result.pages > 1:
        blocks.append(_page_buttons(result))
    blocks += [_theme_block(result, theme, number) for number, theme in enumerate(result.themes)]
    return kit.ephemeral(told, [*blocks, *_correction_blocks(result)])


def _theme_block(result: ThemesPage, theme: Theme, number: int) -> kit.Block:
    ref = build_theme_ref(theme, result.journey.id, result.period)
    where = [words.stage_name(result.journey, stage) for stage in theme.stages[:MAX_STAGES]]
    more = len(theme.stages) - MAX_STAGES
    stages = ", ".join(where) + (f" and {more} more" if more > 0 else "")
    figures = f"{words.notes(theme.n)} · weight {theme.score} · " if theme.n else ""
    about = f"{figures}{words.pain_status(theme, result.noun)} · {stages}"
    sign = "🔇 " if theme.muted else ""
    title = kit.escape(shorten(theme.title, MAX_TITLE))
    accessory = (
        kit.button("Unmute", numbered(Action.UNMUTE_THEME, number), theme_value(ref))
        if theme.muted
        else theme_menu(ref, number)
    )
    return {**kit.section(f"{sign}{title}\n_{kit.escape(about)}_"), "accessory": accessory}


def _page_buttons(result: ThemesPage) -> kit.Block:
    pages = (("Heavier", result.page - 1), ("Lighter", result.page + 1))
    return kit.actions(
        [
            kit.button(
                label,
                numbered(Action.TURN_THEMES, number),
                f"{result.journey.id}:{page}:{result.period}",
            )
            for number, (label, page) in enumerate(pages)
            if 0 <= page < result.pages
        ]
    )


def _correction_blocks(result: ThemesPage) -> list[kit.Block]:
    """The newest corrections, on the first page."""
    if result.page or not result.corrections:
        return []
    lines = [
        {
            **kit.section(_describe_correction(correction, result)),
            **_undo_accessory(correction, number),
        }
        for number, correction in enumerate(result.corrections, start=1)
    ]
    return [kit.rich(kit.line(kit.span("What people said of themes", bold=True))), *lines]


def _describe_correction(correction: ThemeCorrection, result: ThemesPage) -> str:
    name = f" “{kit.escape(shorten(correction.name, MAX_QUOTED_TITLE))}”" if correction.name else ""
    day = words.day(correction.at, result.journey)
    said = f"<@{correction.author}> {correction.kind.value} one{name}, {day}"
    undone = correction.undone_by
    return f"~{said}~ taken back by <@{undone}>" if undone else said


def _undo_accessory(correction: ThemeCorrection, number: int) -> dict[str, kit.Element]:
    if correction.undone_by:
        return {}
    return {"accessory": undo_button(correction.id, number)}


def undo_button(correction_id: int, number: int = 0) -> kit.Element:
    """The way back."""
    return kit.button("Undo", numbered(Action.UNDO_CORRECTION, number), str(correction_id))


def theme_changed_message(done: ThemeChange) -> dict[str, Any]:
    """What was said of a theme, with the way back."""
    told = _describe_change(done)
    blocks = [kit.rich(kit.line(told))]
    if done.correction is not None and done.different:
        blocks.append(kit.actions([undo_button(done.correction)]))
    return kit.ephemeral(told, blocks)


def theme_unmuted_message(done: ThemeChange) -> dict[str, Any]:
    """A theme is shown again."""
    title = _quote_title(done.theme)
    told = f"🔊 {title} is shown again." if done.different else f"{title} is not muted."
    return kit.ephemeral(told, [kit.rich(kit.line(told))])


def correction_undone_message(done: ThemeUndo) -> dict[str, Any]:
    """A correction holds no more."""
    what = f"That somebody {done.correction.kind.value} that theme"
    told = f"↩️ {what} is taken back." if done.different else f"{what} was taken back already."
    return kit.ephemeral(told, [kit.rich(kit.line(told))])


def _describe_change(done: ThemeChange) -> str:
    title = _quote_title(done.theme)
    if done.kind is ThemeCorrectionKind.RENAMED:
        return _describe_rename(done, title)
    if done.kind is ThemeCorrectionKind.MERGED:
        other = _quote_title(done.other or done.theme)
        both = f"{title} and {other} are one theme now, in every period."
        return f"🔗 {both}" if done.different else "Those are one theme already."
    if done.kind is ThemeCorrectionKind.SPLIT:
        what = f"{words.notes(done.count)} {'is' if done.count == 1 else 'are'} a theme"
        if not done.different:
            return f"{what} of their own already."
        return f"✂️ {what} apart now. What comes later goes where its words are."
    if not done.different:
        return f"{title} is muted already."
    return f"🔇 {title} is left out of reviews and maps from now on, and counted all the same."


def _describe_rename(done: ThemeChange, title: str) -> str:
    if done.name is None:
        own = "has its name from its notes"
        return f"✏️ {title} {own} again." if done.different else f"{title} {own}."
    name = f"“{shorten(done.name, MAX_QUOTED_TITLE)}”"
    if not done.different:
        return f"It is called {name} already."
    return f"✏️ {title} is called {name} now, also when more is noted."


def _quote_title(theme: Theme) -> str:
    return f"“{shorten(theme.title, MAX_QUOTED_TITLE)}”"
