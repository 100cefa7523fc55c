"""Reviews without a database: of a software business, and of everything that is hard to show."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from domain.highlights import Delights, Highlights, NamedMood, Opportunities
from domain.improvements import (
    Improvement,
    ImprovementDraft,
    ImprovementProgress,
    ImprovementSnapshot,
    ImprovementState,
    build_effect,
)
from domain.journey_map import JourneyMap
from domain.kpis import Direction, Kpi, Unit
from domain.reviews import BlindSpots, KpiTrend, Review
from domain.rising_words import RisingWord
from domain.themes import PeriodTheme, Quote, SaidOnce, Theme, ThemeStatus
from domain.trends import MoodSums
from tests.handlers.pictures import extreme, sample

NOW = datetime(2026, 9, 30, 22, tzinfo=UTC)


DONE = ImprovementDraft(
    "Say why a card fails", stage="decision", owner="U1", impact=4, ease=2, due=date(2026, 8, 1)
)


LATE = ImprovementDraft(
    "Send invites from our own domain", stage="onboarding", due=date(2026, 9, 1)
)


KPI = Kpi(1, "activation", None, Unit.PERCENT, Direction.HIGHER, 60.0)


EFFECT = build_effect(
    MoodSums(9, -36_000, 200_000_000, 7, 1), MoodSums(8, 8_000, 90_000_000, 2, 3), KPI, (41.0, 52.5)
)


ACTIONS = (
    ImprovementSnapshot(
        Improvement(2, LATE, ImprovementState.PLANNED, NOW, "U2", NOW),
        ImprovementProgress.OVERDUE,
        kpi=KPI,
    ),
    ImprovementSnapshot(
        Improvement(1, DONE, ImprovementState.IMPLEMENTED, NOW, "U1", NOW, date(2026, 8, 2)),
        ImprovementProgress.DONE,
        EFFECT,
        KPI,
    ),
)


STATUSES = (ThemeStatus.PERSISTING, ThemeStatus.NEW, ThemeStatus.RETURNED)


SAID_ONCE = SaidOnce(
    n=5,
    to_sort=2,
    quotes=(Quote("The app icon is hard to find", 71), Quote("No dark mode on Linux", 72)),
    joined_id_lists=("71,72,73", "74,75"),
)


HIGHLIGHTS = Highlights(
    delights=Delights(
        23,
        (Quote("the trainer stayed an hour longer, for free", 81), Quote("moved in a day", 82)),
    ),
    opportunities=(
        Opportunities("Pay by invoice", 4, "91,92,93,94"),
        Opportunities(None, 2, "95,96"),
    ),
    personas=(
        NamedMood("freelancer", MoodSums(6, -30_000, 200_000_000, 4, 1)),
        NamedMood("practice manager", MoodSums(12, 20_000, 300_000_000, 3, 7)),
    ),
    touchpoints=(NamedMood("checkout", MoodSums(9, -50_000, 400_000_000, 7, 1)),),
    rising_words=(RisingWord("declined", 8, 1), RisingWord("tax", 5, 0)),
)


MESSAGE = "https://acme.slack.example/archives/C1/p1"


HOSTILE = (
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% raw %}",
    "</style></svg><b>bold</b>",
    "\u202eturned round\u202c",
    "رحلة العميل تبدأ هنا (1) Slack",
    "\x00\x07\ud800 half a character",
    "=1+1",
    "+49 30 1234",
    "-1 is what they gave",
    "@channel",
    "a | b\nsecond line",
)


def review_of(journey_map: JourneyMap, *, complete: bool = True) -> Review:
    """The review of the map's period, with what the map shows and more."""
    keys = [stage.stage.key for stage in journey_map.stages]
    pains = [replace(pain, stage=one.stage.key) for one in journey_map.stages for pain in one.pains]
    return Review(
        journey=journey_map.journey,
        period=journey_map.period,
        complete=complete,
        stages=tuple(stage.mood for stage in journey_map.stages),
        pains=_pains(sorted(pains, key=lambda pain: -pain.score), keys),
        kpis=tuple(
            _grown(trend, stage.stage.key) for stage in journey_map.stages for trend in stage.kpis
        ),
        blind_spots=BlindSpots(
            stages=tuple(
                key for key, one in zip(keys, journey_map.stages, strict=True) if not one.mood.now.n
            ),
            teams=("management",),
            personas=("freelancer",),
            channels=("packaging", "print"),
            unowned=tuple(one.stage.key for one in journey_map.stages if not one.stage.owner),
        ),
        notes=replace(journey_map.notes, unsorted=3),
        said_once=SAID_ONCE,
        highlights=HIGHLIGHTS,
    )


def sample_review() -> Review:
    """Six stages of a subscription business, with an action that is done and one that is late."""
    return replace(review_of(sample.sample_map()), improvements=ACTIONS)


def hostile_review(texts: Sequence[str] = HOSTILE) -> Review:
    """Every text of a review is one that wants to be more than text."""
    journey_map = extreme.extreme_map()
    stages = tuple(
        replace(stage, name=text, owner=text)
        for stage, text in zip(journey_map.journey.stages, texts, strict=False)
    )
    moods = tuple(
        replace(one.mood, stage=stage)
        for one, stage in zip(journey_map.stages, stages, strict=False)
    )
    review = review_of(journey_map)
    pains = tuple(
        replace(
            pain,
            theme=replace(pain.theme, name=texts[at % len(texts)]),
            teams=(texts[at % len(texts)],),
            quote=Quote(texts[-1 - at % len(texts)], at, "javascript:alert(1)"),
        )
        for at, pain in enumerate(review.pains)
    )
    return replace(
        review,
        journey=replace(review.journey, name=texts[0], stages=stages),
        stages=moods,
        pains=pains,
        improvements=tuple(
            replace(
                one,
                improvement=replace(
                    one.improvement, draft=replace(one.improvement.draft, title=text)
                ),
            )
            for one, text in zip(ACTIONS * len(texts), texts, strict=False)
        ),
        kpis=tuple(
            replace(trend, kpi=replace(trend.kpi, key=texts[1 % len(texts)]))
            for trend in review.kpis
        ),
        blind_spots=BlindSpots((), tuple(texts), tuple(texts), tuple(texts)),
        said_once=replace(
            SAID_ONCE, quotes=tuple(Quote(text, 1, "javascript:alert(1)") for text in texts)
        ),
    )


def _pains(pains: Sequence[PeriodTheme], stages: Sequence[str]) -> tuple[PeriodTheme, ...]:
    noted = tuple(
        replace(
            pain,
            teams=("support", "product")[: at % 3],
            status=STATUSES[at % 3],
            periods=2 + at % 3 if at % 3 == 0 else 1,
            stages=(pain.stage, stages[0]) if at == 1 else (pain.stage,),
            supporters=at,
            previous_n=4 if at % 3 == 0 else 0,
            quote=Quote(pain.title, at, MESSAGE if at % 2 == 0 else None),
        )
        for at, pain in enumerate(pains)
    )
    name = "Prices are shown without tax"
    gone = PeriodTheme(
        Theme(90, name), stages[0], 0, 0, previous_n=3, status=ThemeStatus.GONE_QUIET, periods=0
    )
    return (*noted, gone)


def _grown(trend: KpiTrend, stage: str) -> KpiTrend:
    """The same with readings in eight periods, of which the first two have none."""
    last = trend.last_by_period[-1] or 1.0
    older = tuple(last * (0.8 + 0.05 * step) for step in range(4))
    return KpiTrend(_kpi(trend.kpi, stage), (None, None, *older, *trend.last_by_period[-2:]))


def _kpi(kpi: Kpi, stage: str) -> Kpi:
    return replace(kpi, stage=stage)
