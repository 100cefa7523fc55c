"""Full-text search: one function over FTS5 on SQLite and tsvector on PostgreSQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, column, func, literal_column, select, table, text

from domain.note_filters import MAX_SEARCH_WORDS
from domain.text import split_words, strip_accents
from storage.schema import notes

# Of a word that every note holds, the best are looked for among the newest that hold it.
MAX_RANKED = 2_000


# Too many words start with the same two letters.
MIN_PREFIX_LENGTH = 3


def matches_words(dialect: str, typed: str) -> ColumnElement[bool] | None:
    """Return the condition that a text has all words, the last as a prefix; None without words.

    Capitals and accents do not count; nothing typed is ever read as a query language.
    """
    words = split_words(typed)[:MAX_SEARCH_WORDS]
    if not words:
        return None
    if dialect == "sqlite":
        query = " ".join(f'"{word}"' for word in words) + "*"
        found = text("SELECT rowid FROM notes_words WHERE notes_words MATCH :searched")
        return notes.c.id.in_(found.bindparams(searched=query))
    query = " & ".join(f"'{strip_accents(word)}'" for word in words) + ":*"
    found_in: ColumnElement[Any] = literal_column("notes.words")
    return found_in.op("@@")(text("to_tsquery('simple', :searched)").bindparams(searched=query))


def rank_by_words(
    dialect: str, stems: Collection[str], conditions: Sequence[ColumnElement[bool]], limit: int
) -> Select[Any] | None:
    """Select `id` and `rank` of notes with any word of those stems; None without a stem.

    The lower the rank, the better; these are the `limit` best. Of the notes that meet the
    conditions, the newest MAX_RANKED are ranked, by BM25 on SQLite and by ts_rank on PostgreSQL.
    """
    prefixes = _prefixes(stems)
    if not prefixes:
        return None
    newest = (_newest_sqlite if dialect == "sqlite" else _newest_postgres)(prefixes)
    some = newest.where(*conditions).limit(MAX_RANKED).subquery()
    return select(some).order_by(some.c.rank, some.c.id.desc()).limit(limit)


def _newest_sqlite(prefixes: Mapping[str, bool]) -> Select[Any]:
    query = " OR ".join(f'"{word}"' + "*" * is_prefix for word, is_prefix in prefixes.items())
    words = table("notes_words", column("rowid"), column("rank"))
    return (
        select(notes.c.id, words.c.rank)
        .select_from(words.join(notes, notes.c.id == words.c.rowid))
        .where(text("notes_words MATCH :searched").bindparams(searched=query))
        .order_by(words.c.rowid.desc())
    )


def _newest_postgres(prefixes: Mapping[str, bool]) -> Select[Any]:
    query = " | ".join(f"'{word}'" + ":*" * is_prefix for word, is_prefix in prefixes.items())
    asked = func.to_tsquery("simple", query)
    found_in: ColumnElement[Any] = literal_column("notes.words")
    return (
        select(notes.c.id, (-func.ts_rank(found_in, asked, 1)).label("rank"))
        .where(found_in.op("@@")(asked))
        .order_by(notes.c.id.desc())
    )


def _prefixes(stems: Collection[str]) -> dict[str, bool]:
    """Return the longest stems, each with whether it is a prefix."""
    chosen = sorted(stems, key=lambda stem: (-len(stem), stem))[:MAX_SEARCH_WORDS]
    prefixes: dict[str, bool] = {}
    for stem in chosen:
        for word in split_words(strip_accents(stem)):
            # A stem with y may stand for -ies.
            bare = word[:-1] if word.endswith("y") and len(word) > MIN_PREFIX_LENGTH else word
            prefixes[bare] = len(bare) >= MIN_PREFIX_LENGTH
    return prefixes
