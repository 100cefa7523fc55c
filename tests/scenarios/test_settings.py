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
def bench(sqlite_url: URL) -> Iterator[RunningPair]:
    """Waymark in a workspace on the last day of a quarter."""
    with running(sqlite_url, StandingClock(2026, 9, 30, 15)) as made:
        SlackUser(made, "mara").types("/painpoint decision: the quote took days team:sales")
        yield made


@pytest.fixture
def mara(bench: RunningPair) -> SlackUser:
    """An admin of the workspace."""
    return SlackUser(bench, "mara")


def choose_zone(hands: SlackUser, typed: str, zone: str) -> None:
    """Search for a time zone as one types, and take it."""
    offered = hands.person.options("time_zone", typed)["options"]
    assert zone in [option["value"] for option in offered]
    hands.person.fill(time_zone=zone)


def ticked(bench: RunningPair, instant: datetime) -> None:
    """It is that time, and the clock has looked."""
    bench.time_is(instant)
    bench.waymark.services.post_due_reviews()


def test_the_form_shows_what_is_set(mara: SlackUser) -> None:
    mara.opens("/journey settings")
    assert mara.held() == {
        "home_channel": "C0JOURNEY",
        "time_zone": "UTC",
        "fiscal_start_month": "1",
        "cadence": "quarterly",
        "review_day": "weekday",
        "review_hour": "9",
        "teams": "marketing\nsales\nsupport\nproduct\nmanagement",
        "reactions": "pain point: warning\ntouchpoint: round_pushpin\nopportunity: bulb",
        "message_sign": "reply",
        "reminders": "yes",
        "pulse": None,
        "editors": "owners",
    }


def test_what_is_set_is_kept_and_what_changed_is_told(bench: RunningPair, mara: SlackUser) -> None:
    mara.opens("/journey settings")
    choose_zone(mara, "berl", "Europe/Berlin")
    told = mara.saves(
        home_channel="C0GENERAL",
        review_day="friday",
        review_hour="16",
        teams="Sales\nField service",
        reminders=[],
        editors="members",
    )
    assert "time zone: UTC → Europe/Berlin" in told
    assert "review day: weekday → friday" in told
    kept = journey(bench)
    assert (kept.home_channel, kept.time_zone) == ("C0GENERAL", "Europe/Berlin")
    assert kept.teams == ("sales", "field-service")
    assert (kept.reminders, kept.editors) == (False, Editors.MEMBERS)
    # The first Friday after the quarter, at 16:00 in Berlin's summer.
    assert kept.review_due_at == datetime(2026, 10, 2, 14, tzinfo=UTC)


def test_the_clock_posts_on_the_new_day_at_the_new_hour_in_the_new_place(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.opens("/journey settings")
    choose_zone(mara, "new york", "America/New_York")
    mara.saves(home_channel="C0GENERAL", review_day="monday", review_hour="8")
    due = datetime(2026, 10, 5, 12, tzinfo=UTC)
    for early in (datetime(2026, 10, 1, 9, 0, 1, tzinfo=UTC), due - timedelta(seconds=1)):
        ticked(bench, early)
        assert bench.posts("general") == []
    ticked(bench, due + timedelta(seconds=1))
    posts = until(lambda: bench.posts("general"))
    assert [("review of 2026-Q3" in post["text"]) for post in posts] == [True]
    assert bench.posts(CHANNEL) == []


def test_the_home_says_the_new_day(mara: SlackUser) -> None:
    assert "next review 1 Oct 2026" in mara.home(has="next review")
    mara.opens("/journey settings")
    mara.saves(review_day="tuesday")
    assert mara.home_shows(has="next review 6 Oct 2026")


def test_another_fiscal_year_puts_notes_into_other_quarters(
    bench: RunningPair, mara: SlackUser
) -> None:
    assert "2026-Q3" in mara.reads("/journey map")
    mara.opens("/journey settings")
    mara.saves(fiscal_start_month="9")
    assert mara.reads("/journey map").startswith("Buyer journey, 2027-Q1 so far")
    assert "the quote took days" in mara.reads("/journey notes 2027-Q1")
    assert "the quote took days" not in mara.reads("/journey notes 2026-Q3")
    assert len(exported(bench)) == 1


def test_the_teams_that_are_named_are_offered_for_notes_and_missed_in_reviews(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.opens("/journey settings")
    mara.saves(teams="Field service\nSales\nLegal")
    mara.types("/painpoint")
    until(lambda: "Field service" in str(mara.form()["blocks"]))
    mara.submits(text="the van came late", team="field-service")
    until(lambda: "the van came late" in mara.reads("/journey notes"))
    review = bench.waymark.services.reviews.compute(bench.workspace, "buyer", "2026-Q3")
    assert review.blind_spots.teams == ("legal",)


@pytest.mark.parametrize(
    ("filled", "field", "said"),
    [
        ({"teams": " , \n !"}, "teams", "Name at least one team"),
        ({"teams": "\n".join(f"team {n}" for n in range(51))}, "teams", "At most 50 teams"),
    ],
)
def test_settings_that_cannot_be_are_refused_beside_their_field(
    bench: RunningPair, mara: SlackUser, filled: dict[str, str], field: str, said: str
) -> None:
    mara.opens("/journey settings")
    errors = mara.submits(**filled, review_hour="16")
    assert list(errors) == [field]
    assert said in errors[field]
    assert mara.held()["review_hour"] == "16"
    assert journey(bench).review_hour == 9


@pytest.mark.parametrize(
    ("typed", "first", "most"),
    [("Berlin", "Europe/Berlin", 1), ("kathm", "Asia/Kathmandu", 1), ("utc", "UTC", 1)],
)
def test_a_time_zone_is_found_by_its_city(
    mara: SlackUser, typed: str, first: str, most: int
) -> None:
    mara.opens("/journey settings")
    offered = mara.person.options("time_zone", typed)["options"]
    assert [option["value"] for option in offered][:most] == [first]


def test_what_is_no_city_finds_nothing_and_a_letter_no_more_than_slack_takes(
    mara: SlackUser,
) -> None:
    mara.opens("/journey settings")
    assert mara.person.options("time_zone", "nosuchcity")["options"] == []
    report = mara.person.options("time_zone", "a")
    assert (len(report["options"]), report["refused"]) == (100, [])


def test_a_journey_can_be_reviewed_every_month_on_a_fixed_day(
    bench: RunningPair, mara: SlackUser
) -> None:
    mara.opens("/journey settings")
    told = mara.saves(cadence="monthly", review_day="12")
    assert "cadence: quarterly → monthly" in told
    kept = journey(bench)
    assert kept.review_due_at == datetime(2026, 10, 12, 9, tzinfo=UTC)
    assert mara.reads("/journey map").startswith("Buyer journey, 2026-09 so far")
    told = mara.reads("/journey review")
    assert "1 note this month" in told
    assert "last quarter" not in told
    mara.opens("/journey settings")
    assert mara.held()["review_day"] == "12"
    ticked(bench, datetime(2026, 10, 12, 9, 0, 1, tzinfo=UTC))
    posts = until(lambda: bench.posts(CHANNEL))
    assert ["review of 2026-09" in post["text"] for post in posts] == [True]
