"""Notes, their parts, and the words people may use for them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from domain.errors import BadFieldError
from domain.sentiment import Label, Score, ScoreReasons, mood_label
from domain.text import slug
from domain.themes import SortedAs

DEFAULT_SEVERITY = 2


MAX_TEXT = 40_000


MAX_REPLY_EXCERPT = 300


class NoteKind(StrEnum):
    """The kind of a note; its value is what people read."""

    TOUCHPOINT = "touchpoint"
    PAIN_POINT = "pain point"
    OPPORTUNITY = "opportunity"

    @property
    def word(self) -> str:
        """Return the kind as one word, as commands and filters have it: `painpoint`."""
        return self.value.replace(" ", "")


@dataclass(frozen=True)
class KindSpellings:
    """What people write for a kind of note.

    `names` are unmistakable anywhere; their words may also be joined. `short` ones name the kind
    of a note only before a colon or a dash. `loose` ones mean it only where nothing but a kind is
    expected, as in a column of a file.
    """

    names: tuple[str, ...]
    short: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()


KIND_SPELLINGS: Mapping[NoteKind, KindSpellings] = {
    NoteKind.TOUCHPOINT: KindSpellings(("touch point",)),
    NoteKind.PAIN_POINT: KindSpellings(("pain point",), ("pain",), ("problem", "complaint")),
    NoteKind.OPPORTUNITY: KindSpellings(("opportunity",), loose=("idea",)),
}


def _plural(word: str) -> str:
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


# By slug: one kind, and one or several of it.
KINDS: Mapping[str, NoteKind] = {
    written: kind
    for kind, spelled in KIND_SPELLINGS.items()
    for name in (*spelled.names, *spelled.short)
    for written in (name.replace(" ", ""), name.replace(" ", "-"))
}


KINDS_AND_PLURALS: Mapping[str, NoteKind] = {
    **KINDS,
    **{_plural(word): kind for word, kind in KINDS.items()},
}


LOOSE_KINDS: Mapping[str, NoteKind] = {
    **KINDS_AND_PLURALS,
    **{word: kind for kind, spelled in KIND_SPELLINGS.items() for word in spelled.loose},
}


SEVERITIES = {"low": 1, "medium": 2, "high": 3, "critical": 4, "1": 1, "2": 2, "3": 3, "4": 4}


SEVERITY_WORDS = {1: "low", 2: "medium", 3: "high", 4: "critical"}


FEELING_WORDS = {-2: "frustrated", -1: "unhappy", 0: "neutral", 1: "happy", 2: "delighted"}


_FEELING_EMOJI = {
    -2: "😡 😠 🤬 😤 😫 😩 :rage: :angry: :face_with_symbols_on_mouth: :triumph: :tired_face:",
    -1: "🙁 ☹ 😞 😟 😕 😢 :slightly_frowning_face: :white_frowning_face: :disappointed: :cry: "
    ":worried: :confused: :thumbsdown: 👎",
    0: "😐 😶 :neutral_face: :no_mouth:",
    1: "🙂 😊 😀 😄 👍 :slightly_smiling_face: :blush: :grinning: :smile: :thumbsup: :+1:",
    2: "😍 🤩 🥳 ❤ 🎉 :heart_eyes: :star-struck: :partying_face: :heart: :tada:",
}


CHANNELS = {
    "website": ("web", "site", "webpage", "browser"),
    "mobile-app": ("app", "mobile", "ios", "android"),
    "email": ("mail", "e-mail", "newsletter"),
    "social": ("social-media", "twitter", "linkedin", "instagram", "facebook"),
    "chat": ("livechat", "live-chat", "chatbot"),
    "phone": ("call", "telephone", "hotline"),
    "in-person": ("store", "shop", "visit", "onsite", "event"),
    "packaging": ("package", "box", "unboxing"),
    "print": ("flyer", "brochure", "letter", "catalogue"),
    "other": (),
}


SOURCES = {
    "interview": ("interviews",),
    "survey": ("surveys", "nps", "csat"),
    "ticket": ("tickets", "support-ticket", "zendesk"),
    "analytics": ("data", "metrics"),
    "sales-call": ("sales", "demo", "call"),
    "social": ("social-media", "review", "reviews"),
    "observation": ("observed", "usability-test", "test"),
}


def _find_key(words: Mapping[str, tuple[str, ...]], typed: str) -> str | None:
    wanted = slug(typed)
    return next((key for key, also in words.items() if wanted in (key, *also)), None)


def find_channel(typed: str) -> str | None:
    """Return the key of a channel (`web` is `website`), None where there is none."""
    return _find_key(CHANNELS, typed)


def find_source(typed: str) -> str | None:
    """Return the key of a source (`sales call` is `sales-call`), None where there is none."""
    return _find_key(SOURCES, typed)


def parse_severity(typed: str) -> int | None:
    """Return 1-4 for a word or digit, None for others."""
    return SEVERITIES.get(typed.strip().casefold())


def parse_feeling(typed: str) -> int | None:
    """Return −2…+2 for a word, number or emoji, None for others."""
    text = typed.strip().casefold().replace("−", "-").replace("\ufe0f", "")
    for value, word in FEELING_WORDS.items():
        if text in (word, str(value), f"+{value}") or text in _FEELING_EMOJI[value].split():
            return value
    return None


@dataclass(frozen=True)
class NoteDetails:
    """The optional parts of a note besides its text.

    `severity` 1-4, `feeling` −2…+2, the others keys.
    """

    touchpoint: str | None = None
    persona: str | None = None
    channel: str | None = None
    team: str | None = None
    source: str | None = None
    severity: int | None = None
    feeling: int | None = None


# Of these everything that copies, compares, exports or saves details is made.
DETAIL_NAMES = tuple(detail.name for detail in fields(NoteDetails))


@dataclass(frozen=True)
class Message:
    """The Slack message a note came from: its channel id and its ts."""

    channel: str
    ts: str


@dataclass(frozen=True)
class NewNote:
    """A note to save. `stage_id` is None for an unsorted note.

    `month` is the running number of the local month of `occurred_at`. `message` is the
    message it came from, if any, and `speaker` who wrote that; `private`: not everyone can read it
    there. `unnamed_supporters` counts people without a name who have seen it too. `theme_id` and
    `sorted_as` are as those of `Note`.
    """

    kind: NoteKind
    text: str
    stage_id: int | None
    stage_typed: str | None
    details: NoteDetails
    score: Score
    mood: float | None
    author: str | None
    permalink: str | None
    occurred_at: datetime
    created_at: datetime
    month: int
    message: Message | None = None
    speaker: str | None = None
    unnamed_supporters: int = 0
    private: bool = False
    theme_id: int | None = None
    sorted_as: SortedAs | None = None


@dataclass(frozen=True)
class NoteIdentity:
    """The fields that identify a note when it is imported from an export."""

    kind: NoteKind
    text: str
    occurred_at: datetime
    created_at: datetime


@dataclass(frozen=True)
class Note:
    """A saved note. `score`, `mood` −1…+1; `stage` is a key, None when unsorted.

    `score` is None if the language is not supported, and so is `mood` unless a feeling was given;
    `why` has the words behind the score, each with its weight.

    `supporters` counts the people besides the author who have seen the same; `reply_to` is the
    beginning of the thread that its message replied to. If it is `private`, see `Audience` for who
    may read it.

    `theme_id` is the theme it belongs to and `sorted_as` how that was decided; None where nobody
    has decided yet.

    A merged note is not shown: `merged_into` is the id of the note it was merged into, `counted_in`
    the id of the note shown for all of them.
    """

    id: int
    kind: NoteKind
    text: str
    stage: str | None
    stage_typed: str | None
    details: NoteDetails
    score: float | None
    mood: float | None
    label: Label
    scorer: str
    language: str | None
    author: str | None
    permalink: str | None
    occurred_at: datetime
    created_at: datetime
    message: Message | None = None
    speaker: str | None = None
    reply_to: str | None = None
    supporters: int = 0
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    merged_into: int | None = None
    counted_in: int | None = None
    private: bool = False
    why: ScoreReasons = ()
    theme_id: int | None = None
    sorted_as: SortedAs | None = None

    @property
    def sentiment_score(self) -> Score:
        """Return the score of its text."""
        label = mood_label(self.score)
        return Score(self.score or 0.0, label, self.scorer, self.language, self.why)

    @property
    def is_active(self) -> bool:
        """Whether it is neither deleted nor merged into another."""
        return self.deleted_at is None and self.counted_in is None


# (emoji name, kind) in the order in which they are shown.
Reactions = tuple[tuple[str, str], ...]


DEFAULT_REACTIONS: Reactions = (
    ("warning", NoteKind.PAIN_POINT.value),
    ("round_pushpin", NoteKind.TOUCHPOINT.value),
    ("bulb", NoteKind.OPPORTUNITY.value),
)


_EMOJI = re.compile(r":?([a-z0-9_+'-]+)(?:::skin-tone-\d)?:?")


def kind_for_emoji(reactions: Reactions, emoji: str) -> NoteKind | None:
    """Return the kind of note an emoji saves, in any skin tone; None for other emoji."""
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
    """Return reactions as lines of text."""
    return "\n".join(f"{kind}: {emoji}" for emoji, kind in reactions)
