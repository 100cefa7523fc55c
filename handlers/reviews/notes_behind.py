"""What asks for the notes or readings behind a number of a review."""

from dataclasses import dataclass
from typing import Any

from bot.reviews.figures import KpiReadings
from domain.reviews import Review
from handlers.presentation import words
from handlers.slack import forms, kit
from handlers.slack.ids import Action, numbered

ALL, UNSORTED, KPI = "all", "unsorted", "kpi"


@dataclass(frozen=True)
class Behind:
    """A number of a journey's period: `what` is `all`, `unsorted`, `stage:KEY` or `kpi:ID`."""

    journey: int
    period: str
    what: str

    @property
    def value(self) -> str:
        """As a menu carries it."""
        return f"{self.journey}|{self.period}|{self.what}"

    @classmethod
    def held(cls, value: str) -> "Behind":
        """What a menu carried."""
        journey, period, what = value.split("|", 2)
        return cls(int(journey), period, what)


def notes_menu(review: Review, number: int = 0) -> kit.Element | None:
    """The counts of notes in a review, each leading to its notes; null where there are none."""
    if not review.notes.total:
        return None
    choices = [(_value(review, ALL), f"All {words.notes(review.notes.total)}")]
    choices += [
        (_value(review, f"stage:{mood.stage.key}"), _stage(mood.stage.name, mood.now.noted))
        for mood in review.stages
        if mood.now.noted
    ]
    if review.notes.unsorted:
        choices.append((_value(review, UNSORTED), f"{words.notes(review.notes.unsorted)} unsorted"))
    return forms.select(numbered(Action.SHOW_BEHIND, number), "Notes behind …", choices)


def readings_menu(review: Review, number: int = 0) -> kit.Element | None:
    """The KPIs of a review, each leading to its readings; null where there are none."""
    choices = [
        (_value(review, f"{KPI}:{trend.kpi.id}"), words.kpi_name(review.journey, trend))
        for trend in review.kpis
    ]
    if not choices:
        return None
    return forms.select(numbered(Action.SHOW_BEHIND, number), "Readings behind …", choices)


def _value(review: Review, what: str) -> str:
    return Behind(review.journey.id, review.period.label, what).value


def _stage(name: str, count: int) -> str:
    notes = words.notes(count)
    return f"{kit.cut(name, forms.MAX_OPTION_TEXT - len(notes) - 2)}: {notes}"


NAME = 80


MAX_SHOWN = 30


def readings(shown: KpiReadings) -> dict[str, Any]:
    """When, how much, from where; the newest first."""
    kpi = shown.kpi
    name = kit.cut(words.kpi_called(shown.journey, kpi.stage, kpi.key), NAME)
    if not shown.readings:
        told = f"{name} has no readings yet: /kpi records one."
        return kit.ephemeral(told, [kit.rich(kit.line(told))])
    told = f"{name}: {shown.total:,} reading{'' if shown.total == 1 else 's'}, newest first"
    rows = [
        (
            f"{reading.day:%-d %b %Y}",
            words.value_of(kpi, reading.value),
            reading.source or "–",
        )
        for reading in shown.readings[:MAX_SHOWN]
    ]
    table = kit.text_table(("Day", "Value", "Source"), rows)
    return kit.ephemeral(told, [kit.rich(kit.line(kit.span(told, bold=True))), table])
