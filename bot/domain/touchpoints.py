"""Touchpoints: named interactions inside a stage."""

from dataclasses import dataclass

# Where a customer meets somebody or holds something; all other channels are digital.
PHYSICAL_CHANNELS = frozenset({"in-person", "packaging", "print"})


def usually_physical(channel: str) -> bool:
    """Whether a channel (a key of `notes.CHANNELS`) is physical unless somebody says otherwise."""
    return channel in PHYSICAL_CHANNELS


@dataclass(frozen=True)
class Touchpoint:
    """A named interaction: `stage` and `channel` are keys, `team` is the team that owns it."""

    id: int
    key: str
    name: str
    stage: str
    channel: str
    physical: bool
    team: str | None = None
    archived: bool = False
