"""Themes of every size and with every nasty name, as lists, forms and answers show them."""

from dataclasses import replace

from hypothesis import strategies as st

from bot.themes.changes import ThemeResult, ThemeUndo
from bot.themes.sorting import SORT_SCREEN, NoteThemes, NoteToSort, SortScreen
from bot.themes.themes import MAX_FORM_NOTES, THEMES_PAGE, ThemeDetails, ThemesPage
from domain.notes import NoteKind
from domain.themes import (
    MAX_THEME_NAME,
    NoteSorting,
    PeriodTheme,
    SortedAs,
    Theme,
    ThemeChange,
    ThemeChangeKind,
    ThemeStatus,
)
from tests.handlers import name_strategies, strategies

PERIOD = "2026-Q3"


numbers = st.integers(1, 2**63 - 1)

theme_names = name_strategies.names.map(lambda name: " ".join(name.split())[:MAX_THEME_NAME] or "–")

rows = st.builds(
    Theme,
    numbers,
    theme_names,
    st.booleans(),
    st.lists(theme_names, max_size=20).map(tuple),
)


@st.composite
def themes(draw: st.DrawFn, stages: list[str] | None = None) -> PeriodTheme:
    """A theme: noted or gone quiet, muted or not, with tracked words or without."""
    count = draw(st.sampled_from((0, 1, 2, 400)))
    first = draw(st.integers(401, 2**63 - 1))
    return PeriodTheme(
        theme=draw(rows),
        stage=None,
        score=draw(st.integers(0, 10**7)),
        n=count,
        previous_n=draw(st.sampled_from((0, 1, 5_000))),
        stages=(*(stages or ()), None),
        status=draw(st.sampled_from(list(ThemeStatus))),
        periods=draw(st.integers(1, 24)),
        joined_id_lists=tuple(str(first - number) for number in range(count)),
    )


_once, _said = NoteSorting(None, SortedAs.ONCE), NoteSorting(1, SortedAs.SAID)


@st.composite
def changes(draw: st.DrawFn) -> ThemeChange:
    """Build a change, undone or not."""
    undone = draw(st.booleans())
    after = draw(st.sampled_from((_once, _said)))
    return ThemeChange(
        id=draw(numbers),
        kind=draw(st.sampled_from(list(ThemeChangeKind))),
        name=draw(st.none() | theme_names),
        author="U1",
        at=draw(name_strategies.instants),
        notes={number: (NoteSorting(), after) for number in range(draw(st.integers(0, 3)))},
        undone_by="U2" if undone else None,
        undone_at=draw(name_strategies.instants) if undone else None,
    )


@st.composite
def listed(draw: st.DrawFn) -> ThemesPage:
    """Build a page of themes, the first or a later one, with changes."""
    journey = draw(strategies.journeys())
    stages = [stage.key for stage in journey.stages]
    some = tuple(draw(st.lists(themes(stages), max_size=THEMES_PAGE)))
    total = draw(st.sampled_from((len(some), 5_000))) if some else 0
    return ThemesPage(
        journey=replace(journey, id=draw(numbers)),
        period=PERIOD,
        complete=draw(st.booleans()),
        themes=some,
        total=total,
        muted=sum(theme.is_muted for theme in some),
        to_sort=draw(st.sampled_from((0, 1, 14, 1_000_000))),
        page=draw(st.sampled_from((0, 1))) if total > THEMES_PAGE else 0,
        changes=tuple(draw(st.lists(changes(), max_size=5))),
    )


@st.composite
def shown(draw: st.DrawFn) -> ThemeDetails:
    """A theme with few others or very many, and as many notes as it has or as a form offers."""
    journey = draw(strategies.journeys())
    theme = draw(themes([stage.key for stage in journey.stages]))
    other = draw(themes())
    others = draw(st.sampled_from((0, 1, 11, 250)))
    one = replace(draw(strategies.notes(journey)), kind=NoteKind.PAIN_POINT)
    return ThemeDetails(
        journey=replace(journey, id=draw(numbers)),
        period=PERIOD,
        theme=theme,
        others=tuple(
            replace(other, theme=replace(other.theme, id=number + 1)) for number in range(others)
        ),
        notes=tuple(replace(one, id=note) for note in theme.note_ids[:MAX_FORM_NOTES]),
    )


@st.composite
def results(draw: st.DrawFn) -> ThemeResult:
    """What came of changing a theme."""
    kind = draw(st.sampled_from(list(ThemeChangeKind)))
    return ThemeResult(
        journey=draw(strategies.journeys()),
        theme=draw(rows),
        kind=kind,
        change_id=draw(st.none() | numbers),
        others=tuple(draw(st.lists(rows, max_size=5))),
        count=draw(st.integers(0, 100)),
    )


@st.composite
def undone(draw: st.DrawFn) -> ThemeUndo:
    """A change that no longer applies."""
    return ThemeUndo(draw(strategies.journeys()), draw(changes()), draw(st.booleans()))


def _rows(draw: st.DrawFn) -> tuple[Theme, ...]:
    """Few themes or more than a menu offers."""
    one = draw(rows)
    count = draw(st.sampled_from((0, 1, 3, 4, 250)))
    return tuple(replace(one, id=number + 1) for number in range(count))


def _note_to_sort(draw: st.DrawFn, note: NoteToSort, themes: tuple[Theme, ...]) -> NoteToSort:
    return replace(
        note,
        suggestions=themes[: draw(st.integers(0, 3))],
        new_name=draw(st.none() | theme_names),
    )


@st.composite
def screens(draw: st.DrawFn) -> SortScreen:
    """A screen with notes to sort, or the last one."""
    journey = draw(strategies.journeys())
    themes = _rows(draw)
    note = draw(strategies.notes(journey))
    count = draw(st.sampled_from((0, 1, SORT_SCREEN)))
    notes = tuple(
        _note_to_sort(draw, NoteToSort(replace(note, id=note.id - number)), themes)
        for number in range(min(count, note.id))
    )
    return SortScreen(
        journey=replace(journey, id=draw(numbers)),
        stage=draw(st.none() | st.sampled_from(journey.stages)) if journey.stages else None,
        notes=notes,
        left=draw(st.sampled_from((len(notes), len(notes) + 1, 100_000))),
        themes=themes,
    )


@st.composite
def note_themes(draw: st.DrawFn) -> NoteThemes:
    """The themes that one note can be put into."""
    journey = draw(strategies.journeys())
    themes = _rows(draw)
    one = _note_to_sort(draw, NoteToSort(draw(strategies.notes(journey))), themes)
    return NoteThemes(journey, one, themes)
