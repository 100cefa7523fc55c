"""The limits name every field the official SDK knows, so that nothing valid is refused."""

import inspect
from typing import Any

import pytest
from slack_sdk.models.blocks import block_elements, blocks

from sandbox.limits.blocks import BLOCKS
from sandbox.limits.checks import Check, Node, Rules
from sandbox.limits.elements import ACCESSORIES, ACTIONS, CONTEXT_ACTIONS, INPUTS
from sandbox.limits.text import RICH_TEXT_PARTS

# Blocks and elements an app cannot send, or that stand inside others only.
LEFT_OUT = {"call", "auth_provider", "url", "image", "mrkdwn", "plain_text", "raw_text"}
# The SDK gives these to every interactive element; Slack documents them for none of ours.
INHERITED = {"alt_text", "visible_to_user_ids", "placeholder", "confirm", "agent_prompt_display"}
KNOWN: dict[str, Check] = {
    **ACCESSORIES,
    **ACTIONS,
    **CONTEXT_ACTIONS,
    **INPUTS["modal"],
    **RICH_TEXT_PARTS,
    **BLOCKS,
}


def sdk_classes() -> dict[str, Any]:
    found = {}
    for module in (blocks, block_elements):
        for _, member in inspect.getmembers(module, inspect.isclass):
            kind = getattr(member, "type", None)
            if isinstance(kind, str) and isinstance(getattr(member, "attributes", None), property):
                found[kind] = member
    return {kind: member for kind, member in found.items() if kind not in LEFT_OUT}


@pytest.mark.parametrize(("kind", "member"), sdk_classes().items(), ids=sdk_classes())
def test_every_field_is_known(kind: str, member: Any) -> None:
    fields = member.attributes.fget(member.__new__(member)) - INHERITED
    # A value of no sensible type is refused for what it is, never as an unknown field.
    spot = Node({"type": kind, **dict.fromkeys(fields - {"type"}, object())}, "", [], Rules())
    KNOWN[kind](spot)
    assert [p for p in spot.problems if "additional property" in p] == []
