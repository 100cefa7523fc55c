"""Who may do what to a map."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.journey import Editors, Journey


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
