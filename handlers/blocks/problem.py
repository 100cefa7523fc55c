"""Something went wrong, said plainly."""

from typing import Any

from handlers.blocks import kit


def problem(sentence: str, typed: str = "") -> dict[str, Any]:
    """The sentence, and what the person typed so that it is not lost."""
    blocks = [kit.section(piece) for piece in _with_code(sentence)]
    if typed:
        blocks.append(kit.rich(kit.line("You typed:"), kit.quote(typed)))
    return kit.ephemeral(f"⚠️ {sentence}", blocks)


def _with_code(sentence: str) -> list[str]:
    # Sentences of ours mark what to type with backticks; what people typed in them is escaped.
    return list(kit.escaped_pieces(f"⚠️ {sentence}"))
