"""Themes as the values of buttons, menus and forms."""

import json
from dataclasses import dataclass

from domain.errors import BadInputError
from domain.themes import ThemeRef

OLD_BUTTON = (
    "That button is from an older version of Waymark. `/journey themes` shows the themes as they "
    "are now."
)


def theme_value(ref: ThemeRef) -> str:
    """Return a theme as the value of a button or menu: `12:2026-Q3`."""
    return f"{ref.theme}:{ref.period or ''}"


def parse_theme_value(value: str) -> ThemeRef:
    """Return the theme in the value of a button or menu.

    Raises BadInputError for the values that older versions put into their messages:
    `JOURNEY:NOTE:PERIOD`.
    """
    parts = value.split(":")
    if len(parts) != 2 or not parts[0].isdecimal():
        raise BadInputError(OLD_BUTTON)
    return ThemeRef(int(parts[0]), parts[1] or None)


@dataclass(frozen=True)
class ThemeFormTarget:
    """What a form is about: the theme, and the channel to answer in, None for direct messages."""

    theme: ThemeRef
    channel: str | None

    def to_metadata(self) -> str:
        """Return it as the private metadata of a form."""
        return json.dumps({"theme": theme_value(self.theme), "at": self.channel})

    @classmethod
    def from_metadata(cls, metadata: str) -> "ThemeFormTarget":
        """Return the target in the private metadata of a form."""
        values = json.loads(metadata)
        return cls(parse_theme_value(values["theme"]), values["at"])


@dataclass(frozen=True)
class NoteThemeTarget:
    """A note whose theme is chosen, and the channel to answer in, None for direct messages."""

    note: int
    channel: str | None

    def to_metadata(self) -> str:
        """Return it as the private metadata of a form."""
        return json.dumps({"note": self.note, "at": self.channel})

    @classmethod
    def from_metadata(cls, metadata: str) -> "NoteThemeTarget":
        """Return the target in the private metadata of a form."""
        values = json.loads(metadata)
        return cls(values["note"], values["at"])
