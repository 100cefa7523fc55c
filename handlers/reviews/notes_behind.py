"""The menus that list the notes or readings behind a review's figures, and the readings."""

from dataclasses import dataclass
from typing import Any

from bot.reviews.figures import KpiReadings
from domain.reviews import Review
from handlers.presentation import words
from handlers.presentation.tables import Table
from handlers.slack import forms, kit
from handlers.slack.ids import Action, numbered

ALL, UNSORTED, KPI = "all", "unsorted", "kpi"

MAX_NAME = 80

MAX_READINGS_SHOWN = 30


@dataclass(frozen=True)
class FigureSource:
    """A figure of a journey's period: `figure` is `all`, `unsorted`, `stage:KEY` or `kpi:ID`."""

    journey: int
    period: str
    figure: str

    def to_value(self) -> str:
        """Return it as the value of a menu option."""
        return f"{self.journey}|{self.period}|{self.figure}"

    @classmethod
    def from_value(cls, value: str) -> "FigureSource":
        """Read the value of a menu option."""
        journey, period, figure = value.split("|", 2)
        return cls(int(journey), period, figure)


def notes_menu(review: Review, number: int = 0) -> kit.Element | None:
    """Return a menu of the review's note counts, or None if it has no notes."""
    if not review.notes.total:
        return None
    choices = [(_value(review, ALL), f"All {words.notes(review.notes.total)}")]
    choices += [
        (
            _value(review, f"stage:{mood.stage.key}"),
            _stage_label(mood.stage.name, mood.now.note_count),
        )
        for mood in review.stages
        if mood.now.note_count
    ]
    if review.notes.unsorted:
        choices.append((_value(review, UNSORTED), f"{words.notes(review.notes.unsorted)} unsorted"))
    return forms.select(numbered(Action.SHOW_BEHIND, number), "Notes behind …", choices)


def readings_menu(review: Review, number: int = 0) -> kit.Element | None:
    """Return a menu of the review's KPIs, or None if it has none."""
    choices = [
        (_value(review, f"{KPI}:{trend.kpi.id}"), words.kpi_name(review.journey, trend))
        for trend in review.kpis
    ]
    if not choices:
        return None
    return forms.select(numbered(Action.SHOW_BEHIND, number), "Readings behind …", choices)


def readings_message(found: KpiReadings) -> dict[str, Any]:
    """Return a KPI's readings with day, value and source, newest first."""
    kpi = found.kpi
    name = kit.cut(words.kpi_name_from_keys(found.journey, kpi.stage, kpi.key), MAX_NAME)
    if not found.readings:
        text = f"{name} has no readings yet: /kpi records one."
        return kit.ephemeral(text, [kit.rich(kit.line(text))])
    text = f"{name}: {found.total:,} reading{'' if found.total == 1 else 's'}, newest first"
    rows = tuple(
        (
            f"{reading.day:%-d %b %Y}",
            words.value_of(kpi, reading.value),
            reading.source or "–",
        )
        for reading in found.readings[:MAX_READINGS_SHOWN]
    )
    table = kit.text_table(Table(("Day", "Value", "Source"), rows))
    return kit.ephemeral(text, [kit.rich(kit.line(kit.span(text, bold=True))), table])


def _value(review: Review, figure: str) -> str:
    return FigureSource(review.journey.id, review.period.label, figure).to_value()


def _stage_label(name: str, count: int) -> str:
    notes = words.notes(count)
    return f"{kit.cut(name, forms.MAX_OPTION_TEXT - len(notes) - 2)}: {notes}"
