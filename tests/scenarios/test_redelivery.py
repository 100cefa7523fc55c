"""Repeated, late and concurrent deliveries leave one note for each thing a user did."""

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
from tests.scenarios.deliveries import HttpClient, SlackRequest, SlackRequests
from tests.scenarios.running_pair import RunningPair, running
from tests.shared_databases import new_workspace

OK, SERVER_ERROR = 200, 500

PEOPLE = ("U0MARA", "U0PRIYA", "U0TOMAS")

SOURCES = ("command", "form", "shortcut", "mention", "direct", "reaction")

# Slack repeats these when they fail; the others are repeated by a second click only.
EVENTS = ("mention", "direct", "reaction")


@dataclass(frozen=True)
class Capture:
    """One thing a user did: how often it is delivered, and whether the first delivery fails."""

    source: str
    user: str
    times: int
    fails: bool


@dataclass(frozen=True)
class DeliveryPlan:
    """Captures and the order of their deliveries, by index; a wave arrives at the same time."""

    captures: tuple[Capture, ...]
    waves: tuple[tuple[int, ...], ...]


CAPTURES = st.builds(
    Capture,
    source=st.sampled_from(SOURCES),
    user=st.sampled_from(PEOPLE),
    times=st.integers(1, 4),
    fails=st.sampled_from([False, False, True]),
)


@st.composite
def delivery_plans(draw: st.DrawFn) -> DeliveryPlan:
    """A few captures, delivered in any order, some of them at the same time."""
    captures = tuple(draw(st.lists(CAPTURES, min_size=1, max_size=3)))
    order = [number for number, capture in enumerate(captures) for _ in range(capture.times)]
    order = draw(st.permutations(order))
    waves: list[tuple[int, ...]] = []
    while order:
        size = draw(st.integers(1, 4))
        waves.append(tuple(order[:size]))
        order = order[size:]
    return DeliveryPlan(captures, tuple(waves))


@dataclass
class PlanRun:
    """Delivers one plan to Waymark, in a workspace of its own."""

    pair: RunningPair
    client: HttpClient
    message_ts: str
    workspace: WorkspaceId = field(default_factory=new_workspace)

    def build_request(self, number: int, capture: Capture) -> SlackRequest:
        """Return the request of a capture, the same for every delivery."""
        slack, text = SlackRequests(self.workspace), f"a terrible page {number}"
        own_ts = f"1787000000.{number:06}"
        builders: dict[str, Callable[[], SlackRequest]] = {
            "command": lambda: slack.command(capture.user, text, f"trigger{number}"),
            "form": lambda: slack.form(capture.user, text, f"V{number}"),
            "shortcut": lambda: slack.shortcut(
                capture.user, MESSAGE_TEXT, self.message_ts, f"trigger{number}"
            ),
            "mention": lambda: slack.mention(capture.user, text, own_ts, f"Ev{number}"),
            "direct": lambda: slack.direct_message(capture.user, text, own_ts, f"Ev{number}"),
            "reaction": lambda: slack.reaction(capture.user, self.message_ts, f"Ev{number}"),
        }
        return builders[capture.source]()

    def deliver(self, plan: DeliveryPlan) -> None:
        """Deliver everything; a capture that fails first does so before its other deliveries."""
        requests = [
            self.build_request(number, capture) for number, capture in enumerate(plan.captures)
        ]
        failing = {
            n
            for n, capture in enumerate(plan.captures)
            if capture.fails and capture.source != "reaction"
        }
        for wave in plan.waves:
            for number in sorted(failing.intersection(wave)):
                failing.remove(number)
                self.deliver_while_read_only(plan.captures[number], requests[number])
            for status, _ in all_at_once([partial(self.client.post, requests[n]) for n in wave]):
                assert status == OK
        self.client.wait_until_idle()

    def deliver_while_read_only(self, capture: Capture, request: SlackRequest) -> None:
        """Deliver while every write fails: Slack gets an error, or the author an explanation."""
        with self.client.read_only():
            before = len(self.rows())
            status, answer = self.client.post(request)
        assert status == (SERVER_ERROR if capture.source in EVENTS else OK)
        if capture.source in ("form", "command"):
            assert "nothing was saved" in str(answer)
            assert ("errors" in answer) == (capture.source == "form")
        assert len(self.rows()) == before

    def rows(self) -> list[tuple[str, int]]:
        """Return the text of every note and its number of supporters."""
        if "buyer" not in self._keys():
            return []
        rows = self.pair.waymark.services.exports.notes(self.workspace, "buyer")
        return sorted((row["text"], row["supporters"]) for row in rows)

    def _keys(self) -> list[str]:
        with self.pair.waymark.storage.read(self.workspace) as uow:
            return [journey.key for journey in uow.journeys.all()]


MESSAGE_TEXT = "a terrible message"


def expected_rows(plan: DeliveryPlan) -> list[tuple[str, int]]:
    """Return a note for each capture; those of the same message are one, of several people."""
    supporters = {
        capture.user for capture in plan.captures if capture.source in ("shortcut", "reaction")
    }
    notes = [
        (f"a terrible page {number}", 1)
        for number, capture in enumerate(plan.captures)
        if capture.source not in ("shortcut", "reaction")
    ]
    return sorted([*notes, *([(MESSAGE_TEXT, len(supporters))] if supporters else [])])


@contextmanager
def started_waymark(database: URL) -> Iterator[Callable[[], PlanRun]]:
    """Start Waymark with a message in its workspace; yield a function that starts a run."""
    no_rate_limit = Settings(rate_limit=False)
    with running(
        database, StandingClock(2026, 8, 14), tick_seconds=3600, sandbox=no_rate_limit
    ) as pair:
        message_ts = pair.slack.person("tomas").say("customer-journey", MESSAGE_TEXT)
        for person in ("mara", "priya", "tomas"):
            pair.slack.person(person).react("customer-journey", message_ts, "warning")
        client = HttpClient(pair.service, pair.waymark.storage)
        yield lambda: PlanRun(pair, client, message_ts)


def check_plans(start_run: Callable[[], PlanRun], count: int) -> None:
    """Check that many random plans; each takes a fifth of a second.

    A plan has at most three captures of six sources: fifty pair every two sources a few times.
    """

    @settings(max_examples=count, deadline=None)
    @given(plan=delivery_plans())
    def check_plan(plan: DeliveryPlan) -> None:
        run = start_run()
        run.deliver(plan)
        assert run.rows() == expected_rows(plan)

    check_plan()


def test_every_capture_becomes_one_note_however_it_is_delivered(sqlite_url: URL) -> None:
    with started_waymark(sqlite_url) as start_run:
        check_plans(start_run, 50)


def test_every_capture_becomes_one_note_on_postgresql(postgres: Postgres) -> None:
    with started_waymark(postgres.migrated()) as start_run:
        check_plans(start_run, 15)
