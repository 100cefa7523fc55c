"""Five weeks of pulses in four zones, two clocks and bad weather; clocks change on the way."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.outbox import Outbox
from bot.reminders import PostPulses, SendReminder
from domain.journeys import WorkspaceId
from domain.reminders import Pulse, ReminderKind, next_pulse
from tests.bot.env import Env, all_at_once
from tests.bot.fake_channel import EVERY_WEATHER, Letter, PostOffice
from tests.bot.fake_slack import FailureMode, SimulatedCrash
from tests.shared_databases import new_workspace

pytestmark = pytest.mark.each_database

SETTLE = timedelta(seconds=60)

STEP, STRIDE = timedelta(minutes=30), timedelta(hours=6)

SUNDAY, MONDAY, TUESDAY = 6, 0, 1

WEEK = timedelta(days=7)

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland")

FIRST_MONDAY, WEEKS = date(2026, 10, 19), 5

# In this one nobody writes anything.
QUIET = 3


def found(env: Env, zone: str, channel: str) -> WorkspaceId:
    """A workspace with a pulse, begun two weeks before."""
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
    """Notes of the week before a Monday, its first and last instant there among them."""
    midnight = datetime.combine(monday, datetime.min.time(), ZoneInfo(zone))
    first = (midnight - WEEK).replace(fold=0)
    for instant in (first, midnight - timedelta(seconds=1), *[first + timedelta(days=2)] * count):
        env.clock.put(instant)
        env.capture("decision: slow", workspace=ws, channel="C1")


def tick(env: Env, office: PostOffice) -> None:
    """One clock asks; a power cut ends that process, and another one is started."""
    outbox = Outbox(env.storage, office, env.clock, SETTLE)
    send = SendReminder(env.storage, office, env.clock, outbox)
    try:
        PostPulses(env.storage, send, env.clock)()
    except SimulatedCrash:
        return


def check(letter: Letter, zone: str, notes: dict[date, int]) -> None:
    """It comes when it should, and says what that week had."""
    assert isinstance(letter.holds, Pulse)
    local = letter.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    nine = datetime.combine(letter.holds.monday, datetime.min.time()) + timedelta(hours=9)
    assert letter.holds.monday.weekday() == 0
    assert nine <= local <= nine + timedelta(days=2)
    assert letter.holds.notes == notes[letter.holds.monday] > 0


def test_every_week_with_notes_has_one_pulse_and_no_other_has(lone_env: Env) -> None:
    chance = random.Random(9)
    office = PostOffice(lone_env.clock, EVERY_WEATHER, chance)
    zones = {found(lone_env, zone, f"C{zone[:3]}"): zone for zone in ZONES}
    mondays = [FIRST_MONDAY + number * WEEK for number in range(WEEKS)]
    notes = {monday: 0 if n == QUIET else n + 2 for n, monday in enumerate(mondays)}
    for monday, count in notes.items():
        for ws, zone in zones.items():
            if count:
                write(lone_env, ws, zone, monday, count - 2)
    lone_env.at("2026-10-17T00:00:00+00:00")
    while lone_env.clock.now() < datetime(2026, 11, 19, tzinfo=UTC):
        all_at_once([lambda: tick(lone_env, office)] * 2)
        now = lone_env.clock.now()
        lone_env.clock.advance(STEP if now.weekday() in (SUNDAY, MONDAY, TUESDAY) else STRIDE)
        # What is refused waits a day at most, and a pulse is news for two.
        now = lone_env.clock.now()
        bad = now.weekday() == SUNDAY or (now.weekday() == MONDAY and now.hour < 20)
        office.weathers = EVERY_WEATHER if bad else (FailureMode.FAIR,)

    told: Counter[tuple[WorkspaceId, date]] = Counter()
    for letter in office.letters:
        check(letter, zones[letter.workspace], notes)
        assert letter.channel == f"C{zones[letter.workspace][:3]}"
        assert isinstance(letter.holds, Pulse)
        told[(letter.workspace, letter.holds.monday)] += 1
    wanted = {(ws, monday) for ws in zones for monday in mondays if notes[monday]}
    assert told == dict.fromkeys(wanted, 1)
    assert office.met == set(FailureMode)
