"""The map as it stood at the end of a quarter that is over."""

import pytest

from bot.domain.kpis import Unit
from bot.domain.notes import NoteKind
from bot.usecases.keeping.journeys import JourneyDraft, KeepJourneys
from bot.usecases.keeping.kpis import KeepKpis, KpiDraft
from bot.usecases.keeping.personas import KeepPersonas, PersonaDraft
from bot.usecases.keeping.stages import KeepStages, StageDraft
from bot.usecases.keeping.touchpoints import KeepTouchpoints, TouchpointDraft
from tests.bot.usecases.house import House

THEN, PAST = "2026-05-11T12:00:00+00:00", "2026-Q2"


def stage(house: House, key: str, draft: StageDraft) -> None:
    """Somebody edits a stage."""
    keep, journey = house.keep(KeepStages), house.kept()
    keep.save(house.ws, "U1", journey.id, draft, house.stage(key).id, seen=99)


@pytest.fixture
def past(house: House) -> House:
    """A spring in which a map was kept; the clock stands in August, and nothing has changed yet."""
    house.at(THEN)
    journey = house.begun()
    stage(house, "onboarding", StageDraft("Onboarding", "speed", owner="U7"))
    demo = TouchpointDraft("Demo", "decision", "phone", team="sales")
    house.keep(KeepTouchpoints).save(house.ws, "U1", journey.id, demo)
    house.keep(KeepPersonas).save(house.ws, "U1", journey.id, PersonaDraft("Shopper"))
    house.record("onboarding.completion 60% target:70%")
    house.record("nps 30")
    house.capture("onboarding: slow severity:high persona:shopper")
    house.capture("onboarding: a video", kind=NoteKind.OPPORTUNITY)
    house.capture("decision: too dear severity:low")
    house.capture("retention: forgotten severity:low")
    house.at("2026-08-14T12:00:00+00:00")
    return house


def change_everything(house: House) -> None:
    """What happens to the map in August."""
    journey = house.kept()
    stage(house, "onboarding", StageDraft("First use", "delight", owner="U8", position=0))
    keep = house.keep(KeepStages)
    keep.archive(house.ws, "U1", journey.id, house.stage("decision").id, "retention")
    keep.save(house.ws, "U1", journey.id, StageDraft("Onboarding"))
    (shopper,) = house.parts().personas
    personas = house.keep(KeepPersonas)
    personas.put_away(house.ws, "U1", journey.id, shopper.id, away=True)
    completion = next(kpi for kpi in house.parts().kpis if kpi.key == "completion")
    draft = KpiDraft("Finished", "first-use", Unit.PERCENT, target="90%")
    kpis = house.keep(KeepKpis)
    kpis.save(house.ws, "U1", journey.id, draft, completion.id, seen=99)
    nps = next(kpi for kpi in house.parts().kpis if kpi.key == "nps")
    kpis.put_away(house.ws, "U1", journey.id, nps.id, away=True)
    goal = JourneyDraft("Patients", goal="grow", is_default=True)
    house.keep(KeepJourneys).save(house.ws, "U1", journey.id, goal, seen=99)


def test_the_structure_is_that_of_then(past: House) -> None:
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


def test_a_renamed_stage_has_its_figures_under_its_old_name(past: House) -> None:
    before = past.column("onboarding", PAST)
    assert (before.mood.now.n, len(before.pains), before.opportunity_count) == (2, 1, 1)
    change_everything(past)
    after = past.column("onboarding", PAST)
    assert after.mood == before.mood
    assert [(pain.title, pain.score) for pain in after.pains] == [("slow", 3)]
    assert (after.opportunities, after.opportunity_count) == (("a video",), 1)


def test_a_later_stage_of_the_old_name_takes_nothing_from_it(past: House) -> None:
    change_everything(past)
    past.capture("onboarding: of August severity:critical on:2026-05-12")
    assert [pain.title for pain in past.column("onboarding", PAST).pains] == ["slow"]


def test_kpis_are_those_of_then_with_the_targets_of_then(past: House) -> None:
    before = past.column("onboarding", PAST).kpis, past.map(PAST).kpis
    change_everything(past)
    (completion,), (nps,) = past.column("onboarding", PAST).kpis, past.map(PAST).kpis
    assert (completion.kpi.path, completion.kpi.target) == ("onboarding.completion", 70)
    assert (completion.last, nps.last) == (60, 30)
    assert ((completion,), (nps,)) == before


def test_notes_are_counted_where_they_are_filed_by_now(past: House) -> None:
    change_everything(past)
    assert past.column("decision", PAST).mood.now.n == 0
    assert {pain.title for pain in past.column("retention", PAST).pains} == {
        "too dear",
        "forgotten",
    }


def test_the_map_of_now_is_that_of_now(past: House) -> None:
    change_everything(past)
    shown = past.map()
    assert [column.stage.name for column in shown.stages] == [
        "First use", "Awareness", "Consideration", "Retention", "Loyalty", "Onboarding",
    ]  # fmt: skip
    assert (shown.journey.name, shown.complete) == ("Patients", False)
    assert past.map(PAST).complete


def test_a_persona_of_then_narrows_the_map_of_then(past: House) -> None:
    change_everything(past)
    shown = past.map(f"shopper {PAST}")
    assert (shown.persona, shown.notes.total) == ("Shopper", 1)


def test_what_changes_after_the_last_instant_of_a_quarter_is_not_in_its_map(house: House) -> None:
    house.at(THEN)
    house.begun()
    for instant, name in (
        ("2026-06-30T23:59:59.999999+00:00", "In time"),
        ("2026-07-01T00:00:00+00:00", "Too late"),
    ):
        house.at(instant)
        stage(house, house.kept().stages[0].key, StageDraft(name))
    house.at("2026-08-14T12:00:00+00:00")
    assert house.map(PAST).stages[0].stage.name == "In time"


def test_a_map_nobody_had_changed_by_then_is_as_it_began(house: House) -> None:
    house.at(THEN)
    house.capture("onboarding: slow")
    house.at("2026-08-14T12:00:00+00:00")
    stage(house, "onboarding", StageDraft("First use"))
    assert house.column("onboarding", PAST).mood.now.n == 1


def test_a_kpi_first_measured_after_the_last_edit_is_on_the_map_of_then(past: House) -> None:
    past.at("2026-06-20T12:00:00+00:00")
    past.record("loyalty.referrals 4")
    past.at("2026-08-14T12:00:00+00:00")
    change_everything(past)
    (trend,) = past.column("loyalty", PAST).kpis
    assert (trend.kpi.key, trend.last) == ("referrals", 4)


def test_before_the_first_version_the_map_has_the_stages_of_now(house: House) -> None:
    house.begun()
    stage(house, "awareness", StageDraft("Hearing of us"))
    assert house.map("2024-Q1").stages[0].stage.name == "Hearing of us"
