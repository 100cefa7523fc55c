"""What the imports of notes and of readings share."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Protocol, TypeVar

from bot.domain.errors import BadInputError, StorageBusyError
from bot.domain.imported_row import Problem, Row
from bot.domain.journey import Journey, WorkspaceId
from bot.ports import Storage
from bot.usecases.journeys import ready_journey

# So many rows are one transaction: long enough to be quick, short enough for others to wait.
BATCH = 500
# A batch the database has no time for is tried again: a file is no person waiting for an answer.
TRIES = 5

T = TypeVar("T")


@dataclass(frozen=True)
class Step:
    """What the last batch of rows came to; nothing of it is written in a dry run.

    `read` rows are those `added`, those `known` from before, and one for each of the `problems`.
    `unsorted` of the added ones went to the tray; `kpis` are the paths of those made on the way.
    """

    read: int
    added: int
    known: int
    unsorted: int = 0
    problems: tuple[Problem, ...] = ()
    kpis: tuple[str, ...] = ()


@dataclass
class Total:
    """What all steps so far came to; of the `problems` the first `shown` alone are kept."""

    shown: int
    read: int = 0
    added: int = 0
    known: int = 0
    unsorted: int = 0
    wrong: int = 0
    problems: list[Problem] = field(default_factory=list)
    kpis: list[str] = field(default_factory=list)

    def add(self, step: Step) -> None:
        """Count a step in."""
        self.read += step.read
        self.added += step.added
        self.known += step.known
        self.unsorted += step.unsorted
        self.wrong += len(step.problems)
        self.problems += step.problems[: self.shown - len(self.problems)]
        self.kpis += step.kpis


class Importer(Protocol):
    """Imports rows, and tells after each batch of them what came of it."""

    def __call__(
        self,
        workspace: WorkspaceId,
        journey_key: str,
        rows: Iterable[Row],
        *,
        dry_run: bool = False,
    ) -> Iterator[Step]:
        """Raises NotFoundError for an unknown journey, with the first step."""
        ...


def batches(rows: Iterable[T]) -> Iterator[list[T]]:
    """The rows, so many at a time."""
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch


def readable(
    rows: Iterable[Row], read: Callable[[Row], T]
) -> tuple[list[tuple[int, T]], list[Problem]]:
    """What `read` makes of the rows, each with its line, and what is wrong with the others."""
    good: list[tuple[int, T]] = []
    problems: list[Problem] = []
    for row in rows:
        try:
            if row.problem:
                raise BadInputError(row.problem)
            good.append((row.line, read(row)))
        except BadInputError as error:
            problems.append(Problem(row.line, error.sentence))
    return good, problems


def journey_to_fill(
    storage: Storage, workspace: WorkspaceId, key: str, now: datetime, *, dry_run: bool
) -> Journey:
    """The journey with that key; in a workspace that has none yet the buyer journey is made."""
    with storage.write(workspace) as uow:
        journey = ready_journey(uow, key, now)
        if not dry_run:
            uow.commit()
    return journey


def patiently(work: Callable[[], T]) -> T:
    """What `work` returns, tried again while the database is busy; a try that fails saves none."""
    for _ in range(TRIES - 1):
        try:
            return work()
        except StorageBusyError:
            continue
    return work()
