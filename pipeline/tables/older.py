"""A table of a snapshot by an older schema, read as it is declared today. Pure."""

from __future__ import annotations

import pyarrow as pa

from pipeline.tables.declare import Table


def as_declared(table: Table, data: pa.Table) -> pa.Table:
    """The declared columns in their order, null where the data has none of the name; what is not declared goes.

    A column that may hold no null today holds them where the older schema did not have it.
    """
    fields = table.schema().remove_metadata()
    columns = [
        data[field.name] if field.name in data.column_names else pa.nulls(data.num_rows, field.type) for field in fields
    ]
    return pa.table(columns, names=fields.names)
