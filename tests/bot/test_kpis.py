"""KPIs: create, edit, archive, restore, and no false figures on the way."""

from typing import Any

import pytest

from bot.journeys.editing import SavedChange
from domain.errors import BadFieldError, BadInputError, NotFoundError
from domain.kpis import Direction, Kpi, Unit
from domain.map_fields import NONE, FormValues
from domain.map_history import ChangeType, Subject
from tests.bot.env import Env
from tests.bot.factories import form_values, kpi_values

COMPLETION = kpi_values("Completion", "onboarding", Unit.PERCENT, target="80%", baseline="60")


def save(env: Env, draft: FormValues, kpi_id: int | None = None) -> SavedChange:
    """A person fills in a KPI's form."""
    return env.services.kpis.save(env.ws, "U1", env.buyer_journey().id, draft, kpi_id, seen=99)


def only(env: Env) -> Kpi:
    """The only KPI there is."""
    (kpi,) = env.parts().kpis
    return kpi


def set_archived(env: Env, kpi: Kpi, *, archived: bool) -> SavedChange:
    """A person archives a KPI or restores it."""
    service = env.services.kpis
    change = service.archive if archived else service.restore
    return change(env.ws, "U1", env.journey_by_key().id, kpi.id)


def test_a_kpi_is_saved_with_everything(env: Env) -> None:
    saved = save(env, COMPLETION)
    kpi = only(env)
    assert kpi == Kpi(
        kpi.id, "completion", "onboarding", Unit.PERCENT, Direction.HIGHER, 80, None, 60
    )
    assert saved.version is not None
    assert (saved.name, saved.change_type) == ("onboarding.completion", ChangeType.CREATED)
    assert (saved.version.subject, saved.version.subject_id) == (Subject.KPI, kpi.id)


@pytest.mark.parametrize(
    ("name", "unit", "direction", "expected"),
    [
        ("First reply", Unit.SECONDS, None, Direction.LOWER),
        ("Churn", Unit.PERCENT, None, Direction.LOWER),
        ("NPS", Unit.SCORE, None, Direction.HIGHER),
        ("Churn", Unit.PERCENT, Direction.HIGHER, Direction.HIGHER),
    ],
)
def test_a_direction_nobody_chose_is_the_one_its_whole_name_has(
    env: Env, name: str, unit: Unit, direction: Direction | None, expected: Direction
) -> None:
    save(env, kpi_values(name, None, unit, direction))
    assert only(env).direction is expected


@pytest.mark.parametrize("name", ["Uptime", "On time", "Lifetime value", "Latency", "Visits"])
def test_a_direction_no_name_has_is_asked_at_its_field(env: Env, name: str) -> None:
    with pytest.raises(BadFieldError) as refused:
        save(env, kpi_values(name, None, Unit.SCORE, None))
    assert refused.value.field == "direction"
    assert env.parts().kpis == ()


@pytest.mark.parametrize(
    ("unit", "target", "forms"),
    [
        (Unit.COUNT, "1.234", "Write 1.2340 or 1234."),
        (Unit.PERCENT, "0.8", "Write 0.8% or 80%."),
        (Unit.SECONDS, "2", "Write 2h or 2m."),
        (Unit.PERCENT, "1,890%", "Write 1890% or 1.89%."),
    ],
)
def test_an_amount_that_may_mean_two_things_is_refused_with_what_to_type(
    env: Env, unit: Unit, target: str, forms: str
) -> None:
    with pytest.raises(BadFieldError, match=forms) as refused:
        save(env, kpi_values("Load", None, unit, target=target))
    assert refused.value.field == "target"
    for form in forms.removeprefix("Write ").removesuffix(".").split(" or "):
        save(env, kpi_values(f"Load {form}", None, unit, target=form))
    assert len({kpi.target for kpi in env.parts().kpis}) == 2


def test_an_amount_is_compared_with_the_readings(env: Env) -> None:
    env.record("onboarding.completion 71.4%")
    with pytest.raises(BadFieldError, match=r"71\.9% or 0\.719%"):
        save(env, {**COMPLETION, **form_values(target="0.719")}, only(env).id)
    save(env, {**COMPLETION, **form_values(target="0.719%")}, only(env).id)
    assert only(env).target == 0.719


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
    env: Env, unit: Unit, target: str, value: float | None, currency: str | None
) -> None:
    save(env, kpi_values("Load", "onboarding", unit, target=target))
    assert (only(env).target, only(env).currency) == (value, currency)


@pytest.mark.parametrize("field", ["target", "baseline"])
@pytest.mark.parametrize("value", ["2h", "€5", "lots"])
def test_a_value_of_another_unit_is_refused_at_its_field(env: Env, field: str, value: str) -> None:
    fields: dict[str, Any] = {field: value}
    with pytest.raises(BadFieldError) as refused:
        save(env, {**COMPLETION, **form_values(**fields)})
    assert refused.value.field == field
    assert env.parts().kpis == ()


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"target": "$50"}, "target"), ({"target": "€50", "baseline": "40 USD"}, "baseline")],
)
def test_an_amount_in_another_currency_than_the_readings_is_refused(
    env: Env, fields: dict[str, Any], field: str
) -> None:
    env.record("onboarding.basket €41.50")
    draft = kpi_values("Basket", "onboarding", Unit.MONEY)
    with pytest.raises(BadFieldError, match="€") as refused:
        save(env, {**draft, **form_values(**fields)}, only(env).id)
    assert refused.value.field == field
    save(env, {**draft, **form_values(target="50 EUR")}, only(env).id)
    assert (only(env).target, only(env).currency) == (50, "€")


def test_two_amounts_of_a_new_kpi_are_in_one_currency(env: Env) -> None:
    with pytest.raises(BadFieldError) as refused:
        save(env, kpi_values("Basket", None, Unit.MONEY, target="€50", baseline="$40"))
    assert refused.value.field == "baseline"


def test_the_currency_of_a_kpi_without_readings_can_be_changed(env: Env) -> None:
    draft = kpi_values("Basket", "onboarding", Unit.MONEY, target="€50")
    save(env, draft)
    for target, currency in (("$50", "$"), ("60", "$")):
        save(env, {**draft, **form_values(target=target)}, only(env).id)
        assert only(env).currency == currency


def test_the_unit_of_a_kpi_with_readings_cannot_be_changed(env: Env) -> None:
    env.record("onboarding.completion 71%")
    with pytest.raises(BadFieldError, match="readings in percent") as refused:
        save(env, {**COMPLETION, **form_values(unit=Unit.SCORE, target=None)}, only(env).id)
    assert refused.value.field == "unit"
    assert only(env).unit is Unit.PERCENT


def test_the_unit_of_a_kpi_without_readings_can_be_changed(env: Env) -> None:
    save(env, kpi_values("Basket", "onboarding", Unit.MONEY, target="€50"))
    save(env, kpi_values("Basket", "onboarding", Unit.COUNT, target="50"), only(env).id)
    assert (only(env).unit, only(env).currency) == (Unit.COUNT, None)


def test_a_kpi_is_changed_and_keeps_its_readings(env: Env) -> None:
    env.record("onboarding.completion 71%")
    moved = {**COMPLETION, **form_values(name="Finished", stage=NONE, direction=Direction.LOWER)}
    saved = save(env, moved, only(env).id)
    assert saved.name == "finished"
    assert (only(env).stage, only(env).target) == (None, 80)
    (figure,) = env.figures()["kpis"]
    assert (figure["key"], figure["stage"], figure["last"]) == ("finished", None, 71)
    assert figure["status"] == "on target"


@pytest.mark.parametrize("archived", [True, False])
def test_a_name_another_kpi_of_the_stage_has_is_refused(env: Env, *, archived: bool) -> None:
    save(env, COMPLETION)
    set_archived(env, only(env), archived=archived)
    with pytest.raises(BadFieldError, match=r"“onboarding\.completion”") as refused:
        save(env, {**COMPLETION, **form_values(name="completion")})
    assert refused.value.field == "name"
    save(env, {**COMPLETION, **form_values(stage="decision")})
    save(env, {**COMPLETION, **form_values(stage=NONE)})
    assert len(env.parts().kpis) == 3


def test_a_stage_that_is_none_is_refused(env: Env) -> None:
    with pytest.raises(BadFieldError) as refused:
        save(env, {**COMPLETION, **form_values(stage="delivery")})
    assert refused.value.field == "stage"


def test_an_archived_kpi_is_in_no_review_and_keeps_its_readings(env: Env) -> None:
    env.record("onboarding.completion 71%")
    kpi = only(env)
    assert set_archived(env, kpi, archived=True).change_type is ChangeType.ARCHIVED
    assert (env.figures()["kpis"], env.column("onboarding").kpis) == ([], ())
    assert set_archived(env, kpi, archived=True).version is None
    assert set_archived(env, kpi, archived=False).change_type is ChangeType.RESTORED
    assert env.figures()["kpis"][0]["last"] == 71


def test_a_kpi_of_an_archived_stage_is_in_no_review(env: Env) -> None:
    env.record("onboarding.completion 71%")
    env.record("nps 41")
    journey = env.journey_by_key()
    env.services.stages.archive(env.ws, "U1", journey.id, env.stage("onboarding").id, None)
    assert [figure["key"] for figure in env.figures()["kpis"]] == ["nps"]


def test_a_reading_of_an_archived_kpi_is_refused_with_what_to_do(env: Env) -> None:
    env.record("onboarding.completion 71%")
    set_archived(env, only(env), archived=True)
    for line in ("onboarding.completion 72%", "onboarding.completion 72% new:yes"):
        with pytest.raises(BadInputError, match=r"archived.*(?i:nothing was saved)"):
            env.record(line)
    assert env.figures()["kpis"] == []


def test_a_kpi_that_is_not_there_is_not_found(env: Env) -> None:
    theirs = env.record("onboarding.completion 71%", env.other).kpi
    with pytest.raises(NotFoundError):
        save(env, COMPLETION, theirs.id)
