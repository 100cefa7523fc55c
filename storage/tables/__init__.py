"""The tables, a file for each family. Only `storage` knows them."""

from storage.tables.base import metadata, workspaces
from storage.tables.journeys import bindings, journeys, stages, versions
from storage.tables.kpis import kpis, readings
from storage.tables.notes import notes
from storage.tables.parts import personas, touchpoints
from storage.tables.publications import publications

__all__ = [
    "bindings",
    "journeys",
    "kpis",
    "metadata",
    "notes",
    "personas",
    "publications",
    "readings",
    "stages",
    "touchpoints",
    "versions",
    "workspaces",
]
