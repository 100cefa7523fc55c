"""Full-text search: one function over FTS5 on SQLite and tsvector on PostgreSQL."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)

from domain.note_filters import MAX_SEARCH_WORDS
from domain.text import split_words, strip_accents
from storage.schema.notes import notes

# Of a word that every note holds, the best are looked for among the newest that hold it.
MAX_RANKED = 2_000


# Too many words start with the same two letters.
MIN_PREFIX_LENGTH = 3


def matches_words(dialect: str, typed: str) -> ColumnElement[bool] | None:
    """Return the condition that a text has all words, the last as a prefix; None without words.

    So is a word with a `*` after it. Capitals and accents do not count; nothing typed is ever read
    as a query language.
    """
    words = _typed_words(typed)[:MAX_SEARCH_WORDS]
    if not words:
        return None
    words[-1] = (words[-1][0], True)
    if dialect == "sqlite":
        query = " ".join(f'"{word}"' + "*" * is_prefix for word, is_prefix in words)
        found = text("SELECT rowid FROM notes_words WHERE notes_words MATCH :searched")
        return notes.c.id.in_(found.bindparams(searched=query))
    query = " & ".join(f"'{strip_accents(word)}'" + ":*" * is_prefix for word, is_prefix in words)
    found_in: ColumnElement[Any] = literal_column("notes.words")
    return found_in.op("@@")(text("to_tsquery('simple', :searched)").bindparams(searched=query))


def _typed_words(typed: str) -> list[tuple[str, bool]]:
    """Return the words of a text, each with whether it stands for all that begin with it."""
    return [
        (word, token.endswith("*") and number == len(words))
        for token in typed.split()
        for words in [split_words(token)]
        for number, word in enumerate(words, start=1)
    ]


def any_word_query(dialect: str, stems: Collection[str]) -> str | None:
    """Return what `rank_by_words` looks for: any word that begins with one of the stems.

    None without a stem.
    """
    prefixes = _prefixes(stems)
    if dialect == "sqlite":
        words = [f'"{word}"' + "*" * is_prefix for word, is_prefix in prefixes.items()]
        return " OR ".join(words) or None
    words = [f"'{word}'" + ":*" * is_prefix for word, is_prefix in prefixes.items()]
    return " | ".join(words) or None


def rank_by_words(dialect: str, conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """Select `id` and `rank` of the best notes that match the parameter `words`.

    Of the notes that meet the conditions, the newest MAX_RANKED are ranked, by BM25 on SQLite and
    by ts_rank on PostgreSQL; the lower the rank, the better. The parameter `max_rows` says how many
    of them are selected.
    """
    newest = _newest_sqlite() if dialect == "sqlite" else _newest_postgres()
    some = newest.where(*conditions).limit(MAX_RANKED).subquery()
    best = select(some).order_by(some.c.rank, some.c.id.desc())
    return best.limit(bindparam("max_rows"))


def _newest_sqlite() -> Select[Any]:
    words = table("notes_words", column("rowid"), column("rank"))
    return (
        select(notes.c.id, words.c.rank)
        .select_from(words.join(notes, notes.c.id == words.c.rowid))
        .where(text("notes_words MATCH :words"))
        .order_by(words.c.rowid.desc())
    )


def _newest_postgres() -> Select[Any]:
    asked = func.to_tsquery("simple", bindparam("words", type_=String()))
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
