"""Build journey maps without a database, such as that of a software business."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from domain.journey_map import JourneyMap, MapStage, Touchpoint, is_usually_physical
from domain.journeys import Journey, Milestone, Stage
from domain.kpis import Direction, Kpi, Unit
from domain.periods import FiscalCalendar
from domain.reviews import KpiTrend, NoteCounts, StageMood
from domain.sentiment import MOOD_SCALE
from domain.themes import PeriodTheme, Theme
from domain.trends import MoodSums, compare_moods
from tests.periods import quarter

NAMES = {"U1": "Amara Okafor", "U2": "Jonas Weber", "U3": "Mei Lin"}


def sums(*moods: float) -> MoodSums:
    """Return the sums of these moods (−1…+1)."""
    scaled = [round(mood * MOOD_SCALE) for mood in moods]
    return MoodSums(
        n=len(scaled),
        total=sum(scaled),
        squares=sum(value * value for value in scaled),
        negative=sum(value < -1000 for value in scaled),
        positive=sum(value > 1000 for value in scaled),
    )


def around(mean: float, n: int, spread: float = 0.2) -> MoodSums:
    """Return the sums of `n` moods around a mean."""
    return sums(*(mean + spread * (index % 3 - 1) * (index < n // 3 * 3) for index in range(n)))


def mood(stage: Stage, now: MoodSums, before: MoodSums) -> StageMood:
    """Return a stage's mood with the change computed."""
    return StageMood(stage, now, before, compare_moods(before, now))


def touchpoint(name: str, channel: str, team: str | None = None) -> Touchpoint:
    """Return a touchpoint, physical if its channel usually is."""
    return Touchpoint(1, name, name, "stage", channel, is_usually_physical(channel), team)


def pain(title: str, score: int, n: int) -> PeriodTheme:
    """Return a theme of `n` notes."""
    ids = ",".join(str(number) for number in range(n))
    return PeriodTheme(Theme(n, title), "stage", score, n, joined_id_lists=(ids,))


def kpi(
    key: str,
    unit: Unit,
    target: float | None,
    *readings: float | None,
    lower: bool = False,
    currency: str | None = None,
) -> KpiTrend:
    """Return a KPI with at least two readings, oldest first."""
    direction = Direction.LOWER if lower else Direction.HIGHER
    return KpiTrend(Kpi(1, key, "stage", unit, direction, target, currency), tuple(readings))


def build_map(
    name: str,
    stages: Sequence[MapStage],
    *,
    kpis: Sequence[KpiTrend] = (),
    notes: NoteCounts | None = None,
    persona: str | None = None,
    complete: bool = False,
) -> JourneyMap:
    """Return a map of these stages for the third quarter of 2026."""
    zone = "Europe/Berlin"
    journey = Journey(
        id=1,
        key="journey",
        name=name,
        time_zone=zone,
        fiscal_start_month=1,
        review_hour=9,
        home_channel=None,
        stages=tuple(stage.stage for stage in stages),
    )
    period = FiscalCalendar(ZoneInfo(zone), 1).period(quarter(2026, 3))
    counts = notes or NoteCounts(sum(stage.mood.now.n for stage in stages), 0)
    return JourneyMap(journey, period, complete, persona, tuple(stages), tuple(kpis), counts)


def sample_map() -> JourneyMap:
    """Return a map of six stages of a subscription business, most lanes filled."""
    aware = Stage(
        1,
        "awareness",
        "Awareness",
        1,
        objective="Small teams learn that there is a calmer way to plan their week.",
        milestone="1,000 sign-ups for the newsletter",
        milestone_state=Milestone.REACHED,
        milestone_since=date(2026, 8, 4),
        owner="U1",
    )
    consider = Stage(
        2,
        "consideration",
        "Consideration",
        2,
        objective="They compare us with what they use today and see what they would save.",
        milestone="Comparison page in the top three results",
        owner="U1",
    )
    decide = Stage(
        3,
        "decision",
        "Decision & purchase",
        3,
        objective="They start a trial, invite a colleague and pay without talking to anybody.",
        milestone="Invoice by purchase order",
        milestone_state=Milestone.BLOCKED,
        milestone_since=date(2026, 7, 21),
        owner="U2",
    )
    onboard = Stage(
        4,
        "onboarding",
        "Onboarding",
        4,
        objective="The first plan is shared within a day.",
        milestone="Setup in under ten minutes for nine of ten teams",
        owner="U3",
    )
    use = Stage(5, "use", "Everyday use", 5, objective="Planning becomes a habit.", owner="U9")
    renew = Stage(6, "renewal", "Renewal & referral", 6)
    return build_map(
        "Subscription journey",
        (
            MapStage(
                mood(aware, around(0.42, 18), around(0.1, 15)),
                touchpoints=(
                    touchpoint("Blog article on planning", "website", "marketing"),
                    touchpoint("Booth at the spring fair", "in-person", "sales"),
                    touchpoint("Short videos", "social", "marketing"),
                ),
                pains=(pain("The name sounds like a travel app", 4, 2),),
                opportunities=("People share our templates without being asked",),
                opportunity_count=1,
                kpis=(kpi("newsletter-sign-ups", Unit.COUNT, 1000, 640, 1120),),
            ),
            MapStage(
                mood(consider, around(0.05, 22), around(0.11, 19)),
                touchpoints=(
                    touchpoint("Comparison page", "website", "marketing"),
                    touchpoint("Answer from an expert", "chat", "support"),
                ),
                pains=(
                    pain("Prices are only shown after signing up", 14, 5),
                    pain("No case study from a team like ours", 6, 3),
                ),
                opportunities=(
                    "Buyers ask for a calculator of the hours they would save",
                    "A partner offered to write a guest article",
                ),
                opportunity_count=6,
                kpis=(kpi("visit-to-trial", Unit.PERCENT, 6, 4.8, 5.2),),
            ),
            MapStage(
                mood(decide, around(-0.46, 16), around(-0.12, 21)),
                touchpoints=(
                    touchpoint("Trial", "mobile-app", "product"),
                    touchpoint("Price list", "print", "sales"),
                    touchpoint("Call about the contract", "phone", "sales"),
                    touchpoint("Order confirmation", "email", "sales"),
                    touchpoint("Invoice", "email"),
                ),
                pains=(
                    pain("Card was declined and nobody told us why", 22, 8),
                    pain("Legal needs a contract we can sign as a PDF", 11, 4),
                    pain("VAT number is refused for Swiss companies", 7, 2),
                    pain("Trial ended over the holidays", 4, 2),
                ),
                opportunities=("Let the trial pause when nobody has logged in",),
                opportunity_count=1,
                kpis=(
                    kpi("trial-to-paid", Unit.PERCENT, 25, 22.1, 18.4),
                    kpi("time-to-answer", Unit.SECONDS, 14_400, 15_000, 12_000, lower=True),
                ),
            ),
            MapStage(
                mood(onboard, around(0.21, 11), around(0.3, 3)),
                touchpoints=(
                    touchpoint("Welcome box with stickers", "packaging", "marketing"),
                    touchpoint("Setup guide", "mobile-app", "product"),
                ),
                pains=(pain("Import from the old tool loses due dates", 9, 3),),
                kpis=(kpi("first-plan-shared", Unit.PERCENT, None, 58, 61),),
            ),
            MapStage(
                mood(use, sums(), around(0.48, 12)),
                touchpoints=(touchpoint("Weekly digest", "email", "product"),),
                opportunities=("A widget for the phone's lock screen",),
                opportunity_count=1,
                kpis=(kpi("weekly-active-teams", Unit.COUNT, 400, 371, None),),
            ),
            MapStage(mood(renew, around(0.66, 7), sums())),
        ),
        kpis=(
            kpi("churn", Unit.PERCENT, 2.5, 2.9, 2.3, lower=True),
            kpi("nps", Unit.SCORE, 45, 38, 41),
            kpi("revenue-per-account", Unit.MONEY, None, 36, 38.5, currency="€"),
        ),
        notes=NoteCounts(83, 9),
        persona="Team lead in a small agency",
    )


def empty_map() -> JourneyMap:
    """Return a map without stages."""
    return build_map("New journey", ())


def stages_map(count: int) -> JourneyMap:
    """Return a map of `count` stages with little content."""
    stages = []
    for number in range(1, count + 1):
        stage = Stage(number, f"step-{number}", f"Step {number}", number, owner="U2")
        value = ((number * 7) % 19 - 9) / 10
        now = around(value, number % 9)
        stages.append(
            MapStage(
                mood(stage, now, around(value / 2, 6)),
                touchpoints=(touchpoint("Letter", "email", "support"),) * (number % 3),
                pains=(pain("Takes too long to load", number, 1),) * (number % 2),
            )
        )
    return build_map(f"Journey of {count} stages", stages, complete=True)
