"""Moving notes: to another stage, the inbox, another journey."""

import pytest

from domain.errors import NotAllowedError, NotFoundError
from domain.map_history import FieldChange
from domain.note_changes import NoteChangeType
from domain.notes import NoteKind
from tests.bot.env import Env, guests
from tests.bot.factories import new_journey_values
from tests.bot.journeys.test_concurrent_notes import while_onboarding_is_archived
from tests.bot.journeys.test_settings import change
from tests.bot.note_steps import by, changing, form, history, note_of


@pytest.fixture
def note_id(env: Env) -> int:
    """A note in onboarding; there is a shop too, whose year begins in August."""
    made = env.capture("onboarding: it broke touchpoint:basket persona:shopper").note_id
    journeys = env.services.journeys
    journeys.create(
        env.ws, "U1", new_journey_values("Shop", "custom", stages="Door\nTill\nOnboarding")
    )
    change(env, "shop", fiscal_start_month=8)
    return made


def counts(env: Env, journey: str = "buyer", period: str | None = None) -> dict[str, int]:
    """Notes by stage in a review, the inbox among them."""
    figures = env.figures(period, journey=journey)
    stages = {stage["key"]: stage["n"] for stage in figures["stages"] if stage["n"]}
    inbox = figures["notes"]["unsorted"]
    return {**stages, "inbox": inbox} if inbox else stages


def test_a_note_moves_to_another_stage(env: Env, note_id: int) -> None:
    moved = changing(env).move(by(env), note_id, "loyalty")
    assert (moved.change_type, moved.different) == (NoteChangeType.MOVED, True)
    assert moved.stage is not None
    assert (moved.stage.key, counts(env)) == ("loyalty", {"loyalty": 1})
    (recorded,) = history(env, note_id)
    assert (recorded.change_type, recorded.edits) == (
        NoteChangeType.MOVED,
        (FieldChange("stage", "onboarding", "loyalty"),),
    )


def test_a_note_moves_to_the_tray_and_waits_in_the_home(env: Env, note_id: int) -> None:
    moved = changing(env).move(by(env), note_id, None)
    assert (moved.stage, counts(env)) == (None, {"inbox": 1})
    assert [note.id for _, note in env.home().unsorted] == [note_id]


def test_a_note_moves_to_another_journey_and_into_a_quarter_of_its_year(
    env: Env, note_id: int
) -> None:
    moved = changing(env).move(by(env), note_id, "till", "shop")
    assert (moved.journey.key, env.rows()) == ("shop", [])
    assert counts(env, "shop", "2027-Q1") == {"till": 1}
    assert history(env, note_id)[0].edits == (
        FieldChange("journey", "buyer", "shop"),
        FieldChange("stage", "onboarding", "till"),
    )


def test_a_stage_of_the_same_key_elsewhere_is_another_stage(env: Env, note_id: int) -> None:
    assert changing(env).move(by(env), note_id, "onboarding", "shop").different
    assert counts(env, "shop", "2027-Q1") == {"onboarding": 1}
    assert note_of(env, note_id).details.persona == "shopper"


def test_a_note_moves_to_the_tray_of_another_journey_and_back(env: Env, note_id: int) -> None:
    before = env.rows()
    changing(env).move(by(env), note_id, None, "shop")
    assert counts(env, "shop", "2027-Q1") == {"inbox": 1}
    changing(env).move(by(env), note_id, "onboarding", "buyer")
    assert (env.rows(), counts(env)) == (before, {"onboarding": 1})
    assert env.rows(journey="shop") == []


def test_a_note_that_is_there_already_stays_and_nothing_is_remembered(
    env: Env, note_id: int
) -> None:
    for journey in (None, "buyer"):
        assert not changing(env).move(by(env), note_id, "onboarding", journey).different
    assert history(env, note_id) == []


@pytest.mark.parametrize(
    ("stage", "journey"),
    [("nowhere", None), ("till", None), ("loyalty", "shop"), (None, "nowhere"), ("", "nowhere")],
)
def test_a_place_that_is_not_there_is_refused(
    env: Env, note_id: int, stage: str | None, journey: str | None
) -> None:
    with pytest.raises(NotFoundError):
        changing(env).move(by(env), note_id, stage, journey)
    assert (counts(env), history(env, note_id)) == ({"onboarding": 1}, [])


def test_an_archived_stage_takes_no_note(env: Env, note_id: int) -> None:
    loyalty = env.stage("loyalty")
    env.services.stages.archive(env.ws, "U1", env.journey_by_key().id, loyalty.id, None)
    with pytest.raises(NotFoundError, match="stays where it is"):
        changing(env).move(by(env), note_id, "loyalty")
    assert counts(env) == {"onboarding": 1}


def test_an_archived_journey_takes_no_note(env: Env, note_id: int) -> None:
    env.services.journeys.archive(env.ws, "U1", env.journey_by_key("shop").id)
    with pytest.raises(NotFoundError, match="Nothing was changed"):
        changing(env).move(by(env), note_id, "till", "shop")
    assert counts(env) == {"onboarding": 1}


@pytest.mark.parametrize("way", ["move", "edit"])
def test_a_note_from_another_journey_is_not_put_in_a_stage_that_is_being_archived(
    env: Env, note_id: int, way: str
) -> None:
    changing(env).move(by(env), note_id, "door", "shop")
    complaints: list[Exception] = []

    def move() -> None:
        filled = form(journey="buyer", stage="onboarding")
        try:
            if way == "move":
                changing(env).move(by(env), note_id, "onboarding", "buyer")
            else:
                changing(env).edit(by(env), note_id, NoteKind.PAIN_POINT, filled)
        except Exception as error:
            complaints.append(error)

    while_onboarding_is_archived(env, move)
    assert ["no stage" in str(error) for error in complaints] == [True]
    assert [row["stage"] for row in env.rows(journey="shop")] == ["door"]


def test_guests_move_their_notes_within_their_journey_alone(env: Env, note_id: int) -> None:
    theirs = env.capture("onboarding: slow", author="G").note_id
    guests(env, "G")
    assert changing(env).move(by(env, "G"), theirs, "loyalty").different
    with pytest.raises(NotAllowedError):
        changing(env).move(by(env, "G"), theirs, "till", "shop")
    filled = form(journey="shop")
    with pytest.raises(NotAllowedError):
        changing(env).edit(by(env, "G"), theirs, NoteKind.PAIN_POINT, filled)
    assert env.rows(journey="shop") == []
