"""Who is shown notes. What was said in a private channel is counted for all, and read there."""

from dataclasses import dataclass, replace

from bot.domain.notes import Note

# What stands in place of the words.
UNREAD = "(noted in a private channel)"


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
        return replace(note, text=UNREAD, reply_to=None, permalink=None, stage_typed=None, why=())


EVERYBODY = Audience()
