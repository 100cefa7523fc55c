"""Which emoji on a message saves it as which kind of note."""

import re

from domain.errors import BadFieldError
from domain.names import slug
from domain.notes import KINDS, NoteKind

# (emoji name, kind) in the order in which they are shown.
Reactions = tuple[tuple[str, str], ...]

DEFAULT_REACTIONS: Reactions = (
    ("warning", NoteKind.PAIN_POINT.value),
    ("round_pushpin", NoteKind.TOUCHPOINT.value),
    ("bulb", NoteKind.OPPORTUNITY.value),
)

_EMOJI = re.compile(r":?([a-z0-9_+'-]+)(?:::skin-tone-\d)?:?")


def kind_of(reactions: Reactions, emoji: str) -> NoteKind | None:
    """The kind of note an emoji makes, whatever its skin tone; null for none."""
    name = emoji.split("::", 1)[0]
    return next((NoteKind(kind) for one, kind in reactions if one == name), None)


def parse_reactions(text: str | None) -> Reactions:
    """Read `pain point: warning` lines, an emoji by its name, with colons or without.

    Empty text means that no reaction saves anything. Raises BadFieldError for a line that is none,
    or an emoji that stands for two kinds.
    """
    found: dict[str, str] = {}
    for line in (text or "").splitlines():
        if not line.strip():
            continue
        word, _, emoji = line.partition(":")
        kind, name = KINDS.get(slug(word)), _EMOJI.fullmatch(emoji.strip().casefold())
        if kind is None or name is None:
            raise BadFieldError(
                "reactions",
                f"“{line.strip()[:40]}” is not understood. Write lines like `pain point: warning`, "
                "with the emoji's name.",
            )
        if found.setdefault(name[1], kind.value) != kind.value:
            raise BadFieldError("reactions", f"“{name[1]}” cannot stand for two kinds.")
    return tuple(found.items())


def format_reactions(reactions: Reactions) -> str:
    """The same as lines of text."""
    return "\n".join(f"{kind}: {emoji}" for emoji, kind in reactions)
