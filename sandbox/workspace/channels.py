"""Channels and direct messages."""

from bisect import insort
from dataclasses import dataclass, field

from sandbox.objects import Object
from sandbox.workspace.messages import Message


@dataclass
class Channel:
    """A conversation; `kind` is public, private or im (a direct message between two people).

    `unread_since` maps a person to the ts they have read up to, `drafts` a person to their draft.
    """

    id: str
    name: str
    kind: str = "public"
    members: list[str] = field(default_factory=list)
    topic: str = ""
    created: int = 0
    archived: bool = False
    messages: list[Message] = field(default_factory=list)
    read_up_to: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        """Whether only members know of it."""
        return self.kind != "public"

    @property
    def channel_type(self) -> str:
        """The word events use: channel, group or im."""
        return {"public": "channel", "private": "group", "im": "im"}[self.kind]

    @property
    def scope_family(self) -> str:
        """The prefix of the scopes that govern it: channels, groups or im."""
        return {"public": "channels", "private": "groups", "im": "im"}[self.kind]

    def add(self, message: Message) -> None:
        """Put a message where its ts belongs."""
        insort(self.messages, message, key=lambda placed: placed.ts)

    def find(self, ts: str) -> Message | None:
        """The message with this ts, if any."""
        return next((m for m in self.messages if m.ts == ts), None)

    def thread(self, ts: str) -> list[Message]:
        """The replies under a message, oldest first."""
        return [m for m in self.messages if m.thread_ts == ts]

    def seen_by(self, person: str) -> list[Message]:
        """Every message a person sees here, oldest first: all but other people's ephemerals."""
        return [m for m in self.messages if m.only_for in (None, person)]

    def unread(self, person: str) -> int:
        """How many messages of others a person has not read, without replies and ephemerals."""
        return len([m for m in self._fresh(person) if m.in_channel])

    def mentions(self, person: str) -> int:
        """How many of the messages not read are meant for the person; in a direct message, all."""
        fresh = self._fresh(person)
        return len(fresh) if self.kind == "im" else len([m for m in fresh if m.mentions(person)])

    def _fresh(self, person: str) -> list[Message]:
        mark = float(self.read_up_to.get(person, "0"))
        others = (m for m in self.messages if m.only_for is None and m.author != person)
        return [m for m in others if float(m.ts) > mark]

    def conversation_object(self, viewer: str, team_id: str) -> Object:
        """The channel object of conversations.info and conversations.list."""
        common: Object = {
            "id": self.id,
            "created": self.created,
            "is_archived": self.archived,
            "is_im": self.kind == "im",
            "is_org_shared": False,
            "context_team_id": team_id,
        }
        if self.kind == "im":
            other = next((m for m in self.members if m != viewer), viewer)
            return {**common, "user": other, "is_user_deleted": False, "is_open": True}
        return {
            **common,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": True,
            "is_group": False,
            "is_mpim": False,
            "is_private": self.private,
            "is_general": self.name == "general",
            "is_shared": False,
            "is_ext_shared": False,
            "is_member": viewer in self.members,
            "creator": self.members[0] if self.members else "",
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "num_members": len(self.members),
        }
