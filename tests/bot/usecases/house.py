"""Waymark's use cases on a real database, with a clock that stands still."""

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from bot.domain.figures import as_json
from bot.domain.journey import Journey, Template, WorkspaceId
from bot.domain.notes import NoteKind
from bot.sentiment.scorer import TextBlobScorer
from bot.usecases.capture_note import Capture, Captured, CaptureNote
from bot.usecases.compute_review import ComputeReview
from bot.usecases.export_notes import ExportNotes
from bot.usecases.record_reading import Recorded, RecordReading
from storage.unit_of_work import SqlStorage
from tests.clocks import StandingClock
from tests.shared import new_workspace

SCORER = TextBlobScorer()


@dataclass(frozen=True)
class House:
    """One Waymark; what people do in it is done by its real use cases.

    Its database may be shared with other tests: `ws` and `other` are workspaces of this one alone.
    """

    storage: SqlStorage
    clock: StandingClock
    ws: WorkspaceId
    other: WorkspaceId

    def capture(
        self,
        line: str,
        *,
        kind: NoteKind | None = NoteKind.PAIN_POINT,
        workspace: WorkspaceId | None = None,
        channel: str = "C1",
        author: str = "U1",
        is_message: bool = False,
    ) -> Captured:
        """Somebody types a note."""
        capture = CaptureNote(self.storage, SCORER, self.clock)
        return capture(Capture(workspace or self.ws, channel, author, kind, line, is_message))

    def record(self, line: str, workspace: WorkspaceId | None = None) -> Recorded:
        """Somebody types a KPI reading."""
        return RecordReading(self.storage, self.clock)(workspace or self.ws, "U1", line)

    def rows(self, workspace: WorkspaceId | None = None) -> list[dict[str, Any]]:
        """What an export holds."""
        return list(ExportNotes(self.storage)(workspace or self.ws, "buyer"))

    def figures(
        self, period: str | None = None, workspace: WorkspaceId | None = None
    ) -> dict[str, Any]:
        """The JSON of a review."""
        return as_json(
            ComputeReview(self.storage, self.clock)(workspace or self.ws, "buyer", period)
        )

    def journey(self, workspace: WorkspaceId | None = None) -> Journey | None:
        """The workspace's journey as it is kept."""
        with self.storage.read(workspace or self.ws) as uow:
            return uow.journeys.default()

    def begin(self, template: Template, workspace: WorkspaceId | None = None) -> Journey:
        """A workspace that began with a journey of other stages."""
        with self.storage.write(workspace or self.ws) as uow:
            uow.journeys.ensure_workspace()
            made = uow.journeys.add(template, self.clock.now(), self.clock.now())
            uow.commit()
        return made

    def change_journey(self, **values: Any) -> None:
        """Set columns that nobody can type yet."""
        sets = ", ".join(f"{column} = :{column}" for column in values)
        with self.storage._engine.begin() as connection:
            connection.execute(
                text(f"UPDATE journeys SET {sets} WHERE workspace_id = :mine"),  # noqa: S608 - our own
                {**values, "mine": self.ws},
            )

    def at(self, instant: str) -> None:
        """Put the clock there."""
        self.clock.put(datetime.fromisoformat(instant))


def make_house(storage: SqlStorage) -> House:
    """A house on that database, on Friday 14 August 2026 at noon UTC."""
    return House(storage, StandingClock(2026, 8, 14), new_workspace(), new_workspace())


def at_once(times: int, work: Any) -> list[Any]:
    """What that many threads get from doing the same."""
    with ThreadPoolExecutor(times) as pool:
        futures: list[Future[Any]] = [pool.submit(work) for _ in range(times)]
        return [future.result() for future in futures]


def part(row: Mapping[str, Any], *fields: str) -> tuple[Any, ...]:
    """Those fields of a row."""
    return tuple(row[field] for field in fields)
