"""Modals, their stacks, and Home tabs."""

import secrets
from dataclasses import dataclass, field

from sandbox.objects import Object, SlackError

MAX_STACK_SIZE = 3


@dataclass
class View:
    """An open modal or a published Home.

    `inputs` maps block_id → action_id → the state object of what the person entered. `errors` are
    the messages shown under blocks after a rejected submission, by block_id.
    """

    id: str
    user: str
    definition: Object
    team_id: str
    app_id: str
    bot_id: str
    root: str
    previous: str | None = None
    hash: str = ""
    inputs: dict[str, Object] = field(default_factory=dict)
    errors: Object = field(default_factory=dict)
    response_urls: list[Object] = field(default_factory=list)

    def replace(self, definition: Object, now: float) -> None:
        """Replace the definition; inputs of blocks that remain are preserved."""
        self.definition = _add_missing_block_ids(definition)
        self.hash = f"{int(now)}.{secrets.token_hex(4)}"
        self.errors = {}
        remaining = {block.get("block_id") for block in self.blocks}
        self.inputs = {block: values for block, values in self.inputs.items() if block in remaining}

    @property
    def blocks(self) -> list[Object]:
        """The blocks, each with a block_id."""
        return list(self.definition.get("blocks") or [])

    def view_object(self, state: Object | None = None) -> Object:
        """Return the view as the Web API and interaction payloads show it."""
        definition = self.definition
        return {
            "id": self.id,
            "team_id": self.team_id,
            "type": definition.get("type", "modal"),
            "blocks": self.blocks,
            "private_metadata": definition.get("private_metadata") or "",
            "callback_id": definition.get("callback_id") or "",
            "state": {"values": state or {}},
            "hash": self.hash,
            "title": definition.get("title"),
            "clear_on_close": bool(definition.get("clear_on_close")),
            "notify_on_close": bool(definition.get("notify_on_close")),
            "close": definition.get("close"),
            "submit": definition.get("submit"),
            "previous_view_id": self.previous,
            "root_view_id": self.root,
            "app_id": self.app_id,
            "external_id": definition.get("external_id") or "",
            "app_installed_team_id": self.team_id,
            "bot_id": self.bot_id,
        }


def _add_missing_block_ids(definition: Object) -> Object:
    blocks = [add_missing_ids(block) for block in definition.get("blocks") or []]
    return {**definition, "blocks": blocks}


def add_missing_ids(block: Object) -> Object:
    """Return the block with a block_id, and its elements with action_ids, as Slack adds them."""
    completed = dict(block)
    completed.setdefault("block_id", secrets.token_urlsafe(4))
    for key in ("element", "accessory"):
        if isinstance(completed.get(key), dict):
            completed[key] = _add_missing_action_id(completed[key])
    for key in ("elements", "actions"):
        if isinstance(completed.get(key), list) and completed.get("type") != "rich_text":
            completed[key] = [
                _add_missing_action_id(e) if isinstance(e, dict) else e for e in completed[key]
            ]
    if isinstance(completed.get("child_blocks"), list):
        completed["child_blocks"] = [add_missing_ids(child) for child in completed["child_blocks"]]
    return completed


def _add_missing_action_id(element: Object) -> Object:
    if element.get("type") == "card":
        return add_missing_ids(element)
    if element.get("type") in ("image", "plain_text", "mrkdwn"):
        return element
    return {"action_id": secrets.token_urlsafe(4), **element}


@dataclass
class Views:
    """The open modals of every person (a stack each, the top last) and their Homes."""

    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)

    def stack(self, user: str) -> list[View]:
        """Return the open modals of a person, the visible one last."""
        return self.stacks.setdefault(user, [])

    def push(self, view: View) -> None:
        """Push a view on the person's stack.

        Raises:
            SlackError: push_limit_reached beyond three.
        """
        stack = self.stack(view.user)
        if len(stack) >= MAX_STACK_SIZE:
            raise SlackError("push_limit_reached")
        stack.append(view)

    def find(self, view_id: str | None = None, external_id: str | None = None) -> View:
        """Return an open view by its id or external_id.

        Raises:
            SlackError: not_found.
        """
        for view in [*self._open(), *self.homes.values()]:
            matches_external_id = external_id and view.definition.get("external_id") == external_id
            if (view_id and view.id == view_id) or matches_external_id:
                return view
        raise SlackError("not_found")

    def external_id_in_use(self, external_id: str | None) -> bool:
        """Whether an open view already uses this external_id."""
        return bool(external_id) and any(
            view.definition.get("external_id") == external_id for view in self._open()
        )

    def close(self, view: View) -> None:
        """Remove a view from its stack."""
        stack = self.stack(view.user)
        if view in stack:
            stack.remove(view)

    def clear(self, user: str) -> list[View]:
        """Close every modal of a person; return those closed, the top first."""
        closed = list(reversed(self.stack(user)))
        self.stacks[user] = []
        return closed

    def _open(self) -> list[View]:
        return [view for stack in self.stacks.values() for view in stack]
