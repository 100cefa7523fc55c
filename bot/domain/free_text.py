"""What somebody says to Waymark in their own words, read as a note."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.domain.errors import BadInputError
from bot.domain.notes import KINDS, NoteKind
from bot.domain.typed_note import TypedNote, read_note

_KIND = re.compile(
    r"\s*(?P<kind>touch[ -]*point|pain[ -]*point|opportunity|pain(?=\s*[:,]))(?!\w)"
    r"\s*(?:[:,]|\b(?:in|at|for|during)\b)?\s*",
    re.IGNORECASE,
)
# Pain au chocolat is a touchpoint at best: alone, the word has to stand before a place.
_PAIN = re.compile(
    r"\s*pain(?![ -]*point\b)\s+(?:(?:in|at|for|during)\s+)?", re.IGNORECASE | re.ASCII
)


@dataclass(frozen=True)
class FreeNote:
    """A note in somebody's own words; `kind` null where they did not say it."""

    kind: NoteKind | None
    typed: TypedNote


def read_free(text: str, today: date, is_place: Callable[[str], bool] = lambda _: True) -> FreeNote:
    """Read `[kind] [in] [journey/][stage:] words key:value …`, every part of it optional.

    `is_place` says whether a word names a stage. Raises BadInputError as `read_note`.
    """
    hurts = _pain_somewhere(text, today, is_place)
    if hurts:
        return FreeNote(NoteKind.PAIN_POINT, hurts)
    found = _KIND.match(text)
    rest = text[found.end() :] if found else text
    if found is None or not rest.strip():
        return FreeNote(None, read_note(text, today))
    kind = KINDS.get(re.sub("[ -]", "", found["kind"].casefold()))
    # Ignoring case, the pattern also takes ı for i: no kind of ours.
    return FreeNote(kind, read_note(rest if kind else text, today))


def _pain_somewhere(text: str, today: date, is_place: Callable[[str], bool]) -> TypedNote | None:
    """What is left of `pain [in] [journey/]stage: words`, null where it is something else."""
    found = _PAIN.match(text)
    if found is None:
        return None
    try:
        typed = read_note(text[found.end() :], today)
    except BadInputError:
        return None
    somewhere = typed.stage is not None and (typed.journey or is_place(typed.stage))
    return typed if somewhere else None
