from dataclasses import dataclass

from domain.access import Audience
from domain.notes import NoteKind
from domain.periods import Days, Months

# More words than these are not looked for in a text.
MAX_COUNTED = 20


@dataclass(frozen=True)
class NoteFilter:
    """Which notes to list; null means any. `unsorted` true means the tray alone.

    `mood` is one of negative, neutral, positive; `days` is when they happened; the first twenty of
    `words` have to stand in the text, where that is for the `audience` (null: whoever it is).
    """

    stage_id: int | None = None
    kind: NoteKind | None = None
    months: Months | None = None
    author: str | None = None
    persona: str | None = None
    unsorted: bool = False
    team: str | None = None
    channel: str | None = None
    mood: str | None = None
    words: str | None = None
    source: str | None = None
    touchpoint: str | None = None
    days: Days | None = None
    audience: Audience | None = None
