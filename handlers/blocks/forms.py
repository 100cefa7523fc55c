"""Inputs of modals."""

from collections.abc import Sequence

from handlers.blocks.kit import Block, Element, plain

MAX_TITLE = 24
MAX_INPUT = 3000
MAX_PLACEHOLDER = 150
MAX_LABEL = 2000
MAX_OPTIONS = 100
MAX_OPTION_TEXT = 75


def input_block(label: str, block_id: str, element: Element, *, optional: bool = True) -> Block:
    """An input with its label; `block_id` is where an error is shown."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, MAX_LABEL),
        "element": element,
        "optional": optional,
    }


def select(action_id: str, placeholder: str, choices: Sequence[tuple[str, str]]) -> Element:
    """A menu of (value, text) choices, at most 100."""
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, MAX_PLACEHOLDER),
        "options": [
            {"text": plain(text, MAX_OPTION_TEXT), "value": value}
            for value, text in choices[:MAX_OPTIONS]
        ],
    }
