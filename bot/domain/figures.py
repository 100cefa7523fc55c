"""A review's figures as plain JSON values: the contract others test against (DESIGN.md §5)."""

from typing import Any

from bot.domain.review import KpiTrend, Review, StageMood
from bot.domain.themes import Theme


def as_json(review: Review) -> dict[str, Any]:
    """The review as JSON values.

    Shares are fractions of n; `mean`, `sd`, `ci95` and `delta` are null where undefined; times are
    ISO 8601 with the journey's offset; KPI values are in the KPI's unit.
    """
    period = review.period
    return {
        "journey": review.journey.key,
        "period": {
            "label": period.label,
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
        },
        "complete": review.complete,
        "stages": [_stage(mood) for mood in review.stages],
        "pains": [_pain(pain) for pain in review.pains],
        "kpis": [_kpi(trend) for trend in review.kpis],
        "blind_spots": {
            "stages": list(review.blind_spots.stages),
            "teams": list(review.blind_spots.teams),
            "personas": list(review.blind_spots.personas),
            "channels": list(review.blind_spots.channels),
            "unowned": list(review.blind_spots.unowned),
        },
        "notes": {"total": review.notes.total, "unsorted": review.notes.unsorted},
        "missed": list(review.missed),
        "skipped": list(review.skipped),
    }


def _stage(mood: StageMood) -> dict[str, Any]:
    now = mood.now
    interval = now.interval()
    return {
        "key": mood.stage.key,
        "name": mood.stage.name,
        "n": now.n,
        "mean": now.mean,
        "sd": now.sd,
        "ci95": list(interval) if interval else None,
        "negative": now.share(now.negative),
        "neutral": now.share(now.neutral),
        "positive": now.share(now.positive),
        "previous": {"n": mood.previous.n, "mean": mood.previous.mean},
        "change": {
            "delta": mood.change.delta,
            "ci95": list(mood.change.interval) if mood.change.interval else None,
            "verdict": mood.change.verdict.value,
        },
    }


def _pain(pain: Theme) -> dict[str, Any]:
    return {
        "title": pain.title,
        "stage": pain.stage,
        "n": pain.n,
        "score": pain.score,
        "status": pain.status.value,
        "quarters": pain.quarters,
        "stages": list(pain.stages),
        "supporters": pain.supporters,
        "teams": list(pain.teams),
        "note_ids": list(pain.note_ids),
    }


def _kpi(trend: KpiTrend) -> dict[str, Any]:
    kpi = trend.kpi
    return {
        "key": kpi.key,
        "stage": kpi.stage,
        "unit": kpi.unit.value,
        "direction": kpi.direction.value,
        "target": kpi.target,
        "last": trend.last,
        "previous_last": trend.previous_last,
        "status": trend.status.value,
    }
