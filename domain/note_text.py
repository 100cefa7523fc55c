"""Parse what people type after `/touchpoint`, `/painpoint` or `/opportunity`."""

import re
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import cast

from domain.errors import BadFieldError, BadInputError
from domain.journeys import Journey
from domain.note_head import FindStage, has_clear_head, split_head
from domain.notes import (
    CHANNELS,
    FEELING_WORDS,
    KIND_SPELLINGS,
    KINDS,
    MAX_TEXT,
    SEVERITY_WORDS,
    SOURCES,
    Note,
    NoteDetails,
    NoteKind,
    find_channel,
    find_source,
    parse_feeling,
    parse_severity,
)
from domain.text import MAX_KEY_LENGTH, NameMatch, clean_text, fold_name, list_words
from domain.typed_options import OptionReader, has_option, parse_options
from domain.written_days import day_reader

OPTION_HINTS = {
    "via": f"one of {', '.join(CHANNELS)}",
    "severity": f"{list_words(SEVERITY_WORDS.values())}, or 1 to 4",
    "feeling": f"{list_words(FEELING_WORDS.values())}, −2 to 2, or an emoji",
    "source": f"one of {', '.join(SOURCES)}",
    "on": "a real day up to today, written like 2026-09-14",
    "persona": "a name of up to 60 characters",
    "team": "a name of up to 60 characters",
    "touchpoint": "a name of up to 60 characters",
}


# Keys of `OPTION_HINTS` whose value is any name.
NAME_KEYS = ("persona", "team", "touchpoint")


@dataclass(frozen=True)
class ParsedNote:
    """A parsed note; `journey` and `stage` are as typed, `text` is the note without them.

    `full_text` is the text with them, for a head that turns out to be prose and no stage.
    `is_one_word`: the head is one word, so it may be matched to a stage with a similar name.
    `is_run_on`: nothing but a space follows the stage. `refused` lists words with an invalid value,
    `repeated` those given twice and `misspelt` those with a key that is nearly a known one (and
    that one); all of them are still in the text.
    """

    journey: str | None
    stage: str | None
    text: str
    full_text: str
    details: NoteDetails
    day: date | None = None
    is_one_word: bool = False
    is_run_on: bool = False
    refused: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    misspelt: tuple[tuple[str, str], ...] = ()

    def text_to_save(self, *, is_stage_found: bool, is_exact: bool) -> str:
        """Return the text to save, depending on whether and how `stage` was found."""
        return self.text if is_stage_found and (is_exact or self.is_one_word) else self.full_text


def _read_name(value: str) -> str | None:
    """Return the key of a name, None where there is none or it is too long."""
    key = fold_name(value)
    return key if 0 < len(key) <= MAX_KEY_LENGTH else None


def needs_journey(line: str) -> bool:
    """Whether the journey has to be known to read a line: for its stages, or for its date."""
    return has_option(line, "on") or not has_clear_head(line, OPTION_HINTS)


def parse_note(
    line: str, today: date, find_stage: FindStage | None = None, *, loose: bool = True
) -> ParsedNote:
    """Read `[journey/]stage: text key:value …`; `today` is the local date of the journey.

    With `find_stage` the stage may also be followed by a dash, and where `loose` by a comma or a
    space. Raises BadInputError when there is no text or more than 40,000 characters of it.
    """
    readers: dict[str, OptionReader] = {
        "via": find_channel,
        "persona": _read_name,
        "severity": parse_severity,
        "team": _read_name,
        "feeling": parse_feeling,
        "source": find_source,
        "on": day_reader(today),
        "touchpoint": _read_name,
    }
    words = parse_options(line.strip(), readers, NAME_KEYS)
    head = split_head(words.text, readers.keys(), find_stage, loose=loose)
    text = head.text if head else words.text
    _check_length(text)
    journey, _, stage = head.name.rpartition("/") if head else ("", "", "")
    found = words.found
    details = NoteDetails(
        touchpoint=cast(str | None, found.get("touchpoint")),
        persona=cast(str | None, found.get("persona")),
        channel=cast(str | None, found.get("via")),
        team=cast(str | None, found.get("team")),
        source=cast(str | None, found.get("source")),
        severity=cast(int | None, found.get("severity")),
        feeling=cast(int | None, found.get("feeling")),
    )
    return ParsedNote(
        journey=journey.strip() or None,
        stage=stage.strip() or None,
        text=text,
        full_text=words.text,
        is_one_word=head is not None and head.is_one_word,
        is_run_on=head is not None and head.is_run_on,
        details=details,
        day=cast(date | None, found.get("on")),
        refused=words.refused,
        repeated=words.repeated,
        misspelt=words.misspelt,
    )


def validate_note_form(form: ParsedNote, today: date) -> ParsedNote:
    """Return the note of a form; raises BadInputError as `read_note`, and for a future day."""
    text = clean_text(form.text)
    _check_length(text)
    if form.day and form.day > today:
        raise BadFieldError(
            "day",
            f"{form.day} is in the future. Choose a day up to today, or leave it empty.",
        )
    return replace(form, text=text, full_text=text)


def parse_message(text: str) -> ParsedNote:
    """Return a message as a note. Nothing is taken out of its text, which is no command.

    Raises BadInputError if there is no text, or more than 40,000 characters.
    """
    if not text:
        raise BadInputError(
            "That message has no words to save: it holds only files or pictures. Nothing was "
            "saved. Say what happened: `/painpoint onboarding: the screenshot shows an error`"
        )
    _check_length(text)
    return ParsedNote(None, None, text, text, NoteDetails())


def _check_length(text: str) -> None:
    if not text:
        raise BadInputError(
            "There is no note to save yet: what happened? "
            "For example: `/painpoint onboarding: the invite email lands in spam severity:high`"
        )
    if len(text) > MAX_TEXT:
        raise BadInputError(
            f"That note has {len(text):,} characters; {MAX_TEXT:,} is the most. "
            "Nothing was saved: please shorten it or split it in two."
        )


# The marks of bold, italic and struck words.
_MARKS = "[*_~]{0,3}"

_GREETING = r"(?:(?:hey|hi|hello|hallo|fyi|please|ok)\b[\s,!.:–-]*)?(?:@?waymark\b[\s,!.:–-]*)?"


def _kind_pattern() -> str:
    """Return a pattern of all names of kinds; of short ones only before a colon or a dash."""
    spellings = KIND_SPELLINGS.values()
    names = [name.replace(" ", "[ -]*") for spelled in spellings for name in spelled.names]
    short = [re.escape(name) for spelled in spellings for name in spelled.short]
    before_mark = rf"(?={_MARKS}\s*(?:[:：,]|[-–—]\s))"
    return "|".join([*names, rf"(?:{'|'.join(short)}){before_mark}"])


_KIND = re.compile(
    rf"\s*{_GREETING}{_MARKS}"
    rf"(?P<kind>{_kind_pattern()})"
    rf"(?![^\W_]|_\w){_MARKS}"
    rf"\s*(?:[:：,]|[-–—]+(?=\s)|\b(?:in|at|for|during)\b)?{_MARKS}\s*",
    re.IGNORECASE,
)


# Pain au chocolat is a touchpoint at best: alone, the word has to stand before a place.
_PAIN = re.compile(
    r"\s*pain(?![ -]*point\b)\s+(?:(?:in|at|for|during)\s+)?", re.IGNORECASE | re.ASCII
)


def starts_with_kind(text: str) -> bool:
    """Whether free text says which kind of note it is: `pain point in retention: no reply`.

    `opportunity in loyalty?` asks for some.
    """
    found = _KIND.match(text)
    rest = text[found.end() :] if found else ""
    is_asked = text.rstrip().endswith("?") and ":" not in text
    return found is not None and not is_asked and len(rest.split()) > 1


@dataclass(frozen=True)
class FreeTextNote:
    """A note in free text; `kind` is None if the text has none."""

    kind: NoteKind | None
    typed: ParsedNote


def parse_free_text(text: str, today: date, find_stage: FindStage | None = None) -> FreeTextNote:
    """Parse `[kind] [in] [journey/][stage:] words key:value …`, every part of it optional.

    Without `find_stage` every word before a colon may name a stage. Raises BadInputError as
    `parse_note`.
    """
    hurts = _parse_pain_at_stage(text, today, find_stage)
    if hurts:
        return FreeTextNote(NoteKind.PAIN_POINT, hurts)
    found = _KIND.match(text)
    rest = text[found.end() :] if found else text
    if found is None or not rest.strip():
        return FreeTextNote(None, parse_note(text, today, find_stage, loose=False))
    kind = KINDS.get(re.sub("[ -]", "", found["kind"].casefold()))
    # Ignoring case, the pattern also takes ı for i: no kind of ours.
    line = rest if kind else text
    return FreeTextNote(kind, parse_note(line, today, find_stage, loose=kind is not None))


def _parse_pain_at_stage(text: str, today: date, find_stage: FindStage | None) -> ParsedNote | None:
    """Parse `pain [in] [journey/]stage: words`, None where it is something else."""
    found = _PAIN.match(text)
    if found is None:
        return None
    try:
        typed = parse_note(text[found.end() :], today, find_stage)
    except BadInputError:
        return None
    if typed.stage is None:
        return None
    if find_stage is None or typed.journey:
        return typed
    match = find_stage(typed.stage)
    return typed if match.key or match.candidates else None


@dataclass(frozen=True)
class EditedMessage:
    """The parts of a note that follow its message; `stage` is a key, None when unsorted."""

    kind: NoteKind
    text: str
    stage: str | None
    details: NoteDetails
    occurred_at: datetime


def apply_edited_message(
    journey: Journey,
    note: Note,
    text: str,
    was: str | None,
    now: datetime,
    taken: Collection[NoteKind],
) -> EditedMessage:
    """Return the note after an edit of its message from `was` to `text`; `was` may be unknown.

    Only what the edit added is applied: what a person chose for the note since then stays.
    A kind in `taken` already has a note of its own.
    """
    today = journey.calendar.today(now)
    same = EditedMessage(note.kind, text, note.stage, note.details, note.occurred_at)
    new = _parse_or_none(journey, text, today)
    # A message that was saved word by word stays so.
    whole = (
        _text_to_save(journey, _parse_or_none(journey, note.text, today), note.text) != note.text
    )
    if new is None or whole:
        return same
    old = _parse_or_none(journey, was, today) if was else None
    kind, stage, occurred = note.kind, note.stage, note.occurred_at
    if new.kind and new.kind not in (old and old.kind, *taken):
        kind = new.kind
    match = _match_stage(journey, new)
    if match.key and match.key != (_match_stage(journey, old).key if old else None):
        stage = match.key
    day = new.typed.day
    if day and day not in (today, old and old.typed.day):
        occurred = journey.calendar.noon(day)
    return EditedMessage(
        kind=kind,
        text=_text_to_save(journey, new, text),
        stage=stage,
        details=_merge_details(note.details, new, old),
        occurred_at=occurred,
    )


def _parse_or_none(journey: Journey, text: str, today: date) -> FreeTextNote | None:
    """Parse free text; None where it has no text beside options."""
    try:
        return parse_free_text(text, today, journey.find_stage)
    except BadInputError:
        return None


def _match_stage(journey: Journey, free: FreeTextNote) -> NameMatch:
    typed = free.typed
    if not typed.stage or typed.journey not in (None, journey.key):
        return NameMatch(None)
    match = journey.find_stage(typed.stage)
    return match if match.exact or typed.is_one_word else NameMatch(None)


def _text_to_save(journey: Journey, free: FreeTextNote | None, text: str) -> str:
    """Return the text of a message without the kind and the stage before it."""
    if free is None:
        return text
    typed = free.typed
    match = journey.find_stage(typed.stage) if typed.stage else NameMatch(None)
    return typed.text_to_save(is_stage_found=match.key is not None, is_exact=match.exact)


def _merge_details(
    current: NoteDetails, new: FreeTextNote, old: FreeTextNote | None
) -> NoteDetails:
    """Return the details with those that the edit added."""
    after, before = new.typed.details, old.typed.details if old else NoteDetails()
    names = [field.name for field in fields(NoteDetails)]
    added = {
        name: getattr(after, name)
        for name in names
        if getattr(after, name) not in (None, getattr(before, name))
    }
    return replace(current, **added)
