"""The tables of a review as plain text, which each format writes in its own way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.improvements import ImprovementProgress, ImprovementSnapshot
from domain.reviews import KpiTrend, Review, StageMood
from domain.themes import Theme
from handlers.improvements.blocks import describe_effect, sort_improvements
from handlers.presentation import words
from handlers.presentation.summary import period_labels

NOTHING = "–"


Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A headline for each column, rows of as many cells; `figures` are the columns of numbers.

    `is_open` tells that the numbers may be of any length, and there are many columns of them.
    """

    head: Row
    rows: tuple[Row, ...]
    figures: frozenset[int] = frozenset()
    is_open: bool = False

    def parts(self, most_cells: int) -> "Iterator[Table]":
        """The same in tables of at most so many cells, the headline row counted."""
        each = max(1, most_cells // len(self.head) - 1)
        for first in range(0, len(self.rows), each):
            yield Table(self.head, self.rows[first : first + each], self.figures)


MOODS = (
    "Stage", "n", "Mean", "SD", "95% interval", "Negative", "Neutral", "Positive", "Previous",
    "Change",
)  # fmt: skip


KPIS = ("KPI", "Last reading", "Target", "Previous", "Status", "Movement")


ACTIONS = ("Action", "Stage", "Owner", "State", "Impact × ease", "Since then")


PAINS = ("Pain", "Stage", "n", "Weight", "Before", "Teams", "Notes")


def moods(review: Review, digits: int) -> Table:
    """Every stage's mood, with so many digits."""
    rows = tuple(_mood(mood, digits) for mood in review.stages)
    return Table(MOODS, rows, frozenset(range(1, 9)))


def kpis(review: Review) -> Table:
    """Every KPI's last reading against target and the period before."""
    return Table(KPIS, tuple(_kpi(review, trend) for trend in review.kpis), frozenset({1, 2, 3}))


def readings(review: Review) -> Table:
    """The last reading of each period, as far back as any KPI has one; the oldest first."""
    first = next((at for at, known in enumerate(_measured(review)) if known), None)
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
        ("KPI", *period_labels(review, count)), rows, frozenset(range(1, count + 1)), is_open=True
    )


def _measured(review: Review) -> list[bool]:
    """For each of the last periods, whether any KPI has a reading in it."""
    columns = zip(*(trend.last_by_period for trend in review.kpis), strict=True)
    return [any(value is not None for value in column) for column in columns]


def pains(review: Review) -> Table:
    """Every pain, heaviest first, then those that were not noted again."""
    return Table(PAINS, tuple(_pain(review, pain) for pain in review.pains), frozenset({2, 3}))


def lighter_pains(review: Review, heaviest: int) -> Table:
    """The pains that were noted but for the heaviest, without the ids of their notes."""
    rows = tuple(_pain(review, pain)[:-1] for pain in review.noted[heaviest:])
    return Table(PAINS[:-1], rows, frozenset({2, 3}))


def actions(review: Review, names: Mapping[str, str]) -> Table:
    """What became of the actions; `names` maps Slack user ids to display names.

    Who is not among them is named by the id.
    """
    rows = tuple(_action(review, one, names) for one in sort_improvements(review.actions))
    return Table(ACTIONS, rows, frozenset({4}))


def blind_spots(review: Review) -> list[tuple[str, str]]:
    """What is missing, in words, with the names of what it is missing from."""
    spots = review.blind_spots
    journey = review.journey
    parts: Sequence[tuple[str, Sequence[str]]] = (
        ("Stages without a note", [words.stage_name(journey, key) for key in spots.stages]),
        ("Silent teams", spots.teams),
        ("Personas nobody wrote about", spots.personas),
        ("Channels nobody wrote about", spots.channels),
        ("Stages without an owner", [words.stage_name(journey, key) for key in spots.unowned]),
    )
    return [(what, ", ".join(names)) for what, names in parts if names]


def where(review: Review, pain: Theme) -> str:
    """The stages a pain was noted in, most of it in the first."""
    keys = dict.fromkeys((pain.stage, *pain.stages))
    return ", ".join(words.stage_name(review.journey, key) for key in keys)


def _mood(mood: StageMood, digits: int) -> Row:
    now = mood.now
    interval = [words.signed(bound, digits) for bound in now.interval() or ()]
    shares = (now.negative, now.neutral, now.positive)
    return (
        mood.stage.name,
        f"{now.n:,}",
        words.signed(now.mean, digits),
        words.signed(now.sd, digits).lstrip("+"),
        " to ".join(interval) or NOTHING,
        *(words.percent(now.share(count)) if now.n else NOTHING for count in shares),
        f"{words.signed(mood.previous.mean, digits)} (n={mood.previous.n})",
        words.verdict(mood),
    )


def _kpi(review: Review, trend: KpiTrend) -> Row:
    return (
        words.kpi_name(review.journey, trend),
        words.kpi_value(trend, trend.last),
        words.kpi_value(trend, trend.kpi.target),
        words.kpi_value(trend, trend.previous_last),
        words.kpi_status(trend.status, trend.noun),
        words.kpi_movement(trend),
    )


def _action(review: Review, one: ImprovementSnapshot, names: Mapping[str, str]) -> Row:
    draft = one.action.draft
    state = [one.action.state.value]
    state += [f"due {draft.due:%-d %b %Y}"] if draft.due else []
    state += ["overdue"] if one.standing is ImprovementProgress.OVERDUE else []
    aim = f"to move {one.kpi.key}" if one.kpi else NOTHING
    rated = f"{draft.impact} × {draft.ease}" if one.action.priority else NOTHING
    return (
        draft.title,
        words.stage_name(review.journey, draft.stage) if draft.stage else NOTHING,
        names.get(draft.owner, draft.owner) if draft.owner else NOTHING,
        ", ".join(state),
        rated,
        describe_effect(one.effect) if one.effect else aim,
    )


def _pain(review: Review, pain: Theme) -> Row:
    return (
        pain.title,
        where(review, pain),
        str(pain.n),
        str(pain.score),
        words.standing(pain, review.period.noun),
        ", ".join(pain.teams),
        ", ".join(str(note_id) for note_id in pain.note_ids),
    )
