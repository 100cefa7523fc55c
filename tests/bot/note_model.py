"""A simple model of notes, and what must hold between it and the database at any time."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from statistics import fmean

import pytest
from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy import select

from bot.notes.capture import CaptureRequest
from domain.errors import BadInputError, NotFoundError
from domain.notes import Message, NoteKind
from storage.schema.notes import receipts, supporters
from tests.bot import note_steps
from tests.bot.env import SCORER, Env, make_env

# Each with who wrote it.
MESSAGES = {Message("C1", f"1787.{number}"): f"U{number}" for number in (1, 9)}


STEPS_BETWEEN_CHECKS = 9


@cache
def expected_score(text: str, kind: NoteKind) -> float:
    """Return the score of one of the few texts there are."""
    return SCORER.score(text, kind=kind).value


@dataclass
class ModelNote:
    """A note as the model has it."""

    author: str
    kind: NoteKind
    text: str
    created: datetime
    message: Message | None = None
    stage: str | None = None
    deleted: bool = False
    merged: int | None = None
    seen: set[str] = field(default_factory=set)


class NoteModel(RuleBasedStateMachine):
    """Notes as they should be. The env it begins with lends its database."""

    env: Env

    def __init__(self) -> None:
        super().__init__()
        self.env = make_env(self.env.storage)
        self.env.buyer_journey()
        self.notes: dict[int, ModelNote] = {}
        self.receipts: dict[str, int] = {}
        self.deliveries: list[CaptureRequest] = []
        self.steps = 0
        self.said = dict.fromkeys(MESSAGES, "the page")

    def undeleted(self, message: Message, kind: NoteKind | None = None) -> list[int]:
        return [
            number
            for number, note in self.notes.items()
            if note.message == message and not note.deleted and kind in (None, note.kind)
        ]

    def standing_for(self, number: int) -> int:
        """The note that is shown for it."""
        into = self.notes[number].merged
        return number if into is None else self.standing_for(into)

    def count(self, number: int) -> int:
        """How many have seen it beside its author, those of the notes merged into it included."""
        people = set(self.notes[number].seen)
        for other, note in self.notes.items():
            if other != number and self.standing_for(other) == number and not note.deleted:
                people |= note.seen | {note.author}
        return len(people - {self.notes[number].author})

    def pick(
        self, number: int, *, deleted: bool = False, of_message: bool = False
    ) -> tuple[int, ModelNote] | None:
        """Some note; one that is deleted, one of a message."""
        every = [
            (key, note)
            for key, note in self.notes.items()
            if (note.deleted or not deleted) and (note.message or not of_message)
        ]
        return every[number % len(every)] if every else None

    def refused(self, work: Callable[[], object]) -> bool:
        try:
            work()
        except (BadInputError, NotFoundError):
            return True
        return False

    @invariant()
    def the_export_is_the_model(self) -> None:
        rows = {
            row["id"]: (
                row["author"], row["kind"], row["text"], row["stage"], row["supporters"] - 1,
                row["score"],
            )
            for row in self.env.rows()
        }  # fmt: skip
        assert rows == {
            number: (
                note.author, note.kind.value, note.text, note.stage, self.count(number),
                expected_score(note.text, note.kind),
            )
            for number, note in self.notes.items()
            if not note.deleted and note.merged is None
        }  # fmt: skip

    @invariant()
    def everything_else_is_the_model(self) -> None:
        # A review, an export, lists and the Home take longer than many steps. What is wrong stays
        # wrong: it is found a few steps later, or at the end.
        self.steps += 1
        if self.steps % STEPS_BETWEEN_CHECKS == 0:
            self.check_everything()

    def teardown(self) -> None:
        """Check everything at the end too."""
        self.check_everything()

    def check_everything(self) -> None:
        """Check what is not checked after each step."""
        self.check_supporters_and_receipts()
        self.check_figures()

    def check_supporters_and_receipts(self) -> None:
        """Supporters and receipts are the model's."""
        with self.env.storage._engine.connect() as connection:
            people = connection.execute(
                select(supporters.c.note_id, supporters.c.user_id).where(
                    supporters.c.workspace_id == self.env.ws
                )
            ).all()
            made = connection.execute(
                select(receipts.c.key, receipts.c.note_id).where(
                    receipts.c.workspace_id == self.env.ws
                )
            ).all()
        seen = [(number, user) for number, note in self.notes.items() for user in note.seen]
        assert sorted(map(tuple, people)) == sorted(seen)
        assert sorted(map(tuple, made)) == sorted(self.receipts.items())

    @invariant()
    def no_message_has_two_undeleted_notes_of_one_kind(self) -> None:
        with self.env.storage.read(self.env.ws) as uow:
            for message in MESSAGES:
                kinds = Counter(note.kind for _, note in uow.notes.for_message(message))
                assert set(kinds.values()) <= {1}

    def check_figures(self) -> None:
        """Figures are those of the export, and lists hold the same notes."""
        rows, figures = self.env.rows(), self.env.figures()
        for stage in figures["stages"]:
            moods = [
                row["mood"]
                for row in rows
                if row["stage"] == stage["key"]
                and (row["kind"] != "opportunity" or row["feeling"] is not None)
            ]
            assert stage["n"] == len(moods)
            assert stage["mean"] == (pytest.approx(fmean(moods)) if moods else None)
            negative = sum(mood <= -0.05 for mood in moods)
            assert stage["negative"] * len(moods) == pytest.approx(negative)
        unsorted = [row["id"] for row in rows if row["stage"] is None]
        assert figures["notes"] == {
            "total": len(rows),
            "unsorted": len(unsorted),
            "unread_language": 0,
        }
        pains = {row["id"] for row in rows if row["kind"] == "pain point"}
        assert set(figures["said_once"]["note_ids"]) == pains
        assert note_steps.listed(self.env).total == len(rows)
        pages = sum("page" in row["text"] for row in rows)
        assert note_steps.listed(self.env, "page", search=True).total == pages
        assert {note.id for _, note in self.env.home().unsorted} <= set(unsorted)
