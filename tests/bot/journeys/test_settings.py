"""A journey's settings: saved, refused at their field, and when the next review is due."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.holidays import holidays_of
from bot.journeys.editing import SavedChange
from domain.access import Role
from domain.errors import BadFieldError, NotAllowedError
from domain.journeys import CUSTOMER_SUCCESS, DEFAULT_TEAMS, Editors, MessageSign
from domain.notes import NoteKind
from domain.periods import Cadence, ReviewDay
from domain.schedule import next_review_due
from tests.bot import factories
from tests.bot.env import Env, guests
from tests.bot.factories import new_journey_values, settings_values

USUAL: dict[str, Any] = {
    "home_channel": "C1",
    "time_zone": "UTC",
    "fiscal_start_month": 1,
    "review_hour": 9,
    "review_day": ReviewDay.WEEKDAY,
    "teams": "\n".join(DEFAULT_TEAMS),
    "reminders": True,
    "editors": Editors.OWNERS,
}


def change(env: Env, journey: str = "buyer", **fields: Any) -> SavedChange:
    """A person changes these settings and leaves the others as they usually are."""
    env.buyer_journey()
    draft = settings_values(**{**USUAL, **fields})
    settings = env.services.journeys
    return settings.save_settings(env.ws, "U1", env.journey_by_key(journey).id, draft, seen=99)


def test_every_setting_is_saved(env: Env) -> None:
    saved = change(
        env,
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
    journey = env.journey_by_key()
    assert (journey.reactions, journey.message_sign) == (
        (("rocket", "opportunity"),),
        MessageSign.REACTION,
    )
    assert (journey.home_channel, journey.time_zone) == ("C7", "Europe/Berlin")
    assert (journey.fiscal_start_month, journey.review_hour) == (4, 7)
    assert (journey.review_day, journey.editors) == (ReviewDay.TUESDAY, Editors.MEMBERS)
    assert (journey.teams, journey.reminders) == (("labs", "customer-success"), False)
    assert saved.version is not None
    assert {edit.field for edit in saved.version.edits} == {
        "home channel", "time zone", "fiscal start month", "review hour", "review day", "teams",
        "reminders", "editors", "reactions", "message sign",
    }  # fmt: skip


def test_settings_left_as_they_are_change_nothing(env: Env) -> None:
    env.capture("onboarding: slow")
    before = env.journey_by_key()
    assert change(env).version is None
    assert env.journey_by_key() == before


def test_a_country_is_saved_shown_and_moves_the_next_review(env: Env) -> None:
    change(env)
    assert env.journey_by_key().holidays_of == "zone"
    saved = change(env, holidays_of="CY")
    assert saved.version is not None
    assert [(edit.field, edit.before, edit.after) for edit in saved.version.edits] == [
        ("holidays of", "zone", "CY")
    ]
    # 1 October is Cyprus's Independence Day.
    assert env.journey_by_key().review_due_at == instant("2026-10-02T09:00")
    change(env, holidays_of=None)
    assert env.journey_by_key().holidays_of == "CY"
    change(env, holidays_of="none")
    assert env.journey_by_key().review_due_at == instant("2026-10-01T09:00")


def test_an_empty_channel_or_zone_leaves_them(env: Env) -> None:
    change(env, home_channel="C7", time_zone="Asia/Tokyo")
    change(env, home_channel=None, time_zone=None)
    assert (env.journey_by_key().home_channel, env.journey_by_key().time_zone) == (
        "C7",
        "Asia/Tokyo",
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"home_channel": "D1"}, "home_channel"),
        ({"time_zone": "Mars/Phobos"}, "time_zone"),
        ({"time_zone": "Europe"}, "time_zone"),
        ({"holidays_of": "de"}, "holidays_of"),
        ({"holidays_of": "Germany"}, "holidays_of"),
        # Well formed, and no country.
        ({"holidays_of": "ZZ"}, "holidays_of"),
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
    env: Env, fields: dict[str, Any], field: str
) -> None:
    before = env.buyer_journey()
    with pytest.raises(BadFieldError) as refused:
        change(env, **fields)
    assert refused.value.field == field
    assert len(refused.value.sentence) < 200
    assert env.journey_by_key() == before


@pytest.mark.parametrize(
    ("emoji", "kind"), [("rocket", NoteKind.OPPORTUNITY), ("bulb", None), ("warning", None)]
)
def test_the_workspaces_reactions_save_messages_in_place_of_the_usual_ones(
    env: Env, emoji: str, kind: NoteKind | None
) -> None:
    kind_of = env.services.journeys.find_reaction_kind
    assert kind_of(env.ws, "warning") is NoteKind.PAIN_POINT
    change(env, reactions="opportunity: rocket")
    assert (kind_of(env.ws, emoji), kind_of(env.other, "rocket")) == (kind, None)
    change(env, reactions="")
    assert kind_of(env.ws, emoji) is None


def test_settings_of_another_journey_show_the_workspaces_reactions(env: Env) -> None:
    change(env, reactions="pain: eyes", message_sign=MessageSign.REACTION)
    env.services.journeys.create(env.ws, "U1", new_journey_values("Shop", "buyer"))
    shop = env.journey_by_key("shop")
    assert (shop.reactions, shop.message_sign) == ((("eyes", "pain point"),), MessageSign.REACTION)


def test_fifty_teams_are_enough(env: Env) -> None:
    change(env, teams="\n".join(f"t{n}" for n in range(50)))
    assert len(env.journey_by_key().teams) == 50


def test_the_teams_decide_which_are_silent(env: Env) -> None:
    change(env, teams="Labs\nsupport")
    env.capture("onboarding: slow team:support")
    env.capture("onboarding: late team:legal on:2026-05-01")
    assert env.figures()["blind_spots"]["teams"] == ["labs", "legal"]


def test_the_teams_are_those_of_the_whole_workspace_and_of_no_other(env: Env) -> None:
    env.buyer_journey()
    env.create_journey(CUSTOMER_SUCCESS, env.other)
    service = env.services.journeys
    service.create(env.ws, "U1", new_journey_values("Shop", "buyer"), "C5")
    change(env, teams="labs")
    assert env.journey_by_key("shop").teams == ("labs",)
    other = env.journey(env.other)
    assert other is not None
    assert other.teams == DEFAULT_TEAMS


@pytest.mark.parametrize("role", [Role.GUEST, Role.UNKNOWN])
def test_who_may_not_edit_changes_no_settings(env: Env, role: Role) -> None:
    before = env.buyer_journey()
    env.people.roles["U1"] = role
    with pytest.raises(NotAllowedError):
        change(env, review_hour=7)
    assert env.journey_by_key() == before


def test_guests_stay_out_however_open_a_map_is(env: Env) -> None:
    change(env, editors=Editors.MEMBERS)
    guests(env, "U1")
    with pytest.raises(NotAllowedError, match="Guests"):
        change(env, review_hour=7)


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
        ("2026-10-01T10:00", "2027-01-04T09:00", {"review_hour": 18}, "2027-01-04T18:00"),
        # Months: the running one is next, and one just over keeps its place.
        ("2026-08-14T12:00", "2026-10-01T09:00", {"cadence": Cadence.MONTHLY}, "2026-09-01T09:00"),
        ("2026-10-01T08:00", "2026-10-01T09:00", {"cadence": Cadence.MONTHLY}, "2026-10-01T09:00"),
        ("2026-10-01T10:00", "2027-01-04T09:00", {"cadence": Cadence.MONTHLY}, "2026-11-02T09:00"),
        (
            "2026-10-01T08:00",
            "2026-10-01T09:00",
            {"cadence": Cadence.HALF_YEARLY},
            "2027-01-04T09:00",
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
            "2026-11-02T09:00",
        ),
        # The holidays of another country: 1 October is Cyprus's Independence Day.
        ("2026-08-14T12:00", "2026-10-01T09:00", {"holidays_of": "CY"}, "2026-10-02T09:00"),
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
            "2026-11-02T09:00",
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
    before = replace(factories.journey(), review_due_at=instant(due) if due else None)
    found = next_review_due(before, replace(before, **fields), instant(now), holidays_of)
    assert found == instant(expected)


def instant(text: str) -> datetime:
    """That time in UTC."""
    return datetime.fromisoformat(f"{text}:00+00:00")


def test_the_next_review_is_saved_with_the_settings(env: Env) -> None:
    change(env, review_day=ReviewDay.MONDAY, review_hour=7, time_zone="Europe/Berlin")
    assert env.journey_by_key().review_due_at == instant("2026-10-05T05:00")


@pytest.mark.parametrize("date", [None, 0, 29, 31])
def test_a_date_that_not_every_month_has_is_refused(env: Env, date: int | None) -> None:
    with pytest.raises(BadFieldError, match="1 to 28"):
        change(env, review_day=ReviewDay.DATE, review_date=date)


def test_another_cadence_is_saved_shown_and_asked_for(env: Env) -> None:
    saved = change(env, cadence=Cadence.MONTHLY, review_day=ReviewDay.DATE, review_date=3)
    assert saved.version is not None
    assert [(edit.field, edit.after) for edit in saved.version.edits][-3:] == [
        ("review day", "date"),
        ("review date", "3"),
        ("cadence", "monthly"),
    ]
    assert env.figures()["period"]["label"] == "2026-08"
    assert env.figures("2026-Q3")["period"]["label"] == "2026-Q3"
    assert env.figures("2026-H2")["period"]["label"] == "2026-H2"
