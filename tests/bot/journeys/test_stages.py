"""Adding, editing and reordering stages."""

from datetime import date
from typing import Any

import pytest

from bot.journeys.editing import SavedChange
from domain.access import Role
from domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from domain.journeys import Milestone, Template
from domain.map_history import ChangeType, Subject
from tests.bot.env import Env
from tests.bot.factories import stage_values

TODAY = date(2026, 8, 14)

ABC = Template("buyer", "Buyer journey", ("A", "B", "C"))


def save(env: Env, stage: str | None = None, user: str = "U1", **fields: Any) -> SavedChange:
    """A person fills in a stage's form; of a new stage where none is named."""
    journey = env.journey_by_key()
    stage_id = env.stage(stage).id if stage else None
    seen = journey_seen(env)
    draft = stage_values(**fields)
    return env.services.stages.save(env.ws, user, journey.id, draft, stage_id, seen)


def journey_seen(env: Env) -> int:
    """The number of the journey's last version."""
    versions = env.versions()
    return versions[0].number if versions else 0


def order(env: Env) -> str:
    """The keys of the stages in use."""
    stages = env.journey_by_key().stages
    assert [stage.position for stage in stages] == list(range(len(stages)))
    return " ".join(stage.key for stage in stages)


def test_a_new_stage_is_the_last_one(env: Env) -> None:
    env.create_journey(ABC)
    change = save(env, name="  After  the sale ", objective=" keep them ", owner="U7")
    assert order(env) == "a b c after-the-sale"
    stage = env.stage("after-the-sale")
    assert (stage.name, stage.objective, stage.owner) == ("After the sale", "keep them", "U7")
    assert (change.name, change.change_type) == ("After the sale", ChangeType.CREATED)
    assert change.version is not None
    assert (change.version.subject, change.version.subject_id) == (Subject.STAGE, stage.id)


@pytest.mark.parametrize(
    ("position", "expected"),
    [(0, "new a b c"), (1, "a new b c"), (3, "a b c new"), (99, "a b c new"), (-1, "new a b c")],
)
def test_a_new_stage_can_be_put_anywhere(env: Env, position: int, expected: str) -> None:
    env.create_journey(ABC)
    save(env, name="New", position=position)
    assert order(env) == expected


@pytest.mark.parametrize(
    ("stage", "position", "expected"),
    [
        ("a", 1, "b a c"),
        ("a", 2, "b c a"),
        ("c", 0, "c a b"),
        ("b", 1, "a b c"),
        ("b", 99, "a c b"),
        ("b", None, "a b c"),
    ],
)
def test_a_stage_can_be_moved(env: Env, stage: str, position: int | None, expected: str) -> None:
    env.create_journey(ABC)
    save(env, stage, name=stage.upper(), position=position)
    assert order(env) == expected


def test_a_renamed_stage_has_another_key_and_keeps_its_notes(env: Env) -> None:
    env.capture("onboarding: slow")
    save(env, "onboarding", name="First use", position=3)
    assert "onboarding" not in order(env)
    assert env.rows()[0]["stage"] == "first-use"
    assert env.capture("first use: slower").stage == env.stage("first-use")
    assert env.capture("onboarding: slower").stage is None


def test_a_renamed_stage_keeps_its_kpis(env: Env) -> None:
    env.record("onboarding.completion 71%")
    save(env, "onboarding", name="First use")
    assert env.record("first-use.completion 72%").is_new is False


@pytest.mark.parametrize("name", ["B", " b ", "b!"])
def test_a_name_another_stage_has_is_refused(env: Env, name: str) -> None:
    env.create_journey(ABC)
    for stage in (None, "a"):
        with pytest.raises(BadFieldError, match="“B”") as refused:
            save(env, stage, name=name)
        assert refused.value.field == "name"
    assert order(env) == "a b c"


def test_a_name_an_archived_stage_has_is_refused(env: Env) -> None:
    journey = env.create_journey(ABC)
    env.services.stages.archive(env.ws, "U1", journey.id, env.stage("b").id, None)
    for stage in (None, "a"):
        with pytest.raises(BadFieldError, match="“B”"):
            save(env, stage, name="b")


def test_a_stage_may_be_given_its_own_name_in_other_letters(env: Env) -> None:
    env.create_journey(ABC)
    save(env, "b", name="B!")
    assert env.stage("b").name == "B!"


def test_the_thirty_first_stage_is_refused(env: Env) -> None:
    env.create_journey(Template("buyer", "Buyer journey", tuple(f"S{n}" for n in range(29))))
    save(env, name="S29")
    with pytest.raises(BadInputError, match="at most 30 stages"):
        save(env, name="S30")
    assert len(env.journey_by_key().stages) == 30


def test_one_of_thirty_stages_can_still_be_edited(env: Env) -> None:
    env.create_journey(Template("buyer", "Buyer journey", tuple(f"S{n}" for n in range(30))))
    save(env, "s7", name="Seven")
    assert env.stage("seven").position == 7


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": None}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "A", "objective": "x" * 3_001}, "objective"),
        ({"name": "A", "milestone": "x" * 3_001}, "milestone"),
        ({"name": "A", "milestone_since": date(2026, 8, 15)}, "milestone_since"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(env: Env, fields: dict[str, Any], field: str) -> None:
    env.create_journey(ABC)
    with pytest.raises(BadFieldError) as refused:
        save(env, "a", **fields)
    assert refused.value.field == field
    assert env.versions() == []


NOT_YET, REACHED, BLOCKED = Milestone.NOT_YET, Milestone.REACHED, Milestone.BLOCKED

THEN, DAY = date(2026, 5, 1), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("before", "after", "since"),
    [
        # The state changes: today, unless another day is given.
        ((NOT_YET, None), (REACHED, None), TODAY),
        ((NOT_YET, None), (REACHED, DAY), DAY),
        ((REACHED, THEN), (BLOCKED, THEN), TODAY),
        ((REACHED, THEN), (BLOCKED, None), TODAY),
        ((REACHED, THEN), (BLOCKED, DAY), DAY),
        ((REACHED, THEN), (NOT_YET, THEN), TODAY),
        # It does not: the day is as it was filled in.
        ((REACHED, THEN), (REACHED, THEN), THEN),
        ((REACHED, THEN), (REACHED, DAY), DAY),
        ((NOT_YET, None), (NOT_YET, None), None),
    ],
)
def test_since_when_a_milestone_is_as_it_is(
    env: Env,
    before: tuple[Milestone, date | None],
    after: tuple[Milestone, date | None],
    since: date | None,
) -> None:
    env.create_journey(ABC)
    for state, day in (before, after):
        save(env, "a", name="A", milestone="x", milestone_state=state, milestone_since=day)
    stage = env.stage("a")
    assert (stage.milestone_state, stage.milestone_since) == (after[0], since)


def test_today_is_that_of_the_journeys_zone(env: Env) -> None:
    env.create_journey(ABC)
    env.change_journey(time_zone="Pacific/Kiritimati")
    save(env, "a", name="A", milestone_state=REACHED)
    assert env.stage("a").milestone_since == date(2026, 8, 15)


def test_a_new_stage_may_have_reached_its_milestone(env: Env) -> None:
    env.create_journey(ABC)
    save(env, name="D", milestone_state=REACHED)
    assert env.stage("d").milestone_since == TODAY


def test_a_form_that_changes_nothing_is_no_version(env: Env) -> None:
    env.create_journey(ABC)
    assert save(env, "a", name="A").version is None
    assert env.versions() == []


def test_a_stage_of_another_journey_or_workspace_is_not_found(env: Env) -> None:
    env.create_journey(ABC)
    theirs = env.create_journey(ABC, env.other)
    service = env.services.stages
    with pytest.raises(NotFoundError):
        service.save(env.ws, "U1", env.journey_by_key().id, stage_values("X"), theirs.stages[0].id)
    with pytest.raises(NotFoundError):
        service.save(env.ws, "U1", theirs.id, stage_values("X"))
    assert order(env) == "a b c"


@pytest.mark.parametrize("role", [Role.GUEST, Role.UNKNOWN])
def test_who_may_not_edit_changes_nothing(env: Env, role: Role) -> None:
    env.create_journey(ABC)
    env.people.roles["U9"] = role
    with pytest.raises(NotAllowedError):
        save(env, user="U9", name="D")
    assert (order(env), env.versions()) == ("a b c", [])


def test_a_member_is_told_who_may_edit(env: Env) -> None:
    env.create_journey(ABC)
    env.change_journey(owner="U7")
    with pytest.raises(NotAllowedError, match=r"owner and the workspace's admins"):
        save(env, name="D")
    env.people.roles["U1"] = Role.ADMIN
    save(env, name="D")
    assert order(env) == "a b c d"
