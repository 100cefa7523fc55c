"""The rows of a file in batches: what each came to, what could not be read, trying again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from domain.errors import BadInputError, StorageBusyError
from domain.import_rows import Row, RowProblem

# The rows of one transaction: enough to be quick, few enough that others need not wait long.
BATCH_SIZE = 500

# How often a batch is tried while the database is busy.
MAX_TRIES = 5

T = TypeVar("T")


@dataclass(frozen=True)
class BatchResult:
    """The result of the last batch of rows; in a dry run, what it would have been.

    `read` rows are those `added`, those that `existed` before, and one per problem. `unsorted` of
    the added notes have no stage; `kpis` are the paths of the KPIs it created, `undirected` those
    of which nothing said whether higher or lower is better; `themes` are the names of the themes
    it created.
    """

    read: int
    added: int
    existed: int
    unsorted: int = 0
    problems: tuple[RowProblem, ...] = ()
    kpis: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    undirected: tuple[str, ...] = ()


@dataclass
class ImportTotal:
    """The sum of all batches so far, with the first `max_problems` problems."""

    max_problems: int
    read: int = 0
    added: int = 0
    existed: int = 0
    unsorted: int = 0
    failed: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    kpis: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    undirected: list[str] = field(default_factory=list)

    def add(self, batch: BatchResult) -> None:
        """Add the result of a batch."""
        self.read += batch.read
        self.added += batch.added
        self.existed += batch.existed
        self.unsorted += batch.unsorted
        self.failed += len(batch.problems)
        self.problems += batch.problems[: self.max_problems - len(self.problems)]
        self.kpis += batch.kpis
        self.themes += batch.themes
        self.undirected += batch.undirected


def split_into_batches(rows: Iterable[T]) -> Iterator[list[T]]:
    """Yield the rows in lists of BATCH_SIZE."""
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH_SIZE)):
        yield batch


def parse_rows(
    rows: Iterable[Row], parse: Callable[[Row], T]
) -> tuple[list[tuple[int, T]], list[RowProblem]]:
    """Return the parsed rows, each with its line, and the problems of the others."""
    parsed: list[tuple[int, T]] = []
    problems: list[RowProblem] = []
    for row in rows:
        try:
            if row.problem:
                raise BadInputError(row.problem)
            parsed.append((row.line, parse(row)))
        except BadInputError as error:
            problems.append(RowProblem(row.line, error.sentence))
    return parsed, problems


def retry_when_busy(work: Callable[[], T]) -> T:
    """Return what `work` returns, trying again while the database is busy."""
    for _ in range(MAX_TRIES - 1):
        try:
            return work()
        except StorageBusyError:
            continue
    return work()
