"""Tests of files of many small tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.bulk.pieces import read_piece, write_pieces

SCHEMA = pa.schema([pa.field("number", pa.int64(), nullable=False), pa.field("names", pa.list_(pa.string()))])


def _piece(rows: int) -> pa.Table:
    return pa.Table.from_pylist([{"number": row, "names": ["a"] * row} for row in range(rows)], schema=SCHEMA)


def test_any_piece_is_read_by_its_number(tmp_path: Path) -> None:
    """Also those without rows, and those that were put together of several."""
    pieces = [_piece(3), _piece(0), pa.concat_tables([_piece(2), _piece(0), _piece(1)]), _piece(0)]
    write_pieces(tmp_path / "new" / "a.arrow", SCHEMA, iter(pieces))
    for number in (3, 2, 0, 1):
        read = read_piece(tmp_path / "new" / "a.arrow", number)
        assert read.schema == SCHEMA
        assert read.to_pylist() == pieces[number].to_pylist()


def test_a_file_is_there_when_it_is_complete(tmp_path: Path) -> None:
    """One whose pieces fail bears another name, which nobody reads."""

    def failing() -> Iterator[pa.Table]:
        yield _piece(3)
        raise ValueError("killed")

    with pytest.raises(ValueError, match="killed"):
        write_pieces(tmp_path / "a.arrow", SCHEMA, failing())
    assert not (tmp_path / "a.arrow").exists()
    write_pieces(tmp_path / "a.arrow", SCHEMA, [_piece(1)])
    assert len(read_piece(tmp_path / "a.arrow", 0)) == 1
