"""Who may do what to a map."""

from enum import StrEnum

from bot.domain.journey import Editors, Journey


class Role(StrEnum):
    """What somebody is in their workspace; unknown where Slack would not say."""

    ADMIN = "admin"
    MEMBER = "member"
    GUEST = "guest"
    UNKNOWN = "unknown"


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
