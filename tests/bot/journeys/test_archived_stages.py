"""Taking stages out of use, and back."""

import pytest

from bot.journeys.editing import SavedChange
from domain.errors import BadFieldError, BadInputError, NotFoundError
from domain.journeys import Template
from domain.kpis import Unit
from domain.map_history import ChangeType
from tests.bot.env import Env
from tests.bot.factories import kpi_values, stage_values, touchpoint_values

ABC = Template("buyer", "Buyer journey", ("Aaa", "Bbb", "Ccc"))


def archive(env: Env, stage: str, to: str | None = None) -> SavedChange:
    """A person archives a stage."""
    journey = env.journey_by_key()
    return env.services.stages.archive(env.ws, "U1", journey.id, env.stage(stage).id, to)


def restore(env: Env, stage: str) -> SavedChange:
    """A person restores one."""
    journey = env.journey_by_key()
    return env.services.stages.restore(env.ws, "U1", journey.id, env.stage(stage).id)


def keys(env: Env) -> tuple[list[str], list[str]]:
    """The stages in use, and those archived."""
    journey = env.journey_by_key()
    assert [stage.position for stage in journey.stages] == list(range(len(journey.stages)))
    return [s.key for s in journey.stages], [s.key for s in journey.archived_stages]


@pytest.fixture
def filled(env: Env) -> Env:
    """Three stages with three notes in the first, one in the second, one in the inbox."""
    env.create_journey(ABC)
    for text in ("aaa: one", "aaa: two on:2026-02-01", "aaa: three", "bbb: four", "five"):
        env.capture(text)
    return env


def stages_of_notes(env: Env) -> dict[str, str | None]:
    """Which note is in which stage."""
    return {row["text"]: row["stage"] for row in env.rows()}


@pytest.mark.slow
def test_an_archived_stages_notes_go_to_the_stage_that_is_named(filled: Env) -> None:
    change = archive(filled, "aaa", "ccc")
    assert keys(filled) == (["bbb", "ccc"], ["aaa"])
    assert stages_of_notes(filled) == {
        "one": "ccc", "two": "ccc", "three": "ccc", "four": "bbb", "five": None,
    }  # fmt: skip
    assert (change.name, change.change_type) == ("Aaa", ChangeType.ARCHIVED)
    assert change.version is not None


def test_an_archived_stages_notes_go_to_the_tray_where_none_is_named(filled: Env) -> None:
    archive(filled, "aaa")
    assert stages_of_notes(filled) == {
        "one": None, "two": None, "three": None, "four": "bbb", "five": None,
    }  # fmt: skip
    assert filled.figures()["notes"] == {"total": 4, "unsorted": 3, "unread_language": 0}


def test_a_restored_stage_is_the_last_one_and_has_no_notes(filled: Env) -> None:
    archive(filled, "aaa", "bbb")
    change = restore(filled, "aaa")
    assert keys(filled) == (["bbb", "ccc", "aaa"], [])
    assert len(filled.rows()) == 5
    assert "aaa" not in stages_of_notes(filled).values()
    assert (change.name, change.change_type) == ("Aaa", ChangeType.RESTORED)
    assert change.version is not None


def test_nothing_is_filed_under_an_archived_stage(filled: Env) -> None:
    archive(filled, "aaa")
    assert filled.capture("aaa: six").stage is None
    with pytest.raises(BadInputError, match="There is no stage"):
        filled.record("aaa.load 4")


def test_the_last_stage_cannot_be_archived(filled: Env) -> None:
    archive(filled, "aaa", "bbb")
    archive(filled, "bbb", "ccc")
    with pytest.raises(BadInputError, match="last stage"):
        archive(filled, "ccc")
    assert keys(filled) == (["ccc"], ["aaa", "bbb"])
    assert stages_of_notes(filled)["one"] == "ccc"


def test_notes_cannot_go_where_they_are(filled: Env) -> None:
    with pytest.raises(BadFieldError) as refused:
        archive(filled, "aaa", "aaa")
    assert refused.value.field == "to"


def test_notes_cannot_go_to_a_stage_that_is_not_in_use(filled: Env) -> None:
    archive(filled, "ccc")
    for target in ("ccc", "nowhere"):
        with pytest.raises(NotFoundError):
            archive(filled, "aaa", target)
    assert stages_of_notes(filled)["one"] == "aaa"


def test_archiving_and_restoring_twice_is_the_same_as_once(filled: Env) -> None:
    archive(filled, "aaa", "bbb")
    assert archive(filled, "aaa", "ccc").version is None
    assert stages_of_notes(filled)["one"] == "bbb"
    restore(filled, "aaa")
    assert restore(filled, "aaa").version is None
    assert keys(filled) == (["bbb", "ccc", "aaa"], [])


def test_a_stage_that_would_be_the_thirty_first_cannot_be_restored(env: Env) -> None:
    journey = env.create_journey(Template("buyer", "Buyer", tuple(f"S{n}" for n in range(30))))
    archive(env, "s0")
    env.services.stages.save(env.ws, "U1", journey.id, stage_values("New"))
    with pytest.raises(BadInputError, match="at most 30"):
        restore(env, "s0")


def test_its_touchpoints_and_kpis_rest_with_it(filled: Env) -> None:
    journey = filled.journey_by_key()
    filled.services.touchpoints.save(
        filled.ws, "U1", journey.id, touchpoint_values("Demo", "aaa", "phone")
    )
    kpi = kpi_values("load", "aaa", Unit.SCORE)
    filled.services.kpis.save(filled.ws, "U1", journey.id, kpi)
    assert len(filled.figures()["kpis"]) == 1
    archive(filled, "aaa", "bbb")
    assert filled.figures()["kpis"] == []
    assert [len(column.touchpoints) for column in filled.map().stages] == [0, 0]
    restore(filled, "aaa")
    assert len(filled.figures()["kpis"]) == 1
    assert [len(column.touchpoints) for column in filled.map().stages] == [0, 0, 1]


def test_an_archived_stage_can_be_renamed_where_it_rests(filled: Env) -> None:
    archive(filled, "aaa")
    stage = filled.stage("aaa")
    draft = stage_values("Old")
    filled.services.stages.save(
        filled.ws, "U1", filled.journey_by_key().id, draft, stage.id, seen=9
    )
    assert keys(filled) == (["bbb", "ccc"], ["old"])
