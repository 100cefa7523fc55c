"""The services on a real database, with a clock that stands still."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import text

from bot.journeys.home import Home
from bot.journeys.lookup import ANY_CHANNEL, RequestScope
from bot.kpis.readings import ReadingQuestion, RecordedReading
from bot.notes.capture import CapturedNote, CaptureRequest
from bot.ports import Messenger, Publisher
from bot.sentiment.scorer import WaymarkScorer
from bot.services import Ports, Services, build_services
from domain.access import Actor, Role
from domain.journey_map import JourneyMap, MapStage
from domain.journeys import Journey, Stage, Template, WorkspaceId
from domain.kpi_value_meanings import parse_value
from domain.map_history import MapParts, Version
from domain.notes import NoteKind
from domain.review_json import review_as_json
from storage.session import Database
from tests.bot.fake_slack import ChannelList, Directory
from tests.clocks import StandingClock
from tests.shared_databases import new_workspace

SCORER = WaymarkScorer()


@dataclass(frozen=True)
class Env:
    """A test environment: the real services with fake people and channels.

    The database may be shared with other tests; `ws` and `other` are workspaces of this one alone.
    """

    storage: Database
    clock: StandingClock
    ws: WorkspaceId
    other: WorkspaceId
    people: Directory = field(default_factory=Directory)
    channels: ChannelList = field(default_factory=ChannelList)

    @property
    def services(self) -> Services:
        """The services as they are wired, with nobody to post to."""
        nobody = Ports(
            self.clock,
            SCORER,
            self.people,
            self.channels,
            publisher=cast(Publisher, None),
            messenger=cast(Messenger, None),
        )
        return build_services(self.storage, nobody, timedelta(minutes=1))

    def capture(
        self,
        line: str,
        *,
        kind: NoteKind | None = NoteKind.PAIN_POINT,
        workspace: WorkspaceId | None = None,
        channel: str = "C1",
        author: str = "U1",
        is_message: bool = False,
    ) -> CapturedNote:
        """Save a note as a command would."""
        return self.services.notes.capture(
            CaptureRequest(workspace or self.ws, channel, author, kind, line, is_message)
        )

    def record(
        self,
        line: str,
        workspace: WorkspaceId | None = None,
        *,
        author: str = "U1",
        channel: str | None = None,
    ) -> RecordedReading:
        """Record a KPI reading as a command would, one that is not asked about."""
        result = self.services.readings.record(workspace or self.ws, author, line, channel)
        assert isinstance(result, RecordedReading)
        return result

    def record_as_typed(self, line: str) -> RecordedReading:
        """Record a KPI reading; where it is asked about, press the value as it was typed."""
        result = self.services.readings.record(self.ws, "U1", line)
        if isinstance(result, RecordedReading):
            return result
        value, _ = parse_value(result.typed, result.kpi.unit)
        meaning = next(one for one in result.meanings if one.value == value)
        return self.services.readings.choose(Actor(self.ws, "U1"), result.line, meaning)

    def ask(self, line: str, author: str = "U1") -> ReadingQuestion:
        """Record a KPI reading that is asked about."""
        result = self.services.readings.record(self.ws, author, line)
        assert isinstance(result, ReadingQuestion)
        return result

    def rows(
        self, workspace: WorkspaceId | None = None, journey: str = "buyer"
    ) -> list[dict[str, Any]]:
        """Return the rows of an export."""
        return list(self.services.exports.notes(workspace or self.ws, journey))

    def figures(
        self,
        period: str | None = None,
        workspace: WorkspaceId | None = None,
        journey: str = "buyer",
    ) -> dict[str, Any]:
        """Return the JSON of a review."""
        return review_as_json(self.services.reviews.compute(workspace or self.ws, journey, period))

    def journey(self, workspace: WorkspaceId | None = None) -> Journey | None:
        """Return the workspace's default journey, or None."""
        with self.storage.read(workspace or self.ws) as uow:
            return uow.journeys.default()

    def journey_by_key(self, key: str = "buyer") -> Journey:
        """Return the journey with that key, archived or not."""
        with self.storage.read(self.ws) as uow:
            journey = uow.journeys.by_key(key)
        assert journey is not None
        return journey

    def stage(self, stage: str, journey: str = "buyer") -> Stage:
        """Return a stage of a journey, archived or not."""
        found = self.journey_by_key(journey)
        every = (*found.stages, *found.archived_stages)
        return next(one for one in every if one.key == stage)

    def create_journey(self, template: Template, workspace: WorkspaceId | None = None) -> Journey:
        """Create a journey from a template."""
        with self.storage.write(workspace or self.ws) as uow:
            uow.journeys.ensure_workspace()
            journey = uow.journeys.add(template, self.clock.now(), self.clock.now())
            uow.commit()
        return journey

    def buyer_journey(self) -> Journey:
        """Return the buyer journey, created on first use."""
        return self.services.map.find_parts(self.ws, "U1", None).journey

    def parts(self, journey: str = "buyer") -> MapParts:
        """Return all parts of a map."""
        return self.services.map.get_parts(self.ws, "U1", self.journey_by_key(journey).id).parts

    def versions(self, journey: str = "buyer", page: int = 0) -> Sequence[Version]:
        """Return the versions of a map, newest first."""
        return list(self.services.map.history(self.ws, self.journey_by_key(journey), page).versions)

    def map(self, words: str = "", place: RequestScope = ANY_CHANNEL) -> JourneyMap:
        """Return the map that `/journey map` shows."""
        return self.services.map.show_typed(self.ws, words, place)

    def column(self, stage: str, words: str = "") -> MapStage:
        """Return one stage of the map."""
        return next(column for column in self.map(words).stages if column.stage.key == stage)

    def home(self, user: str = "U1") -> Home:
        """Return the content of a user's Home tab."""
        return self.services.home.show(self.ws, user)

    def change_journey(self, **values: Any) -> None:
        """Set columns of the journeys without any check."""
        sets = ", ".join(f"{column} = :{column}" for column in values)
        with self.storage._engine.begin() as connection:
            connection.execute(
                text(f"UPDATE journeys SET {sets} WHERE workspace_id = :mine"),  # noqa: S608 - our own
                {**values, "mine": self.ws},
            )

    def at(self, instant: str) -> None:
        """Set the clock."""
        self.clock.put(datetime.fromisoformat(instant))


def make_env(storage: Database) -> Env:
    """Build an environment on a database, on Friday 14 August 2026 at noon UTC."""
    return Env(storage, StandingClock(2026, 8, 14), new_workspace(), new_workspace())


def at_once(times: int, work: Any) -> list[Any]:
    """Run the same work in several threads; return the results."""
    return all_at_once([work] * times)


def all_at_once(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run each work in a thread of its own, a single one in this thread; return the results."""
    if len(works) == 1:
        return [works[0]()]
    with ThreadPoolExecutor(len(works)) as pool:
        futures: list[Future[Any]] = [pool.submit(work) for work in works]
        return [future.result() for future in futures]


def part(row: Mapping[str, Any], *fields: str) -> tuple[Any, ...]:
    """Return some fields of a row."""
    return tuple(row[field] for field in fields)


def pain_score(text: str) -> float:
    """Return the score of a text filed as a pain point."""
    return SCORER.score(text, kind=NoteKind.PAIN_POINT).value


def guests(env: Env, *users: str) -> None:
    """Make users guests."""
    env.people.roles.update(dict.fromkeys(users, Role.GUEST))
