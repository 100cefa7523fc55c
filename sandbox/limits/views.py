"""What Slack refuses in a modal or a Home."""

import json
from typing import Any

from sandbox.limits.blocks import block
from sandbox.limits.identifiers import unique_ids
from sandbox.limits.spot import Check, Rules, Spot, anything, flag, items, shape, string, tagged
from sandbox.limits.text import plain

BLOCKS = 100
BYTES = 250_000


def _submit_for_inputs(spot: Spot) -> None:
    kinds = [b.get("type") for b in spot.at("blocks").each()]
    if "input" in kinds and spot.get("submit") is None:
        spot.refuse("missing required field: submit")


def _one_focus(spot: Spot) -> None:
    focused = [b for b in spot.at("blocks").each() if b.at("element").get("focus_on_load")]
    for extra in focused[1:]:
        extra.refuse("only one element can have focus_on_load")


_common: dict[str, Check] = {
    "blocks": items(block, least=0, most=BLOCKS),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
    "private_metadata": string(3000, least=0),
}
VIEWS: dict[str, Check] = {
    "modal": shape(
        ("title", "blocks"),
        _submit_for_inputs,
        _one_focus,
        title=plain(24),
        submit=plain(24),
        close=plain(24),
        clear_on_close=flag,
        notify_on_close=flag,
        submit_disabled=flag,
        **_common,
    ),
    "home": shape(
        ("blocks",),
        _one_focus,
        title=anything,
        submit=anything,
        close=anything,
        clear_on_close=anything,
        notify_on_close=anything,
        **_common,
    ),
}


def view_problems(view: Any, rules: Rules | None = None) -> list[str]:
    """Every problem Slack would name in `response_metadata.messages`; none means accepted."""
    surface = view.get("type") if isinstance(view, dict) else None
    base = rules or Rules()
    on = "home" if surface == "home" else "modal"
    fitted = Rules(on, base.data_blocks, base.action_ids_unique_in)
    spot = Spot(view, "/view", [], fitted)
    tagged(VIEWS)(spot)
    unique_ids(spot.at("blocks"))
    return spot.problems


def too_large(view: Any) -> bool:
    """Whether Slack would answer `view_too_large`."""
    return len(json.dumps(view)) > BYTES
