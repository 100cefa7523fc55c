"""Write rows and reviews as CSV or JSON Lines, without cells that a spreadsheet would run."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from domain.export_command import ExportContent, ExportFormat
from domain.highlights import NamedMood
from domain.improvements import ImprovementSnapshot
from domain.review_json import answers_as_json
from domain.reviews import KpiTrend, Review, StageMood, find_call_outs
from domain.themes import PeriodTheme
from handlers.imports.table_files import escape_formula
from handlers.pages.review_page import safe_link
from handlers.presentation import words
from handlers.presentation.charts import period_labels
from handlers.presentation.review_sections import ReviewSection

Record = Mapping[str, Any]


def write_rows(
    rows: Iterable[Record],
    fields: Sequence[str],
    content: ExportContent,
    format_: ExportFormat,
    out: TextIO,
) -> None:
    """Write the rows one by one, so that any number of them fits in memory.

    As JSON Lines a review is its figures with `published_at` and `message_ts`; as CSV its figures
    are one cell of JSON.
    """
    if format_ is ExportFormat.JSON_LINES:
        lines = (_flatten_review(row) if content is ExportContent.REVIEWS else row for row in rows)
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in lines)
        return
    writer = csv.DictWriter(out, fields, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({field: _cell(value) for field, value in row.items()})


def _flatten_review(review: Record) -> Record:
    posted = {key: review[key] for key in ("published_at", "message_ts")}
    return {**review["figures"], **posted}


def _cell(value: Any) -> Any:
    return (
        json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else escape_formula(value)
    )


FIELDS = ("journey", "period", "section", "key", "name", "figure", "value", "unit")


Value = str | float | int | None


# section, key, name, figure, value, unit
Figure = tuple[str, str, str, str, Value, str]


def review_csv(review: Review) -> str:
    """Return rows with FIELDS: the review's sections, in their order; unknown values are empty.

    The figures are those of the JSON, without the intervals and counts of a KPI's movement. Shares
    are fractions of n, times ISO 8601, KPI values in the KPI's unit. A `reading` row is the last
    reading of the period it names.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    for period, figure in _all_figures(review):
        cells = (review.journey.key, period, *figure)
        writer.writerow("" if cell is None else escape_formula(cell) for cell in cells)
    return out.getvalue()


def _all_figures(review: Review) -> Iterator[tuple[str, Figure]]:
    """Yield all figures, each with the label of its period."""
    label = review.period.label
    for figure in _review_figures(review):
        yield label, figure
    for section in ReviewSection:
        for figure in _FIGURES[section](review):
            yield label, figure
        if section is ReviewSection.KPIS:
            yield from _reading_figures(review)


def _review_figures(review: Review) -> Iterator[Figure]:
    name = review.journey.name
    values: tuple[tuple[str, Value, str], ...] = (
        ("start", review.period.start.isoformat(), ""),
        ("end", review.period.end.isoformat(), ""),
        ("complete", "yes" if review.complete else "no", ""),
        ("notes", review.notes.total, "notes"),
        ("unsorted", review.notes.unsorted, "notes"),
        ("unread_language", review.notes.unsupported, "notes"),
        ("missed", ", ".join(review.missed), ""),
        ("skipped", ", ".join(review.skipped), ""),
    )
    for figure, value, unit in values:
        yield "review", review.journey.key, name, figure, value, unit


def _mood_figures(review: Review) -> Iterator[Figure]:
    for mood in review.stages:
        for figure, value, unit in _stage_figures(mood):
            yield "mood", mood.stage.key, mood.stage.name, figure, value, unit


def _stage_figures(mood: StageMood) -> Iterator[tuple[str, Value, str]]:
    now, change = mood.now, mood.change
    low, high = now.interval() or (None, None)
    net_low, net_high = now.net_interval() or (None, None)
    least, most = change.interval or (None, None)
    yield "n", now.n, "notes"
    yield "mean", now.mean, "mood"
    yield "sd", now.sd, "mood"
    yield "ci95_low", low, "mood"
    yield "ci95_high", high, "mood"
    for figure, count in (
        ("negative", now.negative),
        ("neutral", now.neutral),
        ("positive", now.positive),
    ):
        yield figure, now.share(count) if now.n else None, "fraction"
    yield "net", now.net, "points"
    yield "net_ci95_low", net_low, "points"
    yield "net_ci95_high", net_high, "points"
    yield "previous_n", mood.previous.n, "notes"
    yield "previous_mean", mood.previous.mean, "mood"
    yield "previous_net", mood.previous.net, "points"
    yield "change", change.delta, "mood"
    yield "change_ci95_low", least, "mood"
    yield "change_ci95_high", most, "mood"
    yield "verdict", change.verdict.value, ""
    yield "mix_moved", "yes" if change.mix_moved else "no", ""
    yield "pain_points", now.pain_points, "notes"
    yield "ideas", now.ideas, "notes"


def _kpi_figures(review: Review) -> Iterator[Figure]:
    for trend in review.kpis:
        unit = trend.kpi.unit.value
        for figure, value in (
            ("last", trend.last),
            ("target", trend.kpi.target),
            ("previous_last", trend.previous_last),
        ):
            yield *_kpi_columns(review, trend), figure, value, unit
        yield *_kpi_columns(review, trend), "direction", trend.kpi.direction.value, ""
        yield *_kpi_columns(review, trend), "status", trend.status.value, ""
        yield *_kpi_columns(review, trend), "movement", words.kpi_movement(trend), ""


def _reading_figures(review: Review) -> Iterator[tuple[str, Figure]]:
    """Yield the last reading of each recent period that has one."""
    for trend in review.kpis:
        labels = period_labels(review, len(trend.last_by_period))
        for label, value in zip(labels, trend.last_by_period, strict=True):
            if value is not None:
                yield label, (*_kpi_columns(review, trend), "reading", value, trend.kpi.unit.value)


def _kpi_columns(review: Review, trend: KpiTrend) -> tuple[str, str, str]:
    return "kpi", trend.kpi.path, words.kpi_name(review.journey, trend)


def _call_out_figures(review: Review) -> Iterator[Figure]:
    for call in find_call_outs(review.kpis, review.stages):
        name = words.kpi_name(review.journey, call.trend)
        yield "call-out", call.trend.kpi.path, name, "stage", call.mood.stage.name, ""
        value = call.contradiction.value
        yield "call-out", call.trend.kpi.path, name, "contradiction", value, ""


def _pain_figures(review: Review) -> Iterator[Figure]:
    yield from _theme_figures(review, "pain", review.pains)
    yield from _theme_figures(review, "muted pain", review.muted)
    yield from _said_once_figures(review)


def _said_once_figures(review: Review) -> Iterator[Figure]:
    once = review.said_once
    for figure, value, unit in (
        ("n", once.n, "notes"),
        ("to_sort", once.to_sort, "notes"),
        ("note_ids", ", ".join(map(str, once.note_ids)), ""),
    ):
        yield "said once", "", "", figure, value, unit


def _theme_figures(review: Review, section: str, themes: Sequence[PeriodTheme]) -> Iterator[Figure]:
    for rank, pain in enumerate(themes, 1):
        for figure, value, unit in _figures_of_theme(review, pain):
            yield section, str(rank), pain.title, figure, value, unit


def _figures_of_theme(review: Review, pain: PeriodTheme) -> Iterator[tuple[str, Value, str]]:
    yield "stage", words.stage_name(review.journey, pain.stage), ""
    yield "n", pain.n, "notes"
    yield "weight", pain.score, ""
    yield "status", pain.status.value, ""
    yield "periods", pain.periods, "periods"
    yield "previous_n", pain.previous_n, "notes"
    yield "supporters", pain.supporters, "people"
    yield "teams", ", ".join(pain.teams), ""
    yield "note_ids", ", ".join(map(str, pain.note_ids)), ""
    if pain.quote:
        yield "quote", pain.quote.text, ""
        yield "permalink", safe_link(pain.quote.permalink), ""


def _delight_figures(review: Review) -> Iterator[Figure]:
    """Yield no texts, as the JSON: `note_ids` are those of the happiest notes."""
    found = review.highlights.delights
    yield "delight", "", "", "n", found.n, "notes"
    ids = ", ".join(str(quote.note_id) for quote in found.quotes)
    yield "delight", "", "", "note_ids", ids, ""


def _opportunity_figures(review: Review) -> Iterator[Figure]:
    for rank, one in enumerate(review.highlights.opportunities, 1):
        columns = ("opportunity", str(rank), one.title or "")
        yield *columns, "n", one.n, "notes"
        yield *columns, "note_ids", ", ".join(map(str, one.note_ids)), ""


def _milestone_figures(review: Review) -> Iterator[Figure]:
    for one in review.highlights.milestones:
        columns = ("milestone", one.stage.key, one.stage.name)
        yield *columns, "milestone", one.stage.milestone, ""
        yield *columns, "state", one.stage.milestone_state.value, ""
        yield *columns, "day", one.day.isoformat(), ""


def _word_figures(review: Review) -> Iterator[Figure]:
    for one in review.highlights.rising_words:
        yield "rising word", one.word, one.word, "n", one.n, "notes"
        yield "rising word", one.word, one.word, "previous_n", one.previous_n, "notes"


def _persona_figures(review: Review) -> Iterator[Figure]:
    return _named_mood_figures("persona", review.highlights.personas)


def _touchpoint_figures(review: Review) -> Iterator[Figure]:
    return _named_mood_figures("touchpoint", review.highlights.touchpoints)


def _named_mood_figures(section: str, moods: Sequence[NamedMood]) -> Iterator[Figure]:
    for one in moods:
        columns, sums = (section, one.key, words.spoken(one.key)), one.sums
        yield *columns, "n", sums.n, "notes"
        yield *columns, "mean", sums.mean, "mood"
        yield *columns, "net", sums.net, "points"
        yield *columns, "negative", sums.share(sums.negative), "fraction"
        yield *columns, "positive", sums.share(sums.positive), "fraction"


def _improvement_figures(review: Review) -> Iterator[Figure]:
    for one in review.improvements:
        for figure, value, unit in _figures_of_improvement(review, one):
            yield (
                "action",
                str(one.improvement.id),
                one.improvement.draft.title,
                figure,
                value,
                unit,
            )


def _figures_of_improvement(
    review: Review, one: ImprovementSnapshot
) -> Iterator[tuple[str, Value, str]]:
    draft = one.improvement.draft
    yield "stage", words.stage_name(review.journey, draft.stage) if draft.stage else None, ""
    yield "owner", draft.owner, ""
    yield "state", one.improvement.state.value, ""
    yield "standing", one.progress.value, ""
    yield "due", draft.due.isoformat() if draft.due else None, ""
    yield "impact", draft.impact, "1 to 5"
    yield "ease", draft.ease, "1 to 5"
    yield "kpi", one.kpi.path if one.kpi else None, ""
    if one.effect is None:
        return
    effect, change = one.effect, one.effect.change
    low, high = change.interval or (None, None)
    yield "before_n", effect.before.n, "notes"
    yield "before_mean", effect.before.mean, "mood"
    yield "after_n", effect.after.n, "notes"
    yield "after_mean", effect.after.mean, "mood"
    yield "change", change.delta, "mood"
    yield "change_ci95_low", low, "mood"
    yield "change_ci95_high", high, "mood"
    yield "verdict", change.verdict.value, ""
    if effect.kpi:
        yield "kpi_before", effect.kpi_before, effect.kpi.unit.value
        yield "kpi_after", effect.kpi_after, effect.kpi.unit.value
        yield "movement", effect.movement, ""


def _blind_spot_figures(review: Review) -> Iterator[Figure]:
    spots = review.blind_spots
    names = {stage.key: stage.name for stage in review.journey.stages}
    for figure, keys in (
        ("stage without notes", spots.stages),
        ("silent team", spots.teams),
        ("silent persona", spots.personas),
        ("silent channel", spots.channels),
        ("stage without owner", spots.unowned),
    ):
        for key in keys:
            yield "blind spot", key, names.get(key, key), figure, None, ""


def _answer_figures(review: Review) -> Iterator[Figure]:
    answers = answers_as_json(review.answers, review.journey.calendar.zone)
    for number, one in enumerate(answers, 1):
        for figure in ("text", "author", "at"):
            yield "answer", str(number), one["question"], figure, one[figure], ""


_FIGURES: Mapping[ReviewSection, Callable[[Review], Iterator[Figure]]] = {
    ReviewSection.MOOD: _mood_figures,
    ReviewSection.KPIS: _kpi_figures,
    ReviewSection.CALL_OUTS: _call_out_figures,
    ReviewSection.PAINS: _pain_figures,
    ReviewSection.DELIGHTS: _delight_figures,
    ReviewSection.OPPORTUNITIES: _opportunity_figures,
    ReviewSection.MILESTONES: _milestone_figures,
    ReviewSection.RISING_WORDS: _word_figures,
    ReviewSection.PERSONAS: _persona_figures,
    ReviewSection.TOUCHPOINTS: _touchpoint_figures,
    ReviewSection.ACTIONS: _improvement_figures,
    ReviewSection.BLIND_SPOTS: _blind_spot_figures,
    ReviewSection.QUESTIONS: _answer_figures,
}
