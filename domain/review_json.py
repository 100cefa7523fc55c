"""A review's figures as plain JSON values, a documented contract.

See docs/ARCHITECTURE.md, “Contract with the outside”.
"""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from domain.highlights import Highlights, NamedMood
from domain.improvements import Effect, ImprovementProgress, ImprovementSnapshot
from domain.kpi_movement import KpiMovement
from domain.review_answers import Question, ReviewAnswer, answers_to
from domain.reviews import CallOut, KpiTrend, Review, StageMood, find_call_outs
from domain.themes import PeriodTheme


def review_as_json(review: Review) -> dict[str, Any]:
    """Return the review as JSON values.

    Of what was written in a private channel only answers are among them, where the review has them:
    it has those its audience may read.

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
        "said_once": {
            "n": review.said_once.n,
            "to_sort": review.said_once.to_sort,
            "note_ids": list(review.said_once.note_ids),
        },
        **_highlights(review.highlights),
        "kpis": [kpi_as_json(trend) for trend in review.kpis],
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
        "answers": answers_as_json(review.answers, period.calendar.zone),
    }


def answers_as_json(answers: Sequence[ReviewAnswer], zone: tzinfo) -> list[dict[str, Any]]:
    """Return answers by question, the newest first, with their times in a time zone."""
    return [
        {
            "question": question.sentence,
            "text": one.text,
            "author": one.author,
            "at": one.at.astimezone(zone).isoformat(),
        }
        for question in Question
        for one in answers_to(question, answers)
    ]


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
    interval, net_interval = now.interval(), now.net_interval()
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
        "net_ci95": list(net_interval) if net_interval else None,
        "previous": {"n": mood.previous.n, "mean": mood.previous.mean},
        "previous_net": mood.previous.net,
        "change": {
            "delta": mood.change.delta,
            "ci95": list(mood.change.interval) if mood.change.interval else None,
            "verdict": mood.change.verdict.value,
            "mix_moved": mood.change.mix_moved,
        },
        "ideas": now.ideas,
        "pain_points": now.pain_points,
    }


def _pain(pain: PeriodTheme) -> dict[str, Any]:
    return {
        "title": pain.title,
        "stage": pain.stage,
        "n": pain.n,
        "score": pain.score,
        "status": pain.status.value,
        "periods": pain.periods,
        "previous_n": pain.previous_n,
        "stages": list(pain.stages),
        "supporters": pain.supporters,
        "teams": list(pain.teams),
        "note_ids": list(pain.note_ids),
    }


def _highlights(highlights: Highlights) -> dict[str, Any]:
    """Return them without texts: a quote may be private."""
    return {
        "delights": {
            "n": highlights.delights.n,
            "note_ids": [quote.note_id for quote in highlights.delights.quotes],
        },
        "opportunities": [
            {"title": one.title, "n": one.n, "note_ids": list(one.note_ids)}
            for one in highlights.opportunities
        ],
        "milestones": [
            {
                "stage": one.stage.key,
                "milestone": one.stage.milestone,
                "state": one.stage.milestone_state.value,
                "day": one.day.isoformat(),
            }
            for one in highlights.milestones
        ],
        "personas": [_named_mood(one) for one in highlights.personas],
        "touchpoints": [_named_mood(one) for one in highlights.touchpoints],
        "rising_words": [
            {"word": one.word, "n": one.n, "previous_n": one.previous_n}
            for one in highlights.rising_words
        ],
    }


def _named_mood(mood: NamedMood) -> dict[str, Any]:
    sums = mood.sums
    return {
        "key": mood.key,
        "n": sums.n,
        "mean": sums.mean,
        "net": sums.net,
        "negative": sums.share(sums.negative),
        "positive": sums.share(sums.positive),
    }


def kpi_as_json(trend: KpiTrend) -> dict[str, Any]:
    """Return the last values of a KPI against its target, and how it moved."""
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
