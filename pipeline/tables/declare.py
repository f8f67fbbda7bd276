"""How a table is declared: columns with type, nullability, unit, origin and description. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

SCHEMA_VERSION = "1.2.0"
"""Changes with the tables: a new column is a minor change, a new field inside a struct a major one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table."""

    name: str
    type: pa.DataType
    description: str
    nullable: bool = True
    unit: str | None = None
    origin: str = "pipeline"
    """Where its values come from: `list`, `pipeline`, or the services' names."""

    def field(self) -> pa.Field:
        """The Arrow field, its description embedded."""
        metadata = {"description": self.description, "origin": self.origin}
        if self.unit:
            metadata["unit"] = self.unit
        return pa.field(self.name, self.type, nullable=self.nullable, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a snapshot."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """Columns whose values together name a row."""
    order: tuple[str, ...]
    """Columns the rows are sorted by."""
    references: tuple[tuple[str, str, str], ...] = ()
    """(column, table, column): values that must exist there, nulls apart."""

    def schema(self) -> pa.Schema:
        """The Arrow schema, descriptions embedded."""
        return pa.schema([column.field() for column in self.columns], metadata={"description": self.description})
