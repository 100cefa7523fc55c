"""Personas: customer segments, each with the five fields of a profile."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Persona:
    """A customer segment of a journey. Notes name it by its key."""

    id: int
    key: str
    name: str
    demographics: str | None = None
    goals: str | None = None
    pain_points: str | None = None
    behaviours: str | None = None
    preferences: str | None = None
    archived: bool = False
