"""The mood of a note: its word, its reasons behind *Why?*, its correction, and past corrections."""

from typing import Any

from bot.notes.moods import CorrectedMood, ExplainedMood, MoodCorrectionsPage
from domain.mood_corrections import MoodCorrection
from domain.notes import FEELING_WORDS, NewNote, Note
from domain.sentiment import is_unclear
from domain.text import shorten
from handlers.presentation import words
from handlers.slack import forms, kit
from handlers.slack.ids import Action, numbered

# In place of a feeling: the score of the words counts again.
TEXT_SCORE = "words"

MAX_REASONS = 8

MAX_QUOTED = 200

MOOD_SCALE = "A mood runs from −1 to +1: unhappy from −0.05 down, happy from +0.05 up."

UNCLEAR_COUNTS = "Unclear: the words lean neither way enough. It counts as neutral."


def mood_text(note: NewNote | Note) -> str:
    """Return `mood negative`, `mood unclear (read as German)` or `no mood (German)`."""
    language = note_language(note)
    word = words.mood_word(note.mood, language)
    if note.mood is None:
        return word
    read_as = "" if note.details.feeling is not None else words.read_as(language)
    return f"mood {word} ({read_as})" if read_as else f"mood {word}"


def note_language(note: NewNote | Note) -> str | None:
    """Return the ISO 639-1 code of the language of a note's text, None where it is not known."""
    return note.score.language if isinstance(note, NewNote) else note.language


def why_buttons(note_id: int, note: NewNote | Note, number: int = 0) -> list[kit.Element]:
    """Return the button that shows a mood's reasons; none where the author declared it."""
    if note.mood is None or note.details.feeling is not None:
        return []
    return [kit.button("Why?", numbered(Action.EXPLAIN_MOOD, number), str(note_id))]


def explained_mood_message(explained: ExplainedMood) -> dict[str, Any]:
    """Build the answer to *Why?*: the mood as a number, and the words that made it."""
    note = explained.note
    text = f"Mood {words.note_mood(note.mood, note.language)}"
    read_as = "" if note.details.feeling is not None else words.read_as(note.language)
    head = kit.line("💡 ", kit.span(text, bold=True), f", {read_as}." if read_as else ".")
    blocks = [
        kit.rich(head, kit.quote(shorten(note.text, MAX_QUOTED))),
        kit.rich(*_reason_lines(explained)),
    ]
    if note.mood is not None and note.details.feeling is None:
        unclear = f" {UNCLEAR_COUNTS}" if is_unclear(note.mood) else ""
        blocks.append(kit.context(f"{MOOD_SCALE}{unclear}"))
    blocks.append(kit.actions([mood_menu(note.id)]))
    return kit.ephemeral(f"{text}.", blocks)


def _reason_lines(explained: ExplainedMood) -> list[kit.Element]:
    note = explained.note
    if note.details.feeling is not None:
        return [kit.line(f"Somebody said how the customer felt: {words.feeling(note)}.")]
    if not explained.may_read:
        return [kit.line("The reasons are its words, which only people of that channel may read.")]
    if note.mood is None:
        return [kit.line(f"Waymark can't tell moods in {words.language(note.language)}.")]
    if not note.why:
        read = "It was read from what the whole note means." if words.read_as(note.language) else ""
        return [kit.line(read or "No word in it says how the customer felt.")]
    shown = note.why[:MAX_REASONS]
    lines = [kit.line(words.reason(reason)) for reason in shown]
    more = len(note.why) - len(shown)
    lines += [kit.line(f"… and {more} more.")] if more > 0 else []
    return [kit.line("What made it:"), kit.bullets(lines)]


def mood_menu(note_id: int, number: int = 0) -> kit.Element:
    """Return the menu that corrects the mood of a note."""
    choices = [(f"{note_id}:{value}", word.title()) for value, word in FEELING_WORDS.items()]
    choices.append((f"{note_id}:{TEXT_SCORE}", "As the words say"))
    return forms.select(numbered(Action.CORRECT_MOOD, number), "Correct the mood …", choices)


def feeling_buttons(note_id: int) -> kit.Block:
    """Build the five feelings as buttons, for a note whose text has no mood."""
    return kit.actions(
        [
            kit.button(word.title(), numbered(Action.CORRECT_MOOD, number), f"{note_id}:{value}")
            for number, (value, word) in enumerate(FEELING_WORDS.items())
        ]
    )


def corrected_mood_message(result: CorrectedMood) -> dict[str, Any]:
    """Build the answer to a mood correction: the mood before and after it."""
    language = result.note.language
    has = "It has" if result.note.mood is None else "Its mood is"
    now = f"{has} {words.note_mood(result.note.mood, language)}"
    same = result.note.mood == result.before
    text = f"{now}." if same else f"{now} now; it was {words.note_mood(result.before, language)}."
    quoted = kit.quote(shorten(result.note.text, MAX_QUOTED))
    return kit.ephemeral(text, [kit.rich(kit.line(f"✏️ {text}"), quoted)])


def mood_corrections_message(result: MoodCorrectionsPage) -> dict[str, Any]:
    """Build a page of the active mood corrections."""
    if not result.corrections:
        text = (
            "No mood has been corrected here. *Correct the mood …* beside a note in "
            "`/journey notes` does; similar notes will be scored that way."
        )
        return kit.ephemeral(text, [kit.section(text)])
    plural = "mood was" if result.total == 1 else "moods were"
    text = f"{result.total:,} {plural} corrected; similar notes are scored that way"
    if result.pages > 1:
        text += f", page {result.page + 1} of {result.pages}"
    blocks = [kit.rich(kit.line(kit.span(text, bold=True)))]
    # Above the corrections: what does not fit is cut off at the end.
    if result.pages > 1:
        blocks.append(_page_buttons(result))
    blocks += [_correction_block(one, number) for number, one in enumerate(result.corrections)]
    return kit.ephemeral(text, blocks)


def _correction_block(one: MoodCorrection, number: int) -> kit.Block:
    by = f"by <@{one.corrected_by}> on {one.at:%-d %b %Y}"
    about = f"{_score_text(one)} → {FEELING_WORDS[one.feeling]} {words.signed(one.mood)}"
    text = kit.escape(shorten(one.text, MAX_QUOTED))
    return {
        **kit.section(f"{text}\n_{about}_ {by}"),
        "accessory": kit.button(
            "Take back", numbered(Action.DELETE_MOOD_CORRECTION, number), str(one.note_id)
        ),
    }


def _score_text(one: MoodCorrection) -> str:
    return words.NO_MOOD if one.score is None else words.signed(one.score)


def _page_buttons(result: MoodCorrectionsPage) -> kit.Block:
    pages = (("Newer", result.page - 1), ("Older", result.page + 1))
    return kit.actions(
        [
            kit.button(label, numbered(Action.TURN_MOOD_CORRECTIONS, number), str(page))
            for number, (label, page) in enumerate(pages)
            if 0 <= page < result.pages
        ]
    )
