"""Who is nudged before a period ends, when, and about what."""

from datetime import timedelta
from typing import Any

import pytest

from bot.reminders import MAX_MESSAGES, ChooseReminders, SendState
from domain.access import Role
from domain.errors import BadInputError
from tests.bot.env import Env, guests
from tests.bot.factories import new_journey_values
from tests.bot.journeys.test_settings import change
from tests.bot.reminder_steps import Mail, nudge, own

# 2026-Q3 ends with Wednesday 30 September; its last week begins with Thursday.
IN_TIME = "2026-09-24T09:00:00+00:00"


@pytest.fixture
def env(lone_env: Env) -> Env:
    """A journey whose note of this quarter is in onboarding."""
    lone_env.capture("onboarding: slow")
    return lone_env


@pytest.fixture
def mail(env: Env) -> Mail:
    """Where nudges go."""
    return Mail(env.clock)


def choose(env: Env, user: str, *, wanted: bool) -> None:
    """Somebody says whether they want reminders."""
    ChooseReminders(env.storage, env.clock)(env.ws, user, wanted=wanted)


def about(*stages: str, teams: tuple[str, ...] = (), period: str = "2026-Q3") -> dict[str, Any]:
    """What a nudge says."""
    return {"period": period, "stages": list(stages), "teams": list(teams)}


def test_nobody_is_nudged_before_the_last_week(env: Env, mail: Mail) -> None:
    own(env, "U2", "loyalty")
    env.at("2026-09-23T16:59:59+00:00")
    assert nudge(env, mail) == []
    env.at("2026-09-23T23:59:59+00:00")
    assert nudge(env, mail) == []
    assert mail.requests == 0


def test_an_owner_is_told_once_of_all_their_silent_stages(env: Env, mail: Mail) -> None:
    own(env, "U2", "awareness", "onboarding", "loyalty")
    env.at(IN_TIME)
    assert nudge(env, mail) == [SendState.SENT]
    assert mail.got() == [("U2", about("awareness", "loyalty"))]
    for later in ("2026-09-24T09:00:30", "2026-09-25T09:00", "2026-09-30T16:00"):
        env.at(f"{later}+00:00")
        assert nudge(env, mail) == []


def test_what_breaks_at_one_journey_keeps_no_other_waiting(env: Env, mail: Mail) -> None:
    own(env, "U2", "loyalty")
    env.services.journeys.create(env.ws, "U1", new_journey_values("Shop", "buyer"), "C2")
    own(env, "U3", "loyalty", journey="shop")
    mail.broken.add("U2")
    env.at(IN_TIME)
    with pytest.raises(ExceptionGroup) as failed:
        nudge(env, mail)
    assert [repr(error) for error in failed.value.exceptions] == ["ZeroDivisionError('U2')"]
    assert mail.people() == ["U3"]


def test_in_the_next_period_they_are_told_again(env: Env, mail: Mail) -> None:
    own(env, "U2", "loyalty")
    env.at(IN_TIME)
    nudge(env, mail)
    env.at("2026-12-25T10:00:00+00:00")
    nudge(env, mail)
    assert [said["period"] for _, said in mail.got()] == ["2026-Q3", "2026-Q4"]


def test_where_there_is_nothing_to_do_nobody_looks_until_the_next_week_before_an_end(
    env: Env, mail: Mail
) -> None:
    env.at(IN_TIME)
    nudge(env, mail)
    env.people.asked = 0
    own(env, "U2", "loyalty")
    env.at("2026-10-14T12:00:00+00:00")
    asked = env.people.asked
    nudge(env, mail)
    assert (env.people.asked, mail.requests) == (asked, 0)


def test_who_owns_a_silent_stage_since_the_last_week_is_told_the_day_after(
    env: Env, mail: Mail
) -> None:
    own(env, "U2", "loyalty")
    env.at(IN_TIME)
    nudge(env, mail)
    own(env, "U3", "awareness")
    env.clock.advance(timedelta(days=1))
    for _ in range(2):
        nudge(env, mail)
    assert mail.got() == [("U2", about("loyalty")), ("U3", about("awareness"))]


def test_everybody_is_told_in_their_own_day(env: Env, mail: Mail) -> None:
    own(env, "U2", "awareness")
    own(env, "U3", "decision")
    own(env, "U4", "loyalty")
    env.people.zones.update(U2="America/Mexico_City", U3="Asia/Kolkata")
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
        env.at(f"{instant}:00+00:00")
        nudge(env, mail)
        assert mail.people() == told


def test_a_note_that_comes_while_they_sleep_is_enough(env: Env, mail: Mail) -> None:
    own(env, "U2", "loyalty")
    env.at("2026-09-24T02:00:00+00:00")
    nudge(env, mail)
    env.capture("loyalty: they came back")
    env.at(IN_TIME)
    assert nudge(env, mail) == []


def test_after_the_period_nobody_is_told_of_it(env: Env, mail: Mail) -> None:
    own(env, "U2", "loyalty")
    env.people.zones["U2"] = "Pacific/Kiritimati"
    # There the last working day is over.
    env.at("2026-09-30T08:00:00+00:00")
    nudge(env, mail)
    env.at("2026-10-01T20:00:00+00:00")
    assert nudge(env, mail) == []
    assert mail.requests == 0


@pytest.mark.parametrize("who", ["guest", "gone", "opted out"])
def test_who_is_not_of_the_team_or_wants_none_is_left_alone(env: Env, mail: Mail, who: str) -> None:
    own(env, "U2", "loyalty")
    own(env, "U3", "decision")
    if who == "guest":
        guests(env, "U2")
    elif who == "gone":
        env.people.gone.add("U2")
    else:
        choose(env, "U2", wanted=False)
        choose(env, "U2", wanted=False)
    env.at(IN_TIME)
    nudge(env, mail)
    assert mail.people() == ["U3"]


def test_who_wants_reminders_again_gets_them(env: Env, mail: Mail) -> None:
    own(env, "U2", "loyalty")
    choose(env, "U2", wanted=False)
    for instant in (IN_TIME, "2026-12-28T09:00:00+00:00", "2027-03-25T09:00:00+00:00"):
        env.at(instant)
        nudge(env, mail)
    assert mail.requests == 0
    choose(env, "U2", wanted=True)
    env.at("2027-06-24T09:00:00+00:00")
    nudge(env, mail)
    assert mail.got() == [("U2", about("loyalty", period="2027-Q2"))]


def test_what_one_typed_is_what_is_kept(env: Env) -> None:
    choose_reminders = ChooseReminders(env.storage, env.clock)
    typed = [
        choose_reminders.typed(env.ws, "U2", words) for words in ("", " OFF ", "", "on", "on", "")
    ]
    assert typed == [
        (True, False), (False, True), (False, False), (True, True), (True, True), (True, False)
    ]  # fmt: skip
    with pytest.raises(BadInputError, match="“perhaps” was not understood"):
        choose_reminders.typed(env.ws, "U2", "perhaps")


def test_opting_out_in_one_workspace_is_nothing_to_another(env: Env, mail: Mail) -> None:
    own(env, "U2", "loyalty")
    ChooseReminders(env.storage, env.clock)(env.other, "U2", wanted=False)
    env.at(IN_TIME)
    nudge(env, mail)
    assert mail.people() == ["U2"]


@pytest.mark.parametrize("column", ["reminders", "archived"])
def test_a_journey_without_reminders_or_out_of_use_nudges_nobody(
    env: Env, mail: Mail, column: str
) -> None:
    own(env, "U2", "loyalty")
    env.change_journey(**{column: column == "archived"})
    env.at(IN_TIME)
    assert nudge(env, mail) == []


def test_reminders_switched_on_in_the_last_week_are_sent(env: Env, mail: Mail) -> None:
    own(env, "U2", "loyalty")
    change(env, reminders=False)
    env.at(IN_TIME)
    nudge(env, mail)
    change(env, reminders=True)
    nudge(env, mail)
    assert mail.people() == ["U2"]


def test_another_fiscal_year_moves_the_week(env: Env, mail: Mail) -> None:
    own(env, "U2", "loyalty")
    nudge(env, mail)
    # Quarters end with August, November, …
    change(env, fiscal_start_month=9)
    env.at("2026-08-25T09:00:00+00:00")
    nudge(env, mail)
    assert mail.people() == ["U2"]


def test_the_latest_three_writers_of_a_silent_team_are_told(env: Env, mail: Mail) -> None:
    for day, user in enumerate(("U2", "U3", "U4", "U5", "U6"), start=1):
        env.capture(f"onboarding: late team:support on:2026-05-{day:02}", author=user)
    guests(env, "U5")
    env.at(IN_TIME)
    nudge(env, mail)
    assert mail.got() == [(user, about(teams=("support",))) for user in ("U6", "U4", "U3")]


def test_the_word_is_not_passed_on_from_who_opted_out(env: Env, mail: Mail) -> None:
    for day, user in enumerate(("U2", "U3", "U4", "U5"), start=1):
        env.capture(f"onboarding: late team:support on:2026-05-{day:02}", author=user)
    choose(env, "U5", wanted=False)
    env.at(IN_TIME)
    nudge(env, mail)
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
def test_who_is_not_of_a_silent_team_is_not_told(env: Env, mail: Mail, line: str | None) -> None:
    day = "2026-05-02" if line else "2025-12-31"
    env.capture(f"onboarding: late team:support on:{day}", author="U2")
    if line:
        env.capture(line, author="U2")
    env.at(IN_TIME)
    nudge(env, mail)
    assert mail.requests == 0


def test_a_deleted_note_speaks_for_nobody(env: Env, mail: Mail) -> None:
    own(env, "U2", "loyalty")
    note_id = env.capture("loyalty: oh team:support on:2026-08-01", author="U9").note_id
    with env.storage.write(env.ws) as uow:
        uow.notes.set_deleted_at(note_id, env.clock.now())
        uow.commit()
    env.at(IN_TIME)
    nudge(env, mail)
    assert mail.got() == [("U2", about("loyalty"))]


def test_who_slack_does_not_know_just_now_is_asked_for_later(env: Env, mail: Mail) -> None:
    own(env, "U2", "awareness")
    own(env, "U3", "loyalty")
    env.people.roles["U2"] = Role.UNKNOWN
    env.at(IN_TIME)
    nudge(env, mail)
    env.people.roles.clear()
    env.at("2026-09-24T09:59:59+00:00")
    nudge(env, mail)
    assert mail.people() == ["U3"]
    env.at("2026-09-24T10:00:00+00:00")
    nudge(env, mail)
    assert mail.people() == ["U3", "U2"]


def test_a_tick_writes_to_no_more_than_a_few_and_the_next_ones_to_the_others(
    env: Env, mail: Mail
) -> None:
    env.capture("onboarding: late team:support on:2026-05-01", workspace=env.other)
    teams = [f"team-{number}" for number in range(9)]
    change(env, teams="\n".join(teams))
    for number, team in enumerate(teams):
        for member in range(3):
            env.capture(f"onboarding: late team:{team} on:2026-05-02", author=f"U{number}{member}")
    env.at(IN_TIME)
    assert len(nudge(env, mail)) == MAX_MESSAGES
    assert len(nudge(env, mail)) == 27 + 1 - MAX_MESSAGES
    assert nudge(env, mail) == []
    assert len(set(mail.people())) == 27 + 1
