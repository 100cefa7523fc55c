"""Waymark's use cases on a real database, with a clock that stands still."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import text

from bot.journeys.home import Home
from bot.journeys.lookup import ANY_CHANNEL, RequestScope
from bot.kpis import RecordedReading
from bot.notes.capture import CapturedNote, CaptureRequest
from bot.ports import Messenger, Publisher
from bot.sentiment.scorer import WaymarkScorer
from bot.services import Outside, Services, build_services
from domain.access import Role
from domain.journey_map import JourneyMap, MapStage
from domain.journeys import Journey, Stage, Template, WorkspaceId
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
    """One Waymark; what people do in it is done by its real use cases.

    Its database may be shared with other tests: `ws` and `other` are workspaces of this one alone.
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
        nobody = Outside(
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
        """Somebody types a note."""
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
        """Somebody types a KPI reading."""
        return self.services.kpis.record(workspace or self.ws, author, line, channel)

    def rows(
        self, workspace: WorkspaceId | None = None, journey: str = "buyer"
    ) -> list[dict[str, Any]]:
        """What an export holds."""
        return list(self.services.exports.notes(workspace or self.ws, journey))

    def figures(
        self,
        period: str | None = None,
        workspace: WorkspaceId | None = None,
        journey: str = "buyer",
    ) -> dict[str, Any]:
        """The JSON of a review."""
        return review_as_json(self.services.reviews.compute(workspace or self.ws, journey, period))

    def journey(self, workspace: WorkspaceId | None = None) -> Journey | None:
        """The workspace's journey as it is kept."""
        with self.storage.read(workspace or self.ws) as uow:
            return uow.journeys.default()

    def kept(self, key: str = "buyer") -> Journey:
        """The journey with that key, archived or not, as it is kept."""
        with self.storage.read(self.ws) as uow:
            journey = uow.journeys.by_key(key)
        assert journey is not None
        return journey

    def stage(self, stage: str, journey: str = "buyer") -> Stage:
        """A stage of a journey, archived or not, as it is kept."""
        kept = self.kept(journey)
        every = (*kept.stages, *kept.archived_stages)
        return next(found for found in every if found.key == stage)

    def begin(self, template: Template, workspace: WorkspaceId | None = None) -> Journey:
        """A workspace that began with a journey of other stages."""
        with self.storage.write(workspace or self.ws) as uow:
            uow.journeys.ensure_workspace()
            made = uow.journeys.add(template, self.clock.now(), self.clock.now())
            uow.commit()
        return made

    def begun(self) -> Journey:
        """The buyer journey of a first use."""
        return self.services.map.find_parts(self.ws, "U1", None).journey

    def parts(self, journey: str = "buyer") -> MapParts:
        """Everything on a map."""
        return self.services.map.get_parts(self.ws, "U1", self.kept(journey).id).parts

    def versions(self, journey: str = "buyer", page: int = 0) -> Sequence[Version]:
        """What was done to a map, newest first."""
        return list(self.services.map.history(self.ws, self.kept(journey), page).versions)

    def map(self, words: str = "", place: RequestScope = ANY_CHANNEL) -> JourneyMap:
        """What `/journey map` shows."""
        return self.services.map.show_typed(self.ws, words, place)

    def column(self, stage: str, words: str = "") -> MapStage:
        """One column of it."""
        return next(column for column in self.map(words).stages if column.stage.key == stage)

    def home(self, user: str = "U1") -> Home:
        """What somebody sees in their Home."""
        return self.services.home.show(self.ws, user)

    def change_journey(self, **values: Any) -> None:
        """Set columns past every rule."""
        sets = ", ".join(f"{column} = :{column}" for column in values)
        with self.storage._engine.begin() as connection:
            connection.execute(
                text(f"UPDATE journeys SET {sets} WHERE workspace_id = :mine"),  # noqa: S608 - our own
                {**values, "mine": self.ws},
            )

    def at(self, instant: str) -> None:
        """Put the clock there."""
        self.clock.put(datetime.fromisoformat(instant))


def make_env(storage: Database) -> Env:
    """A env on that database, on Friday 14 August 2026 at noon UTC."""
    return Env(storage, StandingClock(2026, 8, 14), new_workspace(), new_workspace())


def at_once(times: int, work: Any) -> list[Any]:
    """What that many threads get from doing the same."""
    return all_at_once([work] * times)


def all_at_once(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """What threads get, each from doing one of these."""
    with ThreadPoolExecutor(len(works)) as pool:
        futures: list[Future[Any]] = [pool.submit(work) for work in works]
        return [future.result() for future in futures]


def part(row: Mapping[str, Any], *fields: str) -> tuple[Any, ...]:
    """Those fields of a row."""
    return tuple(row[field] for field in fields)


def pain_score(text: str) -> float:
    """The score of a text that is filed as a pain point."""
    return SCORER.score(text, kind=NoteKind.PAIN_POINT).value


def guests(env: Env, *users: str) -> None:
    """Have these people be guests."""
    env.people.roles.update(dict.fromkeys(users, Role.GUEST))
