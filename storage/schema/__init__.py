"""The tables of the database, a file for each feature; `metadata` knows all of them."""

from storage.schema import (
    conversations,
    improvements,
    journeys,
    kpis,
    map_parts,
    notes,
    outbox,
    people,
    prompts,
    reviews,
    themes,
)
from storage.schema.columns import metadata

__all__ = [
    "conversations",
    "improvements",
    "journeys",
    "kpis",
    "map_parts",
    "metadata",
    "notes",
    "outbox",
    "people",
    "prompts",
    "reviews",
    "themes",
]
