"""Domain values of every size and with every nasty name, made by Hypothesis."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from bot.kpis.readings import ReadingQuestion, RecordedReading, TypedLine
from bot.notes.capture import CapturedNote
from bot.notes.inbox import Inbox, PlacedNote, PlacedNotes
from bot.notes.listing import NotePage
from domain.highlights import Delights, Highlights, MovedMilestone, NamedMood, Opportunities
from domain.journeys import BUYER, Journey, Stage, WorkspaceId
from domain.kpi_value_meanings import Meaning
from domain.kpis import Direction, Kpi, Reading, Unit
from domain.note_text import OPTION_HINTS
from domain.notes import CHANNELS, SOURCES, NewNote, Note, NoteDetails, NoteKind
from domain.reviews import BlindSpots, KpiTrend, NoteCounts, Review, compute_stage_moods
from domain.rising_words import RisingWord
from domain.sentiment import Score, mood_label
from domain.themes import PeriodTheme, Quote, SaidOnce, Theme, ThemeStatus
from domain.trends import MoodSums
from tests.handlers.improvements import strategies as improvement_strategies
from tests.handlers.name_strategies import (
    LINKS,
    instants,
    keys,
    maybe_keys,
    moods,
    names,
    texts,
    values,
)
from tests.periods import quarter
from tests.selection import examples

# Shrinking a whole review takes minutes; what is found first says enough.
sized = settings(
    max_examples=examples(30),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

# The same where an example takes 50 to 250 ms, most of it to make a whole review or map.
few = settings(sized, max_examples=examples(10))


WORKSPACE = WorkspaceId("T0TEST")


@st.composite
def journeys(draw: st.DrawFn, most: int = 30) -> Journey:
    """A journey of 0 to 30 stages."""
    count = draw(st.sampled_from((0, 1, 2, 6, 20, 21, 25, 26, 30)).filter(lambda n: n <= most))
    called = draw(st.lists(names, min_size=1, max_size=4))
    extra = draw(st.none() | names)
    stages = tuple(
        Stage(
            id=100 + n,
            key=f"s{n}-{'k' * 50}"[: draw(st.sampled_from((4, 60)))],
            name=called[n % len(called)],
            position=n,
            objective=extra,
            milestone=extra,
        )
        for n in range(count)
    )
    return Journey(
        id=1,
        key="buyer",
        name=draw(names),
        time_zone=draw(st.sampled_from(("UTC", "Asia/Kathmandu", "America/St_Johns"))),
        fiscal_start_month=draw(st.integers(1, 12)),
        review_hour=9,
        home_channel="C1",
        stages=stages,
    )


def sums_of(felt: Sequence[int]) -> MoodSums:
    """Return sums of moods in ten-thousandths, computed independently of the domain.

    See docs/ARCHITECTURE.md, “Figures of a review”.
    """
    return MoodSums(
        n=len(felt),
        total=sum(felt),
        squares=sum(mood * mood for mood in felt),
        negative=sum(mood <= -500 for mood in felt),
        positive=sum(mood >= 500 for mood in felt),
    )


mood_sums = st.builds(
    lambda felt, times, unread: replace(sums_of(felt * times), unsupported=unread),
    st.lists(st.integers(-10_000, 10_000), max_size=6),
    st.sampled_from((1, 1, 3, 400)),
    st.sampled_from((0, 0, 2, 5000)),
)


reasons = st.lists(
    st.tuples(names.map(lambda words: words[:200]), st.floats(-2, 2)), max_size=9
).map(tuple)


def _by_stage(sums: Mapping[int, MoodSums]) -> dict[int | None, MoodSums]:
    return {stage_id: part for stage_id, part in sums.items()}  # noqa: C416 - another key type


def _pains(draw: st.DrawFn, stage_keys: list[str]) -> tuple[PeriodTheme, ...]:
    count = draw(st.sampled_from((0, 1, 5, 6, 300)))
    longest = 40_000 if count < 6 else 300
    titles = draw(st.lists(texts.map(lambda text: text[:longest]), min_size=1, max_size=3))
    teams = tuple(draw(st.lists(keys, max_size=3, unique=True)))
    places: list[str | None] = [None, *stage_keys]
    noted = draw(st.sampled_from((count, count // 2)))
    links = st.none() | st.sampled_from(LINKS)
    quotes = [draw(st.none() | st.builds(Quote, names, st.just(1), links)) for _ in range(3)]
    active = (ThemeStatus.NEW, ThemeStatus.PERSISTING, ThemeStatus.RETURNED)
    return tuple(
        PeriodTheme(
            theme=Theme(n + 1, titles[n % len(titles)]),
            stage=places[n % len(places)],
            score=0 if n >= noted else 1000 - n,
            n=0 if n >= noted else n + 2,
            previous_n=n if n % 2 else 0,
            teams=teams,
            status=ThemeStatus.GONE_QUIET if n >= noted else active[n % len(active)],
            periods=1 + n % 8,
            quote=quotes[n % len(quotes)],
            joined_id_lists=() if n >= noted else (",".join(map(str, range(1, n + 3))),),
        )
        for n in range(count)
    )


said_once = st.builds(
    lambda once, to_sort, quotes: SaidOnce(
        once + to_sort, to_sort, tuple(quotes[:once]), tuple(map(str, range(1, once + to_sort + 1)))
    ),
    st.sampled_from((0, 1, 3, 400)),
    st.sampled_from((0, 1, 500)),
    st.lists(st.builds(Quote, texts, st.just(1), st.none() | st.sampled_from(LINKS)), max_size=3),
)


quotes = st.builds(Quote, texts, st.just(1), st.none() | st.sampled_from(LINKS))

named_moods = st.lists(
    st.builds(
        NamedMood,
        keys,
        st.builds(sums_of, st.lists(st.integers(-10_000, 10_000), min_size=5, max_size=6)),
    ),
    max_size=7,
).map(tuple)


@st.composite
def highlights(draw: st.DrawFn, journey: Journey) -> Highlights:
    """What else a review shows, of any length."""
    days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
    moved = [draw(st.builds(MovedMilestone, st.just(stage), days)) for stage in journey.stages]
    titles = draw(st.lists(names, max_size=8))
    return Highlights(
        delights=Delights(draw(st.integers(0, 9_999)), tuple(draw(st.lists(quotes, max_size=3)))),
        opportunities=tuple(
            Opportunities(title, number + 1, "1") for number, title in enumerate([*titles, None])
        ),
        personas=draw(named_moods),
        touchpoints=draw(named_moods),
        milestones=tuple(moved),
        rising_words=tuple(
            draw(st.lists(st.builds(RisingWord, names, st.just(4), st.integers(0, 3)), max_size=5))
        ),
    )


def _kpis(draw: st.DrawFn, stage_keys: list[str]) -> tuple[KpiTrend, ...]:
    count = draw(st.sampled_from((0, 1, 3, 12, 13, 300)))
    rows = draw(
        st.lists(
            st.tuples(*(st.none() | values for _ in range(8))) | st.tuples(*(values,) * 8),
            min_size=1,
            max_size=3,
        )
    )
    units = draw(st.lists(st.sampled_from(Unit), min_size=1, max_size=2))
    target = draw(st.none() | values)
    in_one = draw(st.booleans())
    places: list[str | None] = [None, *stage_keys]
    return tuple(
        KpiTrend(
            Kpi(
                id=n + 1,
                key=f"k{n // 3}{'y' * draw(st.sampled_from((0, 50)))}" if n < 3 else f"k{n // 3}",
                stage=places[-1] if in_one else places[n % len(places)],
                unit=units[n % len(units)],
                direction=(Direction.HIGHER, Direction.LOWER)[n % 2],
                target=target,
            ),
            rows[n % len(rows)],
        )
        for n in range(count)
    )


@st.composite
def reviews(draw: st.DrawFn, most_stages: int = 30) -> Review:
    """A review, of an empty quarter too."""
    journey = draw(journeys(most_stages))
    stage_keys = [stage.key for stage in journey.stages]
    sums = draw(st.lists(mood_sums, min_size=1, max_size=4))
    empty = draw(st.integers(0, 4)) == 0
    now = {s.id: MoodSums() if empty else sums[n % len(sums)] for n, s in enumerate(journey.stages)}
    before = {s.id: sums[(n + 1) % len(sums)] for n, s in enumerate(journey.stages)}
    unsorted = 0 if empty else draw(st.integers(0, 3))
    spots = tuple(draw(st.lists(keys, max_size=4, unique=True)))
    label = quarter(draw(st.integers(1970, 2999)), draw(st.integers(1, 4)))
    return Review(
        journey=journey,
        period=journey.calendar.period(label),
        complete=draw(st.booleans()),
        stages=compute_stage_moods(journey.stages, _by_stage(now), _by_stage(before)),
        pains=() if empty else _pains(draw, stage_keys),
        said_once=SaidOnce() if empty else draw(said_once),
        highlights=Highlights() if empty else draw(highlights(journey)),
        kpis=_kpis(draw, stage_keys),
        blind_spots=BlindSpots(
            stages=tuple(s.key for s in journey.stages if not now[s.id].note_count),
            teams=spots,
            personas=spots,
            channels=spots,
        ),
        notes=NoteCounts(
            sum(part.note_count for part in now.values()) + unsorted,
            unsorted,
            sum(part.unsupported for part in now.values()),
        ),
        improvements=tuple(
            draw(st.lists(improvement_strategies.seen, max_size=3)) * draw(st.integers(0, 9))
        ),
    )


details = st.builds(
    NoteDetails,
    touchpoint=maybe_keys,
    persona=maybe_keys,
    channel=st.none() | st.sampled_from(list(CHANNELS)),
    team=maybe_keys,
    source=st.none() | st.sampled_from(list(SOURCES)),
    severity=st.none() | st.integers(1, 4),
    feeling=st.none() | st.integers(-2, 2),
)


refused = st.builds(
    lambda words, times: tuple(words * times),
    st.lists(st.builds("{}:{}".format, st.sampled_from([*OPTION_HINTS, "VIA"]), names), max_size=3),
    st.sampled_from((1, 1, 100)),
)


scored_moods = st.tuples(moods, st.sampled_from((None, "en"))) | st.tuples(
    st.none(), st.sampled_from(("de", "zh"))
)


@st.composite
def captured(draw: st.DrawFn) -> CapturedNote:
    """A saved note, placed or not."""
    journey = draw(journeys())
    stage = draw(st.none() | st.sampled_from(journey.stages)) if journey.stages else None
    value, language = draw(scored_moods)
    note = NewNote(
        kind=draw(st.sampled_from(NoteKind)),
        text=draw(texts),
        stage_id=stage.id if stage else None,
        stage_typed=None if stage else draw(st.none() | names.map(lambda name: name[:80])),
        details=draw(details),
        score=Score(value or 0.0, mood_label(value), "test-1", language, draw(reasons)),
        mood=value,
        author="U1",
        permalink=None,
        occurred_at=draw(instants),
        created_at=draw(instants),
        month=24_000,
    )
    return CapturedNote(
        note_id=draw(st.integers(1, 2**63 - 1)),
        note=note,
        journey=journey,
        stage=stage,
        stage_guessed=draw(st.booleans()),
        candidates=() if stage else journey.stages[: draw(st.sampled_from((0, 2, 30)))],
        unknown_journey=draw(st.none() | names.map(lambda name: name[:80])),
        refused=draw(refused),
        suggested=draw(st.sampled_from(journey.stages))
        if stage is None and journey.stages and draw(st.booleans())
        else None,
    )


@st.composite
def notes(draw: st.DrawFn, journey: Journey) -> Note:
    """A note as it is stored."""
    value, language = draw(scored_moods)
    placed = draw(st.booleans()) and journey.stages
    return Note(
        id=draw(st.integers(1, 2**63 - 1)),
        kind=draw(st.sampled_from(NoteKind)),
        text=draw(texts),
        stage=draw(st.sampled_from(journey.stages)).key if placed else None,
        stage_typed=None if placed else draw(st.none() | names.map(lambda name: name[:80])),
        details=draw(details),
        score=value,
        mood=value,
        label=mood_label(value),
        scorer="test-1",
        language=language,
        why=draw(reasons),
        author="U1",
        permalink=None,
        occurred_at=draw(instants),
        created_at=draw(instants),
    )


@st.composite
def placed(draw: st.DrawFn) -> PlacedNote:
    """A note that got its stage."""
    journey = draw(journeys().filter(lambda made: bool(made.stages)))
    stage = draw(st.sampled_from(journey.stages))
    return PlacedNote(draw(notes(journey)), journey, stage, own=draw(st.booleans()))


@st.composite
def trays(draw: st.DrawFn) -> Inbox:
    """What waits in an inbox, or nothing."""
    journey = draw(journeys().filter(lambda made: bool(made.stages)))
    shown = draw(st.lists(notes(journey), max_size=4, unique_by=lambda note: note.id))
    many = tuple(
        replace(note, id=number, stage=None, stage_typed=draw(st.none() | names))
        for number, note in enumerate((shown * 5)[: draw(st.sampled_from((1, 11, 20)))], start=1)
    )
    suggested = {note.id: draw(st.sampled_from(journey.stages)) for note in many[::2]}
    return Inbox(journey, many, draw(st.sampled_from((len(many), 1_000_000))), suggested)


@st.composite
def placed_many(draw: st.DrawFn) -> PlacedNotes:
    """What came of placing many."""
    journey = draw(journeys().filter(lambda made: bool(made.stages)))
    counts = st.integers(0, 20)
    filed = tuple((stage, draw(counts) + 1) for stage in journey.stages[:20])
    return PlacedNotes(journey, filed, draw(counts), draw(counts), draw(counts))


@st.composite
def lists_of_notes(draw: st.DrawFn) -> NotePage:
    """A page of notes, or none."""
    journey = draw(journeys())
    shown = draw(st.lists(notes(journey), max_size=3)) * draw(st.sampled_from((1, 3)))
    more = draw(st.sampled_from((0, 1_000_000)))
    used = draw(st.booleans())
    where = journey if shown or used else None
    suggested = (
        {note.id: draw(st.sampled_from(journey.stages)) for note in shown} if journey.stages else {}
    )
    asked = draw(st.sampled_from(("", "unsorted", "unsorted:" * 60)))
    return NotePage(where, tuple(shown), len(shown) + more, asked, suggested=suggested)


@st.composite
def recorded(draw: st.DrawFn) -> RecordedReading:
    """A saved reading."""
    journey = draw(journeys())
    stage = draw(st.none() | st.sampled_from(journey.stages)) if journey.stages else None
    unit = draw(st.sampled_from(Unit))
    return RecordedReading(
        journey=journey,
        stage=stage,
        kpi=Kpi(
            id=1,
            key=draw(keys),
            stage=stage.key if stage else None,
            unit=unit,
            direction=draw(st.sampled_from(Direction)),
            target=draw(st.none() | values),
        ),
        is_new=draw(st.booleans()),
        reading=Reading(
            value=draw(values),
            day=draw(st.dates(date(1970, 1, 2), date(2999, 1, 1))),
            month=24_000,
            source=draw(st.none() | st.sampled_from(list(SOURCES))),
            author="U1",
            created_at=draw(instants),
        ),
        reading_id=7,
        previous=draw(st.none() | values),
        asks_direction=draw(st.booleans()),
    )


@st.composite
def asked_readings(draw: st.DrawFn) -> ReadingQuestion:
    """A question what a value means, of one or two meanings."""
    reading = draw(recorded())
    meanings = tuple(
        Meaning(value, reading.kpi.unit) for value in draw(st.lists(values, min_size=1, max_size=2))
    )
    text = f"{draw(keys)} {draw(st.text(max_size=200))}"
    line = TypedLine(text, "buyer", draw(instants), tuple(one.value for one in meanings))
    typed = draw(st.text(min_size=1, max_size=90))
    return ReadingQuestion(line, reading.kpi, typed, meanings, "`x` is measured in €.")


def review_of(
    journey: Journey, now: Mapping[int, MoodSums], before: Mapping[int, MoodSums]
) -> Review:
    """The review of 2026-Q3 with these sums and nothing else."""
    moods_now = compute_stage_moods(journey.stages, _by_stage(now), _by_stage(before))
    return Review(
        journey=journey,
        period=journey.calendar.period(quarter(2026, 3)),
        complete=True,
        stages=moods_now,
        pains=(),
        kpis=(),
        blind_spots=BlindSpots((), (), (), ()),
        notes=NoteCounts(sum(part.n for part in now.values()), 0),
    )


def empty_review(stages: int) -> Review:
    """The review of a quarter without a note, of the buyer journey's first so many stages."""
    journey = Journey(
        id=1,
        key="buyer",
        name="Buyer journey",
        time_zone="UTC",
        fiscal_start_month=1,
        review_hour=9,
        home_channel="C1",
        stages=tuple(
            Stage(n, key, name, n) for n, (key, name) in enumerate(BUYER.stage_keys()[:stages])
        ),
    )
    return review_of(journey, {}, {})
