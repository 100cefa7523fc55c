"""A simulated week of reminders in which everything fails: who must get one, and who must not.

Two processes at once run the reminders of several companies, in several time zones, through the
last days of a quarter. Messages are refused or lost, or their sender crashes; meanwhile people
write notes and opt out and in. What must be sent is computed here independently.
"""

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.outbox import Outbox
from bot.reminders import ReminderService
from domain.access import Role
from domain.journeys import WorkspaceId
from domain.reminders import Reminder
from tests.bot.env import Env, all_at_once
from tests.bot.fake_slack import FailureMode, SimulatedCrash
from tests.bot.reminders.failing_channel import ALL_FAILURE_MODES, FailingChannel, SentReminder
from tests.shared_databases import new_workspace

pytestmark = pytest.mark.each_database

SETTLE = timedelta(seconds=60)

STEP = timedelta(hours=1)

ZONES = ("Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland", None)

HOMES = ("UTC", "Pacific/Auckland", "America/New_York")

STAGES = ("awareness", "consideration", "decision", "onboarding", "retention", "loyalty")

TEAM_WITHOUT_NOTES, OTHER_TEAM = "support", "sales"

# Most messages do not arrive, so that many are still to be sent when the weekend begins.
MOSTLY_FAILING = (
    *ALL_FAILURE_MODES,
    *(FailureMode.REFUSED, FailureMode.REQUEST_LOST, FailureMode.DIES_BEFORE_POSTING) * 4,
)

# Nothing goes wrong any more from the weekend before the quarter's last days on.
FAILURES_END = datetime(2026, 9, 26, tzinfo=UTC)


@dataclass
class Company:
    """One workspace and what was done in it: its active `owners` by stage, `members` by team.

    `stages_with_notes` and `teams_with_notes` are those of the quarter.
    """

    ws: WorkspaceId
    zone: ZoneInfo
    owners: dict[str, str]
    members: dict[str, list[str]]
    stages_with_notes: set[str] = field(default_factory=set)
    teams_with_notes: set[str] = field(default_factory=set)
    opted_out: set[str] = field(default_factory=set)
    ever_opted_out: set[str] = field(default_factory=set)

    @property
    def begins(self) -> datetime:
        """A week before the quarter's end, local time."""
        return datetime(2026, 9, 24, tzinfo=self.zone)

    @property
    def ends(self) -> datetime:
        """The quarter's end, local time."""
        return datetime(2026, 10, 1, tzinfo=self.zone)

    def without_notes(self, person: str) -> tuple[set[str], set[str]]:
        """Return a person's own stages and teams that have no note now."""
        stages = {stage for stage, owner in self.owners.items() if owner == person}
        teams = {team for team, people in self.members.items() if person in people}
        return stages - self.stages_with_notes, teams - self.teams_with_notes

    @property
    def people(self) -> list[str]:
        """Return whom a reminder may reach."""
        members = (person for people in self.members.values() for person in people)
        return sorted({*self.owners.values(), *members})


@dataclass
class World:
    """Companies, their clock and their Slack."""

    env: Env
    slack: FailingChannel
    rng: random.Random
    companies: list[Company] = field(default_factory=list)

    def add_company(self, number: int) -> Company:
        """Add a company that started in spring, with people who write for its teams."""
        ws = new_workspace()
        people = [f"U{number}{letter}" for letter in "ABCDEFGH"]
        for place, person in enumerate(people):
            zone = ZONES[(place + number) % len(ZONES)]
            if zone:
                self.env.people.zones[person] = zone
        # The latest writers of a team come first, except for a guest and one who has left.
        guest, former = people[6], people[7]
        self.env.people.roles[guest] = Role.GUEST
        self.env.people.gone.add(former)
        self.env.at("2026-05-04T12:00:00+00:00")
        for author in (people[2], people[3], people[4], people[5], guest, former):
            self.env.capture(
                f"decision: slow team:{TEAM_WITHOUT_NOTES}", author=author, workspace=ws
            )
            self.env.clock.advance(timedelta(hours=1))
        self.env.capture(f"decision: dear team:{OTHER_TEAM}", author=people[2], workspace=ws)
        owners = dict(
            zip(STAGES, (people[0], people[0], people[1], people[5], former), strict=False)
        )
        zone_name = HOMES[number % len(HOMES)]
        self._save(ws, zone_name, owners)
        active_owners = {
            stage: owner for stage, owner in owners.items() if owner not in (former, guest)
        }
        # Who wrote for sales last is no longer a member of support.
        members = {TEAM_WITHOUT_NOTES: [people[5], people[4], people[3]], OTHER_TEAM: [people[2]]}
        return Company(ws, ZoneInfo(zone_name), active_owners, members)

    def _save(self, ws: WorkspaceId, zone: str, owners: dict[str, str]) -> None:
        with self.env.storage.write(ws) as uow:
            journey = uow.journeys.default()
            assert journey is not None
            uow.journeys.change(replace(journey, time_zone=zone))
            for stage in journey.stages:
                uow.journeys.change_stage(replace(stage, owner=owners.get(stage.key)))
            uow.commit()

    def tick(self) -> None:
        """Run the job once, as a process that may crash."""
        outbox = Outbox(self.env.storage, self.slack, self.env.clock, SETTLE)
        env = self.env
        reminders = ReminderService(env.storage, self.slack, env.people, env.clock, outbox)
        try:
            reminders.send_due_reminders()
        except SimulatedCrash:
            return

    def change_something(self) -> None:
        """Now and then, write a note, or opt somebody out or in."""
        company, now = self.rng.choice(self.companies), self.env.clock.now()
        change = self.rng.randrange(60)
        if change == 0 and company.begins <= now < company.ends:
            stage = self.rng.choice(STAGES)
            self.env.capture(f"{stage}: mentioned", author="UX", workspace=company.ws)
            company.stages_with_notes.add(stage)
        elif change == 1 and company is self.companies[0] and company.begins <= now < company.ends:
            line = f"loyalty: mentioned team:{TEAM_WITHOUT_NOTES}"
            self.env.capture(line, author="UX", workspace=company.ws)
            company.stages_with_notes.add("loyalty")
            company.teams_with_notes.add(TEAM_WITHOUT_NOTES)
        elif change in (2, 3):
            person = self.rng.choice(company.people)
            opted_out = person not in company.opted_out
            self.env.services.reminders.set_opt_out(company.ws, person, opted_out=opted_out)
            company.ever_opted_out.add(person)
            (company.opted_out.add if opted_out else company.opted_out.discard)(person)


@pytest.fixture
def world(lone_env: Env) -> World:
    """Five companies, eight days before the quarter ends."""
    rng = random.Random(2026)
    world = World(lone_env, FailingChannel(lone_env.clock, MOSTLY_FAILING, rng), rng)
    world.companies = [world.add_company(number) for number in range(5)]
    lone_env.at("2026-09-23T00:00:00+00:00")
    return world


def check(world: World, company: Company, message: SentReminder) -> None:
    """Check that a message may be sent at its time."""
    assert isinstance(message.content, Reminder)
    person, reminder = message.channel, message.content
    assert (reminder.person, reminder.period.label) == (person, "2026-Q3")
    assert company.begins <= message.at < company.ends
    own = world.env.people.zones.get(person)
    local = message.at.astimezone(ZoneInfo(own) if own else company.zone)
    assert local.weekday() < 5, (person, local)
    assert 9 <= local.hour < 17, (person, local)
    assert person not in company.opted_out
    stages, teams = company.without_notes(person)
    assert ({stage.key for stage in reminder.stages}, set(reminder.teams)) == (stages, teams)
    assert stages or teams


@pytest.mark.slow
def test_a_week_in_which_everything_goes_wrong(world: World) -> None:
    by_ws = {company.ws: company for company in world.companies}
    checked = 0
    while world.env.clock.now() < datetime(2026, 10, 1, 12, tzinfo=UTC):
        if world.env.clock.now() >= FAILURES_END:
            world.slack.failure_modes = (FailureMode.NONE,)
        all_at_once([world.tick, world.tick])
        for message in world.slack.sent[checked:]:
            check(world, by_ws[message.workspace], message)
        checked = len(world.slack.sent)
        world.change_something()
        world.env.clock.advance(STEP)

    counts = Counter((message.workspace, message.channel) for message in world.slack.sent)
    assert max(counts.values()) == 1
    for company in world.companies:
        for person in set(company.people) - company.ever_opted_out:
            if any(company.without_notes(person)):
                assert counts[(company.ws, person)] == 1, (company.ws, person)
    # Every failure happened.
    assert world.slack.seen_modes == set(FailureMode)
    assert world.slack.lookups > 0
    assert len(counts) > 15
    assert any(company.stages_with_notes for company in world.companies)
    assert any(company.ever_opted_out for company in world.companies)
