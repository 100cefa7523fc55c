"""Themes of every size and with every nasty name, as lists, forms and answers show them."""

from dataclasses import replace

from domain.theme_corrections import ThemeCorrection, ThemeCorrectionKind
from hypothesis import strategies as st

from bot.themes.themes import (
    MAX_SPLIT_NOTES,
    THEMES_PAGE,
    ThemeChange,
    ThemeDetails,
    ThemesPage,
    ThemeUndo,
)
from domain.notes import NoteKind
from domain.themes import Theme, ThemeStatus
from tests.handlers import name_strategies, strategies

PERIOD = "2026-Q3"


numbers = st.integers(1, 2**63 - 1)


@st.composite
def themes(draw: st.DrawFn, stages: list[str] | None = None) -> Theme:
    """A theme: noted or resolved, named or not, muted or not."""
    count = draw(st.sampled_from((0, 1, 2, 400)))
    first = draw(numbers)
    ids = tuple(first - number for number in range(count))
    return Theme(
        title=draw(name_strategies.names).strip() or "–",
        stage=None,
        score=draw(st.integers(0, 10**7)),
        note_ids=ids,
        teams=(),
        stages=(*(stages or ()), None),
        status=draw(st.sampled_from(list(ThemeStatus))),
        periods=draw(st.integers(1, 8)),
        all_note_ids=ids or (first,),
        rename_ids=draw(st.sampled_from(((), (1,)))),
        mute_ids=draw(st.sampled_from(((), (2,)))),
    )


@st.composite
def corrections(draw: st.DrawFn) -> ThemeCorrection:
    """Build a correction, undone or not."""
    undone = draw(st.booleans())
    return ThemeCorrection(
        id=draw(numbers),
        kind=draw(st.sampled_from(list(ThemeCorrectionKind))),
        note_groups=(),
        author="U1",
        at=draw(name_strategies.instants),
        name=draw(st.none() | name_strategies.names.map(lambda name: name[:150])),
        undone_by="U2" if undone else None,
        undone_at=draw(name_strategies.instants) if undone else None,
    )


@st.composite
def listed(draw: st.DrawFn) -> ThemesPage:
    """Build a page of themes, the first or a later one, with corrections."""
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
        page=draw(st.sampled_from((0, 1))) if total > THEMES_PAGE else 0,
        corrections=tuple(draw(st.lists(corrections(), max_size=5))),
    )


@st.composite
def shown(draw: st.DrawFn) -> ThemeDetails:
    """A theme with few others or very many, and as many notes as it has or as a form offers."""
    journey = draw(strategies.journeys())
    theme = draw(themes([stage.key for stage in journey.stages]))
    other = draw(themes())
    others = draw(st.sampled_from((0, 1, 250)))
    one = replace(draw(strategies.notes(journey)), kind=NoteKind.PAIN_POINT)
    return ThemeDetails(
        journey=replace(journey, id=draw(numbers)),
        period=PERIOD,
        theme=theme,
        others=tuple(replace(other, all_note_ids=(number + 1,)) for number in range(others)),
        notes=tuple(replace(one, id=note) for note in theme.note_ids[:MAX_SPLIT_NOTES]),
    )


@st.composite
def corrected(draw: st.DrawFn) -> ThemeChange:
    """What came of saying something of a theme."""
    kind = draw(st.sampled_from(list(ThemeCorrectionKind)))
    return ThemeChange(
        journey=draw(strategies.journeys()),
        theme=draw(themes()),
        kind=kind,
        correction_id=draw(st.none() | numbers),
        other=draw(themes()) if kind is ThemeCorrectionKind.MERGED else None,
        name=draw(st.none() | name_strategies.names.map(lambda name: name[:150])),
        count=draw(st.integers(1, 100)),
        is_new=draw(st.booleans()),
    )


@st.composite
def taken_back(draw: st.DrawFn) -> ThemeUndo:
    """A correction that holds no more."""
    return ThemeUndo(draw(strategies.journeys()), draw(corrections()), draw(st.booleans()))
