"""A week in which everything goes wrong: what holds of nudges whatever happens.

Several companies in several zones are played through the last days of a quarter by two clocks
at once. Messages are refused, lost, or their sender dies; people write notes, opt out and come
back meanwhile. What may and must be sent is worked out here once more, from what was done.
"""

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.outbox import Outbox
from bot.reminders import ChooseReminders, NudgePeople, SendReminder
from domain.access import Role
from domain.journeys import WorkspaceId
from domain.reminders import Nudge
from tests.bot.env import Env, all_at_once
from tests.bot.fake_channel import EVERY_WEATHER, Letter, PostOffice
from tests.bot.fake_slack import FailureMode, SimulatedCrash
from tests.shared_databases import new_workspace

pytestmark = pytest.mark.each_database

SETTLE = timedelta(seconds=60)

STEP = timedelta(minutes=30)

ZONES = ("Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland", None)

HOMES = ("UTC", "Pacific/Auckland", "America/New_York")

STAGES = ("awareness", "consideration", "decision", "onboarding", "retention", "loyalty")

SILENT_TEAM, OTHER_TEAM = "support", "sales"

# Most messages do not arrive, so that many are still to be sent when the weekend begins.
BAD_WEATHER = (
    *EVERY_WEATHER,
    *(FailureMode.REFUSED, FailureMode.REQUEST_LOST, FailureMode.DIES_BEFORE_POSTING) * 4,
)

# Nothing goes wrong any more from the weekend before the quarter's last days on.
CLEARS_UP = datetime(2026, 9, 26, tzinfo=UTC)


@dataclass
class Company:
    """One workspace and what was done in it: the living `owners` by stage, `members` by team.

    `spoken` are stages and `heard_teams` teams with a note in the quarter.
    """

    ws: WorkspaceId
    zone: ZoneInfo
    owners: dict[str, str]
    members: dict[str, list[str]]
    spoken: set[str] = field(default_factory=set)
    heard_teams: set[str] = field(default_factory=set)
    opted_out: set[str] = field(default_factory=set)
    ever_opted_out: set[str] = field(default_factory=set)

    @property
    def begins(self) -> datetime:
        """A week before the quarter's end where it is at home."""
        return datetime(2026, 9, 24, tzinfo=self.zone)

    @property
    def ends(self) -> datetime:
        """The quarter's end there."""
        return datetime(2026, 10, 1, tzinfo=self.zone)

    def silent(self, person: str) -> tuple[set[str], set[str]]:
        """The stages they own and the teams they are of that are silent now."""
        stages = {stage for stage, owner in self.owners.items() if owner == person}
        teams = {team for team, people in self.members.items() if person in people}
        return stages - self.spoken, teams - self.heard_teams

    @property
    def people(self) -> list[str]:
        """Whom a nudge may reach."""
        members = (person for people in self.members.values() for person in people)
        return sorted({*self.owners.values(), *members})


@dataclass
class World:
    """Companies, their clock and their post; `held` are the reasons for each letter sent."""

    env: Env
    office: PostOffice
    chance: random.Random
    companies: list[Company] = field(default_factory=list)

    def found(self, number: int) -> Company:
        """Begin a company in the spring, with people who write for its teams."""
        ws = new_workspace()
        people = [f"U{number}{letter}" for letter in "ABCDEFGH"]
        for place, person in enumerate(people):
            zone = ZONES[(place + number) % len(ZONES)]
            if zone:
                self.env.people.zones[person] = zone
        # The latest writers of a team come first, but for a guest and one who has left.
        guest, gone = people[6], people[7]
        self.env.people.roles[guest] = Role.GUEST
        self.env.people.gone.add(gone)
        self.env.at("2026-05-04T12:00:00+00:00")
        for author in (people[2], people[3], people[4], people[5], guest, gone):
            self.env.capture(f"decision: slow team:{SILENT_TEAM}", author=author, workspace=ws)
            self.env.clock.advance(timedelta(hours=1))
        self.env.capture(f"decision: dear team:{OTHER_TEAM}", author=people[2], workspace=ws)
        owners = dict(zip(STAGES, (people[0], people[0], people[1], people[5], gone), strict=False))
        zone_name = HOMES[number % len(HOMES)]
        self._keep(ws, zone_name, owners)
        living = {stage: owner for stage, owner in owners.items() if owner not in (gone, guest)}
        # The one who writes for sales by now is no longer of support.
        members = {SILENT_TEAM: [people[5], people[4], people[3]], OTHER_TEAM: [people[2]]}
        return Company(ws, ZoneInfo(zone_name), living, members)

    def _keep(self, ws: WorkspaceId, zone: str, owners: dict[str, str]) -> None:
        with self.env.storage.write(ws) as uow:
            journey = uow.journeys.default()
            assert journey is not None
            uow.journeys.change(replace(journey, time_zone=zone))
            for stage in journey.stages:
                uow.journeys.change_stage(replace(stage, owner=owners.get(stage.key)))
            uow.commit()

    def tick(self) -> None:
        """One clock asks; a power cut ends that process, and another one is started."""
        outbox = Outbox(self.env.storage, self.office, self.env.clock, SETTLE)
        send = SendReminder(self.env.storage, self.office, self.env.clock, outbox)
        nudge = NudgePeople(self.env.storage, self.env.people, send, self.env.clock)
        try:
            nudge()
        except SimulatedCrash:
            return

    def happens(self) -> None:
        """Now and then somebody writes a note, opts out or comes back."""
        company, now = self.chance.choice(self.companies), self.env.clock.now()
        deed = self.chance.randrange(60)
        if deed == 0 and company.begins <= now < company.ends:
            stage = self.chance.choice(STAGES)
            self.env.capture(f"{stage}: heard", author="UX", workspace=company.ws)
            company.spoken.add(stage)
        elif deed == 1 and company is self.companies[0] and company.begins <= now < company.ends:
            line = f"loyalty: heard team:{SILENT_TEAM}"
            self.env.capture(line, author="UX", workspace=company.ws)
            company.spoken.add("loyalty")
            company.heard_teams.add(SILENT_TEAM)
        elif deed in (2, 3):
            person = self.chance.choice(company.people)
            wanted = person in company.opted_out
            choose = ChooseReminders(self.env.storage, self.env.clock)
            choose(company.ws, person, wanted=wanted)
            company.ever_opted_out.add(person)
            (company.opted_out.discard if wanted else company.opted_out.add)(person)


@pytest.fixture
def world(lone_env: Env) -> World:
    """Five companies, eight days before the quarter ends."""
    chance = random.Random(2026)
    made = World(lone_env, PostOffice(lone_env.clock, BAD_WEATHER, chance), chance)
    made.companies = [made.found(number) for number in range(5)]
    lone_env.at("2026-09-23T00:00:00+00:00")
    return made


def check(world: World, company: Company, letter: Letter) -> None:
    """That letter may be sent now."""
    assert isinstance(letter.holds, Nudge)
    person, nudge = letter.channel, letter.holds
    assert (nudge.person, nudge.period.label) == (person, "2026-Q3")
    assert company.begins <= letter.at < company.ends
    own = world.env.people.zones.get(person)
    local = letter.at.astimezone(ZoneInfo(own) if own else company.zone)
    assert local.weekday() < 5, (person, local)
    assert 9 <= local.hour < 17, (person, local)
    assert person not in company.opted_out
    stages, teams = company.silent(person)
    assert ({stage.key for stage in nudge.stages}, set(nudge.teams)) == (stages, teams)
    assert stages or teams


def test_a_week_in_which_everything_goes_wrong(world: World) -> None:
    by_ws = {company.ws: company for company in world.companies}
    checked = 0
    while world.env.clock.now() < datetime(2026, 10, 1, 12, tzinfo=UTC):
        if world.env.clock.now() >= CLEARS_UP:
            world.office.weathers = (FailureMode.FAIR,)
        all_at_once([world.tick, world.tick])
        for letter in world.office.letters[checked:]:
            check(world, by_ws[letter.workspace], letter)
        checked = len(world.office.letters)
        world.happens()
        world.env.clock.advance(STEP)

    told = Counter((letter.workspace, letter.channel) for letter in world.office.letters)
    assert max(told.values()) == 1
    for company in world.companies:
        for person in set(company.people) - company.ever_opted_out:
            if any(company.silent(person)):
                assert told[(company.ws, person)] == 1, (company.ws, person)
    # The week was as bad as it was meant to be.
    assert world.office.met == set(FailureMode)
    assert world.office.looked > 0
    assert len(told) > 15
    assert any(company.spoken for company in world.companies)
    assert any(company.ever_opted_out for company in world.companies)
