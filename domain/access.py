"""Who may do what to a map."""

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.journeys import Editors, Journey, WorkspaceId
from domain.notes import Note


class Role(StrEnum):
    """What somebody is in their workspace; unknown where Slack would not say."""

    ADMIN = "admin"
    MEMBER = "member"
    GUEST = "guest"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Colleague:
    """Somebody as far as messages to them go; `time_zone` is an IANA name, null if not known.

    `active` is false for who has left and for bots.
    """

    role: Role
    time_zone: str | None
    active: bool = True

    @property
    def may_be_reminded(self) -> bool:
        """Whether they are one of the team: neither a guest nor gone nor a bot."""
        return self.active and self.role in (Role.ADMIN, Role.MEMBER)


def may_edit(journey: Journey, user: str, role: Role) -> bool:
    """Whether somebody may change a journey's map and settings.

    Admins and the journey's owner may; members where the journey says so, or where nobody owns it.
    Guests never may.
    """
    if role is Role.GUEST:
        return False
    if role is Role.ADMIN or journey.owner == user:
        return True
    open_to_members = journey.editors is Editors.MEMBERS or journey.owner is None
    return role is Role.MEMBER and open_to_members


# What stands in place of the words.
PRIVATE_TEXT = "(noted in a private channel)"


@dataclass(frozen=True)
class Audience:
    """Everybody in `channel`, or one person (`user`), who may be asking from a channel.

    Neither is everybody: nothing private is for them.
    """

    channel: str | None = None
    user: str | None = None

    def may_read(self, note: Note) -> bool:
        """Whether the words of a note are for them.

        Those of a private channel are for whoever is in that channel, for who saved them and for
        who said them.
        """
        if not note.private:
            return True
        if note.message is not None and note.message.channel == self.channel:
            return True
        return self.user is not None and self.user in (note.author, note.speaker)

    def seen(self, note: Note) -> Note:
        """The note as they see it: without its words where these are not for them."""
        if self.may_read(note):
            return note
        return replace(
            note, text=PRIVATE_TEXT, reply_to=None, permalink=None, stage_typed=None, why=()
        )


EVERYONE = Audience()


@dataclass(frozen=True)
class Actor:
    """Who wants to change a note. `pressed` says that they hold the button under their own note:

    an anonymous note has no other sign of whose it is.
    """

    workspace: WorkspaceId
    user: str
    pressed: bool = False
