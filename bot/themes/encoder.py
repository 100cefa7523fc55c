"""Placeholder until the encoder is there."""

from collections.abc import Sequence
from typing import Protocol


class Encoder(Protocol):
    """Turns texts into vectors."""

    @property
    def name(self) -> str:
        """Return its name and version."""
        ...

    def encode(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """Return a vector for each text."""
        ...


def load_encoder() -> Encoder | None:
    """Return the encoder, or None."""
    return None


def to_bytes(vector: Sequence[float]) -> bytes:
    """Return a vector for storage."""
    return bytes(len(vector))
