"""Roles, and who may read and change what."""

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.journeys import Editors, Journey, WorkspaceId
from domain.notes import Note


class Role(StrEnum):
    """A person's role in their workspace; UNKNOWN if Slack did not say."""

    ADMIN = "admin"
    MEMBER = "member"
    GUEST = "guest"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Colleague:
    """A person who may receive messages; `time_zone` is an IANA name or None.

    `active` is False for bots and for people who have left.
    """

    role: Role
    time_zone: str | None
    active: bool = True

    @property
    def may_be_reminded(self) -> bool:
        """Whether they are an active member or admin: no guest, no bot."""
        return self.active and self.role in (Role.ADMIN, Role.MEMBER)


def may_edit(journey: Journey, user: str, role: Role) -> bool:
    """Whether a person may change a journey's map and settings.

    Admins and the journey's owner may; members if it is open to members or has no owner.
    Guests never may.
    """
    if role is Role.GUEST:
        return False
    if role is Role.ADMIN or journey.owner == user:
        return True
    open_to_members = journey.editors is Editors.MEMBERS or journey.owner is None
    return role is Role.MEMBER and open_to_members


# Shown instead of the text.
PRIVATE_TEXT = "(noted in a private channel)"


@dataclass(frozen=True)
class Audience:
    """Who sees a text: everyone in `channel`, or one person (`user`), who may be in `channel`.

    With neither, it is everyone, and private notes are left out.
    """

    channel: str | None = None
    user: str | None = None

    def can_read(self, note: Note) -> bool:
        """Whether they may read the text of a note.

        A text from a private channel is for the people in that channel, for the one who saved it
        and for the one who wrote it.
        """
        if not note.private:
            return True
        if note.message is not None and note.message.channel == self.channel:
            return True
        return self.user is not None and self.user in (note.author, note.speaker)

    def redact(self, note: Note) -> Note:
        """Return the note as they see it: without its text if they may not read it."""
        if self.can_read(note):
            return note
        return replace(
            note, text=PRIVATE_TEXT, reply_to=None, permalink=None, stage_typed=None, why=()
        )


EVERYONE = Audience()


@dataclass(frozen=True)
class Actor:
    """The person who changes a note.

    `pressed`: they used the button under their own note, the only proof that an anonymous note is
    theirs.
    """

    workspace: WorkspaceId
    user: str
    pressed: bool = False
