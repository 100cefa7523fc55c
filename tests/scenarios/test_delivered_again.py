"""Whatever is delivered again, late or at the same time: one note for each thing somebody did."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import URL

from domain.journeys import WorkspaceId
from sandbox.config import Settings
from tests.bot.env import all_at_once
from tests.clocks import StandingClock
from tests.databases import Postgres
from tests.scenarios.deliveries import Door, Sent, Slack
from tests.scenarios.running_pair import RunningPair, running
from tests.shared_databases import new_workspace

ANSWERED, AGAIN = 200, 500

PEOPLE = ("U0MARA", "U0PRIYA", "U0TOMAS")

WAYS = ("command", "form", "shortcut", "mention", "direct", "reaction")

# Slack sends these again when they fail; the others only somebody's second press does.
EVENTS = ("mention", "direct", "reaction")


@dataclass(frozen=True)
class Deed:
    """Something somebody did, how often it is delivered, and whether the first time fails."""

    way: str
    user: str
    times: int
    fails: bool


@dataclass(frozen=True)
class Story:
    """Deeds, and the order of their deliveries: each wave arrives at the same time."""

    deeds: tuple[Deed, ...]
    waves: tuple[tuple[int, ...], ...]


DEEDS = st.builds(
    Deed,
    way=st.sampled_from(WAYS),
    user=st.sampled_from(PEOPLE),
    times=st.integers(1, 4),
    fails=st.sampled_from([False, False, True]),
)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """A few deeds, their deliveries in any order, some of them at the same time."""
    deeds = tuple(draw(st.lists(DEEDS, min_size=1, max_size=3)))
    order = [number for number, deed in enumerate(deeds) for _ in range(deed.times)]
    order = draw(st.permutations(order))
    waves: list[tuple[int, ...]] = []
    while order:
        size = draw(st.integers(1, 4))
        waves.append(tuple(order[:size]))
        order = order[size:]
    return Story(deeds, tuple(waves))


@dataclass
class Told:
    """One story as it is told to Waymark."""

    bench: RunningPair
    door: Door
    said_at: str
    workspace: WorkspaceId = field(default_factory=new_workspace)

    def made(self, number: int, deed: Deed) -> Sent:
        """What is delivered of a deed, the same every time."""
        slack, text = Slack(self.workspace), f"a terrible page {number}"
        own = f"1787000000.{number:06}"
        makers: dict[str, Callable[[], Sent]] = {
            "command": lambda: slack.command(deed.user, text, f"trigger{number}"),
            "form": lambda: slack.form(deed.user, text, f"V{number}"),
            "shortcut": lambda: slack.shortcut(deed.user, SAID, self.said_at, f"trigger{number}"),
            "mention": lambda: slack.mention(deed.user, text, own, f"Ev{number}"),
            "direct": lambda: slack.direct(deed.user, text, own, f"Ev{number}"),
            "reaction": lambda: slack.reaction(deed.user, self.said_at, f"Ev{number}"),
        }
        return makers[deed.way]()

    def hears(self, story: Story) -> None:
        """Deliver everything; what fails first does so before anything else of its deed."""
        sent = [self.made(number, deed) for number, deed in enumerate(story.deeds)]
        failing = {n for n, deed in enumerate(story.deeds) if deed.fails and deed.way != "reaction"}
        for wave in story.waves:
            for number in sorted(failing.intersection(wave)):
                failing.remove(number)
                self.fails(story.deeds[number], sent[number])
            for status, _ in all_at_once([partial(self.door.takes, sent[n]) for n in wave]):
                assert status == ANSWERED
        self.door.rests()

    def fails(self, deed: Deed, sent: Sent) -> None:
        """Deliver it while the database takes nothing: Slack, or its author, is told so."""
        with self.door.broken():
            before = len(self.rows())
            status, answer = self.door.takes(sent)
        assert status == (AGAIN if deed.way in EVENTS else ANSWERED)
        if deed.way in ("form", "command"):
            assert "nothing was saved" in str(answer)
            assert ("errors" in answer) == (deed.way == "form")
        assert len(self.rows()) == before

    def rows(self) -> list[tuple[str, int]]:
        """Every note and how many people are behind it."""
        if "buyer" not in self._keys():
            return []
        rows = self.bench.waymark.services.exports.notes(self.workspace, "buyer")
        return sorted((row["text"], row["supporters"]) for row in rows)

    def _keys(self) -> list[str]:
        with self.bench.waymark.storage.read(self.workspace) as uow:
            return [journey.key for journey in uow.journeys.all()]


SAID = "a terrible message"


def expected(story: Story) -> list[tuple[str, int]]:
    """One note for each deed; those about the same message are one, of several people."""
    about_it = {deed.user for deed in story.deeds if deed.way in ("shortcut", "reaction")}
    notes = [
        (f"a terrible page {number}", 1)
        for number, deed in enumerate(story.deeds)
        if deed.way not in ("shortcut", "reaction")
    ]
    return sorted([*notes, *([(SAID, len(about_it))] if about_it else [])])


@contextmanager
def telling(database: URL) -> Iterator[Callable[[], Told]]:
    """Waymark with a message in its workspace; each story is of another workspace."""
    calm = Settings(rate_limit=False)
    with running(database, StandingClock(2026, 8, 14), tick_seconds=3600, sandbox=calm) as bench:
        said_at = bench.slack.person("tomas").say("customer-journey", SAID)
        for person in ("mara", "priya", "tomas"):
            bench.slack.person(person).react("customer-journey", said_at, "warning")
        door = Door(bench.service, bench.waymark.storage)
        yield lambda: Told(bench, door, said_at)


def tell(begin: Callable[[], Told], stories_told: int) -> None:
    """Tell that many random stories."""

    @settings(max_examples=stories_told, deadline=None)
    @given(story=stories())
    def one(story: Story) -> None:
        told = begin()
        told.hears(story)
        assert told.rows() == expected(story)

    one()


def test_hundreds_of_stories_leave_one_note_for_each_deed(sqlite_url: URL) -> None:
    with telling(sqlite_url) as begin:
        tell(begin, 250)


def test_so_do_others_on_postgresql(postgres: Postgres) -> None:
    with telling(postgres.migrated()) as begin:
        tell(begin, 60)
