"""Tables as values: the figures of a review in rows, which Slack, pages and Markdown draw."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.improvements import ImprovementProgress, ImprovementSnapshot
from domain.kpis import KpiStatus
from domain.reviews import Comparison, KpiTrend, Review, StageMood
from domain.themes import PeriodTheme
from domain.trends import MIN_NOTES, MoodSums, Verdict
from handlers.presentation import words
from handlers.presentation.charts import period_labels

NOTHING = "–"

# A number sorts as one where people can sort a table.
Cell = str | float

Row = tuple[Cell, ...]

# KPIs in one Slack message.
MAX_KPIS = 12

MOOD_COLUMNS = (
    "Stage", "n", "Unhappy", "Neutral", "Happy", "Net mood", "Mean", "SD", "95% interval",
    "Previous", "Change", "Net interval",
)  # fmt: skip

KPI_COLUMNS = ("KPI", "Last reading", "Target", "Previous", "Status", "Movement")

IMPROVEMENT_COLUMNS = ("Action", "Stage", "Owner", "State", "Impact × ease", "Since then")

PAIN_COLUMNS = ("Pain", "Stage", "n", "Weight", "Before", "Teams", "Notes")


@dataclass(frozen=True)
class Table:
    """A heading for each column, and rows of as many cells.

    `numeric` are the indexes of columns of numbers. `is_wide`: it has many columns of numbers of
    any length.
    """

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    numeric: frozenset[int] = frozenset()
    is_wide: bool = False

    def split(self, max_cells: int) -> "Iterator[Table]":
        """Yield tables of at most `max_cells` cells, each with the headings."""
        row_count = max(1, max_cells // len(self.head) - 1)
        for first in range(0, len(self.rows), row_count):
            yield replace(self, rows=self.rows[first : first + row_count])


def mood_table(review: Review) -> Table:
    """Return the mood by stage for a post, with numbers that sort."""
    return Table(
        (
            *("Stage", "Notes", "Unhappy", "Happy", "Net mood", _last_period(review), "Change"),
            *("Mean", "SD", "95% interval", "Net interval"),
        ),
        tuple(_mood_row(mood) for mood in review.stages),
        f"Mood by stage, {review.period.label}",
    )


def short_mood_table(review: Review) -> Table:
    """Return the mood by stage in the fewest columns."""
    rows = tuple(
        (
            mood.stage.name,
            str(mood.now.n),
            *_shares(mood.now),
            words.net_mood(mood.now),
            words.net_mood(mood.previous),
            mood.change.verdict.value,
        )
        for mood in review.stages
    )
    return Table(("Stage", "Notes", "Unhappy", "Happy", "Net", "Before", "Change"), rows)


def full_mood_table(review: Review, digits: int) -> Table:
    """Return every figure of the mood by stage, with so many digits."""
    return Table(
        MOOD_COLUMNS,
        tuple(_full_mood_row(mood, digits) for mood in review.stages),
        "Net mood is the share of happy notes less that of unhappy ones, −100 to +100; the mean "
        "mood runs from −1 to +1; n is how many notes; both intervals are 95%. A stage rises or "
        "falls only where the change is too large for chance and both periods have 5 notes or "
        "more.",
        frozenset(range(1, len(MOOD_COLUMNS))) - {MOOD_COLUMNS.index("Change")},
        is_wide=True,
    )


def compared_mood_table(compared: Comparison, earlier: str, later: str) -> Table:
    """Return the net mood by stage of two periods, headed by their names."""
    rows = tuple(
        (
            mood.stage.name,
            _net_with_count(mood.previous),
            _net_with_count(mood.now),
            _short_verdict(mood),
        )
        for mood in compared.moods
    )
    return Table(("Stage", earlier, later, "Change"), rows)


def kpi_table(review: Review, left_out: Mapping[int, str]) -> Table:
    """Return the KPIs for a post; see `sort_kpis` for the order.

    `left_out` says why KPIs are in no chart, by id; without any there is no column for it.
    """
    head = ("KPI", "Last reading", "Target", _last_period(review), "Movement", "Status")
    rows = [(trend, _kpi_row(review, trend)) for trend in sort_kpis(review.kpis)]
    caption = f"KPIs, {review.period.label}"
    if not left_out:
        return Table(head, tuple(row for _, row in rows), caption)
    return Table(
        (*head, "Not in a chart"),
        tuple((*row, left_out.get(trend.kpi.id, NOTHING)) for trend, row in rows),
        caption,
    )


def full_kpi_table(review: Review) -> Table:
    """Return the KPIs in their own order, against target and the period before."""
    return Table(
        KPI_COLUMNS,
        tuple(_full_kpi_row(review, trend) for trend in review.kpis),
        "The last reading of the period against the target and the period before",
        frozenset({1, 2, 3}),
    )


def reading_table(review: Review) -> Table:
    """Return each period's last readings, oldest first, from the first period that has any."""
    first = next((at for at, has_any in enumerate(_periods_with_readings(review)) if has_any), None)
    if first is None:
        return Table(("KPI",), ())
    count = len(review.kpis[0].last_by_period) - first
    rows = tuple(
        (
            words.kpi_name(review.journey, trend),
            *(words.kpi_value(trend, value) for value in trend.last_by_period[first:]),
        )
        for trend in review.kpis
    )
    return Table(
        ("KPI", *period_labels(review, count)),
        rows,
        "The last reading of each period, the oldest first",
        frozenset(range(1, count + 1)),
        is_wide=True,
    )


def pain_table(review: Review) -> Table:
    """Return every theme, heaviest first, then those gone quiet."""
    rows = tuple(_pain_row(review, pain) for pain in review.pains)
    return Table(PAIN_COLUMNS, rows, numeric=frozenset({2, 3}))


def lighter_pain_table(review: Review, skip: int) -> Table:
    """Return this period's pains but for the heaviest `skip`, without their note ids."""
    rows = tuple(_pain_row(review, pain)[:-1] for pain in review.current_pains[skip:])
    return Table(
        PAIN_COLUMNS[:-1], rows, "The other pains, heaviest first", numeric=frozenset({2, 3})
    )


def improvement_table(review: Review, names: Mapping[str, str]) -> Table:
    """Return the effects of the actions; `names` maps Slack user ids to names."""
    rows = tuple(
        _improvement_row(review, one, names) for one in words.sort_improvements(review.improvements)
    )
    return Table(IMPROVEMENT_COLUMNS, rows, "What came of the actions", frozenset({4}))


def list_blind_spots(review: Review, *, short: bool = False) -> list[tuple[str, str]]:
    """Return what is missing, with the names of what it is missing from.

    `short` says "all of them" where no stage of several has an owner.
    """
    spots = review.blind_spots
    journey = review.journey
    unowned = [words.stage_name(journey, key) for key in spots.unowned]
    if short and len(unowned) == len(review.stages) > 1:
        unowned = ["all of them"]
    parts: Sequence[tuple[str, Sequence[str]]] = (
        ("Stages without a note", [words.stage_name(journey, key) for key in spots.stages]),
        ("Silent teams", spots.teams),
        ("Personas nobody wrote about", [words.spoken(key) for key in spots.personas]),
        ("Channels nobody wrote about", [words.spoken(key) for key in spots.channels]),
        ("Stages without an owner", unowned),
    )
    return [(what, ", ".join(names)) for what, names in parts if names]


def pain_stages(review: Review, pain: PeriodTheme) -> str:
    """Return the names of the stages a pain was noted in, the one with most notes first."""
    keys = dict.fromkeys((pain.stage, *pain.stages))
    return ", ".join(words.stage_name(review.journey, key) for key in keys)


def sort_kpis(kpis: Sequence[KpiTrend]) -> Sequence[KpiTrend]:
    """Return the KPIs in their own order; beyond MAX_KPIS, those off target first.

    So that those off target are not the ones left out.
    """
    if len(kpis) <= MAX_KPIS:
        return kpis
    return sorted(kpis, key=lambda trend: trend.status is not KpiStatus.OFF_TARGET)


def _last_period(review: Review) -> str:
    return f"Last {review.period.noun}"


def _net_with_count(sums: MoodSums) -> str:
    return f"{words.net_mood(sums)} ({words.notes(sums.n)})"


def _short_verdict(mood: StageMood) -> str:
    verdict = mood.change.verdict
    return f"{verdict.value} (under {MIN_NOTES})" if verdict is Verdict.TOO_FEW else verdict.value


def _shares(sums: MoodSums) -> tuple[str, str]:
    """Return how many of the notes are unhappy and happy, in percent."""
    if not sums.n:
        return NOTHING, NOTHING
    return words.percent(sums.share(sums.negative)), words.percent(sums.share(sums.positive))


def _mood_row(mood: StageMood) -> Row:
    now = mood.now
    return (
        mood.stage.name,
        float(now.n),
        *_shares(now),
        NOTHING if now.net is None else float(round(now.net)),
        _net_with_count(mood.previous),
        words.verdict(mood),
        NOTHING if now.mean is None else round(now.mean, 2),
        NOTHING if now.sd is None else round(now.sd, 2),
        words.interval(now.interval()),
        words.interval(now.net_interval(), 0),
    )


def _full_mood_row(mood: StageMood, digits: int) -> Row:
    now = mood.now
    shares = (now.negative, now.neutral, now.positive)
    return (
        mood.stage.name,
        f"{now.n:,}",
        *(words.percent(now.share(count)) if now.n else NOTHING for count in shares),
        words.net_mood(now),
        words.signed(now.mean, digits),
        words.signed(now.sd, digits).lstrip("+"),
        words.interval(now.interval(), digits),
        _net_with_count(mood.previous),
        words.verdict(mood),
        words.interval(now.net_interval(), 0),
    )


def _kpi_row(review: Review, trend: KpiTrend) -> Row:
    return (
        words.kpi_name(review.journey, trend),
        words.kpi_value(trend, trend.last),
        words.kpi_value(trend, trend.kpi.target),
        words.kpi_value(trend, trend.previous_last),
        words.kpi_movement(trend),
        f"{words.STATUS_SIGNS[trend.status]} {words.kpi_status(trend.status, trend.noun)}",
    )


def _full_kpi_row(review: Review, trend: KpiTrend) -> Row:
    return (
        words.kpi_name(review.journey, trend),
        words.kpi_value(trend, trend.last),
        words.kpi_value(trend, trend.kpi.target),
        words.kpi_value(trend, trend.previous_last),
        words.kpi_status(trend.status, trend.noun),
        words.kpi_movement(trend),
    )


def _periods_with_readings(review: Review) -> list[bool]:
    """Return for each of the last periods whether any KPI has a reading in it."""
    columns = zip(*(trend.last_by_period for trend in review.kpis), strict=True)
    return [any(value is not None for value in column) for column in columns]


def _improvement_row(review: Review, one: ImprovementSnapshot, names: Mapping[str, str]) -> Row:
    draft = one.improvement.draft
    state = [one.improvement.state.value]
    state += [f"due {draft.due:%-d %b %Y}"] if draft.due else []
    state += ["overdue"] if one.progress is ImprovementProgress.OVERDUE else []
    target = f"to move {one.kpi.key}" if one.kpi else NOTHING
    return (
        draft.title,
        words.stage_name(review.journey, draft.stage) if draft.stage else NOTHING,
        words.person(draft.owner, names) if draft.owner else NOTHING,
        ", ".join(state),
        f"{draft.impact} × {draft.ease}" if one.improvement.priority else NOTHING,
        words.describe_effect(one.effect) if one.effect else target,
    )


def _pain_row(review: Review, pain: PeriodTheme) -> Row:
    return (
        pain.title,
        pain_stages(review, pain),
        str(pain.n),
        str(pain.score),
        words.pain_status(pain, review.period.noun),
        ", ".join(pain.teams),
        ", ".join(str(note_id) for note_id in pain.note_ids),
    )
