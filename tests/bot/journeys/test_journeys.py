"""Beginning, renaming and putting away journeys."""

from typing import Any

import pytest

from bot.journeys.editing import SavedChange
from domain.errors import BadFieldError, BadInputError, NotAllowedError, NotFoundError
from domain.journey_settings import CUSTOM
from domain.journeys import TEMPLATES, Journey
from domain.map_history import ChangeType, Subject
from tests.bot.env import Env, at_once, guests
from tests.bot.factories import journey_values, new_journey_values


def create(env: Env, name: str | None, template: str | None = "buyer", **rest: Any) -> SavedChange:
    """A person begins a journey."""
    new = new_journey_values(name, template, **rest)
    return env.services.journeys.create(env.ws, "U1", new, "C5")


def custom(env: Env, stages: str | None) -> list[tuple[str, str]]:
    """The stages (key, name) of a journey that begins with these lines."""
    saved = create(env, "Shop", CUSTOM, stages=stages)
    return [(stage.key, stage.name) for stage in env.journey_by_key(saved.journey.key).stages]


def save(env: Env, journey: Journey, **fields: Any) -> SavedChange:
    """A person fills in a journey's form."""
    return env.services.journeys.save(env.ws, "U1", journey.id, journey_values(**fields), seen=99)


def set_archived(env: Env, key: str, *, archived: bool) -> SavedChange:
    """A person archives a journey or restores it."""
    service = env.services.journeys
    change = service.archive if archived else service.restore
    return change(env.ws, "U1", env.journey_by_key(key).id)


def test_the_first_journey_is_the_default_and_belongs_to_who_begins_it(env: Env) -> None:
    saved = create(env, "Shop")
    shop = env.journey_by_key("shop")
    assert (shop.name, shop.owner, shop.home_channel) == ("Shop", "U1", "C5")
    assert env.journey() == shop
    assert (saved.journey.id, saved.change_type) == (shop.id, ChangeType.CREATED)


def test_a_second_journey_leaves_the_default_alone(env: Env) -> None:
    env.buyer_journey()
    create(env, "Shop")
    assert (env.journey_by_key().is_default, env.journey_by_key("shop").is_default) == (True, False)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_journey_begins_with_the_stages_of_its_template(env: Env, template: str) -> None:
    create(env, "Shop", template)
    names = tuple(stage.name for stage in env.journey_by_key("shop").stages)
    assert names == TEMPLATES[template].stages


def test_a_journey_begins_with_stages_of_its_own(env: Env) -> None:
    assert custom(env, "\n  First   use \r\n\n\tPay & go\n \nLove\n") == [
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
    env: Env, stages: str | None, sentence: str
) -> None:
    with pytest.raises(BadFieldError, match=sentence) as refused:
        custom(env, stages)
    assert refused.value.field == "stages"
    assert env.journey() is None


def test_thirty_stages_are_enough(env: Env) -> None:
    assert len(custom(env, "\n".join(f"S{n}" for n in range(30)))) == 30


def test_the_first_review_is_due_after_the_running_quarter(env: Env) -> None:
    create(env, "Shop")
    due = env.journey_by_key("shop").review_due_at
    assert due is not None
    assert due.isoformat() == "2026-10-01T09:00:00+00:00"


def test_a_direct_message_is_no_journeys_home(env: Env) -> None:
    env.services.journeys.create(env.ws, "U1", new_journey_values("Shop", "buyer"), "D1")
    assert env.journey_by_key("shop").home_channel is None


@pytest.mark.parametrize("name", [None, " ", "?", "x" * 81])
def test_a_journey_needs_a_name(env: Env, name: str | None) -> None:
    with pytest.raises(BadFieldError) as refused:
        create(env, name)
    assert refused.value.field == "name"


@pytest.mark.parametrize("archived", [False, True])
@pytest.mark.parametrize("name", ["Shop", "SHOP!", "Buyer", "Buyer journey"])
def test_a_name_another_journey_has_is_refused(env: Env, name: str, *, archived: bool) -> None:
    env.buyer_journey()
    create(env, "Shop")
    set_archived(env, "shop", archived=archived)
    with pytest.raises(BadFieldError, match="already") as refused:
        create(env, name)
    assert refused.value.field == "name"


@pytest.mark.each_database
def test_of_many_who_begin_a_journey_of_one_name_at_once_one_does(env: Env) -> None:
    env.buyer_journey()

    def begin() -> str:
        try:
            return create(env, "Shop").name
        except BadFieldError as error:
            return error.field

    assert sorted(at_once(4, begin)) == ["Shop", "name", "name", "name"]


def test_guests_begin_no_journeys(env: Env) -> None:
    guests(env, "U1")
    with pytest.raises(NotAllowedError):
        create(env, "Shop")
    assert env.journey() is None


def test_the_beginning_is_the_journeys_first_version_and_its_only_one(env: Env) -> None:
    create(env, "Shop")
    (version,) = env.versions("shop")
    assert (version.number, version.author, version.change_type) == (1, "U1", ChangeType.CREATED)
    assert (version.subject, version.subject_id) == (Subject.JOURNEY, env.journey_by_key("shop").id)


def test_a_journey_is_changed_and_keeps_its_key(env: Env) -> None:
    journey = env.buyer_journey()
    saved = save(env, journey, name="Shop", scope=" EU ", goal="grow", owner="U7", is_default=True)
    after = env.journey_by_key()
    assert (after.name, after.scope, after.goal, after.owner) == ("Shop", "EU", "grow", "U7")
    assert saved.version is not None
    assert [edit.field for edit in saved.version.edits] == ["name", "scope", "goal", "owner"]


def test_a_journey_cannot_be_called_like_another(env: Env) -> None:
    env.buyer_journey()
    create(env, "Shop")
    with pytest.raises(BadFieldError, match="“Buyer journey”"):
        save(env, env.journey_by_key("shop"), name="buyer JOURNEY")


def test_another_journey_becomes_the_default_and_the_old_one_no_longer_is(env: Env) -> None:
    env.buyer_journey()
    create(env, "Shop")
    save(env, env.journey_by_key("shop"), name="Shop", is_default=True)
    assert (env.journey_by_key().is_default, env.journey_by_key("shop").is_default) == (False, True)
    assert env.capture("onboarding: slow").journey.key == "shop"


def test_the_default_cannot_just_stop_being_it(env: Env) -> None:
    with pytest.raises(BadFieldError) as refused:
        save(env, env.buyer_journey(), name="Buyer", is_default=False)
    assert refused.value.field == "is_default"
    assert env.journey_by_key().is_default


def test_the_default_cannot_be_archived(env: Env) -> None:
    env.buyer_journey()
    with pytest.raises(BadInputError, match="default"):
        set_archived(env, "buyer", archived=True)
    assert env.journey_by_key().archived is False


def test_an_archived_journey_is_shown_as_archived_and_keeps_its_notes(env: Env) -> None:
    env.buyer_journey()
    create(env, "Shop")
    env.capture("shop/onboarding: slow")
    assert set_archived(env, "shop", archived=True).change_type is ChangeType.ARCHIVED
    with pytest.raises(NotFoundError, match="“Shop” is archived"):
        env.rows(journey="shop")
    assert set_archived(env, "shop", archived=True).version is None
    assert set_archived(env, "shop", archived=False).change_type is ChangeType.RESTORED
    assert [row["text"] for row in env.rows(journey="shop")] == ["slow"]


def test_a_note_for_an_archived_journey_goes_to_the_tray_of_the_one_in_use(env: Env) -> None:
    env.buyer_journey()
    create(env, "Shop")
    set_archived(env, "shop", archived=True)
    captured = env.capture("shop/onboarding: slow")
    assert (captured.journey.key, captured.stage) == ("buyer", None)
    assert captured.unknown_journey == "shop"


def test_a_journey_nobody_has_is_refused_with_those_there_are(env: Env) -> None:
    env.buyer_journey()
    create(env, "Shop")
    create(env, "Old")
    set_archived(env, "old", archived=True)
    with pytest.raises(NotFoundError, match=r"The journeys are: buyer, shop\."):
        env.rows(journey="other")
