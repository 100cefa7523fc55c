"""The tables, a file for each family. Only `storage` knows them."""

from storage.tables.base import metadata, workspaces
from storage.tables.journeys import bindings, journeys, stages, versions
from storage.tables.kpis import kpis, readings
from storage.tables.notes import habits, note_changes, notes, receipts, supporters
from storage.tables.parts import personas, touchpoints
from storage.tables.publications import publications, skipped_reviews
from storage.tables.wishes import wished_notes

__all__ = [
    "bindings",
    "habits",
    "journeys",
    "kpis",
    "metadata",
    "note_changes",
    "notes",
    "personas",
    "publications",
    "readings",
    "receipts",
    "skipped_reviews",
    "stages",
    "supporters",
    "touchpoints",
    "versions",
    "wished_notes",
    "workspaces",
]
