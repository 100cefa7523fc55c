"""What somebody sees after correcting a note's mood."""

from typing import Any

from bot.domain.texts import shortened
from bot.usecases.correct_mood import MoodCorrected
from handlers.blocks import kit, words

TEXT = 200


def corrected(result: MoodCorrected) -> dict[str, Any]:
    """The mood as it is and as it was."""
    language = result.note.language
    has = "It is in no mood:" if result.note.mood is None else "Its mood is"
    now = f"{has} {words.mood(result.note.mood, language)}"
    same = result.note.mood == result.before
    told = f"{now}." if same else f"{now} now; it was {words.mood(result.before, language)}."
    quoted = kit.quote(shortened(result.note.text, TEXT))
    return kit.ephemeral(told, [kit.rich(kit.line(f"✏️ {told}"), quoted)])
