"""Who people are, asked of Slack and remembered for a while."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from slack_sdk import WebClient

from bot.domain.journey import WorkspaceId
from bot.domain.roles import Colleague, Role
from handlers.remembered import Remembered

log = logging.getLogger("waymark.people")


@dataclass(frozen=True)
class Person:
    """What Slack says of somebody; `name` null for who left, or is not known.

    `time_zone` is an IANA name; `active` is false for who left and for bots.
    """

    role: Role
    name: str | None
    time_zone: str | None = None
    active: bool = True


UNKNOWN = Person(Role.UNKNOWN, None)


class SlackPeople:
    """Looks people up. Its client must be an impatient one: a command may wait for the answer."""

    def __init__(self, client: WebClient, now: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._known = Remembered(UNKNOWN, now)

    def role(self, workspace: WorkspaceId, user: str) -> Role:
        """What somebody is in the workspace; unknown where Slack does not say."""
        return self._person(workspace, user).role

    def colleague(self, workspace: WorkspaceId, user: str) -> Colleague | None:
        """Whether and when they may be written to; null where Slack does not say."""
        person = self._person(workspace, user)
        if person is UNKNOWN:
            return None
        return Colleague(person.role, person.time_zone, person.active)

    def names(self, workspace: WorkspaceId, users: Iterable[str]) -> dict[str, str]:
        """Display names of those who are still there, by user id; the id where Slack is silent."""
        found = {user: self._person(workspace, user) for user in set(users)}
        return {
            user: person.name or user
            for user, person in found.items()
            if person.name or person is UNKNOWN
        }

    def _person(self, workspace: WorkspaceId, user: str) -> Person:
        return self._known.get((workspace, user), lambda: self._asked(user))

    def _asked(self, user: str) -> Person:
        if not self._client.token:
            return UNKNOWN
        try:
            found = self._client.users_info(user=user)["user"]
        except Exception as error:
            # Whatever the reason, nobody is refused a note because Slack is slow.
            log.warning("a person could not be looked up", extra={"reason": type(error).__name__})
            return UNKNOWN
        profile = found.get("profile") or {}
        name = profile.get("real_name") or profile.get("display_name") or found.get("name")
        return Person(
            role=_role(found),
            name=None if found.get("deleted") else name,
            time_zone=found.get("tz") or None,
            active=not (found.get("deleted") or found.get("is_bot")),
        )


def _role(found: dict[str, object]) -> Role:
    # A stranger is somebody of another company in a shared channel.
    if any(found.get(mark) for mark in ("is_restricted", "is_ultra_restricted", "is_stranger")):
        return Role.GUEST
    if found.get("is_admin") or found.get("is_owner") or found.get("is_primary_owner"):
        return Role.ADMIN
    return Role.MEMBER
