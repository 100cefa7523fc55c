"""What becomes of notes after they are saved, done by the real use cases."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text

from bot.domain.journey import WorkspaceId
from bot.domain.note_changes import NoteChange
from bot.domain.notes import Message, Note, NoteDetails, NoteKind
from bot.domain.typed_note import TypedNote
from bot.usecases.capture_note import CaptureNote
from bot.usecases.captured import Capture, Captured
from bot.usecases.change_note import By, ChangeNote
from bot.usecases.follow_message import FollowMessage
from bot.usecases.list_notes import ListNotes, NotesListed
from bot.usecases.merge_notes import Merged, MergeNotes
from bot.usecases.place_note import PlaceNote
from bot.usecases.support_note import Supported, SupportNote
from bot.usecases.sweep_notes import SweepNotes
from storage.tables import metadata
from tests.bot.usecases.house import SCORER, House

MESSAGE = Message("C1", "1787000000.000100")


def changing(house: House) -> ChangeNote:
    """Edit, move, delete and put back."""
    return ChangeNote(house.storage, SCORER, house.clock, house.people)


def placing(house: House) -> PlaceNote:
    """File what is in the tray."""
    return PlaceNote(house.storage, house.clock, house.people)


def following(house: House) -> FollowMessage:
    """What becomes of messages."""
    return FollowMessage(house.storage, SCORER, house.clock)


def sweep(house: House) -> int:
    """What the clock does."""
    return SweepNotes(house.storage, house.clock)()


def support(house: House, note_id: int, user: str = "U2") -> Supported:
    """Somebody has seen it too."""
    return SupportNote(house.storage, house.clock)(house.ws, user, note_id)


def merge(house: House, note_id: int, into: int, user: str = "U1", **ways: bool) -> Merged:
    """Somebody says that it is the same."""
    merging = MergeNotes(house.storage, house.clock, house.people)
    return merging(by(house, user, **ways), note_id, into)


def separate(house: House, note_id: int, user: str = "U1", **ways: bool) -> Merged:
    """Somebody says that it is not."""
    merging = MergeNotes(house.storage, house.clock, house.people)
    return merging.separate(by(house, user, **ways), note_id)


def by(house: House, user: str = "U1", *, pressed: bool = False) -> By:
    """Who changes a note."""
    return By(house.ws, user, pressed)


def save(
    house: House,
    line: str = "it broke",
    *,
    author: str = "U1",
    kind: NoteKind | None = NoteKind.PAIN_POINT,
    speaker: str = "U9",
    message: Message | None = MESSAGE,
    **fields: Any,
) -> Captured:
    """Somebody saves a message that somebody else wrote, unless told otherwise."""
    fields = {"is_message": True, "channel": "C1", "workspace": house.ws, **fields}
    capture = Capture(
        author=author, kind=kind, line=line, message=message, speaker=speaker, **fields
    )
    capturing = CaptureNote(house.storage, SCORER, house.clock, house.people, house.channels)
    return capturing(capture)


def say(house: House, line: str, *, author: str = "U1", **fields: Any) -> Captured:
    """Somebody says something to Waymark in their own words."""
    fields = {"kind": None, "is_message": False, "is_free": True, "speaker": author, **fields}
    return save(house, line, author=author, **fields)


def form(text: str = "it broke", **fields: Any) -> TypedNote:
    """A form as it was filled in; what is no part of it is a detail."""
    parts = {key: fields.pop(key, None) for key in ("journey", "stage", "day")}
    return TypedNote(**parts, text=text, whole=text, details=NoteDetails(**fields))


def write(
    house: House,
    filled: TypedNote,
    *,
    author: str = "U1",
    view: str | None = None,
    kind: NoteKind | None = NoteKind.PAIN_POINT,
    **fields: Any,
) -> Captured:
    """Somebody submits the modal of a new note."""
    fields = {"channel": "C1", "workspace": house.ws, **fields}
    receipt = f"view:{view}" if view else None
    capture = Capture(
        author=author, kind=kind, line=filled.text, form=filled, receipt=receipt, **fields
    )
    return CaptureNote(house.storage, SCORER, house.clock, house.people)(capture)


def note_of(house: House, note_id: int) -> Note:
    """The note as it is kept, deleted or not."""
    with house.storage.read(house.ws) as uow:
        found = uow.notes.by_id(note_id)
    assert found is not None
    return found[1]


def history(house: House, note_id: int) -> Sequence[NoteChange]:
    """What was done to it."""
    with house.storage.read(house.ws) as uow:
        return uow.note_life.changes(note_id)


def listed(house: House, words: str = "", user: str = "U1", **ways: Any) -> NotesListed:
    """What `/journey notes` lists."""
    return ListNotes(house.storage, house.clock, house.people)(house.ws, user, words, **ways)


def found(house: House, words: str, **ways: Any) -> set[str]:
    """The texts that `/journey search` finds."""
    return {note.text for note in listed(house, words, search=True, **ways).notes}


def everything(house: House, workspace: WorkspaceId | None = None) -> dict[str, list[str]]:
    """Every row of a workspace, all its columns as text."""
    with house.storage._engine.connect() as connection:
        return {
            table.name: sorted(
                repr(tuple(row))
                for row in connection.execute(
                    text(f"SELECT * FROM {table.name} WHERE workspace_id = :mine"),  # noqa: S608
                    {"mine": workspace or house.ws},
                )
            )
            for table in metadata.sorted_tables
            if "workspace_id" in table.c
        }
