"""Adding, editing and reordering stages."""

from datetime import date
from typing import Any

import pytest

from bot.domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from bot.domain.history import Deed, Subject
from bot.domain.journey import Milestone
from bot.domain.roles import Role
from bot.domain.templates import Template
from bot.usecases.keeping.desk import Kept
from bot.usecases.keeping.stages import KeepStages, StageDraft
from tests.bot.usecases.house import House

TODAY = date(2026, 8, 14)
ABC = Template("buyer", "Buyer journey", ("A", "B", "C"))


def save(house: House, stage: str | None = None, user: str = "U1", **fields: Any) -> Kept:
    """Somebody fills in a stage's form; of a new stage where none is named."""
    journey = house.kept()
    stage_id = house.stage(stage).id if stage else None
    seen = journey_seen(house)
    draft = StageDraft(**fields)
    return house.keep(KeepStages).save(house.ws, user, journey.id, draft, stage_id, seen)


def journey_seen(house: House) -> int:
    """The number of the journey's last version."""
    versions = house.versions()
    return versions[0].number if versions else 0


def order(house: House) -> str:
    """The keys of the stages in use."""
    stages = house.kept().stages
    assert [stage.position for stage in stages] == list(range(len(stages)))
    return " ".join(stage.key for stage in stages)


def test_a_new_stage_is_the_last_one(house: House) -> None:
    house.begin(ABC)
    kept = save(house, name="  After  the sale ", objective=" keep them ", owner="U7")
    assert order(house) == "a b c after-the-sale"
    stage = house.stage("after-the-sale")
    assert (stage.name, stage.objective, stage.owner) == ("After the sale", "keep them", "U7")
    assert (kept.name, kept.deed) == ("After the sale", Deed.CREATED)
    assert kept.version is not None
    assert (kept.version.subject, kept.version.subject_id) == (Subject.STAGE, stage.id)


@pytest.mark.parametrize(
    ("position", "expected"),
    [(0, "new a b c"), (1, "a new b c"), (3, "a b c new"), (99, "a b c new"), (-1, "new a b c")],
)
def test_a_new_stage_can_be_put_anywhere(house: House, position: int, expected: str) -> None:
    house.begin(ABC)
    save(house, name="New", position=position)
    assert order(house) == expected


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
def test_a_stage_can_be_moved(
    house: House, stage: str, position: int | None, expected: str
) -> None:
    house.begin(ABC)
    save(house, stage, name=stage.upper(), position=position)
    assert order(house) == expected


def test_a_renamed_stage_has_another_key_and_keeps_its_notes(house: House) -> None:
    house.capture("onboarding: slow")
    save(house, "onboarding", name="First use", position=3)
    assert "onboarding" not in order(house)
    assert house.rows()[0]["stage"] == "first-use"
    assert house.capture("first use: slower").stage == house.stage("first-use")
    assert house.capture("onboarding: slower").stage is None


def test_a_renamed_stage_keeps_its_kpis(house: House) -> None:
    house.record("onboarding.completion 71%")
    save(house, "onboarding", name="First use")
    assert house.record("first-use.completion 72%").is_new is False


@pytest.mark.parametrize("name", ["B", " b ", "b!"])
def test_a_name_another_stage_has_is_refused(house: House, name: str) -> None:
    house.begin(ABC)
    for stage in (None, "a"):
        with pytest.raises(BadFieldError, match="“B”") as refused:
            save(house, stage, name=name)
        assert refused.value.field == "name"
    assert order(house) == "a b c"


def test_a_name_an_archived_stage_has_is_refused(house: House) -> None:
    journey = house.begin(ABC)
    house.keep(KeepStages).archive(house.ws, "U1", journey.id, house.stage("b").id, None)
    for stage in (None, "a"):
        with pytest.raises(BadFieldError, match="“B”"):
            save(house, stage, name="b")


def test_a_stage_may_be_given_its_own_name_in_other_letters(house: House) -> None:
    house.begin(ABC)
    save(house, "b", name="B!")
    assert house.stage("b").name == "B!"


def test_the_thirty_first_stage_is_refused(house: House) -> None:
    house.begin(Template("buyer", "Buyer journey", tuple(f"S{n}" for n in range(29))))
    save(house, name="S29")
    with pytest.raises(BadInputError, match="at most 30 stages"):
        save(house, name="S30")
    assert len(house.kept().stages) == 30


def test_one_of_thirty_stages_can_still_be_edited(house: House) -> None:
    house.begin(Template("buyer", "Buyer journey", tuple(f"S{n}" for n in range(30))))
    save(house, "s7", name="Seven")
    assert house.stage("seven").position == 7


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
def test_a_field_that_cannot_be_used_is_named(
    house: House, fields: dict[str, Any], field: str
) -> None:
    house.begin(ABC)
    with pytest.raises(BadFieldError) as refused:
        save(house, "a", **fields)
    assert refused.value.field == field
    assert house.versions() == []


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
    house: House,
    before: tuple[Milestone, date | None],
    after: tuple[Milestone, date | None],
    since: date | None,
) -> None:
    house.begin(ABC)
    for state, day in (before, after):
        save(house, "a", name="A", milestone="x", milestone_state=state, milestone_since=day)
    stage = house.stage("a")
    assert (stage.milestone_state, stage.milestone_since) == (after[0], since)


def test_today_is_that_of_the_journeys_zone(house: House) -> None:
    house.begin(ABC)
    house.change_journey(time_zone="Pacific/Kiritimati")
    save(house, "a", name="A", milestone_state=REACHED)
    assert house.stage("a").milestone_since == date(2026, 8, 15)


def test_a_new_stage_may_have_reached_its_milestone(house: House) -> None:
    house.begin(ABC)
    save(house, name="D", milestone_state=REACHED)
    assert house.stage("d").milestone_since == TODAY


def test_a_form_that_changes_nothing_is_no_version(house: House) -> None:
    house.begin(ABC)
    assert save(house, "a", name="A").version is None
    assert house.versions() == []


def test_a_stage_of_another_journey_or_workspace_is_not_found(house: House) -> None:
    house.begin(ABC)
    theirs = house.begin(ABC, house.other)
    keep = house.keep(KeepStages)
    with pytest.raises(NotFoundError):
        keep.save(house.ws, "U1", house.kept().id, StageDraft("X"), theirs.stages[0].id)
    with pytest.raises(NotFoundError):
        keep.save(house.ws, "U1", theirs.id, StageDraft("X"))
    assert order(house) == "a b c"


@pytest.mark.parametrize("role", [Role.GUEST, Role.UNKNOWN])
def test_who_may_not_edit_changes_nothing(house: House, role: Role) -> None:
    house.begin(ABC)
    house.people.roles["U9"] = role
    with pytest.raises(NotAllowedError):
        save(house, user="U9", name="D")
    assert (order(house), house.versions()) == ("a b c", [])


def test_a_member_is_told_who_may_edit(house: House) -> None:
    house.begin(ABC)
    house.change_journey(owner="U7")
    with pytest.raises(NotAllowedError, match=r"owner and the workspace's admins"):
        save(house, name="D")
    house.people.roles["U1"] = Role.ADMIN
    save(house, name="D")
    assert order(house) == "a b c d"
