"""Full-text search over notes: FTS5 on SQLite, tsvector on PostgreSQL."""

from alembic import op

revision = "0004"
down_revision = "0003"

SQLITE = (
    # The index holds words alone; the notes themselves stay where they are.
    (
        "CREATE VIRTUAL TABLE notes_words USING fts5("
        "text, content='notes', content_rowid='id', tokenize='unicode61 remove_diacritics 2')"
    ),
    "INSERT INTO notes_words(notes_words) VALUES ('rebuild')",
    (
        "CREATE TRIGGER notes_words_added AFTER INSERT ON notes BEGIN "
        "INSERT INTO notes_words(rowid, text) VALUES (new.id, new.text); END"
    ),
    (
        "CREATE TRIGGER notes_words_removed AFTER DELETE ON notes BEGIN "
        "INSERT INTO notes_words(notes_words, rowid, text) VALUES ('delete', old.id, old.text); END"
    ),
    (
        "CREATE TRIGGER notes_words_changed AFTER UPDATE OF text ON notes BEGIN "
        "INSERT INTO notes_words(notes_words, rowid, text) VALUES ('delete', old.id, old.text); "
        "INSERT INTO notes_words(rowid, text) VALUES (new.id, new.text); END"
    ),
)
# Without accents, as FTS5 has it. Marks become spaces: left to itself, PostgreSQL takes `and/or` or
# `example.com` for one word, which nobody who looks for a part of it would find.
BARE = r"normalize(regexp_replace(normalize(text, NFD), '[\u0300-\u036F]+', '', 'g'), NFC)"
PLAIN = f"regexp_replace({BARE}, '[!-/:-@[-`{{-~]+', ' ', 'g')"
POSTGRES = (
    # 'simple': notes come in every language, and a wrong stem finds nothing.
    (
        "ALTER TABLE notes ADD COLUMN words tsvector "
        f"GENERATED ALWAYS AS (to_tsvector('simple', {PLAIN})) STORED"
    ),
    "CREATE INDEX ix_notes_words ON notes USING gin (words)",
)


def upgrade() -> None:
    """Make the index, with what is there already."""
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRES:
        op.execute(statement)
