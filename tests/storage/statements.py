"""Whether a statement keeps to one workspace, read from its SQL and its parameters."""

import re
from collections.abc import Mapping
from typing import Any

from storage.schema import metadata

Statement = tuple[str, list[Any]]

# One row or several; several to PostgreSQL by way of numbered columns in the same order.
INTO = re.compile(
    r"INSERT INTO (\w+) \(([^)]*)\) (?:SELECT p0\b.* FROM \()?VALUES (\([^()]*\)(?:, \([^()]*\))*)"
)


def filled_in(sql: str, values: Any, workspace: str) -> str:
    """The statement with each parameter as <mine> where it is the workspace, else as <other>."""
    ordered = iter(values.values() if isinstance(values, Mapping) else values)

    def fill(match: re.Match[str]) -> str:
        value = values[match[1]] if match[1] else next(ordered)
        return "<mine>" if value == workspace else "<other>"

    return re.sub(r"%\((\w+)\)s(?:::\w+)?|\?", fill, " ".join(sql.split()))


def owner_of(table: str) -> str:
    """The column that says whose a row is."""
    return f"{table}.id" if table == "workspaces" else f"{table}.workspace_id"


def keeps_to(sql: str, values: Any, workspace: str) -> bool:
    """Whether each table the statement names is narrowed to the workspace."""
    text = filled_in(sql, values, workspace)
    into = INTO.match(text)
    if into:
        owner = owner_of(into[1]).partition(".")[2]
        columns = into[2].split(", ")
        rows = [row.split(", ") for row in re.findall(r"\(([^()]*)\)", into[3])]
        return owner in columns and all(row[columns.index(owner)] == "<mine>" for row in rows)
    tables = set(re.findall(r"\b(?:FROM|JOIN|UPDATE|INTO) (\w+)", text)) & set(metadata.tables)
    owners = {owner_of(table): table for table in tables}
    bound = {table for owner, table in owners.items() if f"{owner} = <mine>" in text}
    joined = {
        owners[one]
        for pair in re.findall(r"(\w+\.\w+) = (\w+\.\w+)", text)
        if set(pair) <= set(owners) and bound & {owners[one] for one in pair}
        for one in pair
    }
    return bool(bound) and tables <= bound | joined
