"""Themes are rows that notes belong to, no longer computed from words each time.

What people did with computed themes is carried over: what they named or muted becomes a theme with
the notes it was about; what they merged becomes one theme; what they split off, another.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
JSON_LIST = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)

revision = "0014"
down_revision = "0013"

COUNTED = "deleted_at IS NULL AND counted_in IS NULL"
MAX_NAME = 150

INDEXES = (
    ("ix_notes_figures", ("month", "stage_id", "kind", "feeling", "mood"), COUNTED),
    *(
        (f"ix_notes_{column}", (column, "month"), f"{column} IS NOT NULL AND {COUNTED}")
        for column in ("team", "persona", "channel")
    ),
    (
        "ix_notes_named_moods",
        ("month", "persona", "touchpoint", "kind", "feeling", "mood"),
        f"(persona IS NOT NULL OR touchpoint IS NOT NULL) AND {COUNTED}",
    ),
    (
        "ix_notes_opportunities",
        ("month", "theme_id", "kind"),
        f"kind = 'opportunity' AND {COUNTED}",
    ),
    (
        "ix_notes_themes",
        (
            *("month", "theme_id", "stage_id", "severity", "private"),
            *("sorted_as", "suggested_theme_id", "team", "unnamed_supporters", "kind"),
        ),
        f"kind = 'pain point' AND {COUNTED}",
    ),
)

# SQLite adds no foreign key of two columns to a table that is there: these do the same.
UNKNOWN_THEME = " OR ".join(
    f"(new.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM themes "
    f"WHERE themes.workspace_id = new.workspace_id AND themes.id = new.{column}))"
    for column in ("theme_id", "suggested_theme_id")
)
SQLITE = tuple(
    f"CREATE TRIGGER notes_themes_{name} BEFORE {event} ON notes WHEN {UNKNOWN_THEME} "
    "BEGIN SELECT RAISE(ABORT, 'FOREIGN KEY constraint failed'); END"
    for name, event in (
        ("added", "INSERT"),
        ("changed", "UPDATE OF theme_id, suggested_theme_id, workspace_id"),
    )
)
POSTGRES = (
    (
        "CREATE FUNCTION check_theme_of_note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {UNKNOWN_THEME} THEN "
        "RAISE foreign_key_violation USING MESSAGE = 'no such theme: foreign key of notes'; "
        "END IF; RETURN new; END $$"
    ),
    (
        "CREATE TRIGGER notes_themes BEFORE INSERT OR "
        "UPDATE OF theme_id, suggested_theme_id, workspace_id ON notes FOR EACH ROW "
        "WHEN (new.theme_id IS NOT NULL OR new.suggested_theme_id IS NOT NULL) "
        "EXECUTE FUNCTION check_theme_of_note()"
    ),
)


def upgrade() -> None:
    """Create the tables and columns, and carry over what people did with themes."""
    _create_tables()
    for column in ("theme_id", "suggested_theme_id"):
        op.add_column("notes", sa.Column(column, ROW_ID, nullable=True))
    op.add_column("notes", sa.Column("sorted_as", sa.String(length=10), nullable=True))
    _carry_over(op.get_bind())
    _create_indexes()
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRES:
        op.execute(statement)
    op.drop_table("theme_anchors")
    op.drop_table("theme_corrections")


def _create_indexes() -> None:
    """Create the indexes that figures are read from, and nothing else."""
    op.drop_index("ix_notes_figures", "notes")
    for name, columns, condition in INDEXES:
        op.create_index(
            name,
            "notes",
            ["workspace_id", "journey_id", *columns, "deleted_at", "counted_in"],
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )


def _create_tables() -> None:
    op.create_table(
        "themes",
        *_owned("themes"),
        sa.Column("journey_id", ROW_ID, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("muted", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("tracked", JSON_LIST, nullable=True),
        sa.Column("merged_into", ROW_ID, nullable=True),
        sa.Column("created_by", sa.String(length=40), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        _reference("themes", "journey_id", "journeys"),
        sa.UniqueConstraint("workspace_id", "id", name="uq_themes_workspace_id_id"),
        sa.UniqueConstraint("journey_id", "key", name="uq_themes_journey_id_key"),
    )
    op.create_table(
        "theme_changes",
        *_owned("theme_changes"),
        sa.Column("journey_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("details", JSON, nullable=False),
        sa.Column("undone_by", sa.String(length=40), nullable=True),
        sa.Column("undone_at", TIME, nullable=True),
        _reference("theme_changes", "journey_id", "journeys"),
    )
    op.create_index(
        "ix_theme_changes_workspace_id_journey_id", "theme_changes", ["workspace_id", "journey_id"]
    )
    op.create_table(
        "note_vectors",
        *_owned("note_vectors"),
        sa.Column("note_id", ROW_ID, nullable=False),
        sa.Column("encoder", sa.String(length=60), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        _reference("note_vectors", "note_id", "notes"),
    )
    op.create_index(
        "uq_note_vectors_note_id", "note_vectors", ["workspace_id", "note_id"], unique=True
    )


def _owned(table: str) -> tuple[Any, ...]:
    return (
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("workspace_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=f"fk_{table}_workspace_id"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )


def _reference(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{other}.workspace_id", f"{other}.id"],
        name=f"fk_{table}_workspace_id_{column}",
    )


def _carry_over(connection: sa.Connection) -> None:
    """Make themes of the active corrections, the later ones winning."""
    meta = sa.MetaData()
    corrections, anchors = (
        sa.Table(name, meta, autoload_with=connection)
        for name in ("theme_corrections", "theme_anchors")
    )
    active = connection.execute(
        sa.select(corrections).where(corrections.c.undone_at.is_(None)).order_by(corrections.c.id)
    ).all()
    if not active:
        return
    sides: dict[tuple[int, int], list[int]] = {}
    for row in connection.execute(sa.select(anchors).order_by(anchors.c.id)):
        sides.setdefault((row.correction_id, row.side), []).append(row.note_id)
    carried = _CarriedThemes(connection)
    for one in active:
        first, second = (sides.get((one.id, side), []) for side in (0, 1))
        if one.kind == "split":
            carried.gather(one, first, is_new=True)
        elif first or second:
            carried.gather(one, [*first, *second], is_new=False)


class _CarriedThemes:
    """The themes made so far, and which notes they have."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        meta = sa.MetaData()
        self._themes = sa.Table("themes", meta, autoload_with=connection)
        self._notes = sa.Table("notes", meta, autoload_with=connection)
        self._theme_of: dict[int, int] = {}

    def gather(self, correction: Any, note_ids: list[int], *, is_new: bool) -> None:
        """Put the notes of a correction into one theme: the one most are in, or a new one."""
        if not note_ids:
            return
        theme_id = None if is_new else self._most_common(note_ids)
        if theme_id is None:
            theme_id = self._add(correction, note_ids)
        if correction.kind == "renamed":
            self._change(theme_id, **self._free_name(correction, correction.name, theme_id))
        if correction.kind == "muted":
            self._change(theme_id, muted=True)
        self._theme_of.update(dict.fromkeys(note_ids, theme_id))
        self._connection.execute(
            sa.update(self._notes)
            .where(self._notes.c.id.in_(note_ids))
            .values(theme_id=theme_id, sorted_as="said")
        )

    def _most_common(self, note_ids: Iterable[int]) -> int | None:
        found = Counter(self._theme_of[one] for one in note_ids if one in self._theme_of)
        return found.most_common(1)[0][0] if found else None

    def _add(self, correction: Any, note_ids: list[int]) -> int:
        text = self._connection.scalar(
            sa.select(self._notes.c.text).where(self._notes.c.id == min(note_ids))
        )
        added = sa.insert(self._themes).values(
            workspace_id=correction.workspace_id,
            journey_id=correction.journey_id,
            **self._free_name(correction, str(text), None),
            muted=False,
            created_by=correction.author,
            created_at=correction.at,
        )
        return int(self._connection.execute(added.returning(self._themes.c.id)).scalar_one())

    def _change(self, theme_id: int, **values: Any) -> None:
        self._connection.execute(
            sa.update(self._themes).where(self._themes.c.id == theme_id).values(**values)
        )

    def _free_name(self, correction: Any, name: str, theme_id: int | None) -> dict[str, str]:
        """Return name and key; a name that another theme has gets a number."""
        name = " ".join(name.split())[:MAX_NAME] or "Theme"
        taken = set(
            self._connection.scalars(
                sa.select(self._themes.c.key).where(
                    self._themes.c.journey_id == correction.journey_id,
                    self._themes.c.id != (theme_id or 0),
                )
            )
        )
        numbered = (name if number == 1 else f"{name} ({number})" for number in range(1, 10_000))
        free = next(one for one in numbered if one.casefold() not in taken)
        return {"name": free, "key": free.casefold()}
