"""The map at the end of a past quarter."""

import pytest

from domain.kpis import Unit
from domain.map_fields import FormValues
from domain.notes import NoteKind
from tests.bot.env import Env
from tests.bot.factories import (
    journey_values,
    kpi_values,
    persona_values,
    stage_values,
    touchpoint_values,
)
from tests.bot.themes.theme_steps import add_theme

THEN, PAST = "2026-05-11T12:00:00+00:00", "2026-Q2"


def stage(env: Env, key: str, draft: FormValues) -> None:
    """A person edits a stage."""
    service, journey = env.services.stages, env.journey_by_key()
    service.save(env.ws, "U1", journey.id, draft, env.stage(key).id, seen=99)


@pytest.fixture
def past(env: Env) -> Env:
    """A map that was changed in spring; the clock is in August."""
    env.at(THEN)
    journey = env.buyer_journey()
    stage(env, "onboarding", stage_values("Onboarding", "speed", owner="U7"))
    demo = touchpoint_values("Demo", "decision", "phone", team="sales")
    env.services.touchpoints.save(env.ws, "U1", journey.id, demo)
    env.services.personas.save(env.ws, "U1", journey.id, persona_values("Shopper"))
    env.record("onboarding.completion 60% target:70%")
    env.record("nps 30")
    add_theme(env, "Slow", ("slow", "a snail"), ways="severity:high persona:shopper")
    env.capture("onboarding: a video", kind=NoteKind.OPPORTUNITY)
    add_theme(env, "Prices", ("too dear", "not worth it"), stage="decision")
    add_theme(env, "Silence", ("forgotten", "no call for a year"), stage="retention")
    env.at("2026-08-14T12:00:00+00:00")
    return env


def change_everything(env: Env) -> None:
    """What happens to the map in August."""
    journey = env.journey_by_key()
    stage(env, "onboarding", stage_values("First use", "delight", owner="U8", position=0))
    service = env.services.stages
    service.archive(env.ws, "U1", journey.id, env.stage("decision").id, "retention")
    service.save(env.ws, "U1", journey.id, stage_values("Onboarding"))
    (shopper,) = env.parts().personas
    personas = env.services.personas
    personas.archive(env.ws, "U1", journey.id, shopper.id)
    completion = next(kpi for kpi in env.parts().kpis if kpi.key == "completion")
    draft = kpi_values("Finished", "first-use", Unit.PERCENT, target="90%")
    kpis = env.services.kpis
    kpis.save(env.ws, "U1", journey.id, draft, completion.id, seen=99)
    nps = next(kpi for kpi in env.parts().kpis if kpi.key == "nps")
    kpis.archive(env.ws, "U1", journey.id, nps.id)
    goal = journey_values("Patients", goal="grow", is_default=True)
    env.services.journeys.save(env.ws, "U1", journey.id, goal, seen=99)


@pytest.mark.slow
def test_the_structure_is_that_of_then(past: Env) -> None:
    before = past.map(PAST)
    change_everything(past)
    after = past.map(PAST)
    assert [column.stage.name for column in after.stages] == [
        "Awareness", "Consideration", "Decision", "Onboarding", "Retention", "Loyalty",
    ]  # fmt: skip
    assert after.journey == before.journey
    assert (after.journey.name, after.journey.goal) == ("Buyer journey", None)
    for one, other in zip(before.stages, after.stages, strict=True):
        assert (one.stage, one.touchpoints) == (other.stage, other.touchpoints)
    assert after.stages[2].touchpoints[0].name == "Demo"


@pytest.mark.slow
def test_a_renamed_stage_has_its_figures_under_its_old_name(past: Env) -> None:
    before = past.column("onboarding", PAST)
    assert (before.mood.now.n, len(before.pains), before.opportunity_count) == (2, 1, 1)
    change_everything(past)
    after = past.column("onboarding", PAST)
    assert after.mood == before.mood
    assert [(pain.title, pain.score) for pain in after.pains] == [("Slow", 6)]
    assert (after.opportunities, after.opportunity_count) == (("a video",), 1)


@pytest.mark.slow
def test_a_later_stage_of_the_old_name_takes_nothing_from_it(past: Env) -> None:
    change_everything(past)
    add_theme(past, "Of August", ("of August", "August again"), ways="on:2026-05-12")
    assert [pain.title for pain in past.column("onboarding", PAST).pains] == ["Slow"]


@pytest.mark.slow
def test_kpis_are_those_of_then_with_the_targets_of_then(past: Env) -> None:
    before = past.column("onboarding", PAST).kpis, past.map(PAST).kpis
    change_everything(past)
    (completion,), (nps,) = past.column("onboarding", PAST).kpis, past.map(PAST).kpis
    assert (completion.kpi.path, completion.kpi.target) == ("onboarding.completion", 70)
    assert (completion.last, nps.last) == (60, 30)
    assert ((completion,), (nps,)) == before


@pytest.mark.slow
def test_notes_are_counted_where_they_are_filed_by_now(past: Env) -> None:
    change_everything(past)
    assert past.column("decision", PAST).mood.now.n == 0
    assert {pain.title for pain in past.column("retention", PAST).pains} == {
        "Prices",
        "Silence",
    }


@pytest.mark.slow
def test_the_map_of_now_is_that_of_now(past: Env) -> None:
    change_everything(past)
    shown = past.map()
    assert [column.stage.name for column in shown.stages] == [
        "First use", "Awareness", "Consideration", "Retention", "Loyalty", "Onboarding",
    ]  # fmt: skip
    assert (shown.journey.name, shown.complete) == ("Patients", False)
    assert past.map(PAST).complete


@pytest.mark.slow
def test_a_persona_of_then_narrows_the_map_of_then(past: Env) -> None:
    change_everything(past)
    shown = past.map(f"shopper {PAST}")
    assert (shown.persona, shown.notes.total) == ("Shopper", 2)


def test_what_changes_after_the_last_instant_of_a_quarter_is_not_in_its_map(env: Env) -> None:
    env.at(THEN)
    env.buyer_journey()
    for instant, name in (
        ("2026-06-30T23:59:59.999999+00:00", "In time"),
        ("2026-07-01T00:00:00+00:00", "Too late"),
    ):
        env.at(instant)
        stage(env, env.journey_by_key().stages[0].key, stage_values(name))
    env.at("2026-08-14T12:00:00+00:00")
    assert env.map(PAST).stages[0].stage.name == "In time"


def test_a_map_nobody_had_changed_by_then_is_as_it_began(env: Env) -> None:
    env.at(THEN)
    env.capture("onboarding: slow")
    env.at("2026-08-14T12:00:00+00:00")
    stage(env, "onboarding", stage_values("First use"))
    assert env.column("onboarding", PAST).mood.now.n == 1


@pytest.mark.slow
def test_a_kpi_first_measured_after_the_last_edit_is_on_the_map_of_then(past: Env) -> None:
    past.at("2026-06-20T12:00:00+00:00")
    past.record("loyalty.referrals 4")
    past.at("2026-08-14T12:00:00+00:00")
    change_everything(past)
    (trend,) = past.column("loyalty", PAST).kpis
    assert (trend.kpi.key, trend.last) == ("referrals", 4)


def test_before_the_first_version_the_map_has_the_stages_of_now(env: Env) -> None:
    env.buyer_journey()
    stage(env, "awareness", stage_values("Hearing of us"))
    assert env.map("2024-Q1").stages[0].stage.name == "Hearing of us"
