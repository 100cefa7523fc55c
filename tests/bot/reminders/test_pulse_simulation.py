"""Five simulated weeks of pulses: four time zones, two processes, failures, a clock change."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.outbox import Outbox
from bot.reminders import ReminderService
from domain.journeys import WorkspaceId
from domain.reminders import Pulse, ReminderKind, next_pulse
from tests.bot.env import Env, all_at_once
from tests.bot.fake_slack import FailureMode, SimulatedCrash
from tests.bot.reminders.failing_channel import ALL_FAILURE_MODES, FailingChannel, SentReminder
from tests.shared_databases import new_workspace

pytestmark = pytest.mark.each_database

SETTLE = timedelta(seconds=60)

SUNDAY, MONDAY, TUESDAY = 6, 0, 1

# Every zone is whole hours from UTC, and pulses are due at nine.
STEP, STRIDE = timedelta(hours=1), timedelta(hours=6)

# When a pulse may become due somewhere, or is tried again: from Sunday evening to Tuesday noon.
BUSY_HOURS = {SUNDAY: range(18, 24), MONDAY: range(24), TUESDAY: range(12)}

WEEK = timedelta(days=7)

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland")

FIRST_MONDAY, WEEKS = date(2026, 10, 19), 5

# The week without notes.
QUIET = 3


def add_workspace(env: Env, zone: str, channel: str) -> WorkspaceId:
    """Add a workspace with a pulse, created two weeks before."""
    ws = new_workspace()
    env.at("2026-10-05T12:00:00+00:00")
    env.capture("onboarding: the beginning", workspace=ws, channel=channel)
    with env.storage.write(ws) as uow:
        journey = uow.journeys.default()
        assert journey is not None
        changed = replace(journey, time_zone=zone, pulse=True)
        uow.journeys.change(changed)
        due = next_pulse(changed, datetime(2026, 10, 15, tzinfo=UTC))
        uow.reminders.set_due(journey.id, ReminderKind.PULSE, due)
        uow.commit()
    return ws


def write(env: Env, ws: WorkspaceId, zone: str, monday: date, count: int) -> None:
    """Write notes in the week before a Monday, at its first and last local instant too."""
    midnight = datetime.combine(monday, datetime.min.time(), ZoneInfo(zone))
    first = (midnight - WEEK).replace(fold=0)
    for instant in (first, midnight - timedelta(seconds=1), *[first + timedelta(days=2)] * count):
        env.clock.put(instant)
        env.capture("decision: slow", workspace=ws, channel="C1")


def tick(env: Env, slack: FailingChannel) -> None:
    """Run the job once, as a process that may crash."""
    outbox = Outbox(env.storage, slack, env.clock, SETTLE)
    reminders = ReminderService(env.storage, slack, env.people, env.clock, outbox)
    try:
        reminders.post_due_pulses()
    except SimulatedCrash:
        return


def check(message: SentReminder, zone: str, notes: dict[date, int]) -> None:
    """Check when a pulse arrived, and its number of notes."""
    assert isinstance(message.content, Pulse)
    local = message.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    nine = datetime.combine(message.content.monday, datetime.min.time()) + timedelta(hours=9)
    assert message.content.monday.weekday() == 0
    assert nine <= local <= nine + timedelta(days=2)
    assert message.content.notes == notes[message.content.monday] > 0


@pytest.mark.slow
def test_every_week_with_notes_has_one_pulse_and_no_other_has(lone_env: Env) -> None:
    rng = random.Random(9)
    slack = FailingChannel(lone_env.clock, ALL_FAILURE_MODES, rng)
    zones = {add_workspace(lone_env, zone, f"C{zone[:3]}"): zone for zone in ZONES}
    mondays = [FIRST_MONDAY + number * WEEK for number in range(WEEKS)]
    notes = {monday: 0 if n == QUIET else n + 2 for n, monday in enumerate(mondays)}
    for monday, count in notes.items():
        for ws, zone in zones.items():
            if count:
                write(lone_env, ws, zone, monday, count - 2)
    lone_env.at("2026-10-17T00:00:00+00:00")
    while lone_env.clock.now() < datetime(2026, 11, 19, tzinfo=UTC):
        all_at_once([lambda: tick(lone_env, slack)] * 2)
        now = lone_env.clock.now()
        busy = now.hour in BUSY_HOURS.get(now.weekday(), ())
        lone_env.clock.advance(STEP if busy else STRIDE)
        # What is refused waits a day at most, and a pulse is news for two.
        now = lone_env.clock.now()
        bad = now.weekday() == SUNDAY or (now.weekday() == MONDAY and now.hour < 20)
        slack.failure_modes = ALL_FAILURE_MODES if bad else (FailureMode.NONE,)

    counts: Counter[tuple[WorkspaceId, date]] = Counter()
    for message in slack.sent:
        check(message, zones[message.workspace], notes)
        assert message.channel == f"C{zones[message.workspace][:3]}"
        assert isinstance(message.content, Pulse)
        counts[(message.workspace, message.content.monday)] += 1
    expected = {(ws, monday) for ws in zones for monday in mondays if notes[monday]}
    assert counts == dict.fromkeys(expected, 1)
    assert slack.seen_modes == set(FailureMode)
