"""How fast Waymark is, as ratios against a reference of the same run.

    python -m benchmarks.performance [ROW …] [--rounds 3] [--seconds 8] [--notes 1000000]
                                     [--folder DIRECTORY]

Rows: note, one-client, 64-clients, 256-clients, review, themes, second-writer; all of them without
names.
Prints a table in Markdown; docs/performance.md says what the rows mean and how to read them.
"""

import argparse
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks import local_servers
from benchmarks.bulk_notes import JOURNEY, filled, last_quarter, post, remove_themes
from benchmarks.internals import ReviewFigures
from benchmarks.load import LoadResult
from benchmarks.local_servers import ROOT, Server
from benchmarks.note_trace import NoteTrace
from benchmarks.slack_commands import TEAM, command_body, is_acknowledged, note_texts

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
PAIN_POINT_SHARE = 0.05
QUARTERS = 8
MANY_PAIN_POINTS = 20_000
THEME_ROUNDS = 5
MAX_COMMANDS = 20_000
WARM_UP = 40
CAPTURE_EVERY_SECONDS = 0.25
LOCK_EVERY_SECONDS = 0.02
LOCK_POLL_SECONDS = 0.001
LOAD_TIMEOUT_SECONDS = 300
NOTE_TIMEOUT_SECONDS = 300


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    name: str
    bar: str
    measured: str


@dataclass(frozen=True)
class Run:
    """What was asked for, and where files go. `slack` is the port of the Slack API."""

    folder: Path
    slack: int
    rounds: int
    seconds: float
    notes: int

    def fresh_database(self) -> Path:
        """Return a migrated database without notes."""
        path = self.folder / f"waymark-{time.monotonic_ns()}.db"
        local_servers.app(["migrate"], local_servers.environment(path, self.slack))
        return path


def note(run: Run) -> list[Figure]:
    """Count what one placed note does."""
    command = [sys.executable, "-m", "benchmarks.note_trace"]
    done = subprocess.run(
        [*command, str(run.fresh_database()), str(run.slack)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        timeout=NOTE_TIMEOUT_SECONDS,
    )
    trace = NoteTrace(**json.loads(done.stdout))

    def total(parts: Sequence[int]) -> str:
        return f"{sum(parts)} ({parts[0]} until the answer)"

    return [
        Figure("statements of a placed note", "≤ 10", total(trace.statements)),
        Figure("transactions of a placed note", "≤ 2", total(trace.transactions)),
        Figure("project files a placed note passes through", "≤ 20", total(trace.files)),
    ]


@dataclass
class Pair:
    """The same load on both servers, one after the other. `cpu` is CPU milliseconds a command."""

    bare: LoadResult
    waymark: LoadResult
    bare_cpu: float
    waymark_cpu: float
    rows: int = 0


@dataclass
class LoadRounds:
    """The rounds of each number of clients that was asked for; measured when first needed."""

    clients: set[int]
    pairs: dict[int, list[Pair]] = field(default_factory=dict)

    def of(self, run: Run, clients: int) -> list[Pair]:
        """Return the rounds of a number of clients."""
        if not self.pairs:
            self.pairs = {some: [] for some in sorted(self.clients)}
            for _ in range(run.rounds):
                self._measure(run)
        return self.pairs[clients]

    def _measure(self, run: Run) -> None:
        database = run.fresh_database()
        bare = local_servers.bare(run.folder / f"bare-{time.monotonic_ns()}.db")
        with bare as reference, local_servers.waymark(database, run.slack) as server:
            numbers = iter(range(0, 1_000_000_000, MAX_COMMANDS))
            saved = 0
            for one in (reference, server):
                warm_up = load(one.port, 4, WARM_UP, 30, next(numbers))
                saved = warm_up.acknowledged
            for clients, pairs in self.pairs.items():
                before, bare_cpu = _loaded(reference, clients, run.seconds, next(numbers))
                after, waymark_cpu = _loaded(server, clients, run.seconds, next(numbers))
                rows = _count(database) - saved
                saved += rows
                pairs.append(Pair(before, after, bare_cpu, waymark_cpu, rows))


def load(port: int, clients: int, count: int, seconds: float, first: int) -> LoadResult:
    """Send commands from a process of its own."""
    wanted = {"clients": clients, "count": count, "seconds": seconds, "first": first}
    options = [text for name, value in wanted.items() for text in (f"--{name}", str(value))]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load", str(port), *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        timeout=LOAD_TIMEOUT_SECONDS,
    )
    return LoadResult(**json.loads(done.stdout))


def _loaded(server: Server, clients: int, seconds: float, first: int) -> tuple[LoadResult, float]:
    before = server.cpu_seconds()
    result = load(server.port, clients, MAX_COMMANDS, seconds, first)
    if not result.acknowledged:
        raise RuntimeError(f"nothing was acknowledged: {result.errors[:1]}")
    return result, 1_000 * (server.cpu_seconds() - before) / result.acknowledged


def _count(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        found: int = connection.execute("SELECT count(*) FROM notes").fetchone()[0]
        return found


def one_client(pairs: list[Pair]) -> list[Figure]:
    """Compare how long one client waits."""
    p50 = [(pair.waymark.quantile(0.5), pair.bare.quantile(0.5)) for pair in pairs]
    cpu = [(pair.waymark_cpu, pair.bare_cpu) for pair in pairs]
    return [
        Figure("1 client: p50 against the bare responder", "≤ 8×", _ratio(p50, "×", "ms")),
        Figure("1 client: CPU time a command, against the same", "", _ratio(cpu, "×", "ms")),
    ]


def many_clients(pairs: list[Pair]) -> list[Figure]:
    """Compare what 64 clients get done, and how unevenly."""
    rates = [(pair.waymark.rate, pair.bare.rate) for pair in pairs]
    tails = [(pair.waymark.quantile(0.99), pair.waymark.quantile(0.5)) for pair in pairs]
    cpu = [(pair.waymark_cpu, pair.bare_cpu) for pair in pairs]
    slowest = max(max(pair.waymark.milliseconds) for pair in pairs) / 1_000
    return [
        Figure("64 clients: rate against the bare responder", "≥ 0.15", _ratio(rates, "", "/s")),
        Figure("64 clients: CPU time a command, against the same", "", _ratio(cpu, "×", "ms")),
        Figure("64 clients: p99 against p50", "≤ 2.5", _ratio(tails, "", "ms")),
        Figure("64 clients: slowest", "≤ 2.5 s", f"{slowest:.2f} s"),
    ]


def crowd(pairs: list[Pair]) -> list[Figure]:
    """Count what 256 clients get, and what is saved of it."""
    slowest = max(max(pair.waymark.milliseconds) for pair in pairs) / 1_000
    p99 = max(pair.waymark.quantile(0.99) for pair in pairs) / 1_000
    errors = [error for pair in pairs for error in pair.waymark.errors]
    acknowledged = sum(pair.waymark.acknowledged for pair in pairs)
    rows = sum(pair.rows for pair in pairs)
    for error in errors[:3]:
        sys.stderr.write(f"256 clients: {error}\n")
    return [
        Figure("256 clients: p99 and slowest", "", f"{p99:.2f} s, {slowest:.2f} s"),
        Figure("256 clients: errors", "0", str(len(errors))),
        Figure("256 clients: rows, acknowledgements", "the same", f"{rows}, {acknowledged}"),
    ]


def _ratio(pairs: Sequence[tuple[float, float]], sign: str, unit: str) -> str:
    """The median of the rounds' ratios, with the medians it comes from."""
    ratios = sorted(one / other for one, other in pairs)
    ours, theirs = (median(column) for column in zip(*pairs, strict=True))
    middle = median(ratios)
    spread = f"{_short(ratios[0])} to {_short(ratios[-1])}; " if len(ratios) > 1 else ""
    return f"{_short(middle)}{sign} ({spread}{_short(ours)} {unit} to {_short(theirs)} {unit})"


def _short(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def review(run: Run) -> list[Figure]:
    """Compare the figures of a review with a scan of all notes."""
    database = run.folder / "review.db"
    pain_points = round(run.notes * PAIN_POINT_SHARE)
    filled(database, run.slack, notes=run.notes, pain_points=pain_points, quarters=QUARTERS)
    figures = ReviewFigures(local_servers.environment(database, run.slack), TEAM)
    label = last_quarter().label
    pairs = []
    with closing(sqlite3.connect(database)) as connection:
        # NOT INDEXED: every row is read, as without any index.
        scan = "SELECT count(*), sum(score), sum(mood) FROM notes NOT INDEXED"
        connection.execute(scan).fetchone()
        for _ in range(run.rounds):
            scanned = _seconds(lambda: connection.execute(scan).fetchone())
            pairs.append((_seconds(lambda: figures.compute(JOURNEY, label)), scanned))
    database.unlink()
    name = f"review figures of {run.notes:,} notes, {pain_points:,} pain points, against a scan"
    return [Figure(name, "≤ 1×", _ratio(pairs, "×", "s"))]


def themes(run: Run) -> list[Figure]:
    """Compare a review of many pain points sorted into themes with one of the same in no theme."""
    count, label = MANY_PAIN_POINTS, last_quarter().label
    sorted_notes, unsorted_notes = run.folder / "sorted.db", run.folder / "unsorted.db"
    filled(sorted_notes, run.slack, notes=count, pain_points=count, quarters=1)
    shutil.copy(sorted_notes, unsorted_notes)
    remove_themes(unsorted_notes)
    with_themes, without = (
        ReviewFigures(local_servers.environment(database, run.slack), TEAM)
        for database in (sorted_notes, unsorted_notes)
    )
    for figures in (with_themes, without):
        figures.compute(JOURNEY, label)
    pairs = []
    for _ in range(run.rounds * THEME_ROUNDS):
        before = _cpu_seconds(lambda: without.compute(JOURNEY, label))
        pairs.append((_cpu_seconds(lambda: with_themes.compute(JOURNEY, label)), before))
    for database in (sorted_notes, unsorted_notes):
        database.unlink()
    name = f"review figures of {count:,} pain points in themes, against the same in none, CPU time"
    return [Figure(name, "≤ 1.2×", _ratio(pairs, "×", "s"))]


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _cpu_seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process, SQLite's among them: other programs change these less."""
    started = time.process_time()
    work()
    return time.process_time() - started


def second_writer(run: Run) -> list[Figure]:
    """Wait for the write lock, and save notes, while a large review is claimed."""
    database = run.folder / "claimed.db"
    count = MANY_PAIN_POINTS
    filled(database, run.slack, notes=count, pain_points=count, quarters=1)
    publish = ["review", JOURNEY, "--period", last_quarter().label, "--publish"]
    with (
        local_servers.waymark(database, run.slack) as server,
        _repeated(_lock_waits(database), LOCK_EVERY_SECONDS) as waits,
        _repeated(_captures(server.port), CAPTURE_EVERY_SECONDS) as captures,
    ):
        local_servers.app(publish, local_servers.environment(database, run.slack))
    refused = sum(took < 0 for took in captures)
    slowest, usual = max(map(abs, captures)), median(map(abs, captures))
    return [
        Figure(
            f"longest wait for the write lock while {count:,} pain points are claimed",
            "≤ 0.1 s",
            f"{max(waits):.2f} s",
        ),
        Figure(
            "commands meanwhile: refused, slowest, median",
            "0",
            f"{refused} of {len(captures)}, {slowest:.2f} s, {usual:.3f} s",
        ),
    ]


def _lock_waits(database: Path) -> Callable[[], float]:
    """Seconds until the write lock is had, each time it is asked for."""
    connection = sqlite3.connect(database, timeout=0, isolation_level=None, check_same_thread=False)

    def wait() -> float:
        started = time.perf_counter()
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                time.sleep(LOCK_POLL_SECONDS)
            else:
                connection.execute("ROLLBACK")
                return time.perf_counter() - started

    return wait


def _captures(port: int) -> Callable[[], float]:
    """Seconds until a command is answered; negative where the note was refused."""
    texts, numbers = note_texts(3), iter(range(1_000, 1_000_000))

    def capture() -> float:
        text = next(texts)
        took, answer = post(port, command_body(text, next(numbers), user=2))
        return took if is_acknowledged(text, answer) else -took

    return capture


@contextmanager
def _repeated(measure: Callable[[], float], every: float) -> Iterator[list[float]]:
    """Measure again and again on a thread of its own; first once before anything else happens."""
    results, ended = [measure()], threading.Event()

    def repeat() -> None:
        while not ended.wait(every):
            results.append(measure())

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        yield results
    finally:
        ended.set()
        thread.join()


CLIENTS: dict[str, tuple[int, Callable[[list[Pair]], list[Figure]]]] = {
    "one-client": (1, one_client),
    "64-clients": (64, many_clients),
    "256-clients": (256, crowd),
}
OTHERS: dict[str, Callable[[Run], list[Figure]]] = {
    "note": note,
    "review": review,
    "themes": themes,
    "second-writer": second_writer,
}
ROWS = ("note", *CLIENTS, "review", "themes", "second-writer")


def main() -> int:
    """Measure the rows that were asked for and print the table."""
    parser = argparse.ArgumentParser(description="How fast Waymark is, as ratios.")
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--rounds", type=int, default=3, help="of which the median counts (3)")
    parser.add_argument("--seconds", type=float, default=8, help="of load each (8)")
    parser.add_argument("--notes", type=int, default=1_000_000, help="of the review (1000000)")
    parser.add_argument("--folder", type=Path, help="where databases go (in memory, if possible)")
    wanted = parser.parse_args()
    unknown = sorted(set(wanted.rows) - set(ROWS))
    if unknown:
        parser.error(f"no row is called {unknown[0]}; rows are {', '.join(ROWS)}")
    # Ended from outside, the servers that were started end too, and the files go.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    rows = [row for row in ROWS if not wanted.rows or row in wanted.rows]
    rounds = LoadRounds({CLIENTS[row][0] for row in rows if row in CLIENTS})
    sys.stdout.write(f"{os.cpu_count()} CPUs, load average {os.getloadavg()[0]:.1f}\n\n")
    sys.stdout.write("| row | bar | measured |\n|---|---|---|\n")
    with _folder(wanted.folder) as folder, local_servers.slack() as slack:
        run = Run(Path(folder), slack.port, wanted.rounds, wanted.seconds, wanted.notes)
        for row in rows:
            if row in CLIENTS:
                clients, figures_of = CLIENTS[row]
                figures = figures_of(rounds.of(run, clients))
            else:
                figures = OTHERS[row](run)
            for figure in figures:
                sys.stdout.write(f"| {figure.name} | {figure.bar} | {figure.measured} |\n")
            sys.stdout.flush()
    sys.stdout.write(f"\nLoad average at the end: {os.getloadavg()[0]:.1f}\n")
    return 0


def _folder(wanted: Path | None) -> AbstractContextManager[str]:
    in_memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    return tempfile.TemporaryDirectory(
        prefix="waymark-bench-", dir=wanted or in_memory, ignore_cleanup_errors=True
    )


if __name__ == "__main__":
    sys.exit(main())
