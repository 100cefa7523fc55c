"""Full-text search: one seam, FTS5 on SQLite and tsvector on PostgreSQL behind it."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column, text

from bot.ports import MOST_SEARCHED
from storage.tables import notes

# The accents that are no letter's own; 0004_search takes the same out of what it indexes.
_ACCENTS = re.compile("[\u0300-\u036f]+")


def holding(dialect: str, typed: str) -> ColumnElement[bool] | None:
    """The condition that a note's text holds every word typed, the last one begun; null for none.

    Capitals and accents do not count; nothing typed is ever read as a query language.
    """
    words = _words(typed)[:MOST_SEARCHED]
    if not words:
        return None
    if dialect == "sqlite":
        query = " ".join(f'"{word}"' for word in words) + "*"
        found = text("SELECT rowid FROM notes_words WHERE notes_words MATCH :searched")
        return notes.c.id.in_(found.bindparams(searched=query))
    query = " & ".join(f"'{_plain(word)}'" for word in words) + ":*"
    column: ColumnElement[Any] = literal_column("notes.words")
    return column.op("@@")(text("to_tsquery('simple', :searched)").bindparams(searched=query))


def sharing(dialect: str, beginnings: Sequence[str]) -> tuple[ColumnElement[bool], Any] | None:
    """The condition that a text holds words that begin like one of these, and what orders by it.

    Those that hold most come first, the rare words counting more where the database knows them.
    """
    words = [word for begun in beginnings for word in _words(begun)][:MOST_SEARCHED]
    if not words:
        return None
    if dialect == "sqlite":
        query = " OR ".join(f'"{word}"*' for word in words)
        ranked = text(
            "SELECT rowid FROM notes_words WHERE notes_words MATCH :shared ORDER BY rank LIMIT 500"
        )
        return notes.c.id.in_(ranked.bindparams(shared=query)), notes.c.id.desc()
    query = " | ".join(f"'{_plain(word)}':*" for word in words)
    column: ColumnElement[Any] = literal_column("notes.words")
    asked = text("to_tsquery('simple', :shared)").bindparams(shared=query)
    return column.op("@@")(asked), func.ts_rank(column, asked).desc()


def _words(typed: str) -> list[str]:
    """Runs of letters and digits, with the vowel signs that some scripts put beside them."""
    kept = "".join(
        char if char.isalnum() or unicodedata.category(char).startswith("M") else " "
        for char in typed
    )
    return [word for word in kept.split() if any(char.isalnum() for char in word)]


def _plain(word: str) -> str:
    """The word without accents, as PostgreSQL has it; FTS5 does that by itself."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", word))
    return unicodedata.normalize("NFC", bare)
