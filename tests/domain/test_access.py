"""Who may change a journey's map (docs/ARCHITECTURE.md, “Journeys and periods”)."""

from dataclasses import replace

import pytest

from domain.access import Role, may_edit
from domain.journeys import Editors
from tests.bot.factories import journey

OWNERS, MEMBERS = Editors.OWNERS, Editors.MEMBERS


@pytest.mark.parametrize(
    ("editors", "owner", "role", "allowed"),
    [
        # Nobody owns it: members edit it together.
        (OWNERS, None, Role.ADMIN, True),
        (OWNERS, None, Role.MEMBER, True),
        (OWNERS, None, Role.GUEST, False),
        (OWNERS, None, Role.UNKNOWN, False),
        # Somebody else owns it.
        (OWNERS, "U2", Role.ADMIN, True),
        (OWNERS, "U2", Role.MEMBER, False),
        (OWNERS, "U2", Role.GUEST, False),
        (OWNERS, "U2", Role.UNKNOWN, False),
        # They own it themselves.
        (OWNERS, "U1", Role.ADMIN, True),
        (OWNERS, "U1", Role.MEMBER, True),
        (OWNERS, "U1", Role.GUEST, False),
        (OWNERS, "U1", Role.UNKNOWN, True),
        # It is open to members.
        (MEMBERS, "U2", Role.ADMIN, True),
        (MEMBERS, "U2", Role.MEMBER, True),
        (MEMBERS, "U2", Role.GUEST, False),
        (MEMBERS, "U2", Role.UNKNOWN, False),
        (MEMBERS, None, Role.MEMBER, True),
        (MEMBERS, None, Role.UNKNOWN, False),
        (MEMBERS, "U1", Role.GUEST, False),
    ],
)
def test_who_may_edit(editors: Editors, owner: str | None, role: Role, *, allowed: bool) -> None:
    assert may_edit(replace(journey(), editors=editors, owner=owner), "U1", role) is allowed
