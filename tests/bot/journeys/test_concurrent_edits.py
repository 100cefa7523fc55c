"""Two people who edit one map: no change is lost, no one waits for nothing."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from bot.journeys.editing import ChangedMeanwhileError, SavedChange
from bot.journeys.map import MapService
from domain.journeys import Editors, Milestone
from domain.kpis import Unit
from domain.map_history import ChangeType
from domain.periods import ReviewDay
from tests.bot.env import Env, all_at_once
from tests.bot.factories import (
    journey_values,
    kpi_values,
    persona_values,
    settings_values,
    stage_values,
    touchpoint_values,
)

# Saves one kind of part with that goal or name, as that person who opened it at that version.
Save = Callable[[Env, str, str, int], SavedChange]


def stage(env: Env, user: str, text: str, seen: int) -> SavedChange:
    """A person saves the stage onboarding."""
    draft = stage_values("Onboarding", objective=text)
    journey, found = env.journey_by_key(), env.stage("onboarding")
    return env.services.stages.save(env.ws, user, journey.id, draft, found.id, seen)


def persona(env: Env, user: str, text: str, seen: int) -> SavedChange:
    """A person saves the only persona."""
    draft, found = persona_values("Shopper", goals=text), env.parts().personas[0]
    return env.services.personas.save(env.ws, user, env.journey_by_key().id, draft, found.id, seen)


def touchpoint(env: Env, user: str, text: str, seen: int) -> SavedChange:
    """A person saves the only touchpoint."""
    draft = touchpoint_values("Demo", "decision", "phone", team=text)
    found = env.parts().touchpoints[0]
    return env.services.touchpoints.save(
        env.ws, user, env.journey_by_key().id, draft, found.id, seen
    )


def kpi(env: Env, user: str, text: str, seen: int) -> SavedChange:
    """A person saves the only KPI."""
    draft = kpi_values("Load", None, Unit.SCORE, target=str(sum(text.encode())))
    found = env.parts().kpis[0]
    return env.services.kpis.save(env.ws, user, env.journey_by_key().id, draft, found.id, seen)


def journey_itself(env: Env, user: str, text: str, seen: int) -> SavedChange:
    """A person saves the journey's own fields."""
    draft = journey_values("Buyer journey", goal=text, is_default=True)
    return env.services.journeys.save(env.ws, user, env.journey_by_key().id, draft, seen)


def settings(env: Env, user: str, text: str, seen: int) -> SavedChange:
    """A person saves the settings."""
    draft = settings_values(
        home_channel="C1",
        time_zone="UTC",
        fiscal_start_month=1,
        review_hour=9,
        review_day=ReviewDay.WEEKDAY,
        teams=text,
        reminders=True,
        editors=Editors.OWNERS,
    )
    service = env.services.journeys
    return service.save_settings(env.ws, user, env.journey_by_key().id, draft, seen)


SAVES = [stage, persona, touchpoint, kpi, journey_itself, settings]


@pytest.fixture
def filled(env: Env) -> Env:
    """A map with one of everything."""
    journey = env.buyer_journey()
    env.services.personas.save(env.ws, "U0", journey.id, persona_values("Shopper"))
    demo = touchpoint_values("Demo", "decision", "phone")
    env.services.touchpoints.save(env.ws, "U0", journey.id, demo)
    env.services.kpis.save(env.ws, "U0", journey.id, kpi_values("Load", None, Unit.SCORE))
    return env


def seen_now(env: Env) -> int:
    """The version a person sees who opens a form."""
    return MapService(env.storage, env.clock).find_parts(env.ws, "U1", None).seen


@pytest.mark.slow
@pytest.mark.each_database
def test_who_saves_second_is_warned_and_may_save_again(filled: Env) -> None:
    for save in SAVES:
        kind = save.__name__
        opened = seen_now(filled)
        save(filled, "U1", f"first {kind}", opened)
        with pytest.raises(ChangedMeanwhileError) as conflict:
            save(filled, "U2", f"the second {kind}", opened)
        # What changed, and by whom.
        (version,) = conflict.value.versions
        assert (version.author, version.change_type) == ("U1", ChangeType.EDITED), kind
        assert len(version.edits) >= 1, kind
        assert conflict.value.number == version.number == seen_now(filled), kind
        # Who saves again with the new number has it their way.
        saved = save(filled, "U2", f"the second {kind}", conflict.value.number)
        assert saved.version is not None, kind
        assert (saved.version.author, saved.version.number) == ("U2", conflict.value.number + 1), (
            kind
        )


def test_what_was_refused_changed_nothing(filled: Env) -> None:
    opened = seen_now(filled)
    stage(filled, "U1", "first", opened)
    before = filled.parts()
    with pytest.raises(ChangedMeanwhileError):
        stage(filled, "U2", "the second", opened)
    assert filled.parts() == before
    assert seen_now(filled) == opened + 1


def test_every_change_since_is_listed_oldest_first(filled: Env) -> None:
    opened = seen_now(filled)
    for number, text in enumerate(("one", "two", "three")):
        stage(filled, f"U{number}", text, opened + number)
    with pytest.raises(ChangedMeanwhileError) as conflict:
        stage(filled, "U9", "mine", opened + 1)
    assert [version.author for version in conflict.value.versions] == ["U1", "U2"]


@pytest.mark.slow
def test_different_parts_do_not_conflict(filled: Env) -> None:
    # The settings are the journey's own, too.
    pairs = list(itertools.permutations(SAVES[:5], 2))
    refused = []
    for number, (one, other) in enumerate(pairs):
        opened = seen_now(filled)
        one(filled, "U1", f"first {number}", opened)
        try:
            assert other(filled, "U2", f"the second {number}", opened).version is not None
        except ChangedMeanwhileError:
            refused.append((one.__name__, other.__name__))
    assert refused == []


@pytest.mark.parametrize("second", [journey_itself, settings])
@pytest.mark.each_database
def test_the_first_version_written_late_is_nobodys_change(env: Env, second: Save) -> None:
    env.buyer_journey()
    opened = seen_now(env)
    assert opened == 0
    stage(env, "U1", "first", opened)
    assert [version.number for version in env.versions()] == [2, 1]
    assert second(env, "U2", "the second", opened).version is not None


def test_another_stage_of_the_same_journey_is_another_part(env: Env) -> None:
    journey = env.buyer_journey()
    stage(env, "U1", "first", 0)
    moved = stage_values("Loyalty", position=0)
    stages = env.services.stages
    stages.save(env.ws, "U2", journey.id, moved, env.stage("loyalty").id, 0)
    assert env.stage("onboarding").objective == "first"
    assert env.journey_by_key().stages[0].key == "loyalty"


def test_a_part_archived_meanwhile_is_listed_too(filled: Env) -> None:
    opened = seen_now(filled)
    found = filled.stage("onboarding")
    filled.services.stages.archive(filled.ws, "U1", filled.journey_by_key().id, found.id, None)
    with pytest.raises(ChangedMeanwhileError) as conflict:
        stage(filled, "U2", "mine", opened)
    assert [version.change_type for version in conflict.value.versions] == [ChangeType.ARCHIVED]


def test_a_kpis_target_typed_meanwhile_is_listed_too(filled: Env) -> None:
    opened = seen_now(filled)
    filled.record("load 4 target:7", author="U1")
    with pytest.raises(ChangedMeanwhileError) as conflict:
        kpi(filled, "U2", "mine", opened)
    (version,) = conflict.value.versions
    assert [(edit.field, edit.after) for edit in version.edits] == [("target", "7")]


@pytest.mark.slow
@pytest.mark.each_database
def test_what_many_do_at_once_is_all_saved_under_numbers_of_its_own(env: Env) -> None:
    journey = env.buyer_journey()
    service, people = env.services.stages, [f"U{n}" for n in range(8)]

    def adding(user: str) -> Callable[[], Any]:
        draft = stage_values(f"Of {user}", milestone_state=Milestone.BLOCKED, position=0)
        return lambda: service.save(env.ws, user, journey.id, draft)

    saved = all_at_once([adding(user) for user in people])
    assert sorted(k.version.number for k in saved) == list(range(2, 10))
    versions = env.versions()
    assert [version.number for version in versions] == list(range(9, 0, -1))
    assert {version.author for version in versions} == {None, *people}
    stages = env.journey_by_key().stages
    assert [found.position for found in stages] == list(range(14))
    assert {found.name for found in stages} >= {f"Of {user}" for user in people}


@pytest.mark.each_database
def test_of_many_who_save_one_part_at_once_one_does(filled: Env) -> None:
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
