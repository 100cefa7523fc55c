"""What a form or button is about, carried along unseen."""

import json
from dataclasses import dataclass, replace

from handlers.ids import View


@dataclass(frozen=True)
class Target:
    """A part of a map: `form` says of which kind, `part` is its id, 0 for one to be made.

    `seen` is the version of the map a form was opened at; `channel` where to answer.
    """

    form: View
    journey: int = 0
    part: int = 0
    seen: int = 0
    channel: str | None = None

    @property
    def value(self) -> str:
        """What a button holds."""
        return f"{self.form.value}:{self.journey}:{self.part}"

    @classmethod
    def of(cls, value: str, channel: str | None = None) -> "Target":
        """What a button held."""
        form, journey, part = value.split(":")
        return cls(View(form), int(journey), int(part), channel=channel)

    def at(self, seen: int) -> "Target":
        """The same, opened at a version."""
        return replace(self, seen=seen)

    def metadata(self) -> str:
        """What a form holds."""
        return json.dumps(
            {"journey": self.journey, "part": self.part, "seen": self.seen, "at": self.channel}
        )

    @classmethod
    def held(cls, form: View, metadata: str) -> "Target":
        """What a form held."""
        kept = json.loads(metadata)
        return cls(form, kept["journey"], kept["part"], kept["seen"], kept["at"])
