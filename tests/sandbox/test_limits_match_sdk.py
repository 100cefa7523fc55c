"""The limits allow every field of the official SDK's models."""

import inspect
from typing import Any

import pytest
from slack_sdk.models.blocks import block_elements, blocks

from sandbox.limits.blocks import BLOCKS
from sandbox.limits.checks import Check, Node, Rules
from sandbox.limits.elements import ACCESSORIES, ACTIONS, CONTEXT_ACTIONS, INPUTS
from sandbox.limits.text import RICH_TEXT_PARTS

# Blocks and elements an app cannot send, or only inside others.
EXCLUDED = {"call", "auth_provider", "url", "image", "mrkdwn", "plain_text", "raw_text"}
# The SDK has these on every interactive element; Slack does not document them for these.
INHERITED = {"alt_text", "visible_to_user_ids", "placeholder", "confirm", "agent_prompt_display"}
CHECKS: dict[str, Check] = {
    **ACCESSORIES,
    **ACTIONS,
    **CONTEXT_ACTIONS,
    **INPUTS["modal"],
    **RICH_TEXT_PARTS,
    **BLOCKS,
}


def sdk_classes() -> dict[str, Any]:
    classes = {}
    for module in (blocks, block_elements):
        for _, member in inspect.getmembers(module, inspect.isclass):
            kind = getattr(member, "type", None)
            if isinstance(kind, str) and isinstance(getattr(member, "attributes", None), property):
                classes[kind] = member
    return {kind: member for kind, member in classes.items() if kind not in EXCLUDED}


@pytest.mark.parametrize(("kind", "member"), sdk_classes().items(), ids=sdk_classes())
def test_every_field_is_known(kind: str, member: Any) -> None:
    fields = member.attributes.fget(member.__new__(member)) - INHERITED
    # A value of the wrong type is rejected for its type, never as an unknown field.
    node = Node({"type": kind, **dict.fromkeys(fields - {"type"}, object())}, "", [], Rules())
    CHECKS[kind](node)
    assert [p for p in node.problems if "additional property" in p] == []
