"""The answers to note commands that hold no note: `/painpoint help`, `/painpoint none`."""

from types import MappingProxyType
from typing import Any

from domain.notes import NoteKind
from handlers.slack import kit

EXAMPLES = MappingProxyType(
    {
        NoteKind.TOUCHPOINT: "/touchpoint decision: demo call went really well via:phone",
        NoteKind.PAIN_POINT: "/painpoint onboarding: the invite email lands in spam severity:high",
        NoteKind.OPPORTUNITY: "/opportunity loyalty: customers ask for a referral link",
    }
)

ABOUT = MappingProxyType(
    {
        NoteKind.TOUCHPOINT: "saves what a customer experienced",
        NoteKind.PAIN_POINT: "saves what hurts a customer",
        NoteKind.OPPORTUNITY: "saves what could be better",
    }
)


def command_help_message(kind: NoteKind) -> dict[str, Any]:
    """Build the help of one note command."""
    example = EXAMPLES[kind]
    command = example.split()[0]
    text = f"{command} {ABOUT[kind]}. Nothing was saved now."
    lines = [
        kit.line(kit.span(example, code=True), "  the stage, then what happened"),
        kit.line(kit.span(command, code=True), "  opens a form"),
        kit.line(kit.span("/journey help", code=True), "  lists everything else"),
    ]
    return kit.ephemeral(text, [kit.rich(kit.line(text), kit.bullets(lines))])


def nothing_saved_message() -> dict[str, Any]:
    """Build the answer to “none” and its like."""
    text = "OK, nothing was saved."
    return kit.ephemeral(text, [kit.rich(kit.line(text))])
