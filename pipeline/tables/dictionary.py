"""The data dictionary as Markdown, printed from the declarations. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.tables.declare import SCHEMA_VERSION, Table
from pipeline.tables.schema import CITATION_HISTORY, TABLES


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _section(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield f"{table.description} Key: {_names(table.key)}; sorted by {_names(table.order)}."
    yield ""
    yield "| column | type | null | unit | from | what it is |"
    yield "|---|---|---|---|---|---|"
    for column in table.columns:
        cells = (
            f"`{column.name}`",
            f"`{column.type}`",
            "yes" if column.nullable else "no",
            column.unit or "",
            column.origin,
            _cell(column.told),
        )
        yield f"| {' | '.join(cells)} |"
    for column_name, other, other_column in table.references:
        yield ""
        yield f"`{column_name}` refers to `{other}.{other_column}`."
    yield ""


def render_columns(table: Table) -> str:
    """The columns of one table in short, as a Markdown table."""
    rows = (f"| `{each.name}` | `{each.type}` | {_cell(each.told)} |" for each in table.columns)
    return "\n".join(("| column | type | what it is |", "|---|---|---|", *rows))


def render_dictionary() -> str:
    """Describe every table and column of a snapshot."""
    lines = [
        "# Data dictionary",
        "",
        f"Tables of a snapshot, schema version {SCHEMA_VERSION}. Each is one Parquet file below the folder that",
        "`latest.json` names; the same descriptions are embedded in the files. Written by `make docs`.",
        "",
    ]
    for table in TABLES:
        lines += _section(table)
    lines += [
        "Beside the snapshots, in `citation_history/snapshot_date=YYYY-MM-DD/part.parquet`, one file per date:",
        "",
        *_section(CITATION_HISTORY),
    ]
    return "\n".join(lines).rstrip() + "\n"
