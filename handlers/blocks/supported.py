"""What a person sees after saying that they have seen it too."""

from typing import Any

from bot.usecases.support_note import Supported
from handlers.blocks import kit


def supported_message(result: Supported) -> dict[str, Any]:
    """How many have seen it now."""
    people = f"{result.people} people have" if result.people > 1 else "You have"
    told = f"{'Counted' if result.counted else 'You were counted already'}: {people} seen it."
    return kit.ephemeral(told, [kit.rich(kit.line(f"👥 {told}"), kit.quote(result.note.text))])
