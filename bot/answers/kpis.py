"""Answers about KPIs: value, target, change, definition, and which got better or worse."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.answers.room import AnswerRoom
from domain.kpi_movement import Movement
from domain.kpis import Direction, Kpi, KpiStatus
from domain.periods import Period
from domain.questions.answers import Answer, DefinitionFinding, KpiExtremeFinding, KpiFinding
from domain.questions.values import EXTREMES, Aspect, Part, Question, Span
from domain.reviews import KpiTrend, compare_kpis

# So many of the KPIs that changed most are shown.
MOST_CHANGED = 3


def answer_kpi(room: AnswerRoom) -> Answer:
    """Answer what was asked about the KPIs that were named."""
    asked, span = room.question, room.span or room.running
    if asked.aspect is Aspect.DEFINITION:
        kpis = [trend.kpi for trend in find_trends(room, room.running)]
        answer = room.answer(*map(DefinitionFinding, kpis), span=room.running)
        return replace(answer, readings_of=kpis[0].id if kpis else None)
    if asked.aspect in EXTREMES:
        return _answer_extremes(room, asked.aspect)
    trends = find_trends(room, span, asked.against)
    fell_back = False
    if asked.period is None and all(one.last is None for one in trends):
        earlier = find_trends(room, room.before(span), _earlier_than(room.before(span), asked))
        if any(one.last is not None for one in earlier):
            span, trends, fell_back = room.before(span), earlier, True
    findings = [KpiFinding(trend, _readings(room, trend.kpi, span)) for trend in trends]
    answer = replace(room.answer(*findings, span=span), fell_back=fell_back)
    return replace(answer, readings_of=trends[0].kpi.id if len(trends) == 1 else None)


def _answer_extremes(room: AnswerRoom, which: Aspect) -> Answer:
    """Answer what a KPI was at its best, worst, highest or lowest, and when."""
    findings = []
    for path in room.question.kpis:
        kpi = next(one.kpi for one in room.review_kpis(room.running) if one.kpi.path == path)
        readings = _readings(room, kpi, room.span)
        if not readings:
            continue
        is_most = which is Aspect.HIGHEST or (
            which in (Aspect.BEST, Aspect.WORST)
            and (which is Aspect.BEST) == (kpi.direction is Direction.HIGHER)
        )
        day, value = readings[-1]
        if which is not Aspect.DAY:
            day, value = min(readings, key=lambda one: (-one[1] if is_most else one[1], one[0]))
        findings.append(KpiExtremeFinding(kpi, which, value, day, len(readings), readings[0][0]))
    answer = room.answer(*findings)
    return replace(answer, readings_of=findings[0].kpi.id if len(findings) == 1 else None)


def _earlier_than(span: Span, asked: Question) -> Span | None:
    """Return what a question compares with where that is in or before a period, else None."""
    against = asked.against
    is_used = against is not None and against.end <= span.end and against != span
    return against if is_used else None


def answer_kpis(room: AnswerRoom) -> Answer:
    """Answer which KPIs there are, got worse or better, or are off or on target."""
    asked, span = room.question, room.span or room.running
    trends, fell_back = find_trends(room, span, asked.against), False
    if asked.period is None and all(one.last is None for one in trends):
        span, fell_back = room.before(span), True
        trends = find_trends(room, span, _earlier_than(span, asked))
    shown = [
        trend
        for trend in trends
        if (not asked.stages or trend.kpi.stage in asked.stages)
        and trend.kpi.path not in asked.without(Part.KPI)
        and trend.kpi.stage not in asked.without(Part.STAGE)
        and _is_asked(trend, asked.aspect)
    ]
    if asked.aspect is Aspect.MOST_CHANGED:
        changed = [trend for trend in shown if _relative_change(trend)]
        shown = sorted(changed, key=_relative_change, reverse=True)[: asked.limit or MOST_CHANGED]
    return replace(room.answer(*map(KpiFinding, shown), span=span), fell_back=fell_back)


def _relative_change(trend: KpiTrend) -> float:
    """Return by what part of its earlier value a KPI changed, 0 where that is not known."""
    if trend.last is None or not trend.previous_last:
        return 0.0
    return abs(trend.last - trend.previous_last) / abs(trend.previous_last)


def _is_asked(trend: KpiTrend, aspect: Aspect | None) -> bool:
    if aspect is Aspect.OFF_TARGET:
        return trend.status is KpiStatus.OFF_TARGET
    if aspect is Aspect.ON_TARGET:
        return trend.status is KpiStatus.ON_TARGET
    if aspect in (Aspect.WORSE, Aspect.BETTER):
        return moved(trend) is aspect
    return True


def moved(trend: KpiTrend) -> Aspect | None:
    """Return whether a KPI got better or worse: by its verdict, else by its two last readings.

    None where it did neither or cannot be told.
    """
    rose: bool | None = {Movement.RISING: True, Movement.FALLING: False}.get(trend.movement.verdict)
    delta = trend.movement.delta
    if rose is None and trend.movement.verdict is Movement.TOO_FEW and delta:
        rose = delta > 0
    if rose is None:
        return None
    return Aspect.BETTER if rose == (trend.kpi.direction is Direction.HIGHER) else Aspect.WORSE


def find_trends(room: AnswerRoom, span: Span, against: Span | None = None) -> Sequence[KpiTrend]:
    """Return the KPIs that were named, all without a name: as the review has them.

    For days, and compared with days, they are made of the readings on these days.
    """
    named = room.question.kpis
    if isinstance(span, Period) and against is None:
        trends: Sequence[KpiTrend] = room.review_kpis(span)
    elif isinstance(span, Period) and isinstance(against, Period):
        trends = _compare(room, span, against)
    else:
        trends = [
            _trend_of_days(room, one.kpi, span, against) for one in room.review_kpis(room.running)
        ]
    wanted = [trend for trend in trends if not named or trend.kpi.path in named]
    return sorted(wanted, key=lambda one: named.index(one.kpi.path)) if named else wanted


def _compare(room: AnswerRoom, span: Period, against: Period) -> Sequence[KpiTrend]:
    """Return the KPIs of one period beside another; a month within a quarter is no earlier one."""
    if against.cadence is not span.cadence:
        return [
            _trend_of_days(room, one.kpi, span, against) for one in room.review_kpis(room.running)
        ]
    earlier, later = sorted((span, against))
    return compare_kpis(room.review_kpis(earlier), room.review_kpis(later))


def _trend_of_days(room: AnswerRoom, kpi: Kpi, span: Span, against: Span | None) -> KpiTrend:
    """Return a KPI's last readings in a period and in, or since, another."""
    before = against or room.before(span)
    now = _readings(room, kpi, span)
    previous = _readings(room, kpi, before)
    last = now[-1][1] if now else None
    return KpiTrend(kpi, (previous[-1][1] if previous else None, last), "period")


def _readings(room: AnswerRoom, kpi: Kpi, span: Span | None) -> tuple[tuple[date, float], ...]:
    """Return day and value of a KPI's readings in a period, None for any time; oldest first."""
    if span is None:
        every = room.uow.kpis.values([kpi.id], date.min, date.max)
        return tuple(every.get(kpi.id, ()))
    zone = room.journey.calendar.zone
    first = span.start.astimezone(zone).date()
    last = (span.end.astimezone(zone) - timedelta(seconds=1)).date()
    return tuple(room.uow.kpis.values([kpi.id], first, last).get(kpi.id, ()))
