"""Two people who change one map: nobody's work is lost unseen, and nobody waits for nothing."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.history import Deed
from bot.domain.journey import Editors, Milestone
from bot.domain.kpis import Unit
from bot.domain.review_days import ReviewDay
from bot.usecases.keeping.desk import ChangedMeanwhileError, Kept
from bot.usecases.keeping.journeys import JourneyDraft, KeepJourneys
from bot.usecases.keeping.kpis import KeepKpis, KpiDraft
from bot.usecases.keeping.personas import KeepPersonas, PersonaDraft
from bot.usecases.keeping.settings import ChangeSettings, SettingsDraft
from bot.usecases.keeping.stages import KeepStages, StageDraft
from bot.usecases.keeping.touchpoints import KeepTouchpoints, TouchpointDraft
from bot.usecases.show_parts import ShowParts
from tests.bot.usecases.house import House, all_at_once

# Saves one kind of part with that goal or name, as that person who opened it at that version.
Save = Callable[[House, str, str, int], Kept]


def stage(house: House, user: str, text: str, seen: int) -> Kept:
    """Somebody saves the stage onboarding."""
    draft = StageDraft("Onboarding", objective=text)
    journey, found = house.kept(), house.stage("onboarding")
    return house.keep(KeepStages).save(house.ws, user, journey.id, draft, found.id, seen)


def persona(house: House, user: str, text: str, seen: int) -> Kept:
    """Somebody saves the only persona."""
    draft, found = PersonaDraft("Shopper", goals=text), house.parts().personas[0]
    return house.keep(KeepPersonas).save(house.ws, user, house.kept().id, draft, found.id, seen)


def touchpoint(house: House, user: str, text: str, seen: int) -> Kept:
    """Somebody saves the only touchpoint."""
    draft = TouchpointDraft("Demo", "decision", "phone", team=text)
    found = house.parts().touchpoints[0]
    return house.keep(KeepTouchpoints).save(house.ws, user, house.kept().id, draft, found.id, seen)


def kpi(house: House, user: str, text: str, seen: int) -> Kept:
    """Somebody saves the only KPI."""
    draft = KpiDraft("Load", None, Unit.SCORE, target=str(len(text)))
    found = house.parts().kpis[0]
    return house.keep(KeepKpis).save(house.ws, user, house.kept().id, draft, found.id, seen)


def journey_itself(house: House, user: str, text: str, seen: int) -> Kept:
    """Somebody saves the journey's own fields."""
    draft = JourneyDraft("Buyer journey", goal=text, is_default=True)
    return house.keep(KeepJourneys).save(house.ws, user, house.kept().id, draft, seen)


def settings(house: House, user: str, text: str, seen: int) -> Kept:
    """Somebody saves the settings."""
    draft = SettingsDraft(
        "C1", "UTC", 1, 9, ReviewDay.WEEKDAY, text, reminders=True, editors=Editors.OWNERS
    )
    change = house.keep(ChangeSettings)
    return change(house.ws, user, house.kept().id, draft, seen)


SAVES = [stage, persona, touchpoint, kpi, journey_itself, settings]


@pytest.fixture
def filled(house: House) -> House:
    """A map with one of everything."""
    journey = house.begun()
    house.keep(KeepPersonas).save(house.ws, "U0", journey.id, PersonaDraft("Shopper"))
    demo = TouchpointDraft("Demo", "decision", "phone")
    house.keep(KeepTouchpoints).save(house.ws, "U0", journey.id, demo)
    house.keep(KeepKpis).save(house.ws, "U0", journey.id, KpiDraft("Load", None, Unit.SCORE))
    return house


def seen_now(house: House) -> int:
    """The version somebody sees who opens a form."""
    return ShowParts(house.storage, house.clock)(house.ws, "U1", None).seen


@pytest.mark.parametrize("save", SAVES)
def test_who_saves_second_is_told_what_changed_and_by_whom(filled: House, save: Save) -> None:
    opened = seen_now(filled)
    save(filled, "U1", "first", opened)
    with pytest.raises(ChangedMeanwhileError) as told:
        save(filled, "U2", "the second", opened)
    (version,) = told.value.versions
    assert (version.author, version.deed) == ("U1", Deed.EDITED)
    assert len(version.edits) >= 1
    assert told.value.number == version.number == seen_now(filled)


@pytest.mark.parametrize("save", SAVES)
def test_who_saves_again_with_the_new_number_has_it_their_way(filled: House, save: Save) -> None:
    opened = seen_now(filled)
    save(filled, "U1", "first", opened)
    with pytest.raises(ChangedMeanwhileError) as told:
        save(filled, "U2", "the second", opened)
    kept = save(filled, "U2", "the second", told.value.number)
    assert kept.version is not None
    assert (kept.version.author, kept.version.number) == ("U2", told.value.number + 1)


def test_what_was_refused_changed_nothing(filled: House) -> None:
    opened = seen_now(filled)
    stage(filled, "U1", "first", opened)
    before = filled.parts()
    with pytest.raises(ChangedMeanwhileError):
        stage(filled, "U2", "the second", opened)
    assert filled.parts() == before
    assert seen_now(filled) == opened + 1


def test_every_change_since_is_told_oldest_first(filled: House) -> None:
    opened = seen_now(filled)
    for number, text in enumerate(("one", "two", "three")):
        stage(filled, f"U{number}", text, opened + number)
    with pytest.raises(ChangedMeanwhileError) as told:
        stage(filled, "U9", "mine", opened + 1)
    assert [version.author for version in told.value.versions] == ["U1", "U2"]


# The settings are the journey's own, too.
@pytest.mark.parametrize(("one", "other"), list(itertools.permutations(SAVES[:5], 2)))
def test_different_parts_do_not_conflict(filled: House, one: Save, other: Save) -> None:
    opened = seen_now(filled)
    one(filled, "U1", "first", opened)
    assert other(filled, "U2", "the second", opened).version is not None


@pytest.mark.parametrize("second", [journey_itself, settings])
def test_the_first_version_written_late_is_nobodys_change(house: House, second: Save) -> None:
    house.begun()
    opened = seen_now(house)
    assert opened == 0
    stage(house, "U1", "first", opened)
    assert [version.number for version in house.versions()] == [2, 1]
    assert second(house, "U2", "the second", opened).version is not None


def test_another_stage_of_the_same_journey_is_another_part(house: House) -> None:
    journey = house.begun()
    stage(house, "U1", "first", 0)
    moved = StageDraft("Loyalty", position=0)
    keep = house.keep(KeepStages)
    keep.save(house.ws, "U2", journey.id, moved, house.stage("loyalty").id, 0)
    assert house.stage("onboarding").objective == "first"
    assert house.kept().stages[0].key == "loyalty"


def test_a_part_archived_meanwhile_is_told_too(filled: House) -> None:
    opened = seen_now(filled)
    found = filled.stage("onboarding")
    filled.keep(KeepStages).archive(filled.ws, "U1", filled.kept().id, found.id, None)
    with pytest.raises(ChangedMeanwhileError) as told:
        stage(filled, "U2", "mine", opened)
    assert [version.deed for version in told.value.versions] == [Deed.ARCHIVED]


def test_a_kpis_target_typed_meanwhile_is_told_too(filled: House) -> None:
    opened = seen_now(filled)
    filled.record("load 4 target:7", author="U1")
    with pytest.raises(ChangedMeanwhileError) as told:
        kpi(filled, "U2", "mine", opened)
    (version,) = told.value.versions
    assert [(edit.field, edit.after) for edit in version.edits] == [("target", "7")]


def test_what_many_do_at_once_is_all_kept_under_numbers_of_its_own(house: House) -> None:
    journey = house.begun()
    keep, people = house.keep(KeepStages), [f"U{n}" for n in range(8)]

    def adding(user: str) -> Callable[[], Any]:
        draft = StageDraft(f"Of {user}", milestone_state=Milestone.BLOCKED, position=0)
        return lambda: keep.save(house.ws, user, journey.id, draft)

    kept = all_at_once([adding(user) for user in people])
    assert sorted(k.version.number for k in kept) == list(range(2, 10))
    versions = house.versions()
    assert [version.number for version in versions] == list(range(9, 0, -1))
    assert {version.author for version in versions} == {None, *people}
    stages = house.kept().stages
    assert [found.position for found in stages] == list(range(14))
    assert {found.name for found in stages} >= {f"Of {user}" for user in people}


def test_of_many_who_save_one_part_at_once_one_does(filled: House) -> None:
    opened = seen_now(filled)

    def saving(user: str) -> Callable[[], str | None]:
        def save() -> str | None:
            try:
                stage(filled, user, f"by {user}", opened)
            except ChangedMeanwhileError:
                return None
            return user

        return save

    done = [user for user in all_at_once([saving(f"U{n}") for n in range(6)]) if user]
    assert len(done) == 1
    assert filled.stage("onboarding").objective == f"by {done[0]}"
    assert seen_now(filled) == opened + 1
