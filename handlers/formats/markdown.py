"""A review as Markdown: the same figures as everywhere."""

from collections.abc import Sequence

from bot.domain.review import QUESTIONS, Review
from handlers.blocks import words
from handlers.blocks.review import headlines, title


def review_markdown(review: Review) -> str:
    """The whole review; ends with a line break."""
    parts = [
        f"# {_plain(title(review))}",
        f"{review.period.start.isoformat()} to {review.period.end.isoformat()} (not included)",
        "\n".join(f"- {_plain(line)}" for line in headlines(review)),
        "## Mood by stage",
        _moods(review),
        *_pains(review),
        *_kpis(review),
        *_blind_spots(review),
        "## What to look at",
        "\n".join(f"- {question}" for question in QUESTIONS),
    ]
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return "".join(
        f"\\{char}" if char in "\\`*_[]<>#|~&" else char for char in " ".join(text.split())
    )


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _moods(review: Review) -> str:
    rows = []
    for mood in review.stages:
        now = mood.now
        interval = now.interval()
        rows.append(
            (
                _plain(mood.stage.name),
                str(now.n),
                words.signed(now.mean, 4),
                words.signed(now.sd, 4).lstrip("+"),
                f"{words.signed(interval[0], 4)} to {words.signed(interval[1], 4)}"
                if interval
                else "–",
                words.percent(now.share(now.negative)) if now.n else "–",
                f"{words.signed(mood.previous.mean, 4)} (n={mood.previous.n})",
                words.verdict(mood),
            )
        )
    head = ("Stage", "n", "Mean", "SD", "95% interval", "Negative", "Last quarter", "Change")
    return _table(head, rows)


def _pains(review: Review) -> list[str]:
    noted = sum(bool(pain.n) for pain in review.muted)
    muted = [f"{words.muted(noted)}."] if noted else []
    if not review.pains:
        return ["## Pains", *muted] if muted else []
    rows = [
        (
            _plain(pain.title),
            _plain(words.stage_name(review.journey, pain.stage)),
            str(pain.n),
            str(pain.score),
            words.standing(pain),
            ", ".join(str(note_id) for note_id in pain.note_ids),
        )
        for pain in review.pains
    ]
    return ["## Pains", _table(("Pain", "Stage", "n", "Weight", "Before", "Notes"), rows), *muted]


def _kpis(review: Review) -> list[str]:
    if not review.kpis:
        return []
    rows = [
        (
            _plain(words.kpi_name(review.journey, trend)),
            words.kpi_value(trend, trend.last),
            words.kpi_value(trend, trend.kpi.target),
            words.kpi_value(trend, trend.previous_last),
            trend.status.value,
            words.kpi_movement(trend),
        )
        for trend in review.kpis
    ]
    head = ("KPI", "Last reading", "Target", "Last quarter", "Status", "Movement")
    return ["## KPIs", _table(head, rows)]


def _blind_spots(review: Review) -> list[str]:
    spots = review.blind_spots
    parts = (
        ("Stages", spots.stages),
        ("Teams", spots.teams),
        ("Personas", spots.personas),
        ("Channels", spots.channels),
        ("Stages without an owner", spots.unowned),
    )
    lines = [f"- {what}: {', '.join(keys)}" for what, keys in parts if keys]
    lines.append(f"- Notes: {review.notes.total} in all, {review.notes.unsorted} unsorted")
    return ["## Blind spots", "\n".join(lines)]
