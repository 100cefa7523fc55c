"""A note somebody wants saved, and what became of it."""

from dataclasses import dataclass

from bot.domain.journey import Journey, Stage, WorkspaceId, is_direct_message
from bot.domain.notes import Message, NewNote, Note, NoteKind
from bot.domain.sentiment import Label, label_of
from bot.domain.typed_note import TypedNote


@dataclass(frozen=True)
class Capture:
    """Somebody typed `line` in `channel`, or pointed at a message whose words it holds.

    `kind` null lets the mood decide: what sounds negative is a pain point, the rest touchpoints.
    `is_free` says that the line is somebody's own words, which may begin with a kind.
    `form` is a note whose parts were filled in one by one; `channel` null where it came from none.
    `receipt` names the delivery, so that the same one makes no second note; `message` the message
    and `speaker` who wrote it. An anonymous note keeps no author. `wish` is the id of the wish that
    this fulfils; `thread` the first message of the thread the message is a reply in.
    """

    workspace: WorkspaceId
    channel: str | None
    author: str
    kind: NoteKind | None
    line: str
    is_message: bool = False
    is_free: bool = False
    form: TypedNote | None = None
    receipt: str | None = None
    message: Message | None = None
    speaker: str | None = None
    anonymous: bool = False
    wish: int | None = None
    thread: Message | None = None

    @property
    def home(self) -> str | None:
        """The channel, where a team is in it: a direct message is no journey's home."""
        return None if self.channel is None or is_direct_message(self.channel) else self.channel

    @property
    def is_to_waymark(self) -> bool:
        """Whether it was said in Waymark's direct messages.

        Waymark hears of no others; a message of others can only be pointed at.
        """
        heard = self.is_free or self.wish is not None
        return heard and self.message is not None and is_direct_message(self.message.channel)


@dataclass(frozen=True)
class Captured:
    """A note that is saved, and what was understood.

    `stage` is null when it went to the unsorted tray; `candidates` are then the stages it could
    have meant. `unknown_journey` is a journey that was named and does not exist. `known` says that
    the note was there before, and `supported` that whoever saved it again counts as a supporter;
    `reply_to` is the beginning of what its message replied to.
    """

    note_id: int
    note: NewNote | Note
    journey: Journey
    stage: Stage | None
    stage_guessed: bool
    candidates: tuple[Stage, ...]
    unknown_journey: str | None
    refused: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    known: bool = False
    supported: bool = False
    own: bool = True
    reply_to: str | None = None
    suggested: Stage | None = None

    @property
    def label(self) -> Label:
        """What the note's mood is called."""
        return label_of(self.note.mood)
