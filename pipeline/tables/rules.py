"""The declaration of a table as a pandera schema: types, gaps, key, words, ranges and references. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa

from pipeline.tables.declare import Column, Range, Table


def frame_of(data: pa.Table) -> pd.DataFrame:
    """A table for its rules: every column stays in Arrow, so that nothing is copied and no type is lost."""
    frame: pd.DataFrame = data.replace_schema_metadata(None).to_pandas(types_mapper=pd.ArrowDtype)
    return frame


def rules_of(table: Table, frames: Mapping[str, pd.DataFrame]) -> pandera.DataFrameSchema:
    """What must hold of a table's frame.

    Args:
        frames: The frame (`frame_of`) of each table that this one refers to, by name.
    """
    references: dict[str, list[pandera.Check]] = {column.name: [] for column in table.columns}
    for column, other, other_column in table.references:
        references[column].append(_refers(frames[other][other_column], f"is not in {other}.{other_column}"))
    return pandera.DataFrameSchema(
        {
            column.name: pandera.Column(
                pd.ArrowDtype(column.type),
                checks=[*_checks(column), *references[column.name]],
                nullable=column.nullable,
            )
            for column in table.columns
        },
        name=table.name,
        unique=list(table.key),
        strict=True,
        ordered=True,
    )


def _checks(column: Column) -> list[pandera.Check]:
    checks = []
    if column.one_of is not None:
        checks.append(pandera.Check.isin(column.words, error=f"is none of {', '.join(column.words)}"))
    if column.within is not None:
        checks.append(_lies_within(column.within))
    return checks


def _lies_within(limits: Range) -> pandera.Check:
    least, most = limits
    if most is None:
        return pandera.Check.ge(least, error=f"is less than {least}")
    return pandera.Check.in_range(least, most, error=f"lies outside [{least}, {most}]")


def _refers(known: pd.Series, told: str) -> pandera.Check:
    return pandera.Check(lambda values: values.isin(known), name="refers", error=told)
