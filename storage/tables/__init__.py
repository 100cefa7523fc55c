"""The tables, a file for each family. Only `storage` knows them."""

from storage.tables.actions import action_changes, actions
from storage.tables.base import metadata, workspaces
from storage.tables.journeys import bindings, journeys, stages, versions
from storage.tables.kpis import kpis, readings
from storage.tables.lessons import mood_lessons
from storage.tables.notes import UNREAD, habits, note_changes, notes, receipts, supporters
from storage.tables.parts import personas, touchpoints
from storage.tables.publications import (
    publications,
    review_parts,
    sign_offs,
    skipped_reviews,
)
from storage.tables.reminders import opt_outs, reminders
from storage.tables.themes import theme_anchors, theme_corrections
from storage.tables.wishes import wished_notes

__all__ = [
    "UNREAD",
    "action_changes",
    "actions",
    "bindings",
    "habits",
    "journeys",
    "kpis",
    "metadata",
    "mood_lessons",
    "note_changes",
    "notes",
    "opt_outs",
    "personas",
    "publications",
    "readings",
    "receipts",
    "reminders",
    "review_parts",
    "sign_offs",
    "skipped_reviews",
    "stages",
    "supporters",
    "theme_anchors",
    "theme_corrections",
    "touchpoints",
    "versions",
    "wished_notes",
    "workspaces",
]
