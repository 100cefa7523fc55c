"""What Slack said, remembered for a while: nobody should wait for the same answer twice."""

import logging
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from slack_sdk import WebClient

from domain.access import Colleague, Role
from domain.journeys import WorkspaceId
from handlers.slack.errors import is_permanent, reason_of

CACHE_SECONDS = 600.0

# After Slack did not answer: soon enough for a hiccup, rarely enough not to slow every command.
FAILED_SECONDS = 60.0


V = TypeVar("V")


class ResultCache(Generic[V]):
    """Answers by what was asked. `failed` is the one that stands for no answer."""

    def __init__(self, failed: V, now: Callable[[], float]) -> None:
        self._failed = failed
        self._now = now
        self._lock = Lock()
        self._known: dict[Hashable, tuple[float, V]] = {}

    def get(self, key: Hashable, ask: Callable[[], V]) -> V:
        """The answer, asked for where it is not known any more."""
        with self._lock:
            until, answer = self._known.get(key, (0.0, self._failed))
        if self._now() < until:
            return answer
        answer = ask()
        kept = FAILED_SECONDS if answer is self._failed else CACHE_SECONDS
        with self._lock:
            self._known[key] = (self._now() + kept, answer)
        return answer


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
        self._known = ResultCache(UNKNOWN, now)

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


log = logging.getLogger("waymark.channels")


class SlackChannels:
    """Looks channels up. Its client must be an impatient one: a command may wait for the answer."""

    def __init__(self, client: WebClient, now: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._known: ResultCache[bool | None] = ResultCache(None, now)

    def is_private(self, workspace: WorkspaceId, channel: str) -> bool:
        """Whether not everybody can read what is said there; true where Slack does not say."""
        private = self._known.get((workspace, channel), lambda: self._asked(channel))
        return private is not False

    def _asked(self, channel: str) -> bool | None:
        if not self._client.token:
            return None
        try:
            found = self._client.conversations_info(channel=channel)["channel"]
        except Exception as error:
            # Public channels can be seen without being in them: what cannot be seen is private.
            # Where Slack is not reached the words are rather kept back than shown to the wrong.
            log.info("a channel was not looked up", extra={"reason": reason_of(error)})
            return True if is_permanent(error) else None
        # Of direct messages only those with Waymark itself can be seen.
        return bool(found.get("is_private") or found.get("is_mpim")) and not found.get("is_im")
