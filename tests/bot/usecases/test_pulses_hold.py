"""Five weeks of pulses in four zones, two clocks and bad weather; clocks change on the way."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.journey import WorkspaceId
from bot.domain.pulse import Pulse, next_pulse
from bot.domain.reminders import ReminderKind
from bot.usecases.post_pulses import PostPulses
from bot.usecases.send_reminder import SendReminder
from tests.bot.usecases.house import House, all_at_once
from tests.bot.usecases.outside import PowerCutError, Weather
from tests.bot.usecases.post_office import EVERY_WEATHER, Letter, PostOffice
from tests.shared import new_workspace

SETTLE = timedelta(seconds=60)
STEP, STRIDE = timedelta(minutes=30), timedelta(hours=6)
SUNDAY, MONDAY, TUESDAY = 6, 0, 1
WEEK = timedelta(days=7)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland")
FIRST_MONDAY, WEEKS = date(2026, 10, 19), 5
# In this one nobody writes anything.
QUIET = 3


def found(house: House, zone: str, channel: str) -> WorkspaceId:
    """A workspace with a pulse, begun two weeks before."""
    ws = new_workspace()
    house.at("2026-10-05T12:00:00+00:00")
    house.capture("onboarding: the beginning", workspace=ws, channel=channel)
    with house.storage.write(ws) as uow:
        journey = uow.journeys.default()
        assert journey is not None
        changed = replace(journey, time_zone=zone, pulse=True)
        uow.journeys.change(changed)
        due = next_pulse(changed, datetime(2026, 10, 15, tzinfo=UTC))
        uow.reminders.set_due(journey.id, ReminderKind.PULSE, due)
        uow.commit()
    return ws


def write(house: House, ws: WorkspaceId, zone: str, monday: date, count: int) -> None:
    """Notes of the week before a Monday, its first and last instant there among them."""
    midnight = datetime.combine(monday, datetime.min.time(), ZoneInfo(zone))
    first = (midnight - WEEK).replace(fold=0)
    for instant in (first, midnight - timedelta(seconds=1), *[first + timedelta(days=2)] * count):
        house.clock.put(instant)
        house.capture("decision: slow", workspace=ws, channel="C1")


def tick(house: House, office: PostOffice) -> None:
    """One clock asks; a power cut ends that process, and another one is started."""
    send = SendReminder(house.storage, office, house.clock, SETTLE)
    try:
        PostPulses(house.storage, send, house.clock)()
    except PowerCutError:
        return


def check(letter: Letter, zone: str, notes: dict[date, int]) -> None:
    """It comes when it should, and says what that week had."""
    assert isinstance(letter.holds, Pulse)
    local = letter.at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    nine = datetime.combine(letter.holds.monday, datetime.min.time()) + timedelta(hours=9)
    assert letter.holds.monday.weekday() == 0
    assert nine <= local <= nine + timedelta(days=2)
    assert letter.holds.notes == notes[letter.holds.monday] > 0


def test_every_week_with_notes_has_one_pulse_and_no_other_has(lone_house: House) -> None:
    chance = random.Random(9)
    office = PostOffice(lone_house.clock, EVERY_WEATHER, chance)
    zones = {found(lone_house, zone, f"C{zone[:3]}"): zone for zone in ZONES}
    mondays = [FIRST_MONDAY + number * WEEK for number in range(WEEKS)]
    notes = {monday: 0 if n == QUIET else n + 2 for n, monday in enumerate(mondays)}
    for monday, count in notes.items():
        for ws, zone in zones.items():
            if count:
                write(lone_house, ws, zone, monday, count - 2)
    lone_house.at("2026-10-17T00:00:00+00:00")
    while lone_house.clock.now() < datetime(2026, 11, 19, tzinfo=UTC):
        all_at_once([lambda: tick(lone_house, office)] * 2)
        now = lone_house.clock.now()
        lone_house.clock.advance(STEP if now.weekday() in (SUNDAY, MONDAY, TUESDAY) else STRIDE)
        # What is refused waits a day at most, and a pulse is news for two.
        now = lone_house.clock.now()
        bad = now.weekday() == SUNDAY or (now.weekday() == MONDAY and now.hour < 20)
        office.weathers = EVERY_WEATHER if bad else (Weather.FAIR,)

    told: Counter[tuple[WorkspaceId, date]] = Counter()
    for letter in office.letters:
        check(letter, zones[letter.workspace], notes)
        assert letter.channel == f"C{zones[letter.workspace][:3]}"
        assert isinstance(letter.holds, Pulse)
        told[(letter.workspace, letter.holds.monday)] += 1
    wanted = {(ws, monday) for ws in zones for monday in mondays if notes[monday]}
    assert told == dict.fromkeys(wanted, 1)
    assert office.met == set(Weather)
