"""The list of themes with their menus, and the answers to changes of themes."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.themes.changes import ThemeResult, ThemeUndo
from bot.themes.sorting import SECONDS_A_NOTE
from bot.themes.themes import ThemesPage
from domain.journeys import Journey
from domain.text import shorten
from domain.themes import (
    MIN_THEME_NOTES,
    PeriodTheme,
    SortedAs,
    Theme,
    ThemeChange,
    ThemeChangeKind,
    ThemeRef,
)
from handlers.presentation import words
from handlers.slack import forms, kit
from handlers.slack.ids import Action, ThemeOperation, numbered
from handlers.themes.values import theme_value

MAX_TITLE = 150

MAX_QUOTED_TITLE = 100

MAX_STAGES = 4

MAX_NAMED = 3

MAX_WORDS_SHOWN = 150

LABELS: Mapping[ThemeOperation, str] = {
    ThemeOperation.RENAME: "Rename …",
    ThemeOperation.MERGE: "Merge …",
    ThemeOperation.MOVE: "Move notes …",
    ThemeOperation.TRACK: "Tracked words …",
    ThemeOperation.MUTE: "Mute",
    ThemeOperation.UNMUTE: "Unmute",
}


def theme_elements(theme: Theme, period: str, number: int) -> list[kit.Element]:
    """Build the button that shows a theme's notes, and its menu.

    `number` makes their action ids unique in a message.
    """
    value = theme_value(ThemeRef(theme.id, period))
    hidden = ThemeOperation.MUTE if theme.muted else ThemeOperation.UNMUTE
    menu = {
        "type": "overflow",
        "action_id": numbered(Action.THEME_MENU, number),
        "options": [
            forms.option(f"{operation.value}:{value}", label)
            for operation, label in LABELS.items()
            if operation is not hidden
        ],
    }
    return [kit.button("Show notes", numbered(Action.SHOW_THEME, number), value), menu]


def to_sort_block(count: int, journey_id: int) -> kit.Block:
    """Build the line that counts the pains nobody has sorted, with the button that sorts them."""
    button = kit.button("Sort them", numbered(Action.SORT_PAINS, 0), str(journey_id))
    text = f"{words.pains_to_sort(count)}, {describe_effort(count)}."
    return {**kit.section(text), "accessory": {**button, "style": "primary"}}


def describe_effort(count: int) -> str:
    """Return how long sorting so many pains takes: `about 3 minutes`."""
    minutes = max(1, round(count * SECONDS_A_NOTE / 60))
    return "about a minute" if minutes == 1 else f"about {minutes:,} minutes"


def theme_list_message(page: ThemesPage) -> dict[str, Any]:
    """Build the message that lists a page of the themes of a period."""
    label = page.period if page.complete else f"{page.period} so far"
    # Above the themes, because what does not fit is cut off at the end.
    to_sort = [to_sort_block(page.to_sort, page.journey.id)] if page.to_sort else []
    if not page.themes:
        text = f"{page.journey.name} has no themes yet."
        if not page.to_sort:
            text += " They come from pain points that people sort."
        return kit.ephemeral(text, [kit.rich(kit.line(text)), *to_sort, *_change_blocks(page)])
    text = f"Themes of {page.journey.name}, {label}: {page.total}"
    if page.muted:
        text += f", {page.muted} of them muted"
    if page.pages > 1:
        text += f", page {page.page + 1} of {page.pages}"
    blocks = [kit.rich(kit.line(kit.span(text, bold=True))), *to_sort]
    if page.pages > 1:
        blocks.append(_page_buttons(page))
    for number, theme in enumerate(page.themes):
        blocks += [
            _theme_block(page, theme),
            kit.actions(theme_elements(theme.theme, page.period, number)),
        ]
    return kit.ephemeral(text, [*blocks, *_change_blocks(page)])


def theme_changed_message(result: ThemeResult) -> dict[str, Any]:
    """Build the answer to a change, with a button that undoes it."""
    text = _describe_result(result) if result.is_new else _describe_no_change(result)
    blocks = [kit.rich(kit.line(text))]
    if result.change_id is not None:
        blocks.append(kit.actions([undo_button(result.change_id)]))
    return kit.ephemeral(text, blocks)


def note_sorted_message(result: ThemeResult) -> dict[str, Any]:
    """Build the one line that says where a note was filed, with a button that undoes it."""
    spans: list[kit.Element | str] = ["Noted as said once."]
    if result.theme is not None:
        name = kit.span(shorten(result.theme.name, MAX_TITLE), bold=True)
        spans = ["Filed under ", name, "."]
    text = "".join(one if isinstance(one, str) else one["text"] for one in spans)
    blocks = [kit.rich(kit.line(*spans))]
    if result.change_id is not None:
        blocks.append(kit.actions([undo_button(result.change_id)]))
    return kit.ephemeral(text, blocks)


def change_undone_message(undo: ThemeUndo) -> dict[str, Any]:
    """Build the answer to undoing a change."""
    what = UNDONE[undo.change.kind]
    if undo.change.name:
        what += f" of “{shorten(undo.change.name, MAX_QUOTED_TITLE)}”"
    text = f"↩️ Undone: {what}." if undo.is_new else f"Already undone: {what}."
    return kit.ephemeral(text, [kit.rich(kit.line(text))])


def undo_button(change_id: int, number: int = 0) -> kit.Element:
    """Build the button that undoes a change."""
    return kit.button("Undo", numbered(Action.UNDO_THEME_CHANGE, number), str(change_id))


def _theme_block(page: ThemesPage, theme: PeriodTheme) -> kit.Block:
    figures = [_figures(theme, page.noun), *_stage_names(theme, page.journey)]
    if theme.theme.tracked:
        tracked = shorten(", ".join(theme.theme.tracked), MAX_WORDS_SHOWN)
        figures.append(f"tracks {tracked}")
    sign = "🔇 " if theme.is_muted else ""
    title = kit.escape(shorten(theme.title, MAX_TITLE))
    return kit.section(f"{sign}*{title}*\n{kit.escape(' · '.join(figures))}")


def _figures(theme: PeriodTheme, noun: str) -> str:
    """Return `18 times, 4 last quarter · 3 quarters running`; a theme said once has no course."""
    if theme.n >= MIN_THEME_NOTES:
        return f"{words.pain_counts(theme, noun)} · {words.pain_status(theme, noun)}"
    if theme.n == 0 and theme.previous_n >= MIN_THEME_NOTES:
        return f"{words.pain_status(theme, noun)}, {words.pain_counts(theme, noun)}"
    return words.pain_counts(theme, noun) or f"not noted this {noun} or last"


def _stage_names(theme: PeriodTheme, journey: Journey) -> list[str]:
    names = [
        kit.cut(words.stage_name(journey, stage), MAX_QUOTED_TITLE)
        for stage in theme.stages[:MAX_STAGES]
    ]
    more = len(theme.stages) - MAX_STAGES
    return [", ".join(names) + (f" and {more} more" if more > 0 else "")] if names else []


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


# What the list of the newest changes says that somebody did.
DONE: Mapping[ThemeChangeKind, str] = {
    ThemeChangeKind.CREATED: "added a theme",
    ThemeChangeKind.RENAMED: "renamed a theme",
    ThemeChangeKind.MERGED: "merged themes into",
    ThemeChangeKind.MOVED: "moved {notes} out of",
    ThemeChangeKind.SORTED: "sorted {pains}",
    ThemeChangeKind.MUTED: "muted",
    ThemeChangeKind.UNMUTED: "unmuted",
    ThemeChangeKind.TRACKED: "changed the tracked words of",
}

UNDONE: Mapping[ThemeChangeKind, str] = {
    ThemeChangeKind.CREATED: "the new theme",
    ThemeChangeKind.RENAMED: "the new name",
    ThemeChangeKind.MERGED: "the merge",
    ThemeChangeKind.MOVED: "the move",
    ThemeChangeKind.SORTED: "the sorting",
    ThemeChangeKind.MUTED: "the muting",
    ThemeChangeKind.UNMUTED: "the unmuting",
    ThemeChangeKind.TRACKED: "the tracked words",
}


def _change_blocks(page: ThemesPage) -> list[kit.Block]:
    """Build the list of the newest changes, for the first page only."""
    if page.page or not page.changes:
        return []
    lines = [
        {**kit.section(_describe_change(change, page)), **_undo_accessory(change, number)}
        for number, change in enumerate(page.changes, start=1)
    ]
    return [kit.rich(kit.line(kit.span("Latest changes", bold=True))), *lines]


def _describe_change(change: ThemeChange, page: ThemesPage) -> str:
    count = len(change.notes)
    done = DONE[change.kind].format(
        notes=words.notes(count), pains="1 pain" if count == 1 else f"{count:,} pains"
    )
    name = ""
    if change.name:
        into = " into" if change.kind is ThemeChangeKind.SORTED else ""
        name = f"{into} “{kit.escape(shorten(change.name, MAX_QUOTED_TITLE))}”"
    elif change.kind is ThemeChangeKind.SORTED and _is_said_once(change):
        name = " as said once"
    text = f"<@{change.author}> {done}{name}, {words.day(change.at, page.journey)}"
    return f"~{text}~ undone by <@{change.undone_by}>" if change.undone_by else text


def _is_said_once(change: ThemeChange) -> bool:
    return all(after.sorted_as is SortedAs.ONCE for _, after in change.notes.values())


def _undo_accessory(change: ThemeChange, number: int) -> dict[str, kit.Element]:
    return {} if change.undone_by else {"accessory": undo_button(change.id, number)}


def _describe_result(result: ThemeResult) -> str:
    title = _quoted(result.theme)
    if result.kind is ThemeChangeKind.RENAMED:
        return f"✏️ It is called {title} now."
    if result.kind is ThemeChangeKind.MERGED:
        return f"🔗 Merged. {_quoted_all(result.others)} {_are(result.others)} part of {title} now."
    if result.kind is ThemeChangeKind.MOVED:
        where = f"to {_quoted_all(result.others)}" if result.others else "out: said once"
        return f"📌 Moved {words.notes(result.count)} {where}."
    if result.kind is ThemeChangeKind.TRACKED:
        return _describe_tracked(result.theme, title)
    if result.kind is ThemeChangeKind.MUTED:
        return f"🔇 {title} is muted. Reviews and maps leave it out, but its notes still count."
    return f"🔊 {title} is shown again."


def _describe_no_change(result: ThemeResult) -> str:
    title = _quoted(result.theme)
    return {
        ThemeChangeKind.RENAMED: f"It is already called {title}.",
        ThemeChangeKind.MERGED: "They are already one theme.",
        ThemeChangeKind.MOVED: "They are already there.",
        ThemeChangeKind.TRACKED: f"{title} already tracks these words.",
        ThemeChangeKind.MUTED: f"{title} is already muted.",
    }.get(result.kind, f"{title} is not muted.")


def _describe_tracked(theme: Theme | None, title: str) -> str:
    tracked = theme.tracked if theme else ()
    if not tracked:
        return f"{title} tracks no words now."
    named = " or ".join(f"“{shorten(word, 60)}”" for word in tracked[:MAX_NAMED])
    more = f" (and {len(tracked) - MAX_NAMED} more)" if len(tracked) > MAX_NAMED else ""
    return f"🔎 {title} is suggested first for new notes with {named}{more}."


def _quoted(theme: Theme | None) -> str:
    return f"“{shorten(theme.name, MAX_QUOTED_TITLE)}”" if theme else "The theme"


def _quoted_all(themes: Sequence[Theme]) -> str:
    more = len(themes) - MAX_NAMED
    names = [_quoted(theme) for theme in themes[:MAX_NAMED]]
    names += [f"{more} more"] if more > 0 else []
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _are(themes: Sequence[Theme]) -> str:
    return "is" if len(themes) == 1 else "are"
