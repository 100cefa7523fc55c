"""Beginning, renaming and putting away journeys."""

from typing import Any

import pytest

from bot.domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from bot.domain.history import Deed, Subject
from bot.domain.journey import Journey
from bot.domain.templates import TEMPLATES
from bot.usecases.keeping.desk import Kept
from bot.usecases.keeping.journeys import CUSTOM, JourneyDraft, KeepJourneys, NewJourney
from tests.bot.usecases.house import House, at_once, guests


def create(house: House, name: str | None, template: str | None = "buyer", **rest: Any) -> Kept:
    """Somebody begins a journey."""
    new = NewJourney(name, template, **rest)
    return house.keep(KeepJourneys).create(house.ws, "U1", new, "C5")


def custom(house: House, stages: str | None) -> list[tuple[str, str]]:
    """The stages (key, name) of a journey that begins with these lines."""
    kept = create(house, "Shop", CUSTOM, stages=stages)
    return [(stage.key, stage.name) for stage in house.kept(kept.journey.key).stages]


def save(house: House, journey: Journey, **fields: Any) -> Kept:
    """Somebody fills in a journey's form."""
    keep = house.keep(KeepJourneys)
    return keep.save(house.ws, "U1", journey.id, JourneyDraft(**fields), seen=99)


def put_away(house: House, key: str, *, away: bool) -> Kept:
    """Somebody archives a journey or restores it."""
    return house.keep(KeepJourneys).put_away(house.ws, "U1", house.kept(key).id, away=away)


def test_the_first_journey_is_the_default_and_belongs_to_who_begins_it(house: House) -> None:
    kept = create(house, "Shop")
    shop = house.kept("shop")
    assert (shop.name, shop.owner, shop.home_channel) == ("Shop", "U1", "C5")
    assert house.journey() == shop
    assert (kept.journey.id, kept.deed) == (shop.id, Deed.CREATED)


def test_a_second_journey_leaves_the_default_alone(house: House) -> None:
    house.begun()
    create(house, "Shop")
    assert (house.kept().is_default, house.kept("shop").is_default) == (True, False)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_journey_begins_with_the_stages_of_its_template(house: House, template: str) -> None:
    create(house, "Shop", template)
    names = tuple(stage.name for stage in house.kept("shop").stages)
    assert names == TEMPLATES[template].stages


def test_a_journey_begins_with_stages_of_its_own(house: House) -> None:
    assert custom(house, "\n  First   use \r\n\n\tPay & go\n \nLove\n") == [
        ("first-use", "First use"),
        ("pay-go", "Pay & go"),
        ("love", "Love"),
    ]


@pytest.mark.parametrize(
    ("stages", "sentence"),
    [
        (None, "one on each line"),
        ("", "one on each line"),
        (" \n\n ", "one on each line"),
        ("One\nTwo\nONE!", "“One” already"),
        ("One\n!!", "letter or digit"),
        ("One\n" + "x" * 81, "at most 80"),
        ("\n".join(f"S{n}" for n in range(31)), "at most 30 stages; these are 31"),
        ("\n".join(f"S{n}" for n in range(40)), "at most 30 stages; these are 40"),
    ],
)
def test_stages_that_cannot_be_used_are_refused_at_their_field(
    house: House, stages: str | None, sentence: str
) -> None:
    with pytest.raises(BadFieldError, match=sentence) as refused:
        custom(house, stages)
    assert refused.value.field == "stages"
    assert house.journey() is None


def test_thirty_stages_are_enough(house: House) -> None:
    assert len(custom(house, "\n".join(f"S{n}" for n in range(30)))) == 30


def test_the_first_review_is_due_after_the_running_quarter(house: House) -> None:
    create(house, "Shop")
    due = house.kept("shop").review_due_at
    assert due is not None
    assert due.isoformat() == "2026-10-01T09:00:00+00:00"


def test_a_direct_message_is_no_journeys_home(house: House) -> None:
    house.keep(KeepJourneys).create(house.ws, "U1", NewJourney("Shop", "buyer"), "D1")
    assert house.kept("shop").home_channel is None


@pytest.mark.parametrize("name", [None, " ", "?", "x" * 81])
def test_a_journey_needs_a_name(house: House, name: str | None) -> None:
    with pytest.raises(BadFieldError) as refused:
        create(house, name)
    assert refused.value.field == "name"


@pytest.mark.parametrize("archived", [False, True])
@pytest.mark.parametrize("name", ["Shop", "SHOP!", "Buyer", "Buyer journey"])
def test_a_name_another_journey_has_is_refused(house: House, name: str, *, archived: bool) -> None:
    house.begun()
    create(house, "Shop")
    put_away(house, "shop", away=archived)
    with pytest.raises(BadFieldError, match="already") as refused:
        create(house, name)
    assert refused.value.field == "name"


def test_of_many_who_begin_a_journey_of_one_name_at_once_one_does(house: House) -> None:
    house.begun()

    def begin() -> str:
        try:
            return create(house, "Shop").name
        except BadFieldError as error:
            return error.field

    assert sorted(at_once(4, begin)) == ["Shop", "name", "name", "name"]


def test_guests_begin_no_journeys(house: House) -> None:
    guests(house, "U1")
    with pytest.raises(NotAllowedError):
        create(house, "Shop")
    assert house.journey() is None


def test_the_beginning_is_the_journeys_first_version_and_its_only_one(house: House) -> None:
    create(house, "Shop")
    (version,) = house.versions("shop")
    assert (version.number, version.author, version.deed) == (1, "U1", Deed.CREATED)
    assert (version.subject, version.subject_id) == (Subject.JOURNEY, house.kept("shop").id)


def test_a_journey_is_changed_and_keeps_its_key(house: House) -> None:
    journey = house.begun()
    kept = save(house, journey, name="Shop", scope=" EU ", goal="grow", owner="U7", is_default=True)
    after = house.kept()
    assert (after.name, after.scope, after.goal, after.owner) == ("Shop", "EU", "grow", "U7")
    assert kept.version is not None
    assert [edit.field for edit in kept.version.edits] == ["name", "scope", "goal", "owner"]


def test_a_journey_cannot_be_called_like_another(house: House) -> None:
    house.begun()
    create(house, "Shop")
    with pytest.raises(BadFieldError, match="“Buyer journey”"):
        save(house, house.kept("shop"), name="buyer JOURNEY")


def test_another_journey_becomes_the_default_and_the_old_one_no_longer_is(house: House) -> None:
    house.begun()
    create(house, "Shop")
    save(house, house.kept("shop"), name="Shop", is_default=True)
    assert (house.kept().is_default, house.kept("shop").is_default) == (False, True)
    assert house.capture("onboarding: slow").journey.key == "shop"


def test_the_default_cannot_just_stop_being_it(house: House) -> None:
    with pytest.raises(BadFieldError) as refused:
        save(house, house.begun(), name="Buyer", is_default=False)
    assert refused.value.field == "is_default"
    assert house.kept().is_default


def test_the_default_cannot_be_archived(house: House) -> None:
    house.begun()
    with pytest.raises(BadInputError, match="default"):
        put_away(house, "buyer", away=True)
    assert house.kept().archived is False


def test_an_archived_journey_is_told_as_such_and_keeps_its_notes(house: House) -> None:
    house.begun()
    create(house, "Shop")
    house.capture("shop/onboarding: slow")
    assert put_away(house, "shop", away=True).deed is Deed.ARCHIVED
    with pytest.raises(NotFoundError, match="“Shop” is archived"):
        house.rows(journey="shop")
    assert put_away(house, "shop", away=True).version is None
    assert put_away(house, "shop", away=False).deed is Deed.RESTORED
    assert [row["text"] for row in house.rows(journey="shop")] == ["slow"]


def test_a_note_for_an_archived_journey_goes_to_the_tray_of_the_one_in_use(house: House) -> None:
    house.begun()
    create(house, "Shop")
    put_away(house, "shop", away=True)
    captured = house.capture("shop/onboarding: slow")
    assert (captured.journey.key, captured.stage) == ("buyer", None)
    assert captured.unknown_journey == "shop"


def test_a_journey_nobody_has_is_refused_with_those_there_are(house: House) -> None:
    house.begun()
    create(house, "Shop")
    create(house, "Old")
    put_away(house, "old", away=True)
    with pytest.raises(NotFoundError, match=r"The journeys are: buyer, shop\."):
        house.rows(journey="other")
