"""A journey's settings: when its quarter turns, when and where its review comes, who edits."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import URL

from domain.journeys import Editors
from tests.clocks import StandingClock
from tests.scenarios.running_pair import RunningPair, running
from tests.scenarios.slack_user import CHANNEL, SlackUser, exported, journey
from tests.scenarios.waiting import until


@pytest.fixture
def pair(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace on the last day of a quarter."""
    # The clock ticks where a test says so.
    with running(sqlite_url, StandingClock(2026, 9, 30, 15), tick_seconds=3600) as pair:
        SlackUser(pair, "mara").type_command("/painpoint decision: the quote took days team:sales")
        yield pair


def choose_zone(user: SlackUser, typed: str, zone: str) -> None:
    """Search for a time zone as one types, and take it."""
    offered = user.person.options("time_zone", typed)["options"]
    assert zone in [option["value"] for option in offered]
    user.person.fill(time_zone=zone)


def offered_countries(user: SlackUser, typed: str) -> dict[str, str]:
    """What the menu of public holidays offers for what is typed: name → value."""
    offered = user.person.options("holidays_of", typed)["options"]
    return {option["text"]["text"]: option["value"] for option in offered}


def run_clock_at(pair: RunningPair, instant: datetime) -> None:
    """Set the time and run the clock once."""
    pair.set_time(instant)
    pair.waymark.services.post_due_reviews()


def test_the_form_shows_what_is_set(mara: SlackUser) -> None:
    mara.open_form("/journey settings")
    assert mara.form_values() == {
        "home_channel": "C0JOURNEY",
        "time_zone": "UTC",
        "fiscal_start_month": "1",
        "cadence": "quarterly",
        "review_day": "weekday",
        "review_hour": "9",
        "holidays_of": "zone",
        "teams": "marketing\nsales\nsupport\nproduct\nmanagement",
        "reactions": "pain point: warning\ntouchpoint: round_pushpin\nopportunity: bulb",
        "message_sign": "reply",
        "reminders": "yes",
        "pulse": None,
        "editors": "owners",
    }


def test_settings_are_saved_and_changes_reported(pair: RunningPair, mara: SlackUser) -> None:
    mara.open_form("/journey settings")
    choose_zone(mara, "berl", "Europe/Berlin")
    answer = mara.save_form(
        home_channel="C0GENERAL",
        review_day="friday",
        review_hour="16",
        teams="Sales\nField service",
        reminders=[],
        editors="members",
    )
    assert "time zone: UTC → Europe/Berlin" in answer
    assert "review day: weekday → friday" in answer
    saved = journey(pair)
    assert (saved.home_channel, saved.time_zone) == ("C0GENERAL", "Europe/Berlin")
    assert saved.teams == ("sales", "field-service")
    assert (saved.reminders, saved.editors) == (False, Editors.MEMBERS)
    # The first Friday after the quarter, at 16:00 in Berlin's summer.
    assert saved.review_due_at == datetime(2026, 10, 2, 14, tzinfo=UTC)


def test_the_holidays_of_a_country_are_chosen_and_move_the_review(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.open_form("/journey settings")
    first = list(offered_countries(mara, "").items())
    assert first[:2] == [("By the time zone", "zone"), ("No country, only 1 January", "none")]
    assert len(first) == 100
    assert offered_countries(mara, "germ") == {"Germany": "DE"}
    assert offered_countries(mara, "cy")["Cyprus"] == "CY"
    mara.person.fill(holidays_of="CY")
    # 1 October is Cyprus's Independence Day.
    assert "holidays of: zone → CY" in mara.save_form()
    assert journey(pair).review_due_at == datetime(2026, 10, 2, 9, tzinfo=UTC)
    mara.open_form("/journey settings")
    assert mara.form_values()["holidays_of"] == "CY"
    assert "Cyprus" in str(mara.form())


def test_the_form_names_the_country_of_the_time_zone(mara: SlackUser) -> None:
    mara.open_form("/journey settings")
    assert "By the time zone: no country" in str(mara.form())
    choose_zone(mara, "berl", "Europe/Berlin")
    mara.save_form()
    mara.open_form("/journey settings")
    assert "By the time zone: Germany" in str(mara.form())


def test_the_clock_posts_on_the_new_day_at_the_new_hour_in_the_new_place(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.open_form("/journey settings")
    choose_zone(mara, "new york", "America/New_York")
    mara.save_form(home_channel="C0GENERAL", review_day="monday", review_hour="8")
    due = datetime(2026, 10, 5, 12, tzinfo=UTC)
    for early in (datetime(2026, 10, 1, 9, 0, 1, tzinfo=UTC), due - timedelta(seconds=1)):
        run_clock_at(pair, early)
        assert pair.posts("general") == []
    run_clock_at(pair, due + timedelta(seconds=1))
    posts = until(lambda: pair.posts("general"))
    assert [("review of 2026-Q3" in post["text"]) for post in posts] == [True]
    assert pair.posts(CHANNEL) == []


def test_the_home_says_the_new_day(mara: SlackUser) -> None:
    assert "next review 1 Oct 2026" in mara.open_home(has="next review")
    mara.open_form("/journey settings")
    mara.save_form(review_day="tuesday")
    assert mara.read_home(has="next review 6 Oct 2026")


def test_another_fiscal_year_puts_notes_into_other_quarters(
    pair: RunningPair, mara: SlackUser
) -> None:
    assert "2026-Q3" in mara.read_answer("/journey map")
    mara.open_form("/journey settings")
    mara.save_form(fiscal_start_month="9")
    assert mara.read_answer("/journey map").startswith("Buyer journey, 2027-Q1 so far")
    assert "the quote took days" in mara.read_answer("/journey notes 2027-Q1")
    assert "the quote took days" not in mara.read_answer("/journey notes 2026-Q3")
    assert len(exported(pair)) == 1


def test_the_teams_that_are_named_are_offered_for_notes_and_missed_in_reviews(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.open_form("/journey settings")
    mara.save_form(teams="Field service\nSales\nLegal")
    mara.type_command("/painpoint")
    until(lambda: "Field service" in str(mara.form()["blocks"]))
    mara.submit_form(text="the van came late", team="field-service")
    until(lambda: "the van came late" in mara.read_answer("/journey notes"))
    review = pair.waymark.services.reviews.compute(pair.workspace, "buyer", "2026-Q3")
    assert review.blind_spots.teams == ("legal",)


@pytest.mark.parametrize(
    ("filled", "field", "expected"),
    [
        ({"teams": " , \n !"}, "teams", "Name at least one team"),
        ({"teams": "\n".join(f"team {n}" for n in range(51))}, "teams", "At most 50 teams"),
    ],
)
def test_settings_that_cannot_be_are_refused_beside_their_field(
    pair: RunningPair, mara: SlackUser, filled: dict[str, str], field: str, expected: str
) -> None:
    mara.open_form("/journey settings")
    errors = mara.submit_form(**filled, review_hour="16")
    assert list(errors) == [field]
    assert expected in errors[field]
    assert mara.form_values()["review_hour"] == "16"
    assert journey(pair).review_hour == 9


@pytest.mark.parametrize(
    ("typed", "first", "most"),
    [("Berlin", "Europe/Berlin", 1), ("kathm", "Asia/Kathmandu", 1), ("utc", "UTC", 1)],
)
def test_a_time_zone_is_found_by_its_city(
    mara: SlackUser, typed: str, first: str, most: int
) -> None:
    mara.open_form("/journey settings")
    offered = mara.person.options("time_zone", typed)["options"]
    assert [option["value"] for option in offered][:most] == [first]


def test_what_is_no_city_finds_nothing_and_a_letter_no_more_than_slack_takes(
    mara: SlackUser,
) -> None:
    mara.open_form("/journey settings")
    assert mara.person.options("time_zone", "nosuchcity")["options"] == []
    report = mara.person.options("time_zone", "a")
    assert (len(report["options"]), report["refused"]) == (100, [])


def test_a_journey_can_be_reviewed_every_month_on_a_fixed_day(
    pair: RunningPair, mara: SlackUser
) -> None:
    mara.open_form("/journey settings")
    answer = mara.save_form(cadence="monthly", review_day="12")
    assert "cadence: quarterly → monthly" in answer
    saved = journey(pair)
    assert saved.review_due_at == datetime(2026, 10, 12, 9, tzinfo=UTC)
    assert mara.read_answer("/journey map").startswith("Buyer journey, 2026-09 so far")
    answer = mara.read_answer("/journey review")
    assert "1 note this month" in answer
    assert "last quarter" not in answer
    mara.open_form("/journey settings")
    assert mara.form_values()["review_day"] == "12"
    run_clock_at(pair, datetime(2026, 10, 12, 9, 0, 1, tzinfo=UTC))
    posts = until(lambda: pair.posts(CHANNEL))
    assert ["review of 2026-09" in post["text"] for post in posts] == [True]
