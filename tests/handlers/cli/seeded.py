"""Databases with something in them, filled through the use cases."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app import Waymark
from bot.notes.capture import CaptureRequest
from domain.access import Actor
from domain.journeys import WorkspaceId
from domain.notes import NoteKind
from handlers.environment import read
from tests.clocks import StandingClock

PERIOD = "2026-Q3"

NASTY = (
    "=1+1",
    "+49 30 1234",
    "-1 is what they gave us",
    "@channel all of it",
    'a "quoted", comma\nand a second line',
    "naïve 漢字 😀",
    "'=already",
)


@contextmanager
def waymark(database: Path, clock: StandingClock | None = None) -> Iterator[Waymark]:
    """Waymark on that file."""
    environment = {"DATABASE_URL": f"sqlite:///{database}"}
    made = Waymark(read(environment), clock or StandingClock(2026, 8, 14))
    with closing(made.storage):
        yield made


def notes(database: Path, *lines: str, workspace: str = "T1") -> None:
    """People typed these pain points in August 2026."""
    with waymark(database) as made:
        for line in lines:
            made.services.notes.capture(
                CaptureRequest(WorkspaceId(workspace), "C0JOURNEY", "U1", NoteKind.PAIN_POINT, line)
            )


def sort_pains(made: Waymark, word: str, theme: str) -> None:
    """Somebody sorted the pain points with a word into a theme."""
    workspace = WorkspaceId("T1")
    rows = made.services.exports.notes(workspace, "buyer")
    note_ids = [int(row["id"]) for row in rows if word in row["text"].casefold()]
    for note_id in note_ids:
        made.services.theme_sorting.choose(Actor(workspace, "U1"), note_id, theme)


def review(database: Path) -> None:
    """A quarter worth a review."""
    notes(
        database,
        "onboarding: the invite email lands in spam severity:high team:support feeling:-2",
        "onboarding: the invite email lands in SPAM! severity:critical feeling:-1",
        "onboarding: a | b feeling:1",
        "awareness: the ad was fun feeling:2",
        "nosuchstage: whatever feeling:0",
    )
    with waymark(database) as made:
        sort_pains(made, "spam", "Invites in spam")
        made.services.readings.record(
            WorkspaceId("T1"), "U1", "decision.trial-to-paid 18.4% target:22%"
        )
        made.services.readings.record(WorkspaceId("T1"), "U1", "nps 41")
