"""Taking stages out of use, and back."""

import pytest

from bot.domain.errors import BadFieldError, BadInputError, NotFoundError
from bot.domain.history import Deed
from bot.domain.kpis import Unit
from bot.domain.templates import Template
from bot.usecases.keeping.desk import Kept
from bot.usecases.keeping.kpis import KeepKpis, KpiDraft
from bot.usecases.keeping.stages import KeepStages, StageDraft
from bot.usecases.keeping.touchpoints import KeepTouchpoints, TouchpointDraft
from tests.bot.usecases.house import House

ABC = Template("buyer", "Buyer journey", ("Aaa", "Bbb", "Ccc"))


def archive(house: House, stage: str, to: str | None = None) -> Kept:
    """Somebody archives a stage."""
    journey = house.kept()
    return house.keep(KeepStages).archive(house.ws, "U1", journey.id, house.stage(stage).id, to)


def restore(house: House, stage: str) -> Kept:
    """Somebody restores one."""
    journey = house.kept()
    return house.keep(KeepStages).restore(house.ws, "U1", journey.id, house.stage(stage).id)


def keys(house: House) -> tuple[list[str], list[str]]:
    """The stages in use, and those archived."""
    journey = house.kept()
    assert [stage.position for stage in journey.stages] == list(range(len(journey.stages)))
    return [s.key for s in journey.stages], [s.key for s in journey.archived_stages]


@pytest.fixture
def filled(house: House) -> House:
    """Three stages with three notes in the first, one in the second, one in the tray."""
    house.begin(ABC)
    for text in ("aaa: one", "aaa: two on:2026-02-01", "aaa: three", "bbb: four", "five"):
        house.capture(text)
    return house


def stages_of_notes(house: House) -> dict[str, str | None]:
    """Which note is in which stage."""
    return {row["text"]: row["stage"] for row in house.rows()}


def test_an_archived_stages_notes_go_to_the_stage_that_is_named(filled: House) -> None:
    kept = archive(filled, "aaa", "ccc")
    assert keys(filled) == (["bbb", "ccc"], ["aaa"])
    assert stages_of_notes(filled) == {
        "one": "ccc", "two": "ccc", "three": "ccc", "four": "bbb", "five": None,
    }  # fmt: skip
    assert (kept.name, kept.deed) == ("Aaa", Deed.ARCHIVED)
    assert kept.version is not None


def test_an_archived_stages_notes_go_to_the_tray_where_none_is_named(filled: House) -> None:
    archive(filled, "aaa")
    assert stages_of_notes(filled) == {
        "one": None, "two": None, "three": None, "four": "bbb", "five": None,
    }  # fmt: skip
    assert filled.figures()["notes"] == {"total": 4, "unsorted": 3, "unread_language": 0}


def test_a_restored_stage_is_the_last_one_and_has_no_notes(filled: House) -> None:
    archive(filled, "aaa", "bbb")
    kept = restore(filled, "aaa")
    assert keys(filled) == (["bbb", "ccc", "aaa"], [])
    assert len(filled.rows()) == 5
    assert "aaa" not in stages_of_notes(filled).values()
    assert (kept.name, kept.deed) == ("Aaa", Deed.RESTORED)
    assert kept.version is not None


def test_nothing_is_filed_under_an_archived_stage(filled: House) -> None:
    archive(filled, "aaa")
    assert filled.capture("aaa: six").stage is None
    with pytest.raises(BadInputError, match="There is no stage"):
        filled.record("aaa.load 4")


def test_the_last_stage_cannot_be_archived(filled: House) -> None:
    archive(filled, "aaa", "bbb")
    archive(filled, "bbb", "ccc")
    with pytest.raises(BadInputError, match="last stage"):
        archive(filled, "ccc")
    assert keys(filled) == (["ccc"], ["aaa", "bbb"])
    assert stages_of_notes(filled)["one"] == "ccc"


def test_notes_cannot_go_where_they_are(filled: House) -> None:
    with pytest.raises(BadFieldError) as refused:
        archive(filled, "aaa", "aaa")
    assert refused.value.field == "to"


def test_notes_cannot_go_to_a_stage_that_is_not_in_use(filled: House) -> None:
    archive(filled, "ccc")
    for target in ("ccc", "nowhere"):
        with pytest.raises(NotFoundError):
            archive(filled, "aaa", target)
    assert stages_of_notes(filled)["one"] == "aaa"


def test_archiving_and_restoring_twice_is_the_same_as_once(filled: House) -> None:
    archive(filled, "aaa", "bbb")
    assert archive(filled, "aaa", "ccc").version is None
    assert stages_of_notes(filled)["one"] == "bbb"
    restore(filled, "aaa")
    assert restore(filled, "aaa").version is None
    assert keys(filled) == (["bbb", "ccc", "aaa"], [])


def test_a_stage_that_would_be_the_thirty_first_cannot_be_restored(house: House) -> None:
    journey = house.begin(Template("buyer", "Buyer", tuple(f"S{n}" for n in range(30))))
    archive(house, "s0")
    house.keep(KeepStages).save(house.ws, "U1", journey.id, StageDraft("New"))
    with pytest.raises(BadInputError, match="at most 30"):
        restore(house, "s0")


def test_its_touchpoints_and_kpis_rest_with_it(filled: House) -> None:
    journey = filled.kept()
    filled.keep(KeepTouchpoints).save(
        filled.ws, "U1", journey.id, TouchpointDraft("Demo", "aaa", "phone")
    )
    kpi = KpiDraft("load", "aaa", Unit.SCORE)
    filled.keep(KeepKpis).save(filled.ws, "U1", journey.id, kpi)
    assert len(filled.figures()["kpis"]) == 1
    archive(filled, "aaa", "bbb")
    assert filled.figures()["kpis"] == []
    assert [len(column.touchpoints) for column in filled.map().stages] == [0, 0]
    restore(filled, "aaa")
    assert len(filled.figures()["kpis"]) == 1
    assert [len(column.touchpoints) for column in filled.map().stages] == [0, 0, 1]


def test_an_archived_stage_can_be_renamed_where_it_rests(filled: House) -> None:
    archive(filled, "aaa")
    stage = filled.stage("aaa")
    draft = StageDraft("Old")
    filled.keep(KeepStages).save(filled.ws, "U1", filled.kept().id, draft, stage.id, seen=9)
    assert keys(filled) == (["bbb", "ccc"], ["old"])
