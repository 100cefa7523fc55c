"""What becomes of notes after they are saved, done by the real use cases."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text

from bot.notes.capture import CapturedNote, CaptureRequest
from bot.notes.duplicates import MergedPair
from bot.notes.edit import NoteEditService, SupportedNote
from bot.notes.inbox import InboxService
from bot.notes.listing import NotePage
from bot.notes.messages import MessageService
from domain.access import Actor
from domain.journeys import WorkspaceId
from domain.note_changes import NoteChange
from domain.note_text import ParsedNote
from domain.notes import Message, Note, NoteDetails, NoteKind
from storage.schema import metadata
from tests.bot.env import Env

MESSAGE = Message("C1", "1787000000.000100")


def changing(env: Env) -> NoteEditService:
    """Edit, move, delete and put back."""
    return env.services.note_edits


def placing(env: Env) -> InboxService:
    """File what is in the inbox."""
    return env.services.inbox


def following(env: Env) -> MessageService:
    """What becomes of messages."""
    return env.services.note_messages


def sweep(env: Env) -> int:
    """What the clock does."""
    return env.services.note_edits.delete_expired()


def support(env: Env, note_id: int, user: str = "U2") -> SupportedNote:
    """Somebody has seen it too."""
    return env.services.note_edits.support(env.ws, user, note_id)


def merge(env: Env, note_id: int, into: int, user: str = "U1", **ways: bool) -> MergedPair:
    """Somebody says that it is the same."""
    return env.services.duplicates.merge(by(env, user, **ways), note_id, into)


def separate(env: Env, note_id: int, user: str = "U1", **ways: bool) -> MergedPair:
    """Somebody says that it is not."""
    return env.services.duplicates.separate(by(env, user, **ways), note_id)


def by(env: Env, user: str = "U1", *, pressed: bool = False) -> Actor:
    """Who changes a note."""
    return Actor(env.ws, user, pressed)


def save(
    env: Env,
    line: str = "it broke",
    *,
    author: str = "U1",
    kind: NoteKind | None = NoteKind.PAIN_POINT,
    speaker: str = "U9",
    message: Message | None = MESSAGE,
    **fields: Any,
) -> CapturedNote:
    """Somebody saves a message that somebody else wrote, unless told otherwise."""
    fields = {"is_message": True, "channel": "C1", "workspace": env.ws, **fields}
    capture = CaptureRequest(
        author=author, kind=kind, line=line, message=message, speaker=speaker, **fields
    )
    return env.services.notes.capture(capture)


def say(env: Env, line: str, *, author: str = "U1", **fields: Any) -> CapturedNote:
    """Somebody says something to Waymark in their own words."""
    fields = {"kind": None, "is_message": False, "is_free": True, "speaker": author, **fields}
    return save(env, line, author=author, **fields)


def form(text: str = "it broke", **fields: Any) -> ParsedNote:
    """A form as it was filled in; what is no part of it is a detail."""
    parts = {key: fields.pop(key, None) for key in ("journey", "stage", "day")}
    return ParsedNote(**parts, text=text, full_text=text, details=NoteDetails(**fields))


def write(
    env: Env,
    filled: ParsedNote,
    *,
    author: str = "U1",
    view: str | None = None,
    kind: NoteKind | None = NoteKind.PAIN_POINT,
    **fields: Any,
) -> CapturedNote:
    """Somebody submits the modal of a new note."""
    fields = {"channel": "C1", "workspace": env.ws, **fields}
    receipt = f"view:{view}" if view else None
    capture = CaptureRequest(
        author=author, kind=kind, line=filled.text, form=filled, receipt=receipt, **fields
    )
    return env.services.notes.capture(capture)


def note_of(env: Env, note_id: int) -> Note:
    """The note as it is stored, deleted or not."""
    with env.storage.read(env.ws) as uow:
        found = uow.notes.by_id(note_id)
    assert found is not None
    return found[1]


def history(env: Env, note_id: int) -> Sequence[NoteChange]:
    """What was done to it."""
    with env.storage.read(env.ws) as uow:
        return uow.note_history.changes(note_id)


def listed(env: Env, words: str = "", user: str = "U1", **ways: Any) -> NotePage:
    """What `/journey notes` lists."""
    return env.services.note_lists.list_notes(env.ws, user, words, **ways)


def found(env: Env, words: str, **ways: Any) -> set[str]:
    """The texts that `/journey search` finds."""
    return {note.text for note in listed(env, words, search=True, **ways).notes}


def everything(env: Env, workspace: WorkspaceId | None = None) -> dict[str, list[str]]:
    """Every row of a workspace, all its columns as text."""
    with env.storage._engine.connect() as connection:
        return {
            table.name: sorted(
                repr(tuple(row))
                for row in connection.execute(
                    text(f"SELECT * FROM {table.name} WHERE workspace_id = :mine"),  # noqa: S608
                    {"mine": workspace or env.ws},
                )
            )
            for table in metadata.sorted_tables
            if "workspace_id" in table.c
        }
