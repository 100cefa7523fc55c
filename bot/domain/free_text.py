"""What somebody says to Waymark in their own words, read as a note."""

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.notes import KINDS, NoteKind
from bot.domain.typed_note import TypedNote, read_note

_KIND = re.compile(
    r"\s*(?P<kind>touch[ -]*point|pain(?:[ -]*point)?|opportunity)\b"
    r"\s*(?:[:,]|\b(?:in|at|for|during)\b)?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class FreeNote:
    """A note in somebody's own words; `kind` null where they did not say it."""

    kind: NoteKind | None
    typed: TypedNote


def read_free(text: str, today: date) -> FreeNote:
    """Read `[kind] [in] [journey/][stage:] words key:value …`, every part of it optional.

    Raises BadInputError as `read_note`.
    """
    found = _KIND.match(text)
    rest = text[found.end() :] if found else text
    if found is None or not rest.strip():
        return FreeNote(None, read_note(text, today))
    kind = KINDS.get(re.sub("[ -]", "", found["kind"].casefold()))
    # Ignoring case, the pattern also takes ı for i: no kind of ours.
    return FreeNote(kind, read_note(rest if kind else text, today))
