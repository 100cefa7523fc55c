"""A journey's settings: kept, refused at their field, and when the next review is due."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.domain.errors import BadFieldError, NotAllowedError
from bot.domain.journey import DEFAULT_TEAMS, Editors, MessageSign
from bot.domain.notes import NoteKind
from bot.domain.period_labels import Cadence
from bot.domain.review_days import ReviewDay
from bot.domain.roles import Role
from bot.domain.templates import CUSTOMER_SUCCESS
from bot.usecases.keeping.desk import Kept
from bot.usecases.keeping.journeys import KeepJourneys, NewJourney
from bot.usecases.keeping.settings import ChangeSettings, SettingsDraft, next_due
from bot.usecases.show_parts import ShowParts
from tests.bot import made
from tests.bot.usecases.house import House, guests

USUAL = SettingsDraft(
    home_channel="C1",
    time_zone="UTC",
    fiscal_start_month=1,
    review_hour=9,
    review_day=ReviewDay.WEEKDAY,
    teams="\n".join(DEFAULT_TEAMS),
    reminders=True,
    editors=Editors.OWNERS,
)


def change(house: House, journey: str = "buyer", **fields: Any) -> Kept:
    """Somebody changes these settings and leaves the others as they usually are."""
    house.begun()
    draft = replace(USUAL, **fields)
    settings = house.keep(ChangeSettings)
    return settings(house.ws, "U1", house.kept(journey).id, draft, seen=99)


def test_every_setting_is_kept(house: House) -> None:
    kept = change(
        house,
        home_channel="C7",
        time_zone="Europe/Berlin",
        fiscal_start_month=4,
        review_hour=7,
        review_day=ReviewDay.TUESDAY,
        teams=" Labs \n\nCustomer success, labs\n",
        reminders=False,
        editors=Editors.MEMBERS,
        reactions="opportunity: :rocket:",
        message_sign=MessageSign.REACTION,
    )
    journey = house.kept()
    assert (journey.reactions, journey.message_sign) == (
        (("rocket", "opportunity"),),
        MessageSign.REACTION,
    )
    assert (journey.home_channel, journey.time_zone) == ("C7", "Europe/Berlin")
    assert (journey.fiscal_start_month, journey.review_hour) == (4, 7)
    assert (journey.review_day, journey.editors) == (ReviewDay.TUESDAY, Editors.MEMBERS)
    assert (journey.teams, journey.reminders) == (("labs", "customer-success"), False)
    assert kept.version is not None
    assert {edit.field for edit in kept.version.edits} == {
        "home channel", "time zone", "fiscal start month", "review hour", "review day", "teams",
        "reminders", "editors", "reactions", "message sign",
    }  # fmt: skip


def test_settings_left_as_they_are_change_nothing(house: House) -> None:
    house.capture("onboarding: slow")
    before = house.kept()
    assert change(house).version is None
    assert house.kept() == before


def test_an_empty_channel_or_zone_leaves_them(house: House) -> None:
    change(house, home_channel="C7", time_zone="Asia/Tokyo")
    change(house, home_channel=None, time_zone=None)
    assert (house.kept().home_channel, house.kept().time_zone) == ("C7", "Asia/Tokyo")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"home_channel": "D1"}, "home_channel"),
        ({"time_zone": "Mars/Phobos"}, "time_zone"),
        ({"time_zone": "Europe"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"time_zone": "/etc/passwd"}, "time_zone"),
        ({"time_zone": "UTC\x00"}, "time_zone"),
        ({"time_zone": "x" * 5_000}, "time_zone"),
        ({"teams": None}, "teams"),
        ({"reactions": "pain: "}, "reactions"),
        ({"teams": " \n,\n!"}, "teams"),
        ({"teams": "\n".join(f"t{n}" for n in range(51))}, "teams"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_at_its_field(
    house: House, fields: dict[str, Any], field: str
) -> None:
    before = house.begun()
    with pytest.raises(BadFieldError) as refused:
        change(house, **fields)
    assert refused.value.field == field
    assert len(refused.value.sentence) < 200
    assert house.kept() == before


@pytest.mark.parametrize(
    ("emoji", "kind"), [("rocket", NoteKind.OPPORTUNITY), ("bulb", None), ("warning", None)]
)
def test_the_workspaces_reactions_save_messages_in_place_of_the_usual_ones(
    house: House, emoji: str, kind: NoteKind | None
) -> None:
    kind_of = ShowParts(house.storage, house.clock).reaction_kind
    assert kind_of(house.ws, "warning") is NoteKind.PAIN_POINT
    change(house, reactions="opportunity: rocket")
    assert (kind_of(house.ws, emoji), kind_of(house.other, "rocket")) == (kind, None)
    change(house, reactions="")
    assert kind_of(house.ws, emoji) is None


def test_settings_of_another_journey_show_the_workspaces_reactions(house: House) -> None:
    change(house, reactions="pain: eyes", message_sign=MessageSign.REACTION)
    house.keep(KeepJourneys).create(house.ws, "U1", NewJourney("Shop", "buyer"))
    shop = house.kept("shop")
    assert (shop.reactions, shop.message_sign) == ((("eyes", "pain point"),), MessageSign.REACTION)


def test_fifty_teams_are_enough(house: House) -> None:
    change(house, teams="\n".join(f"t{n}" for n in range(50)))
    assert len(house.kept().teams) == 50


def test_the_teams_decide_which_are_silent(house: House) -> None:
    change(house, teams="Labs\nsupport")
    house.capture("onboarding: slow team:support")
    house.capture("onboarding: late team:legal on:2026-05-01")
    assert house.figures()["blind_spots"]["teams"] == ["labs", "legal"]


def test_the_teams_are_those_of_the_whole_workspace_and_of_no_other(house: House) -> None:
    house.begun()
    house.begin(CUSTOMER_SUCCESS, house.other)
    keep = house.keep(KeepJourneys)
    keep.create(house.ws, "U1", NewJourney("Shop", "buyer"), "C5")
    change(house, teams="labs")
    assert house.kept("shop").teams == ("labs",)
    other = house.journey(house.other)
    assert other is not None
    assert other.teams == DEFAULT_TEAMS


@pytest.mark.parametrize("role", [Role.GUEST, Role.UNKNOWN])
def test_who_may_not_edit_changes_no_settings(house: House, role: Role) -> None:
    before = house.begun()
    house.people.roles["U1"] = role
    with pytest.raises(NotAllowedError):
        change(house, review_hour=7)
    assert house.kept() == before


def test_guests_stay_out_however_open_a_map_is(house: House) -> None:
    change(house, editors=Editors.MEMBERS)
    guests(house, "U1")
    with pytest.raises(NotAllowedError, match="Guests"):
        change(house, review_hour=7)


@pytest.mark.parametrize(
    ("now", "due", "fields", "expected"),
    [
        # In the middle of a quarter the next review is that of the running one.
        ("2026-08-14T12:00", "2026-10-01T09:00", {}, "2026-10-01T09:00"),
        ("2026-08-14T12:00", "2026-10-01T09:00", {"review_hour": 7}, "2026-10-01T07:00"),
        (
            "2026-08-14T12:00",
            "2026-10-01T09:00",
            {"review_day": ReviewDay.MONDAY},
            "2026-10-05T09:00",
        ),
        ("2026-08-14T12:00", "2026-10-01T09:00", {"time_zone": "Asia/Tokyo"}, "2026-10-01T00:00"),
        # August to October, which ends on a Saturday.
        ("2026-08-14T12:00", "2026-10-01T09:00", {"fiscal_start_month": 2}, "2026-11-02T09:00"),
        # The quarter is over and its review still to come: it stays the one to come.
        ("2026-10-01T08:00", "2026-10-01T09:00", {}, "2026-10-01T09:00"),
        ("2026-10-01T08:00", "2026-10-01T09:00", {"review_hour": 18}, "2026-10-01T18:00"),
        ("2026-10-01T08:00", "2026-10-01T09:00", {"review_hour": 7}, "2026-10-01T07:00"),
        (
            "2026-10-03T08:00",
            "2026-10-05T09:00",
            {"review_day": ReviewDay.WEDNESDAY},
            "2026-10-07T09:00",
        ),
        # What is due already stays so, whatever the settings.
        ("2026-10-01T09:00", "2026-10-01T09:00", {"review_hour": 18}, "2026-10-01T09:00"),
        ("2027-02-01T12:00", "2026-10-01T09:00", {"fiscal_start_month": 2}, "2026-10-01T09:00"),
        # The review of the quarter that is over was posted.
        ("2026-10-01T10:00", "2027-01-01T09:00", {"review_hour": 18}, "2027-01-01T18:00"),
        # Months: the running one is next, and one just over keeps its place.
        ("2026-08-14T12:00", "2026-10-01T09:00", {"cadence": Cadence.MONTHLY}, "2026-09-01T09:00"),
        ("2026-10-01T08:00", "2026-10-01T09:00", {"cadence": Cadence.MONTHLY}, "2026-10-01T09:00"),
        ("2026-10-01T10:00", "2027-01-01T09:00", {"cadence": Cadence.MONTHLY}, "2026-11-02T09:00"),
        (
            "2026-10-01T08:00",
            "2026-10-01T09:00",
            {"cadence": Cadence.HALF_YEARLY},
            "2027-01-01T09:00",
        ),
        (
            "2026-08-14T12:00",
            "2026-10-01T09:00",
            {"review_day": ReviewDay.DATE, "review_date": 20},
            "2026-10-20T09:00",
        ),
        (
            "2026-08-14T12:00",
            "2026-10-01T09:00",
            {"review_day": ReviewDay.LAST_DAY},
            "2026-10-31T09:00",
        ),
        # One that was postponed stays on its day.
        ("2026-10-05T12:00", "2026-10-20T09:00", {"teams": ("sales",)}, "2026-10-20T09:00"),
        ("2026-10-05T12:00", "2026-10-20T09:00", {"review_hour": 10}, "2026-10-20T10:00"),
        ("2026-08-14T12:00", "2026-10-20T09:00", {"review_hour": 10}, "2026-10-20T10:00"),
        ("2026-10-05T12:00", "2026-10-20T09:00", {"time_zone": "Asia/Tokyo"}, "2026-10-20T00:00"),
        (
            "2026-10-05T12:00",
            "2026-10-20T09:00",
            {"review_day": ReviewDay.MONDAY},
            "2026-10-20T09:00",
        ),
        ("2026-10-05T12:00", "2026-10-20T09:00", {"cadence": Cadence.MONTHLY}, "2026-10-20T09:00"),
        # Unless the new rule would have it later, or the next period's review comes before.
        (
            "2026-10-05T12:00",
            "2026-10-20T09:00",
            {"review_day": ReviewDay.LAST_DAY},
            "2026-10-31T09:00",
        ),
        ("2026-10-05T12:00", "2026-12-20T09:00", {"cadence": Cadence.MONTHLY}, "2026-10-01T09:00"),
        # Another end of the period is another review.
        ("2026-08-14T12:00", "2026-10-20T09:00", {"fiscal_start_month": 2}, "2026-11-02T09:00"),
        # Nothing is known of a next one.
        ("2026-08-14T12:00", None, {"review_hour": 7}, "2026-10-01T07:00"),
    ],
)
def test_when_the_next_review_is_due(
    now: str, due: str | None, fields: dict[str, Any], expected: str
) -> None:
    before = replace(made.journey(), review_due_at=instant(due) if due else None)
    found = next_due(before, replace(before, **fields), instant(now))
    assert found == instant(expected)


def instant(text: str) -> datetime:
    """That time in UTC."""
    return datetime.fromisoformat(f"{text}:00+00:00")


def test_the_next_review_is_kept_with_the_settings(house: House) -> None:
    change(house, review_day=ReviewDay.MONDAY, review_hour=7, time_zone="Europe/Berlin")
    assert house.kept().review_due_at == instant("2026-10-05T05:00")


@pytest.mark.parametrize("date", [None, 0, 29, 31])
def test_a_date_that_not_every_month_has_is_refused(house: House, date: int | None) -> None:
    with pytest.raises(BadFieldError, match="1 to 28"):
        change(house, review_day=ReviewDay.DATE, review_date=date)


def test_another_cadence_is_kept_told_and_asked_for(house: House) -> None:
    kept = change(house, cadence=Cadence.MONTHLY, review_day=ReviewDay.DATE, review_date=3)
    assert kept.version is not None
    assert [(edit.field, edit.after) for edit in kept.version.edits][-3:] == [
        ("review day", "date"),
        ("review date", "3"),
        ("cadence", "monthly"),
    ]
    assert house.figures()["period"]["label"] == "2026-08"
    assert house.figures("2026-Q3")["period"]["label"] == "2026-Q3"
    assert house.figures("2026-H2")["period"]["label"] == "2026-H2"
