"""Who is nudged before a period ends, when, and about what."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.errors import BadInputError
from bot.domain.roles import Role
from bot.usecases.choose_reminders import ChooseReminders
from bot.usecases.keeping.journeys import KeepJourneys, NewJourney
from bot.usecases.nudge_people import MOST_MESSAGES
from bot.usecases.send_reminder import SendState
from tests.bot.usecases.house import House, guests
from tests.bot.usecases.keeping.test_settings import change
from tests.bot.usecases.reminding import Mail, nudge, own

# 2026-Q3 ends with Wednesday 30 September; its last week begins with Thursday.
IN_TIME = "2026-09-24T09:00:00+00:00"


@pytest.fixture
def house(lone_house: House) -> House:
    """A journey whose note of this quarter is in onboarding."""
    lone_house.capture("onboarding: slow")
    return lone_house


@pytest.fixture
def mail(house: House) -> Mail:
    """Where nudges go."""
    return Mail(house.clock)


def choose(house: House, user: str, *, wanted: bool) -> None:
    """Somebody says whether they want reminders."""
    ChooseReminders(house.storage, house.clock)(house.ws, user, wanted=wanted)


def about(*stages: str, teams: tuple[str, ...] = (), period: str = "2026-Q3") -> dict[str, Any]:
    """What a nudge says."""
    return {"period": period, "stages": list(stages), "teams": list(teams)}


def test_nobody_is_nudged_before_the_last_week(house: House, mail: Mail) -> None:
    own(house, "U2", "loyalty")
    house.at("2026-09-23T16:59:59+00:00")
    assert nudge(house, mail) == []
    house.at("2026-09-23T23:59:59+00:00")
    assert nudge(house, mail) == []
    assert mail.requests == 0


def test_an_owner_is_told_once_of_all_their_silent_stages(house: House, mail: Mail) -> None:
    own(house, "U2", "awareness", "onboarding", "loyalty")
    house.at(IN_TIME)
    assert nudge(house, mail) == [SendState.SENT]
    assert mail.got() == [("U2", about("awareness", "loyalty"))]
    for later in ("2026-09-24T09:00:30", "2026-09-25T09:00", "2026-09-30T16:00"):
        house.at(f"{later}+00:00")
        assert nudge(house, mail) == []


def test_what_breaks_at_one_journey_keeps_no_other_waiting(house: House, mail: Mail) -> None:
    own(house, "U2", "loyalty")
    house.keep(KeepJourneys).create(house.ws, "U1", NewJourney("Shop", "buyer"), "C2")
    own(house, "U3", "loyalty", journey="shop")
    mail.broken.add("U2")
    house.at(IN_TIME)
    with pytest.raises(ExceptionGroup) as failed:
        nudge(house, mail)
    assert [repr(error) for error in failed.value.exceptions] == ["ZeroDivisionError('U2')"]
    assert mail.people() == ["U3"]


def test_in_the_next_period_they_are_told_again(house: House, mail: Mail) -> None:
    own(house, "U2", "loyalty")
    house.at(IN_TIME)
    nudge(house, mail)
    house.at("2026-12-25T10:00:00+00:00")
    nudge(house, mail)
    assert [said["period"] for _, said in mail.got()] == ["2026-Q3", "2026-Q4"]


def test_where_there_is_nothing_to_do_nobody_looks_until_the_next_week_before_an_end(
    house: House, mail: Mail
) -> None:
    house.at(IN_TIME)
    nudge(house, mail)
    house.people.asked = 0
    own(house, "U2", "loyalty")
    house.at("2026-10-14T12:00:00+00:00")
    asked = house.people.asked
    nudge(house, mail)
    assert (house.people.asked, mail.requests) == (asked, 0)


def test_who_owns_a_silent_stage_since_the_last_week_is_told_the_day_after(
    house: House, mail: Mail
) -> None:
    own(house, "U2", "loyalty")
    house.at(IN_TIME)
    nudge(house, mail)
    own(house, "U3", "awareness")
    house.clock.advance(timedelta(days=1))
    for _ in range(2):
        nudge(house, mail)
    assert mail.got() == [("U2", about("loyalty")), ("U3", about("awareness"))]


def test_everybody_is_told_in_their_own_day(house: House, mail: Mail) -> None:
    own(house, "U2", "awareness")
    own(house, "U3", "decision")
    own(house, "U4", "loyalty")
    house.people.zones.update(U2="America/Mexico_City", U3="Asia/Kolkata")
    for instant, told in (
        ("2026-09-24T00:00", []),
        ("2026-09-24T03:29", []),
        ("2026-09-24T03:30", ["U3"]),
        # Of somebody without a time zone it is the journey's.
        ("2026-09-24T08:59", ["U3"]),
        ("2026-09-24T09:00", ["U3", "U4"]),
        ("2026-09-24T14:59", ["U3", "U4"]),
        ("2026-09-24T15:00", ["U3", "U4", "U2"]),
    ):
        house.at(f"{instant}:00+00:00")
        nudge(house, mail)
        assert mail.people() == told


def test_a_note_that_comes_while_they_sleep_is_enough(house: House, mail: Mail) -> None:
    own(house, "U2", "loyalty")
    house.at("2026-09-24T02:00:00+00:00")
    nudge(house, mail)
    house.capture("loyalty: they came back")
    house.at(IN_TIME)
    assert nudge(house, mail) == []


def test_after_the_period_nobody_is_told_of_it(house: House, mail: Mail) -> None:
    own(house, "U2", "loyalty")
    house.people.zones["U2"] = "Pacific/Kiritimati"
    # There the last working day is over.
    house.at("2026-09-30T08:00:00+00:00")
    nudge(house, mail)
    house.at("2026-10-01T20:00:00+00:00")
    assert nudge(house, mail) == []
    assert mail.requests == 0


@pytest.mark.parametrize("who", ["guest", "gone", "opted out"])
def test_who_is_not_of_the_team_or_wants_none_is_left_alone(
    house: House, mail: Mail, who: str
) -> None:
    own(house, "U2", "loyalty")
    own(house, "U3", "decision")
    if who == "guest":
        guests(house, "U2")
    elif who == "gone":
        house.people.gone.add("U2")
    else:
        choose(house, "U2", wanted=False)
        choose(house, "U2", wanted=False)
    house.at(IN_TIME)
    nudge(house, mail)
    assert mail.people() == ["U3"]


def test_who_wants_reminders_again_gets_them(house: House, mail: Mail) -> None:
    own(house, "U2", "loyalty")
    choose(house, "U2", wanted=False)
    for instant in (IN_TIME, "2026-12-28T09:00:00+00:00", "2027-03-25T09:00:00+00:00"):
        house.at(instant)
        nudge(house, mail)
    assert mail.requests == 0
    choose(house, "U2", wanted=True)
    house.at("2027-06-24T09:00:00+00:00")
    nudge(house, mail)
    assert mail.got() == [("U2", about("loyalty", period="2027-Q2"))]


def test_what_one_typed_is_what_is_kept(house: House) -> None:
    choose_reminders = ChooseReminders(house.storage, house.clock)
    typed = [
        choose_reminders.typed(house.ws, "U2", words) for words in ("", " OFF ", "", "on", "on", "")
    ]
    assert typed == [
        (True, False), (False, True), (False, False), (True, True), (True, True), (True, False)
    ]  # fmt: skip
    with pytest.raises(BadInputError, match="“perhaps” was not understood"):
        choose_reminders.typed(house.ws, "U2", "perhaps")


def test_opting_out_in_one_workspace_is_nothing_to_another(house: House, mail: Mail) -> None:
    own(house, "U2", "loyalty")
    ChooseReminders(house.storage, house.clock)(house.other, "U2", wanted=False)
    house.at(IN_TIME)
    nudge(house, mail)
    assert mail.people() == ["U2"]


@pytest.mark.parametrize("column", ["reminders", "archived"])
def test_a_journey_without_reminders_or_out_of_use_nudges_nobody(
    house: House, mail: Mail, column: str
) -> None:
    own(house, "U2", "loyalty")
    house.change_journey(**{column: column == "archived"})
    house.at(IN_TIME)
    assert nudge(house, mail) == []


def test_reminders_switched_on_in_the_last_week_are_sent(house: House, mail: Mail) -> None:
    own(house, "U2", "loyalty")
    change(house, reminders=False)
    house.at(IN_TIME)
    nudge(house, mail)
    change(house, reminders=True)
    nudge(house, mail)
    assert mail.people() == ["U2"]


def test_another_fiscal_year_moves_the_week(house: House, mail: Mail) -> None:
    own(house, "U2", "loyalty")
    nudge(house, mail)
    # Quarters end with August, November, …
    change(house, fiscal_start_month=9)
    house.at("2026-08-25T09:00:00+00:00")
    nudge(house, mail)
    assert mail.people() == ["U2"]


def test_the_latest_three_writers_of_a_silent_team_are_told(house: House, mail: Mail) -> None:
    for day, user in enumerate(("U2", "U3", "U4", "U5", "U6"), start=1):
        house.capture(f"onboarding: late team:support on:2026-05-{day:02}", author=user)
    guests(house, "U5")
    house.at(IN_TIME)
    nudge(house, mail)
    assert mail.got() == [(user, about(teams=("support",))) for user in ("U6", "U4", "U3")]


def test_the_word_is_not_passed_on_from_who_opted_out(house: House, mail: Mail) -> None:
    for day, user in enumerate(("U2", "U3", "U4", "U5"), start=1):
        house.capture(f"onboarding: late team:support on:2026-05-{day:02}", author=user)
    choose(house, "U5", wanted=False)
    house.at(IN_TIME)
    nudge(house, mail)
    assert mail.people() == ["U4", "U3"]


@pytest.mark.parametrize(
    "line",
    [
        # The team has spoken, they write for another one by now, or it is too long ago.
        "onboarding: soon team:support on:2026-07-02",
        "onboarding: soon team:sales on:2026-07-02",
        None,
    ],
)
def test_who_is_not_of_a_silent_team_is_not_told(
    house: House, mail: Mail, line: str | None
) -> None:
    day = "2026-05-02" if line else "2025-12-31"
    house.capture(f"onboarding: late team:support on:{day}", author="U2")
    if line:
        house.capture(line, author="U2")
    house.at(IN_TIME)
    nudge(house, mail)
    assert mail.requests == 0


def test_a_deleted_note_speaks_for_nobody(house: House, mail: Mail) -> None:
    own(house, "U2", "loyalty")
    note_id = house.capture("loyalty: oh team:support on:2026-08-01", author="U9").note_id
    with house.storage.write(house.ws) as uow:
        uow.notes.delete(note_id, house.clock.now())
        uow.commit()
    house.at(IN_TIME)
    nudge(house, mail)
    assert mail.got() == [("U2", about("loyalty"))]


def test_who_slack_does_not_know_just_now_is_asked_for_later(house: House, mail: Mail) -> None:
    own(house, "U2", "awareness")
    own(house, "U3", "loyalty")
    house.people.roles["U2"] = Role.UNKNOWN
    house.at(IN_TIME)
    nudge(house, mail)
    house.people.roles.clear()
    house.at("2026-09-24T09:59:59+00:00")
    nudge(house, mail)
    assert mail.people() == ["U3"]
    house.at("2026-09-24T10:00:00+00:00")
    nudge(house, mail)
    assert mail.people() == ["U3", "U2"]


def test_a_tick_writes_to_no_more_than_a_few_and_the_next_ones_to_the_others(
    house: House, mail: Mail
) -> None:
    house.capture("onboarding: late team:support on:2026-05-01", workspace=house.other)
    teams = [f"team-{number}" for number in range(9)]
    change(house, teams="\n".join(teams))
    for number, team in enumerate(teams):
        for member in range(3):
            house.capture(
                f"onboarding: late team:{team} on:2026-05-02", author=f"U{number}{member}"
            )
    house.at(IN_TIME)
    assert len(nudge(house, mail)) == MOST_MESSAGES
    assert len(nudge(house, mail)) == 27 + 1 - MOST_MESSAGES
    assert nudge(house, mail) == []
    assert len(set(mail.people())) == 27 + 1
