"""Parquet files of works and queries that are damaged, as a disk or a broken transfer leaves them."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def damaged(table: pa.Table, path: Path, *, rows: int, group: int, column: str) -> Path:
    """Write a table, and turn over a bit of one column.

    Args:
        table: What is written.
        path: Where.
        rows: Rows of a row group.
        group: The row group that is damaged.
        column: Of it, the column.
    """
    pq.write_table(table, path, row_group_size=rows, write_page_checksum=True, use_dictionary=False)
    found = pq.read_metadata(path).row_group(group)
    places = [found.column(place) for place in range(found.num_columns)]
    spoilt = next(each for each in places if each.path_in_schema.split(".")[0] == column)
    body = bytearray(path.read_bytes())
    body[spoilt.data_page_offset + spoilt.total_compressed_size - 1] ^= 1
    path.write_bytes(body)
    return path
