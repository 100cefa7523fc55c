"""Channels, messages and uploaded files."""

import mimetypes
from bisect import insort
from dataclasses import dataclass, field
from urllib.parse import quote

from sandbox.objects import Object


@dataclass
class Message:
    """A message of a channel.

    `body` is the message object as Slack returns it. `only_for` is the only person who sees an
    ephemeral message, None otherwise. `live` lists its live mentions and links. `notice` marks a
    message from Slack itself, such as a command that failed.
    """

    channel: str
    body: Object
    only_for: str | None = None
    notice: bool = False
    metadata: Object | None = None
    live: list[Object] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)

    @property
    def ts(self) -> str:
        """Timestamp that identifies the message in its channel."""
        return str(self.body["ts"])

    @property
    def thread_ts(self) -> str | None:
        """The parent's ts for a reply, None for any other message."""
        thread = self.body.get("thread_ts")
        return str(thread) if thread and thread != self.ts else None

    @property
    def author(self) -> str:
        """The user id of the author."""
        return str(self.body.get("user") or "")

    @property
    def in_channel(self) -> bool:
        """Whether it is shown in the channel itself rather than only in a thread."""
        return self.thread_ts is None or self.body.get("subtype") == "thread_broadcast"

    def mentions(self, person: str) -> bool:
        """Whether a live mention in it names the person or everyone."""
        return any(
            reference["kind"] == "broadcast"
            or str(reference["raw"]).strip("<@>").split("|")[0] == person
            for reference in self.live
        )

    def message_object(self, *, with_metadata: bool = False) -> Object:
        """Return the message as the Web API shows it."""
        message = {key: value for key, value in self.body.items() if value is not None}
        if self.reactions:
            message["reactions"] = [
                {"name": name, "users": list(users), "count": len(users)}
                for name, users in self.reactions.items()
            ]
        if self.metadata and with_metadata:
            message["metadata"] = self.metadata
        return message

    def control_object(self) -> Object:
        """Return the message as the control API shows it."""
        return {
            **self.message_object(with_metadata=True),
            "channel": self.channel,
            "ephemeral": self.only_for is not None,
            "only_for": self.only_for,
            "notice": self.notice,
            "live": self.live,
        }


@dataclass
class Channel:
    """A conversation; `kind` is public, private or im (a direct message between two people).

    `read_up_to` maps a person to the ts they have read up to, `drafts` a person to their draft.
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
        """Whether only members can see it."""
        return self.kind != "public"

    @property
    def channel_type(self) -> str:
        """Channel type in events: channel, group or im."""
        return {"public": "channel", "private": "group", "im": "im"}[self.kind]

    @property
    def scope_family(self) -> str:
        """Prefix of the scopes it needs: channels, groups or im."""
        return {"public": "channels", "private": "groups", "im": "im"}[self.kind]

    def add(self, message: Message) -> None:
        """Insert a message in the order of its ts."""
        insort(self.messages, message, key=lambda placed: placed.ts)

    def find(self, ts: str) -> Message | None:
        """Return the message with this ts, or None."""
        return next((m for m in self.messages if m.ts == ts), None)

    def thread(self, ts: str) -> list[Message]:
        """Return the replies to a message, oldest first."""
        return [m for m in self.messages if m.thread_ts == ts]

    def visible_to(self, person: str) -> list[Message]:
        """Return the messages a person sees, oldest first: all but others' ephemeral messages."""
        return [m for m in self.messages if m.only_for in (None, person)]

    def unread(self, person: str) -> int:
        """Count the person's unread messages by others, without replies and ephemeral ones."""
        return len([m for m in self._unread_messages(person) if m.in_channel])

    def mentions(self, person: str) -> int:
        """Count the unread messages that mention the person; in a direct message, all of them."""
        unread = self._unread_messages(person)
        return len(unread) if self.kind == "im" else len([m for m in unread if m.mentions(person)])

    def _unread_messages(self, person: str) -> list[Message]:
        read_up_to = float(self.read_up_to.get(person, "0"))
        by_others = (m for m in self.messages if m.only_for is None and m.author != person)
        return [m for m in by_others if float(m.ts) > read_up_to]

    def conversation_object(self, viewer: str, team_id: str) -> Object:
        """Return the channel as conversations.info and conversations.list show it."""
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


@dataclass
class File:
    """A file; `uploaded` once its bytes are stored, `processed` once blocks may show it.

    `shares` lists (channel id, message ts); ids of direct messages begin with D.
    """

    id: str
    name: str
    title: str
    length: int
    user: str
    created: float
    alt_txt: str = ""
    content: bytes = b""
    uploaded: bool = False
    processed: bool = False
    shares: list[tuple[str, str]] = field(default_factory=list)

    @property
    def mimetype(self) -> str:
        """Media type by the file's name."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    def file_object(self, base_url: str) -> Object:
        """Return the file as messages and files.info show it."""
        extension = self.name.rsplit(".", 1)[-1] if "." in self.name else "binary"
        name = quote(self.name, safe="")
        return {
            "id": self.id,
            "created": int(self.created),
            "timestamp": int(self.created),
            "name": self.name,
            "title": self.title,
            "mimetype": self.mimetype,
            "filetype": extension,
            "pretty_type": extension.upper(),
            "user": self.user,
            "size": len(self.content),
            "mode": "hosted",
            "is_external": False,
            "is_public": True,
            "alt_txt": self.alt_txt,
            "url_private": f"{base_url}/files/{self.id}/{name}",
            "url_private_download": f"{base_url}/files/{self.id}/download/{name}",
            "permalink": f"{base_url}/files/{self.id}/{name}",
            "channels": [channel for channel, _ in self.shares if channel[0] != "D"],
            "groups": [],
            "ims": [channel for channel, _ in self.shares if channel[0] == "D"],
        }


def new_user_file(file_id: str, user: str, now: float, name: str, content: bytes) -> File:
    """Return a file a person adds to a message; it is processed at once."""
    return File(
        file_id, name, name, len(content), user, now, content=content, uploaded=True, processed=True
    )
