"""A review's figures as plain JSON values, a documented contract.

See docs/ARCHITECTURE.md, “Contract with the outside”.
"""

from typing import Any

from domain.improvements import Effect, ImprovementProgress, ImprovementSnapshot
from domain.kpi_movement import KpiMovement
from domain.reviews import CallOut, KpiTrend, Review, StageMood, find_call_outs
from domain.themes import Theme


def review_as_json(review: Review) -> dict[str, Any]:
    """Return the review as JSON values; nothing written in a private channel is among them.

    Shares are fractions of n; `mean`, `sd`, `ci95` and `delta` are None where undefined; times are
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
        "pains_muted": [_pain(pain) for pain in review.muted],
        "kpis": [_kpi(trend) for trend in review.kpis],
        "call_outs": [_call_out(one) for one in find_call_outs(review.kpis, review.stages)],
        "actions": [_action(one) for one in review.improvements],
        "blind_spots": {
            "stages": list(review.blind_spots.stages),
            "teams": list(review.blind_spots.teams),
            "personas": list(review.blind_spots.personas),
            "channels": list(review.blind_spots.channels),
            "unowned": list(review.blind_spots.unowned),
        },
        "notes": {
            "total": review.notes.total,
            "unsorted": review.notes.unsorted,
            "unread_language": review.notes.unsupported,
        },
        "missed": list(review.missed),
        "skipped": list(review.skipped),
    }


def _action(one: ImprovementSnapshot) -> dict[str, Any]:
    improvement, draft = one.improvement, one.improvement.draft
    return {
        "id": improvement.id,
        "title": draft.title,
        "stage": draft.stage,
        "owner": draft.owner,
        "state": improvement.state.value,
        "standing": one.progress.value,
        "due": draft.due.isoformat() if draft.due else None,
        "overdue": one.progress is ImprovementProgress.OVERDUE,
        "impact": draft.impact,
        "ease": draft.ease,
        "kpi": one.kpi.key if one.kpi else None,
        "implemented_on": (
            improvement.implemented_on.isoformat() if improvement.implemented_on else None
        ),
        "effect": effect_as_json(one.effect) if one.effect else None,
    }


def effect_as_json(effect: Effect) -> dict[str, Any]:
    """Return mood and KPI before and after an action, as JSON values."""
    return {
        "mood": {
            "before": {"n": effect.before.n, "mean": effect.before.mean},
            "after": {"n": effect.after.n, "mean": effect.after.mean},
            "delta": effect.change.delta,
            "ci95": list(effect.change.interval) if effect.change.interval else None,
            "verdict": effect.change.verdict.value,
        },
        "kpi": {
            "before": effect.kpi_before,
            "after": effect.kpi_after,
            "movement": effect.movement,
        },
        "movement": _movement(effect.kpi_movement),
    }


def _call_out(call: CallOut) -> dict[str, Any]:
    return {
        "kpi": call.trend.kpi.key,
        "stage": call.mood.stage.key,
        "contradiction": call.contradiction.value,
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
        "net": now.net,
        "previous": {"n": mood.previous.n, "mean": mood.previous.mean},
        "change": {
            "delta": mood.change.delta,
            "ci95": list(mood.change.interval) if mood.change.interval else None,
            "verdict": mood.change.verdict.value,
        },
    }


def _pain(pain: Theme) -> dict[str, Any]:
    return {
        "title": pain.public_title or pain.title,
        "stage": pain.stage,
        "n": pain.n,
        "score": pain.score,
        "status": pain.status.value,
        "quarters": pain.periods,
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
        "movement": _movement(trend.movement),
    }


def _movement(movement: KpiMovement) -> dict[str, Any]:
    return {
        "verdict": movement.verdict.value,
        "delta": movement.delta,
        "ci95": list(movement.interval) if movement.interval else None,
        "n": movement.n,
        "previous_n": movement.previous_n,
    }
