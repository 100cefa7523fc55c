"""Inputs that several forms have."""

from collections.abc import Sequence

from bot.domain.forms import MAX_NAME
from handlers.blocks import forms
from handlers.blocks.forms import Choice, Field

# An option needs a value: this one stands for none.
NONE = "-"


def chosen(field: str, label: str, choices: Sequence[Choice], *, optional: bool = True) -> Field:
    """A menu."""
    return Field(field, label, forms.select(field, "Choose", choices), optional=optional)


def named(keys: Sequence[str]) -> tuple[Choice, ...]:
    """Choices of keys, as words."""
    return tuple((key, key.replace("-", " ").capitalize()) for key in keys)


def name(label: str = "Name", example: str = "") -> Field:
    """The input of a name."""
    return Field("name", label, forms.words("name", example, most=MAX_NAME), optional=False)


def text(field: str, label: str, example: str = "") -> Field:
    """The input of a longer text."""
    return Field(field, label, forms.words(field, example, lines=True))
