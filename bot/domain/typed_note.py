"""What a person typed after `/touchpoint`, `/painpoint` or `/opportunity`, read."""

from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from bot.domain.errors import BadFieldError, BadInputError
from bot.domain.names import KEY_LENGTH, folded
from bot.domain.notes import (
    MAX_TEXT,
    NoteDetails,
    channel_named,
    feeling_named,
    severity_named,
    source_named,
)
from bot.domain.texts import clean
from bot.domain.typed import Reader, read_day, read_words, split_head

WORD_HINTS = {
    "via": "one of website, mobile-app, email, social, chat, phone, in-person, packaging, print, "
    "other",
    "severity": "low, medium, high or critical, or 1 to 4",
    "feeling": "frustrated, unhappy, neutral, happy or delighted, −2 to 2, or an emoji",
    "source": "one of interview, survey, ticket, analytics, sales-call, social, observation",
    "on": "a real day up to today, written like 2026-09-14",
    "persona": "a name of up to 60 characters",
    "team": "a name of up to 60 characters",
    "touchpoint": "a name of up to 60 characters",
}


@dataclass(frozen=True)
class TypedNote:
    """`journey` and `stage` as typed, still to be looked up; `text` is the note without them.

    `whole` is the text with them: a head that turns out to be no stage was prose. `meant` says that
    the head was one word, which a guess may take for a stage. `refused` lists words whose value
    means nothing and `repeated` those given twice; they are still in the text.
    """

    journey: str | None
    stage: str | None
    text: str
    whole: str
    details: NoteDetails
    day: date | None = None
    meant: bool = False
    refused: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()

    def filed_as(self, *, stage_found: bool, exactly: bool) -> str:
        """The text to keep, by whether `stage` was found and how."""
        return self.text if stage_found and (exactly or self.meant) else self.whole


def _name(value: str) -> str | None:
    """Its key; null where there is none, or where a key could not hold all of it."""
    key = folded(value)
    return key if 0 < len(key) <= KEY_LENGTH else None


def read_note(line: str, today: date) -> TypedNote:
    """Read `[journey/]stage: text key:value …`; `today` is the local date of the journey.

    Raises BadInputError when there is no text or more than 40,000 characters of it.
    """
    readers: dict[str, Reader] = {
        "via": channel_named,
        "persona": _name,
        "severity": severity_named,
        "team": _name,
        "feeling": feeling_named,
        "source": source_named,
        "on": read_day(today),
        "touchpoint": _name,
    }
    words = read_words(line.strip(), readers)
    head = split_head(words.text, readers.keys())
    text = head.text if head else words.text
    _check(text)
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
    return TypedNote(
        journey=journey.strip() or None,
        stage=stage.strip() or None,
        text=text,
        whole=words.text,
        meant=head is not None and head.meant,
        details=details,
        day=cast(date | None, found.get("on")),
        refused=words.refused,
        repeated=words.repeated,
    )


def check_form(form: TypedNote, today: date) -> TypedNote:
    """A note filled in part by part; raises BadInputError as `read_note`, and for the future."""
    text = clean(form.text)
    _check(text)
    if form.day and form.day > today:
        raise BadFieldError(
            "day",
            f"{form.day} has not come yet: choose a day up to today, or leave it empty.",
        )
    return replace(form, text=text, whole=text)


def read_message(text: str) -> TypedNote:
    """A message as a note: its words are nobody's command, so nothing is taken out of them.

    Raises BadInputError when there are no words, or more than 40,000 characters of them.
    """
    if not text:
        raise BadInputError(
            "That message has no words to save: it holds only files or pictures. Nothing was "
            "saved. Say what happened: `/painpoint onboarding: the screenshot shows an error`"
        )
    _check(text)
    return TypedNote(None, None, text, text, NoteDetails())


def _check(text: str) -> None:
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
