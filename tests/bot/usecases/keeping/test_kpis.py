"""KPIs: made, changed, put away and back, and no false figures on the way."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.errors import BadFieldError, BadInputError, NotFoundError
from bot.domain.history import Deed, Subject
from bot.domain.kpis import Direction, Kpi, Unit
from bot.usecases.keeping.desk import Kept
from bot.usecases.keeping.kpis import KeepKpis, KpiDraft
from bot.usecases.keeping.stages import KeepStages
from tests.bot.usecases.house import House

COMPLETION = KpiDraft("Completion", "onboarding", Unit.PERCENT, target="80%", baseline="60")


def keep(house: House, draft: KpiDraft, kpi_id: int | None = None) -> Kept:
    """Somebody fills in a KPI's form."""
    return house.keep(KeepKpis).save(house.ws, "U1", house.begun().id, draft, kpi_id, seen=99)


def only(house: House) -> Kpi:
    """The only KPI there is."""
    (kpi,) = house.parts().kpis
    return kpi


def put_away(house: House, kpi: Kpi, *, away: bool) -> Kept:
    """Somebody archives a KPI or restores it."""
    return house.keep(KeepKpis).put_away(house.ws, "U1", house.kept().id, kpi.id, away=away)


def test_a_kpi_is_kept_with_everything(house: House) -> None:
    kept = keep(house, COMPLETION)
    kpi = only(house)
    assert kpi == Kpi(
        kpi.id, "completion", "onboarding", Unit.PERCENT, Direction.HIGHER, 80, None, 60
    )
    assert kept.version is not None
    assert (kept.name, kept.deed) == ("onboarding.completion", Deed.CREATED)
    assert (kept.version.subject, kept.version.subject_id) == (Subject.KPI, kpi.id)


@pytest.mark.parametrize(
    ("name", "unit", "direction", "expected"),
    [
        ("First reply", Unit.SECONDS, None, Direction.LOWER),
        ("Churn", Unit.PERCENT, None, Direction.LOWER),
        ("Visits", Unit.COUNT, None, Direction.HIGHER),
        ("Churn", Unit.PERCENT, Direction.HIGHER, Direction.HIGHER),
    ],
)
def test_a_direction_nobody_chose_is_the_likely_one(
    house: House, name: str, unit: Unit, direction: Direction | None, expected: Direction
) -> None:
    keep(house, KpiDraft(name, None, unit, direction))
    assert only(house).direction is expected


@pytest.mark.parametrize(
    ("unit", "target", "value", "currency"),
    [
        (Unit.SECONDS, "3h20m", 12_000, None),
        (Unit.SECONDS, "1d", 86_400, None),
        (Unit.DAYS, "48h", 2, None),
        (Unit.MONEY, "€41.50", 41.5, "€"),
        (Unit.MONEY, "41.50", 41.5, None),
        (Unit.COUNT, "1.2M", 1_200_000, None),
        (Unit.SCORE, "  ", None, None),
    ],
)
def test_a_target_is_read_in_the_kpis_unit(
    house: House, unit: Unit, target: str, value: float | None, currency: str | None
) -> None:
    keep(house, KpiDraft("Load", "onboarding", unit, target=target))
    assert (only(house).target, only(house).currency) == (value, currency)


@pytest.mark.parametrize("field", ["target", "baseline"])
@pytest.mark.parametrize("value", ["2h", "€5", "lots"])
def test_a_value_of_another_unit_is_refused_at_its_field(
    house: House, field: str, value: str
) -> None:
    fields: dict[str, Any] = {field: value}
    with pytest.raises(BadFieldError) as refused:
        keep(house, replace(COMPLETION, **fields))
    assert refused.value.field == field
    assert house.parts().kpis == ()


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"target": "$50"}, "target"), ({"target": "€50", "baseline": "40 USD"}, "baseline")],
)
def test_an_amount_in_another_currency_than_the_readings_is_refused(
    house: House, fields: dict[str, Any], field: str
) -> None:
    house.record("onboarding.basket €41.50")
    draft = KpiDraft("Basket", "onboarding", Unit.MONEY)
    with pytest.raises(BadFieldError, match="€") as refused:
        keep(house, replace(draft, **fields), only(house).id)
    assert refused.value.field == field
    keep(house, replace(draft, target="50 EUR"), only(house).id)
    assert (only(house).target, only(house).currency) == (50, "€")


def test_two_amounts_of_a_new_kpi_are_in_one_currency(house: House) -> None:
    with pytest.raises(BadFieldError) as refused:
        keep(house, KpiDraft("Basket", None, Unit.MONEY, target="€50", baseline="$40"))
    assert refused.value.field == "baseline"


def test_the_currency_of_a_kpi_without_readings_can_be_changed(house: House) -> None:
    draft = KpiDraft("Basket", "onboarding", Unit.MONEY, target="€50")
    keep(house, draft)
    for target, currency in (("$50", "$"), ("60", "$")):
        keep(house, replace(draft, target=target), only(house).id)
        assert only(house).currency == currency


def test_the_unit_of_a_kpi_with_readings_cannot_be_changed(house: House) -> None:
    house.record("onboarding.completion 71%")
    with pytest.raises(BadFieldError, match="readings in percent") as refused:
        keep(house, replace(COMPLETION, unit=Unit.SCORE, target=None), only(house).id)
    assert refused.value.field == "unit"
    assert only(house).unit is Unit.PERCENT


def test_the_unit_of_a_kpi_without_readings_can_be_changed(house: House) -> None:
    keep(house, KpiDraft("Basket", "onboarding", Unit.MONEY, target="€50"))
    keep(house, KpiDraft("Basket", "onboarding", Unit.COUNT, target="50"), only(house).id)
    assert (only(house).unit, only(house).currency) == (Unit.COUNT, None)


def test_a_kpi_is_changed_and_keeps_its_readings(house: House) -> None:
    house.record("onboarding.completion 71%")
    moved = replace(COMPLETION, name="Finished", stage=None, direction=Direction.LOWER)
    kept = keep(house, moved, only(house).id)
    assert kept.name == "finished"
    assert (only(house).stage, only(house).target) == (None, 80)
    (figure,) = house.figures()["kpis"]
    assert (figure["key"], figure["stage"], figure["last"]) == ("finished", None, 71)
    assert figure["status"] == "on target"


@pytest.mark.parametrize("archived", [True, False])
def test_a_name_another_kpi_of_the_stage_has_is_refused(house: House, *, archived: bool) -> None:
    keep(house, COMPLETION)
    put_away(house, only(house), away=archived)
    with pytest.raises(BadFieldError, match=r"“onboarding\.completion”") as refused:
        keep(house, replace(COMPLETION, name="completion"))
    assert refused.value.field == "name"
    keep(house, replace(COMPLETION, stage="decision"))
    keep(house, replace(COMPLETION, stage=None))
    assert len(house.parts().kpis) == 3


def test_a_stage_that_is_none_is_refused(house: House) -> None:
    with pytest.raises(BadFieldError) as refused:
        keep(house, replace(COMPLETION, stage="delivery"))
    assert refused.value.field == "stage"


def test_an_archived_kpi_is_in_no_review_and_keeps_its_readings(house: House) -> None:
    house.record("onboarding.completion 71%")
    kpi = only(house)
    assert put_away(house, kpi, away=True).deed is Deed.ARCHIVED
    assert (house.figures()["kpis"], house.column("onboarding").kpis) == ([], ())
    assert put_away(house, kpi, away=True).version is None
    assert put_away(house, kpi, away=False).deed is Deed.RESTORED
    assert house.figures()["kpis"][0]["last"] == 71


def test_a_kpi_of_an_archived_stage_is_in_no_review(house: House) -> None:
    house.record("onboarding.completion 71%")
    house.record("nps 41")
    journey = house.kept()
    house.keep(KeepStages).archive(house.ws, "U1", journey.id, house.stage("onboarding").id, None)
    assert [figure["key"] for figure in house.figures()["kpis"]] == ["nps"]


def test_a_reading_of_an_archived_kpi_is_refused_with_what_to_do(house: House) -> None:
    house.record("onboarding.completion 71%")
    put_away(house, only(house), away=True)
    for line in ("onboarding.completion 72%", "onboarding.completion 72% new:yes"):
        with pytest.raises(BadInputError, match=r"archived.*(?i:nothing was saved)"):
            house.record(line)
    assert house.figures()["kpis"] == []


def test_a_kpi_that_is_not_there_is_not_found(house: House) -> None:
    theirs = house.record("onboarding.completion 71%", house.other).kpi
    with pytest.raises(NotFoundError):
        keep(house, COMPLETION, theirs.id)
