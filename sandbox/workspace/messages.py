"""One message and what Slack keeps about it."""

from dataclasses import dataclass, field

from sandbox.objects import Object


@dataclass
class Message:
    """A message of a channel.

    `body` is the message object as Slack returns it. `only_for` is the person who alone sees an
    ephemeral message. `live` lists its live mentions and links. `notice` marks what Slack itself
    says to a person, such as a command that failed.
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
        """The timestamp that names the message in its channel."""
        return str(self.body["ts"])

    @property
    def thread_ts(self) -> str | None:
        """The parent's ts for a reply, None for anything else."""
        thread = self.body.get("thread_ts")
        return str(thread) if thread and thread != self.ts else None

    @property
    def author(self) -> str:
        """The user id of whoever wrote it."""
        return str(self.body.get("user") or "")

    @property
    def in_channel(self) -> bool:
        """Whether it stands in the channel itself rather than in a thread alone."""
        return self.thread_ts is None or self.body.get("subtype") == "thread_broadcast"

    def mentions(self, person: str) -> bool:
        """Whether a live mention in it names the person or everybody."""
        return any(
            one["kind"] == "broadcast" or str(one["raw"]).strip("<@>").split("|")[0] == person
            for one in self.live
        )

    def message_object(self, *, with_metadata: bool = False) -> Object:
        """The message as the Web API returns it."""
        shown = {key: value for key, value in self.body.items() if value is not None}
        if self.reactions:
            shown["reactions"] = [
                {"name": name, "users": list(users), "count": len(users)}
                for name, users in self.reactions.items()
            ]
        if self.metadata and with_metadata:
            shown["metadata"] = self.metadata
        return shown

    def seen(self) -> Object:
        """The message as the control API shows it to a person."""
        return {
            **self.message_object(with_metadata=True),
            "channel": self.channel,
            "ephemeral": self.only_for is not None,
            "only_for": self.only_for,
            "notice": self.notice,
            "live": self.live,
        }
