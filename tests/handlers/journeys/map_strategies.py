"""Hypothesis strategies for maps, Homes and their parts, of every size."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from bot.journeys.editing import SavedChange
from bot.journeys.home import MAX_UNSORTED, Home, JourneySummary
from bot.journeys.journeys import JourneyList
from bot.journeys.map import VERSIONS_PER_PAGE, MapPartsView
from domain.journey_map import JourneyMap, MapStage, Persona, Touchpoint
from domain.journeys import BY_TIME_ZONE, MAX_STAGES, NO_COUNTRY, Editors, Journey, Milestone
from domain.kpis import Direction, Kpi, Unit
from domain.map_history import ChangeType, FieldChange, MapParts, Subject, Version
from domain.notes import CHANNELS
from domain.periods import ReviewDay
from domain.reviews import KpiTrend, NoteCounts, compute_stage_moods
from domain.trends import MoodSums
from tests.handlers import name_strategies, strategies
from tests.periods import quarter

# As `checked_name` and `checked_text` leave them.
titles = name_strategies.names.map(
    lambda name: " ".join(name.replace("\x00", "").split())[:80] or "x"
)


profiles = st.none() | name_strategies.texts.map(lambda text: text[:3000].strip() or None)


PEOPLE = ("U1", "U0MARA")


people = st.none() | st.sampled_from(PEOPLE)


days = st.dates(date(1970, 1, 2), date(2999, 1, 1))


counts = st.sampled_from((0, 1, 3, 12, 45))


@st.composite
def journeys(draw: st.DrawFn, number: int = 1, most: int = MAX_STAGES) -> Journey:
    """A journey as it is stored: with at least one stage, cards filled in, some stages archived."""
    plain = draw(strategies.journeys(most).filter(lambda journey: bool(journey.stages)))
    called = draw(st.lists(titles, min_size=1, max_size=3))
    said, owner, since = draw(profiles), draw(people), draw(st.none() | days)
    state = draw(st.sampled_from(Milestone))
    stages = tuple(
        replace(
            stage,
            name=called[place % len(called)],
            objective=said,
            milestone=draw(profiles) if place == 0 else said,
            milestone_state=state,
            milestone_since=since,
            owner=owner if place % 2 else None,
        )
        for place, stage in enumerate(plain.stages)
    )
    away = tuple(
        replace(stages[0], id=900 + place, key=f"away{place}", archived=True)
        for place in range(draw(st.sampled_from((0, 1, 40))))
    )
    return replace(
        plain,
        id=number,
        key=f"j{number}",
        name=draw(titles),
        stages=stages,
        archived_stages=away,
        scope=draw(profiles),
        goal=said,
        owner=owner,
        home_channel=draw(st.none() | st.just("C1")),
        review_hour=draw(st.integers(0, 23)),
        review_day=draw(st.sampled_from(ReviewDay)),
        holidays_of=draw(st.sampled_from((BY_TIME_ZONE, NO_COUNTRY, "DE", "ZZ"))),
        reminders=draw(st.booleans()),
        editors=draw(st.sampled_from(Editors)),
        is_default=draw(st.booleans()),
        teams=tuple(f"team-{n}" for n in range(draw(st.sampled_from((1, 5, 50))))),
        review_due_at=draw(st.none() | name_strategies.instants),
    )


def _personas(draw: st.DrawFn) -> tuple[Persona, ...]:
    said, called = draw(profiles), draw(st.lists(titles, min_size=1, max_size=3))
    return tuple(
        Persona(n + 1, f"p{n}", called[n % len(called)], said, said, said, said, said, n % 5 == 4)
        for n in range(draw(counts))
    )


def _touchpoints(draw: st.DrawFn, journey: Journey) -> tuple[Touchpoint, ...]:
    called, channels = draw(st.lists(titles, min_size=1, max_size=3)), tuple(CHANNELS)
    places = (*journey.stages, *journey.archived_stages)
    teams = (None, *journey.teams)
    return tuple(
        Touchpoint(
            id=n + 1,
            key=f"t{n}",
            name=called[n % len(called)],
            stage=places[n % len(places)].key,
            channel=channels[n % len(channels)],
            physical=n % 2 == 0,
            team=teams[n % len(teams)],
            archived=n % 5 == 4,
        )
        for n in range(draw(counts))
    )


def _kpis(draw: st.DrawFn, journey: Journey) -> tuple[Kpi, ...]:
    places = (None, *(stage.key for stage in journey.stages))
    target, baseline = (
        draw(st.none() | name_strategies.values),
        draw(st.none() | name_strategies.values),
    )
    units = draw(st.lists(st.sampled_from(Unit), min_size=1, max_size=3))
    found = []
    for n in range(draw(counts)):
        unit = units[n % len(units)]
        sign = draw(st.sampled_from((None, "€", "EUR"))) if unit is Unit.MONEY else None
        way = (Direction.HIGHER, Direction.LOWER)[n % 2]
        place = places[n % len(places)]
        found.append(Kpi(n + 1, f"k{n}", place, unit, way, target, sign, baseline, n % 5 == 4))
    return tuple(found)


@st.composite
def map_parts(draw: st.DrawFn) -> MapParts:
    """A journey with everything on its map."""
    journey = draw(journeys())
    return MapParts(journey, _personas(draw), _touchpoints(draw, journey), _kpis(draw, journey))


@st.composite
def parts_shown(draw: st.DrawFn, *, may_edit: bool | None = None) -> MapPartsView:
    """The parts as a person sees them who may change them, or may not."""
    may = draw(st.booleans()) if may_edit is None else may_edit
    refusal = None if may else draw(titles)
    return MapPartsView(draw(map_parts()), draw(st.integers(0, 2**31)), refusal)


values_said = st.none() | name_strategies.texts.map(lambda text: text[:3000])


edits = st.builds(
    FieldChange, st.sampled_from(("name", "objective", "place")), values_said, values_said
)


versions = st.builds(
    Version,
    number=st.integers(1, 2**31),
    at=name_strategies.instants,
    author=people,
    change_type=st.sampled_from(ChangeType),
    subject=st.sampled_from(Subject),
    subject_id=st.integers(1, 2**31),
    subject_name=titles,
    edits=st.lists(edits, max_size=8).map(tuple),
)


histories = st.lists(versions, max_size=3).map(
    lambda found: (found * VERSIONS_PER_PAGE)[:VERSIONS_PER_PAGE]
)


@st.composite
def saved_changes(draw: st.DrawFn) -> SavedChange:
    """A change that was saved, or nothing was different."""
    version = draw(st.none() | versions)
    change_type = version.change_type if version else draw(st.sampled_from(ChangeType))
    return SavedChange(draw(journeys()), draw(titles), change_type, version)


@st.composite
def journey_lists(draw: st.DrawFn) -> JourneyList:
    """The journeys of a workspace."""
    first = draw(journeys())
    many = draw(st.sampled_from((1, 2, 60)))
    found = tuple(replace(first, id=n + 1, key=f"j{n}", is_default=n == 0) for n in range(many))
    away = tuple(replace(first, id=n + 101) for n in range(draw(st.sampled_from((0, 1, 60)))))
    channels = {f"C{n}": found[n % 2 % many].id for n in range(draw(st.sampled_from((0, 1, 5))))}
    return JourneyList(found, away, channels)


@st.composite
def journey_maps(draw: st.DrawFn) -> JourneyMap:
    """A map: of an empty quarter too, of one persona, of thirty stages with a KPI each and more."""
    review = draw(strategies.reviews())
    parts = draw(map_parts())
    cards = (*parts.journey.stages, *parts.journey.stages)
    stages = tuple(
        replace(cards[n % len(cards)], id=s.stage.id, key=s.stage.key)
        for n, s in enumerate(review.stages)
    )
    ideas = tuple(draw(st.lists(name_strategies.texts, max_size=2)))
    more = draw(st.sampled_from((0, 198)))
    columns = tuple(
        MapStage(
            mood=replace(mood, stage=stage),
            touchpoints=tuple(parts.touchpoints[n :: len(stages)]),
            pains=tuple(pain for pain in review.pains if pain.stage == stage.key),
            opportunities=ideas,
            opportunity_count=len(ideas) + (more if ideas else 0),
            kpis=tuple(trend for trend in review.kpis if trend.kpi.stage == stage.key),
        )
        for n, (mood, stage) in enumerate(zip(review.stages, stages, strict=True))
    )
    return JourneyMap(
        journey=replace(review.journey, stages=stages),
        period=review.period,
        complete=review.complete,
        persona=draw(st.none() | titles),
        stages=columns,
        kpis=tuple(trend for trend in review.kpis if trend.kpi.stage is None),
        notes=review.notes,
    )


def _glance(draw: st.DrawFn, journey: Journey, sums: list[MoodSums]) -> JourneySummary:
    def felt(shift: int) -> dict[int | None, MoodSums]:
        shifted = sums[shift:] + sums[:shift]
        return {stage.id: shifted[n % len(sums)] for n, stage in enumerate(journey.stages)}

    rows = draw(
        st.lists(st.tuples(*(st.none() | name_strategies.values,) * 2), min_size=1, max_size=3)
    )
    now = felt(0)
    return JourneySummary(
        journey=journey,
        period=journey.calendar.period(
            quarter(draw(st.integers(1970, 2999)), draw(st.integers(1, 4)))
        ),
        stages=compute_stage_moods(journey.stages, now, felt(1)),
        kpis=tuple(KpiTrend(k, rows[n % len(rows)]) for n, k in enumerate(_kpis(draw, journey))),
        notes=NoteCounts(sum(part.n for part in now.values()), 0),
        unsorted=0,
        may_edit=draw(st.booleans()),
    )


def _with_unsorted(glance: JourneySummary, unsorted: int) -> JourneySummary:
    notes = NoteCounts(glance.notes.total + unsorted, unsorted)
    return replace(glance, notes=notes, unsorted=unsorted)


@st.composite
def homes(draw: st.DrawFn) -> Home:
    """Somebody's Home with one journey or many, up to thirty stages each."""
    first = draw(journeys())
    many = draw(st.sampled_from((1, 2, 30)))
    called = [replace(first, id=n + 1, key=f"j{n}", is_default=n == 0) for n in range(many)]
    inbox = draw(st.lists(strategies.notes(first), max_size=2)) * draw(st.sampled_from((1, 2)))
    sums = draw(st.lists(strategies.mood_sums, min_size=1, max_size=3))
    more = draw(st.sampled_from((0, 1_000)))
    # Every third of many journeys has the same figures: drawing them takes longest.
    drawn = [_glance(draw, journey, sums) for journey in called[:3]]
    figures = [replace(drawn[n % len(drawn)], journey=journey) for n, journey in enumerate(called)]
    in_first = len(inbox) + more if inbox else 0
    glances = (_with_unsorted(figures[0], in_first), *figures[1:])
    unsorted = tuple((called[n % many], note) for n, note in enumerate(inbox))[:MAX_UNSORTED]
    user = draw(st.sampled_from(("U1", "U0MARA", "U0TOMAS")))
    suggested = {
        note.id: draw(st.sampled_from(journey.stages))
        for journey, note in unsorted
        if journey.stages
    }
    return Home(user, False, glances, unsorted, draw(name_strategies.instants), suggested)  # noqa: FBT003 - of a guest
