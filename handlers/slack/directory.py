"""Look up users and channels in Slack; answers are cached for ten minutes."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from cachetools import TLRUCache
from slack_sdk import WebClient

from domain.access import Colleague, Role
from domain.journeys import WorkspaceId
from handlers.slack.errors import error_reason, is_permanent

CACHE_SECONDS = 600.0


# After a failed lookup: retried soon, but not with every command.
FAILED_SECONDS = 60.0


MAX_CACHED = 20_000


# In place of a name: an id means nothing to anybody.
UNNAMED = "name unknown"


log = logging.getLogger("waymark.directory")


Answer = TypeVar("Answer")


class _Cache(Generic[Answer]):
    """Slack's answers by workspace and id. `failed` is the answer that means Slack did not say."""

    def __init__(self, failed: Answer, now: Callable[[], float]) -> None:
        def expires(_: object, answer: Answer, cached_at: float) -> float:
            return cached_at + (FAILED_SECONDS if answer is failed else CACHE_SECONDS)

        self._lock = Lock()
        self._answers: TLRUCache[tuple[WorkspaceId, str], Answer] = TLRUCache(
            MAX_CACHED, expires, timer=now
        )

    def get(self, key: tuple[WorkspaceId, str], fetch: Callable[[], Answer]) -> Answer:
        """Return the cached answer, or fetch it; `fetch` runs outside the lock."""
        with self._lock:
            if key in self._answers:
                return self._answers[key]
        answer = fetch()
        with self._lock:
            self._answers[key] = answer
        return answer


@dataclass(frozen=True)
class Person:
    """A user as Slack describes them; `name` is None for people who left or are unknown.

    `time_zone` is an IANA name; `active` is False for people who left and for bots.
    """

    role: Role
    name: str | None
    time_zone: str | None = None
    active: bool = True


UNKNOWN = Person(Role.UNKNOWN, None)


class SlackPeople:
    """Look up users. The client needs a short time-out: a command may wait for the answer."""

    def __init__(self, client: WebClient, now: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._people = _Cache(UNKNOWN, now)

    def role(self, workspace: WorkspaceId, user: str) -> Role:
        """Return a user's role in the workspace, Role.UNKNOWN where Slack does not say."""
        return self._person(workspace, user).role

    def colleague(self, workspace: WorkspaceId, user: str) -> Colleague | None:
        """Return whether and when a user may be messaged, None where Slack does not say."""
        person = self._person(workspace, user)
        if person is UNKNOWN:
            return None
        return Colleague(person.role, person.time_zone, person.active)

    def names(self, workspace: WorkspaceId, users: Iterable[str]) -> dict[str, str]:
        """Return names by user id, without people who left; UNNAMED where Slack does not say."""
        found = {user: self._person(workspace, user) for user in set(users)}
        return {
            user: person.name or UNNAMED
            for user, person in found.items()
            if person.name or person is UNKNOWN
        }

    def name(self, workspace: WorkspaceId, user: str) -> str | None:
        """Return a user's name, None for people who left and where Slack does not say."""
        return self._person(workspace, user).name

    def _person(self, workspace: WorkspaceId, user: str) -> Person:
        return self._people.get((workspace, user), lambda: self._fetch(user))

    def _fetch(self, user: str) -> Person:
        if not self._client.token:
            return UNKNOWN
        try:
            found = self._client.users_info(user=user)["user"]
        except Exception as error:
            # A slow Slack must not prevent a note.
            log.warning("user lookup failed", extra={"reason": type(error).__name__})
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
    # `is_stranger`: a user of another company in a shared channel.
    if any(found.get(mark) for mark in ("is_restricted", "is_ultra_restricted", "is_stranger")):
        return Role.GUEST
    if found.get("is_admin") or found.get("is_owner") or found.get("is_primary_owner"):
        return Role.ADMIN
    return Role.MEMBER


@dataclass(frozen=True)
class Place:
    """A channel as Slack describes it; `name` is None where it is not known."""

    is_private: bool
    name: str | None = None


class SlackChannels:
    """Look up channels. The client needs a short time-out: a command may wait for the answer."""

    def __init__(self, client: WebClient, now: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._places: _Cache[Place | None] = _Cache(None, now)

    def is_private(self, workspace: WorkspaceId, channel: str) -> bool:
        """Return whether the channel is private; True where Slack does not say."""
        place = self._place(workspace, channel)
        return place is None or place.is_private

    def has_waymark(self, workspace: WorkspaceId, channel: str) -> bool:
        """Return whether Waymark is in the channel; True where Slack does not say.

        Not cached: whoever was told to invite it tries again at once.
        """
        if not self._client.token:
            return True
        try:
            found = self._client.conversations_info(channel=channel)["channel"]
            return bool(found.get("is_member"))
        except Exception as error:
            if not is_permanent(error):
                log.info("channel lookup failed", extra={"reason": error_reason(error)})
                return True
        # Private channels cannot be looked up, but read where Waymark is in them.
        try:
            self._client.conversations_history(channel=channel, limit=1)
        except Exception as error:
            return not is_permanent(error)
        return True

    def name(self, workspace: WorkspaceId, channel: str) -> str | None:
        """Return the name of a public channel, None for others and where Slack does not say."""
        place = self._place(workspace, channel)
        return None if place is None or place.is_private else place.name

    def _place(self, workspace: WorkspaceId, channel: str) -> Place | None:
        return self._places.get((workspace, channel), lambda: self._fetch(channel))

    def _fetch(self, channel: str) -> Place | None:
        if not self._client.token:
            return None
        try:
            found = self._client.conversations_info(channel=channel)["channel"]
        except Exception as error:
            # Public channels can be looked up by non-members, so one that cannot is private.
            # Where Slack is not reached, None: the caller treats the channel as private.
            log.info("channel lookup failed", extra={"reason": error_reason(error)})
            return Place(is_private=True) if is_permanent(error) else None
        # The only direct messages an app can look up are its own.
        private = bool(found.get("is_private") or found.get("is_mpim")) and not found.get("is_im")
        return Place(private, found.get("name") or None)
