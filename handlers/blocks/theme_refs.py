"""A theme as buttons, menus and forms hold it: by one of its notes."""

import json
from dataclasses import dataclass

from bot.usecases.theme_lookup import ThemeRef


def held(ref: ThemeRef) -> str:
    """`12:3456:2026-Q3`."""
    return f"{ref.journey}:{ref.note}:{ref.period or ''}"


def ref_of(value: str) -> ThemeRef:
    """The theme a value holds."""
    journey, note, period = value.split(":", 2)
    return ThemeRef(int(journey), int(note), period or None)


@dataclass(frozen=True)
class AboutTheme:
    """What a form carries along unseen: the theme, and where to answer."""

    theme: ThemeRef
    channel: str | None

    def metadata(self) -> str:
        """As the form holds it."""
        return json.dumps({"theme": held(self.theme), "at": self.channel})

    @classmethod
    def held(cls, metadata: str) -> "AboutTheme":
        """What a form held."""
        kept = json.loads(metadata)
        return cls(ref_of(kept["theme"]), kept["at"])
