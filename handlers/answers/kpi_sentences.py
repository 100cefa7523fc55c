"""The sentences about KPIs: value, target, change, extremes and definition."""

from dataclasses import replace

from domain.kpis import Direction, KpiStatus, Unit
from domain.questions.answers import Answer, DefinitionFinding, KpiExtremeFinding, KpiFinding
from domain.questions.values import Aspect
from handlers.answers.remarks import Line
from handlers.answers.understood import describe_period
from handlers.presentation import words

_UNITS = {
    Unit.PERCENT: "a percentage",
    Unit.SCORE: "a score",
    Unit.SECONDS: "a duration",
    Unit.DAYS: "a number of days",
    Unit.COUNT: "a count",
    Unit.MONEY: "an amount of money",
}


def write_kpi(finding: KpiFinding, answer: Answer) -> list[Line]:
    """Return value, target and change of a KPI."""
    trend, kpi, asked = finding.trend, finding.trend.kpi, answer.question
    journey = answer.journey
    name = words.kpi_name(journey, trend) if journey else kpi.key
    if trend.last is None:
        return [(f"{name}: no reading, {describe_period(answer.span)}.",)]
    text = f"{name} is at {words.kpi_value(trend, trend.last)}"
    if trend.status in (KpiStatus.ON_TARGET, KpiStatus.OFF_TARGET) and kpi.target is not None:
        text += f", {trend.status.value} ({words.value_of(kpi, kpi.target)})"
    elif asked and asked.aspect is Aspect.TARGET:
        text += "; it has no target"
    text += "."
    if asked and asked.aspect is Aspect.TARGET:
        text += _distance(finding)
    if trend.previous_last is not None:
        against = asked.against if asked else None
        is_used = (
            against is not None
            and answer.span is not None
            and against.end <= answer.span.end
            and against != answer.span
        )
        when = f"in {describe_period(against)}" if is_used else "before"
        text += f" It was {words.kpi_value(trend, trend.previous_last)} {when}"
        text += f": {words.kpi_movement(trend)}."
    elif asked and asked.aspect is Aspect.CHANGE:
        text += " There is no earlier reading to compare with."
    return [(text,)]


def _distance(finding: KpiFinding) -> str:
    """Return ` That is 69 below the target.`, an empty text without a target."""
    kpi, last = finding.trend.kpi, finding.trend.last
    if kpi.target is None or last is None:
        return ""
    if last == kpi.target:
        return " That is the target exactly."
    difference = replace(kpi, target=None)
    size = words.value_of(difference, abs(last - kpi.target))
    if kpi.unit is Unit.PERCENT:
        size = f"{size.removesuffix('%')} percentage points"
    return f" That is {size} {'below' if last < kpi.target else 'above'} the target."


def write_extreme(finding: KpiExtremeFinding, answer: Answer) -> list[Line]:
    """Return the best, worst or last reading of a KPI, with its day."""
    kpi, journey = finding.kpi, answer.journey
    name = words.kpi_name_from_keys(journey, kpi.stage, kpi.key) if journey else kpi.key
    value = words.value_of(kpi, finding.value)
    readings = "its only reading" if finding.n == 1 else f"of {finding.n:,} readings"
    if finding.which is Aspect.DAY:
        text = f"The last reading of {name} is of {finding.day:%-d %B %Y}: {value}"
        return [(f"{text}; {readings} since {finding.since:%-d %B %Y}.",)]
    text = f"{name} was {finding.which.value} on {finding.day:%-d %B %Y}, at {value}"
    return [(f"{text}: {readings} since {finding.since:%-d %B %Y}.",)]


def write_definition(finding: DefinitionFinding, answer: Answer) -> list[Line]:
    """Return what a KPI measures."""
    kpi, journey = finding.kpi, answer.journey
    name = words.kpi_name_from_keys(journey, kpi.stage, kpi.key) if journey else kpi.key
    better = "higher is better" if kpi.direction is Direction.HIGHER else "lower is better"
    text = f"{name} is {_UNITS[kpi.unit]}; {better}."
    if kpi.target is not None:
        text += f" Its target is {words.value_of(kpi, kpi.target)}."
    if kpi.baseline is not None:
        text += f" It began at {words.value_of(kpi, kpi.baseline)}."
    return [(f"{text} How it is calculated is not kept here: people type its readings.",)]
