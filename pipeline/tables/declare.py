"""How a table is declared: columns with type, nullability, unit, origin and description. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa

from pipeline.sources import port

SCHEMA_VERSION = "1.3.0"
"""Changes with the tables: a new column is a minor change, a new field inside a struct a major one."""

TIME = pa.timestamp("us", tz="UTC")
STRINGS = pa.list_(pa.string())

S2 = "semantic_scholar"
ARXIV = "arxiv"
BOTH = "semantic_scholar, arxiv"
LISTED = "list"

Range = tuple[float, float | None]
"""Least and greatest value, both allowed; None where there is no greatest."""
PROBABILITY: Range = (0, 1)
PERCENT: Range = (0, 100)
COUNTS: Range = (0, None)
FROM_ONE: Range = (1, None)
YEARS: Range = (port.YEARS[0], port.YEARS[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table."""

    name: str
    type: pa.DataType
    description: str
    """What it is; without the words it may hold, which `told` adds."""
    nullable: bool = True
    unit: str | None = None
    origin: str = "pipeline"
    """Where its values come from: `list`, `pipeline`, or the services' names."""
    one_of: type[StrEnum] | None = None
    """The closed list of words it may hold."""
    within: Range | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The words it may hold; empty when the list is not closed."""
        return tuple(map(str, self.one_of or ()))

    @property
    def told(self) -> str:
        """The description, with the words it may hold."""
        return f"{self.description} One of: {', '.join(self.words)}." if self.one_of else self.description

    def field(self) -> pa.Field:
        """The Arrow field, its description embedded."""
        metadata = {"description": self.told, "origin": self.origin}
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

    def column(self, name: str) -> Column:
        """One of its columns, by name.

        Raises:
            KeyError: It has none of that name.
        """
        return {column.name: column for column in self.columns}[name]

    def schema(self) -> pa.Schema:
        """The Arrow schema, descriptions embedded."""
        return pa.schema([column.field() for column in self.columns], metadata={"description": self.description})
