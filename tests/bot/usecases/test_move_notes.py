"""Moving notes: to another stage, the tray, another journey."""

import pytest

from bot.domain.errors import NotAllowedError, NotFoundError
from bot.domain.history import Edit
from bot.domain.note_changes import NoteDeed
from bot.domain.notes import NoteKind
from bot.usecases.keeping.journeys import KeepJourneys, NewJourney
from bot.usecases.keeping.stages import KeepStages
from tests.bot.usecases.house import House, guests
from tests.bot.usecases.keeping.test_notes_in_between import while_onboarding_is_archived
from tests.bot.usecases.keeping.test_settings import change
from tests.bot.usecases.living import by, changing, form, history, note_of


@pytest.fixture
def note_id(house: House) -> int:
    """A note in onboarding; there is a shop too, whose year begins in August."""
    made = house.capture("onboarding: it broke touchpoint:basket persona:shopper").note_id
    keep = house.keep(KeepJourneys)
    keep.create(house.ws, "U1", NewJourney("Shop", "custom", stages="Door\nTill\nOnboarding"))
    change(house, "shop", fiscal_start_month=8)
    return made


def counts(house: House, journey: str = "buyer", period: str | None = None) -> dict[str, int]:
    """Notes by stage in a review, the tray among them."""
    figures = house.figures(period, journey=journey)
    stages = {stage["key"]: stage["n"] for stage in figures["stages"] if stage["n"]}
    tray = figures["notes"]["unsorted"]
    return {**stages, "tray": tray} if tray else stages


def test_a_note_moves_to_another_stage(house: House, note_id: int) -> None:
    moved = changing(house).move(by(house), note_id, "loyalty")
    assert (moved.deed, moved.different) == (NoteDeed.MOVED, True)
    assert moved.stage is not None
    assert (moved.stage.key, counts(house)) == ("loyalty", {"loyalty": 1})
    (kept,) = history(house, note_id)
    assert (kept.deed, kept.edits) == (NoteDeed.MOVED, (Edit("stage", "onboarding", "loyalty"),))


def test_a_note_moves_to_the_tray_and_waits_in_the_home(house: House, note_id: int) -> None:
    moved = changing(house).move(by(house), note_id, None)
    assert (moved.stage, counts(house)) == (None, {"tray": 1})
    assert [note.id for _, note in house.home().unsorted] == [note_id]


def test_a_note_moves_to_another_journey_and_into_a_quarter_of_its_year(
    house: House, note_id: int
) -> None:
    moved = changing(house).move(by(house), note_id, "till", "shop")
    assert (moved.journey.key, house.rows()) == ("shop", [])
    assert counts(house, "shop", "2027-Q1") == {"till": 1}
    assert history(house, note_id)[0].edits == (
        Edit("journey", "buyer", "shop"),
        Edit("stage", "onboarding", "till"),
    )


def test_a_stage_of_the_same_key_elsewhere_is_another_stage(house: House, note_id: int) -> None:
    assert changing(house).move(by(house), note_id, "onboarding", "shop").different
    assert counts(house, "shop", "2027-Q1") == {"onboarding": 1}
    assert note_of(house, note_id).details.persona == "shopper"


def test_a_note_moves_to_the_tray_of_another_journey_and_back(house: House, note_id: int) -> None:
    before = house.rows()
    changing(house).move(by(house), note_id, None, "shop")
    assert counts(house, "shop", "2027-Q1") == {"tray": 1}
    changing(house).move(by(house), note_id, "onboarding", "buyer")
    assert (house.rows(), counts(house)) == (before, {"onboarding": 1})
    assert house.rows(journey="shop") == []


def test_a_note_that_is_there_already_stays_and_nothing_is_remembered(
    house: House, note_id: int
) -> None:
    for journey in (None, "buyer"):
        assert not changing(house).move(by(house), note_id, "onboarding", journey).different
    assert history(house, note_id) == []


@pytest.mark.parametrize(
    ("stage", "journey"),
    [("nowhere", None), ("till", None), ("loyalty", "shop"), (None, "nowhere"), ("", "nowhere")],
)
def test_a_place_that_is_not_there_is_refused(
    house: House, note_id: int, stage: str | None, journey: str | None
) -> None:
    with pytest.raises(NotFoundError):
        changing(house).move(by(house), note_id, stage, journey)
    assert (counts(house), history(house, note_id)) == ({"onboarding": 1}, [])


def test_an_archived_stage_takes_no_note(house: House, note_id: int) -> None:
    loyalty = house.stage("loyalty")
    house.keep(KeepStages).archive(house.ws, "U1", house.kept().id, loyalty.id, None)
    with pytest.raises(NotFoundError, match="stays where it is"):
        changing(house).move(by(house), note_id, "loyalty")
    assert counts(house) == {"onboarding": 1}


def test_an_archived_journey_takes_no_note(house: House, note_id: int) -> None:
    house.keep(KeepJourneys).put_away(house.ws, "U1", house.kept("shop").id, away=True)
    with pytest.raises(NotFoundError, match="Nothing was changed"):
        changing(house).move(by(house), note_id, "till", "shop")
    assert counts(house) == {"onboarding": 1}


@pytest.mark.parametrize("way", ["move", "edit"])
def test_a_note_from_another_journey_is_not_put_in_a_stage_that_is_being_archived(
    house: House, note_id: int, way: str
) -> None:
    changing(house).move(by(house), note_id, "door", "shop")
    complaints: list[Exception] = []

    def move() -> None:
        filled = form(journey="buyer", stage="onboarding")
        try:
            if way == "move":
                changing(house).move(by(house), note_id, "onboarding", "buyer")
            else:
                changing(house).edit(by(house), note_id, NoteKind.PAIN_POINT, filled)
        except Exception as error:
            complaints.append(error)

    while_onboarding_is_archived(house, move)
    assert ["no stage" in str(error) for error in complaints] == [True]
    assert [row["stage"] for row in house.rows(journey="shop")] == ["door"]


def test_guests_move_their_notes_within_their_journey_alone(house: House, note_id: int) -> None:
    theirs = house.capture("onboarding: slow", author="G").note_id
    guests(house, "G")
    assert changing(house).move(by(house, "G"), theirs, "loyalty").different
    with pytest.raises(NotAllowedError):
        changing(house).move(by(house, "G"), theirs, "till", "shop")
    filled = form(journey="shop")
    with pytest.raises(NotAllowedError):
        changing(house).edit(by(house, "G"), theirs, NoteKind.PAIN_POINT, filled)
    assert house.rows(journey="shop") == []
