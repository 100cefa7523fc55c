"""Who is reminded before a period ends, when, and of what."""

from datetime import timedelta
from typing import Any

import pytest

from bot.reminders import MAX_MESSAGES, SendState
from domain.access import Role
from domain.errors import BadInputError
from tests.bot.env import Env, guests
from tests.bot.factories import new_journey_values
from tests.bot.journeys.test_settings import change
from tests.bot.reminders.reminder_steps import FakeMessenger, send_reminders, set_owner

# 2026-Q3 ends with Wednesday 30 September; its last week begins with Thursday.
IN_TIME = "2026-09-24T09:00:00+00:00"


@pytest.fixture
def env(lone_env: Env) -> Env:
    """A journey whose note of this quarter is in onboarding."""
    lone_env.capture("onboarding: slow")
    return lone_env


@pytest.fixture
def slack(env: Env) -> FakeMessenger:
    """The fake Slack that reminders are sent to."""
    return FakeMessenger(env.clock)


def set_opt_out(env: Env, user: str, *, opted_out: bool) -> None:
    """Opt somebody out of reminders, or in again."""
    env.services.reminders.set_opt_out(env.ws, user, opted_out=opted_out)


def content(*stages: str, teams: tuple[str, ...] = (), period: str = "2026-Q3") -> dict[str, Any]:
    """The payload of a reminder."""
    return {"period": period, "stages": list(stages), "teams": list(teams)}


def test_nobody_is_reminded_before_the_last_week(env: Env, slack: FakeMessenger) -> None:
    set_owner(env, "U2", "loyalty")
    env.at("2026-09-23T16:59:59+00:00")
    assert send_reminders(env, slack) == []
    env.at("2026-09-23T23:59:59+00:00")
    assert send_reminders(env, slack) == []
    assert slack.requests == 0


def test_owner_is_reminded_once_of_all_stages_without_notes(env: Env, slack: FakeMessenger) -> None:
    set_owner(env, "U2", "awareness", "onboarding", "loyalty")
    env.at(IN_TIME)
    assert send_reminders(env, slack) == [SendState.SENT]
    assert slack.sent() == [("U2", content("awareness", "loyalty"))]
    for later in ("2026-09-24T09:00:30", "2026-09-25T09:00", "2026-09-30T16:00"):
        env.at(f"{later}+00:00")
        assert send_reminders(env, slack) == []


def test_failure_in_one_journey_does_not_stop_the_others(env: Env, slack: FakeMessenger) -> None:
    set_owner(env, "U2", "loyalty")
    env.services.journeys.create(env.ws, "U1", new_journey_values("Shop", "buyer"), "C2")
    set_owner(env, "U3", "loyalty", journey="shop")
    slack.broken.add("U2")
    env.at(IN_TIME)
    with pytest.raises(ExceptionGroup) as failed:
        send_reminders(env, slack)
    assert [repr(error) for error in failed.value.exceptions] == ["ZeroDivisionError('U2')"]
    assert slack.recipients() == ["U3"]


def test_people_are_reminded_again_in_the_next_period(env: Env, slack: FakeMessenger) -> None:
    set_owner(env, "U2", "loyalty")
    env.at(IN_TIME)
    send_reminders(env, slack)
    env.at("2026-12-25T10:00:00+00:00")
    send_reminders(env, slack)
    assert [payload["period"] for _, payload in slack.sent()] == ["2026-Q3", "2026-Q4"]


def test_journey_without_reminders_due_is_skipped_until_the_next_last_week(
    env: Env, slack: FakeMessenger
) -> None:
    env.at(IN_TIME)
    send_reminders(env, slack)
    env.people.asked = 0
    set_owner(env, "U2", "loyalty")
    env.at("2026-10-14T12:00:00+00:00")
    asked = env.people.asked
    send_reminders(env, slack)
    assert (env.people.asked, slack.requests) == (asked, 0)


def test_new_owner_in_the_last_week_is_reminded_the_day_after(
    env: Env, slack: FakeMessenger
) -> None:
    set_owner(env, "U2", "loyalty")
    env.at(IN_TIME)
    send_reminders(env, slack)
    set_owner(env, "U3", "awareness")
    env.clock.advance(timedelta(days=1))
    for _ in range(2):
        send_reminders(env, slack)
    assert slack.sent() == [("U2", content("loyalty")), ("U3", content("awareness"))]


def test_people_are_reminded_in_their_own_working_hours(env: Env, slack: FakeMessenger) -> None:
    set_owner(env, "U2", "awareness")
    set_owner(env, "U3", "decision")
    set_owner(env, "U4", "loyalty")
    env.people.zones.update(U2="America/Mexico_City", U3="Asia/Kolkata")
    for instant, recipients in (
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
        send_reminders(env, slack)
        assert slack.recipients() == recipients


def test_note_written_before_working_hours_prevents_the_reminder(
    env: Env, slack: FakeMessenger
) -> None:
    set_owner(env, "U2", "loyalty")
    env.at("2026-09-24T02:00:00+00:00")
    send_reminders(env, slack)
    env.capture("loyalty: they came back")
    env.at(IN_TIME)
    assert send_reminders(env, slack) == []


def test_nobody_is_reminded_after_the_period(env: Env, slack: FakeMessenger) -> None:
    set_owner(env, "U2", "loyalty")
    env.people.zones["U2"] = "Pacific/Kiritimati"
    # There the last working day is over.
    env.at("2026-09-30T08:00:00+00:00")
    send_reminders(env, slack)
    env.at("2026-10-01T20:00:00+00:00")
    assert send_reminders(env, slack) == []
    assert slack.requests == 0


@pytest.mark.parametrize("who", ["guest", "gone", "opted out"])
def test_guests_former_and_opted_out_people_are_not_reminded(
    env: Env, slack: FakeMessenger, who: str
) -> None:
    set_owner(env, "U2", "loyalty")
    set_owner(env, "U3", "decision")
    if who == "guest":
        guests(env, "U2")
    elif who == "gone":
        env.people.gone.add("U2")
    else:
        set_opt_out(env, "U2", opted_out=True)
        set_opt_out(env, "U2", opted_out=True)
    env.at(IN_TIME)
    send_reminders(env, slack)
    assert slack.recipients() == ["U3"]


def test_opting_in_again_brings_reminders_back(env: Env, slack: FakeMessenger) -> None:
    set_owner(env, "U2", "loyalty")
    set_opt_out(env, "U2", opted_out=True)
    for instant in (IN_TIME, "2026-12-28T09:00:00+00:00", "2027-03-25T09:00:00+00:00"):
        env.at(instant)
        send_reminders(env, slack)
    assert slack.requests == 0
    set_opt_out(env, "U2", opted_out=False)
    env.at("2027-06-24T09:00:00+00:00")
    send_reminders(env, slack)
    assert slack.sent() == [("U2", content("loyalty", period="2027-Q2"))]


def test_command_reads_and_changes_the_setting(env: Env) -> None:
    command = env.services.reminders.opt_out_command
    answers = [command(env.ws, "U2", text) for text in ("", " OFF ", "", "on", "on", "")]
    assert answers == [
        (True, False), (False, True), (False, False), (True, True), (True, True), (True, False)
    ]  # fmt: skip
    with pytest.raises(BadInputError, match="“perhaps” was not understood"):
        command(env.ws, "U2", "perhaps")


def test_opt_out_applies_to_one_workspace(env: Env, slack: FakeMessenger) -> None:
    set_owner(env, "U2", "loyalty")
    env.services.reminders.set_opt_out(env.other, "U2", opted_out=True)
    env.at(IN_TIME)
    send_reminders(env, slack)
    assert slack.recipients() == ["U2"]


@pytest.mark.parametrize("column", ["reminders", "archived"])
def test_disabled_or_archived_journey_sends_no_reminders(
    env: Env, slack: FakeMessenger, column: str
) -> None:
    set_owner(env, "U2", "loyalty")
    env.change_journey(**{column: column == "archived"})
    env.at(IN_TIME)
    assert send_reminders(env, slack) == []


def test_reminders_switched_on_in_the_last_week_are_sent(env: Env, slack: FakeMessenger) -> None:
    set_owner(env, "U2", "loyalty")
    change(env, reminders=False)
    env.at(IN_TIME)
    send_reminders(env, slack)
    change(env, reminders=True)
    send_reminders(env, slack)
    assert slack.recipients() == ["U2"]


def test_changed_fiscal_year_moves_the_last_week(env: Env, slack: FakeMessenger) -> None:
    set_owner(env, "U2", "loyalty")
    send_reminders(env, slack)
    # Quarters end with August, November, …
    change(env, fiscal_start_month=9)
    env.at("2026-08-25T09:00:00+00:00")
    send_reminders(env, slack)
    assert slack.recipients() == ["U2"]


def test_latest_three_writers_of_a_team_without_notes_are_reminded(
    env: Env, slack: FakeMessenger
) -> None:
    for day, user in enumerate(("U2", "U3", "U4", "U5", "U6"), start=1):
        env.capture(f"onboarding: late team:support on:2026-05-{day:02}", author=user)
    guests(env, "U5")
    env.at(IN_TIME)
    send_reminders(env, slack)
    assert slack.sent() == [(user, content(teams=("support",))) for user in ("U6", "U4", "U3")]


def test_nobody_is_reminded_in_place_of_who_opted_out(env: Env, slack: FakeMessenger) -> None:
    for day, user in enumerate(("U2", "U3", "U4", "U5"), start=1):
        env.capture(f"onboarding: late team:support on:2026-05-{day:02}", author=user)
    set_opt_out(env, "U5", opted_out=True)
    env.at(IN_TIME)
    send_reminders(env, slack)
    assert slack.recipients() == ["U4", "U3"]


@pytest.mark.parametrize(
    "line",
    [
        # The team has a note, they write for another one by now, or it is too long ago.
        "onboarding: soon team:support on:2026-07-02",
        "onboarding: soon team:sales on:2026-07-02",
        None,
    ],
)
def test_only_members_of_a_team_without_notes_are_reminded(
    env: Env, slack: FakeMessenger, line: str | None
) -> None:
    day = "2026-05-02" if line else "2025-12-31"
    env.capture(f"onboarding: late team:support on:{day}", author="U2")
    if line:
        env.capture(line, author="U2")
    env.at(IN_TIME)
    send_reminders(env, slack)
    assert slack.requests == 0


def test_deleted_note_does_not_count(env: Env, slack: FakeMessenger) -> None:
    set_owner(env, "U2", "loyalty")
    note_id = env.capture("loyalty: oh team:support on:2026-08-01", author="U9").note_id
    with env.storage.write(env.ws) as uow:
        uow.notes.set_deleted_at(note_id, env.clock.now())
        uow.commit()
    env.at(IN_TIME)
    send_reminders(env, slack)
    assert slack.sent() == [("U2", content("loyalty"))]


def test_person_unknown_to_slack_is_tried_again_later(env: Env, slack: FakeMessenger) -> None:
    set_owner(env, "U2", "awareness")
    set_owner(env, "U3", "loyalty")
    env.people.roles["U2"] = Role.UNKNOWN
    env.at(IN_TIME)
    send_reminders(env, slack)
    env.people.roles.clear()
    env.at("2026-09-24T09:59:59+00:00")
    send_reminders(env, slack)
    assert slack.recipients() == ["U3"]
    env.at("2026-09-24T10:00:00+00:00")
    send_reminders(env, slack)
    assert slack.recipients() == ["U3", "U2"]


@pytest.mark.slow
def test_one_run_sends_a_limited_number_and_the_next_the_rest(
    env: Env, slack: FakeMessenger
) -> None:
    env.capture("onboarding: late team:support on:2026-05-01", workspace=env.other)
    teams = [f"team-{number}" for number in range(9)]
    change(env, teams="\n".join(teams))
    for number, team in enumerate(teams):
        for member in range(3):
            env.capture(f"onboarding: late team:{team} on:2026-05-02", author=f"U{number}{member}")
    env.at(IN_TIME)
    assert len(send_reminders(env, slack)) == MAX_MESSAGES
    assert len(send_reminders(env, slack)) == 27 + 1 - MAX_MESSAGES
    assert send_reminders(env, slack) == []
    assert len(set(slack.recipients())) == 27 + 1
