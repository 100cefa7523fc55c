"""The title and headlines of a review, the same in Slack, on pages and in files."""

from dataclasses import dataclass

from domain.kpis import Direction, KpiStatus
from domain.reviews import CallOut, Contradiction, KpiTrend, Review, StageMood
from domain.text import shorten, truncate
from domain.trends import Verdict
from handlers.presentation import words

MAX_NAMED = 2

MAX_NAME = 40

MAX_THEME_NAME = 90

MAX_QUOTE = 120


@dataclass(frozen=True)
class ReviewSummary:
    """A review in a few sentences.

    `evidence` says how many notes it is based on. `facts` are at most three, each about something
    else: a theme, a mood, a KPI. `liked` is what customers liked, `silent` what nobody wrote about;
    both are empty where there is nothing to say.
    """

    title: str
    evidence: str
    facts: tuple[str, ...]
    liked: str = ""
    silent: str = ""

    @property
    def headlines(self) -> tuple[str, ...]:
        """Return the facts, what was liked and what nobody wrote about."""
        return (*self.facts, *filter(None, (self.liked, self.silent)))

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the evidence and the headlines."""
        return (self.evidence, *self.headlines)

    @property
    def text(self) -> str:
        """Return the whole summary, for notifications and where blocks are not shown."""
        return f"{self.title}. {self.evidence} {' '.join(self.headlines)}".strip()


def summarize(review: Review) -> ReviewSummary:
    """Return the title, evidence and headlines of a review."""
    title, evidence = review_title(review), _evidence(review)
    if not review.notes.total:
        advice = "One note a week from each team is enough for a useful review."
        return ReviewSummary(title, evidence, (advice, *filter(None, (_kpi_fact(review),))))
    facts = (_theme_fact(review), _mood_fact(review), _kpi_fact(review))
    return ReviewSummary(
        title, evidence, tuple(filter(None, facts)), _liked(review), _silent(review)
    )


def review_title(review: Review) -> str:
    """Return `Buyer journey: review of 2026-Q3`."""
    running = "" if review.complete else " so far"
    return f"{review.journey.name}: review of {review.period.label}{running}"


def describe_call_out(review: Review, call: CallOut) -> str:
    """Return a sentence about a KPI whose stage's mood moves the other way."""
    name = truncate(words.spoken_kpi_name(review.journey, call.trend), 2 * MAX_NAME)
    value = words.kpi_value(call.trend, call.trend.last)
    moods = f"net mood {words.net_mood(call.mood.previous)} → {words.net_mood(call.mood.now)}"
    if call.contradiction is Contradiction.GOOD_FIGURE:
        return f"{name} is on target ({value}) while its stage's mood falls ({moods})."
    return f"{name} is off target ({value}) while its stage's mood rises ({moods})."


def _evidence(review: Review) -> str:
    noun = review.period.noun
    if not review.notes.total:
        return f"No notes this {noun}, so there is no mood to report."
    with_notes = len(review.stages) - len(review.blind_spots.stages)
    counted = f"{words.notes(review.notes.total)} this {noun}"
    return f"{counted}, in {with_notes} of {len(review.stages)} stages."


def _theme_fact(review: Review) -> str:
    """Return `Heaviest pain: Price letter, 18 times, 4 last quarter (3 quarters running).`"""
    if not review.current_pains:
        count = review.said_once.to_sort
        return f"{words.pains_to_sort(count)}." if count else ""
    worst, noun = review.current_pains[0], review.period.noun
    name = shorten(worst.title, MAX_THEME_NAME)
    stage = truncate(words.stage_name(review.journey, worst.stage), MAX_NAME)
    status = words.pain_status(worst, noun)
    return f"Heaviest pain: {name}, {words.pain_counts(worst, noun)} ({status}), most in {stage}."


def _mood_fact(review: Review) -> str:
    """Return the clearest change of a stage's mood, or that there is none."""
    changed = [
        mood for mood in review.stages if mood.change.verdict in (Verdict.RISING, Verdict.FALLING)
    ]
    if changed:
        clearest = min(changed, key=lambda mood: (mood.change.p_value or 0.0, mood.stage.position))
        return _describe_change(clearest)
    unhappiest = min(
        (mood for mood in review.stages if mood.now.interval()),
        key=lambda mood: mood.now.net or 0.0,
        default=None,
    )
    if unhappiest is None:
        return "No stage has enough notes to report its mood."
    shares = words.happy_shares(unhappiest.now)
    return f"No stage's mood changed clearly. The lowest is {_stage_name(unhappiest)}: {shares}."


def _describe_change(mood: StageMood) -> str:
    """Return `Onboarding got worse: 62% unhappy, 20% happy; last quarter 35% and 41%.`"""
    way = "got better" if mood.change.verdict is Verdict.RISING else "got worse"
    before = mood.previous
    then = f"{words.percent(before.share(before.negative))} and "
    then += words.percent(before.share(before.positive))
    rose = mood.now.pain_share > before.pain_share
    moved = f"; {'more' if rose else 'fewer'} of its notes are pain points now"
    mix = moved if mood.change.mix_moved else ""
    now = words.happy_shares(mood.now)
    return f"{_stage_name(mood)} {way}: {now}; last {mood.noun} {then}{mix}."


def _stage_name(mood: StageMood) -> str:
    return truncate(mood.stage.name, MAX_NAME)


def _kpi_fact(review: Review) -> str:
    """Return the KPI furthest off its target, else the one that went the wrong way most."""
    off = [trend for trend in review.kpis if trend.status is KpiStatus.OFF_TARGET]
    worse = [trend for trend in review.kpis if _worsening(trend) > 0]
    if off:
        trend = max(off, key=_distance_from_target)
        target = f", off its target of {words.kpi_value(trend, trend.kpi.target)}"
    elif worse:
        trend, target = max(worse, key=_worsening), ""
    else:
        return ""
    name = truncate(words.spoken_kpi_name(review.journey, trend), 2 * MAX_NAME)
    before = trend.previous_last
    then = (
        f"; it was {words.kpi_value(trend, before)} last {trend.noun}" if before is not None else ""
    )
    return f"{name} is at {words.kpi_value(trend, trend.last)}{target}{then}."


def _distance_from_target(trend: KpiTrend) -> float:
    """Return how far a KPI is off its target, as a share of the target."""
    target, last = trend.kpi.target or 0.0, trend.last or 0.0
    return abs(last - target) / (abs(target) or 1.0)


def _worsening(trend: KpiTrend) -> float:
    """Return how far a KPI went the wrong way, as a share of what it was; below 0 if it did not."""
    if trend.last is None or trend.previous_last is None:
        return -1.0
    change = (trend.last - trend.previous_last) / (abs(trend.previous_last) or 1.0)
    return -change if trend.kpi.direction is Direction.HIGHER else change


def _liked(review: Review) -> str:
    """Return the happiest note that may be quoted, and how many are happy."""
    delights = review.highlights.delights
    if not delights.quotes:
        return ""
    quote = shorten(delights.quotes[0].text, MAX_QUOTE)
    one_of = f"one of {delights.n:,} happy notes" if delights.n > 1 else "the only happy note"
    return f"Customers liked: “{quote}” ({one_of})."


def _silent(review: Review) -> str:
    """Return which stages, or else which teams, wrote nothing."""
    spots, journey = review.blind_spots, review.journey
    if spots.stages:
        names = [truncate(words.stage_name(journey, key), MAX_NAME) for key in spots.stages]
        return f"Nobody wrote about {_listed(names)}."
    names = [truncate(team, MAX_NAME) for team in spots.teams]
    return f"No note came from {_listed(names)}." if names else ""


def _listed(names: list[str]) -> str:
    """Return `Sales`, `Sales and Product` or `Sales, Product and 2 more`."""
    more = len(names) - MAX_NAMED
    if more > 0:
        return f"{', '.join(names[:MAX_NAMED])} and {more} more"
    return " and ".join(names)
