"""What the validators of other people are given, and what they give back, in the shapes of our tables."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pandas as pd
import pyarrow as pa


def with_rows(described: Mapping[str, Any], tables: Mapping[str, pa.Table]) -> dict[str, Any]:
    """A Data Package with the rows of its files in their place.

    frictionless hands lists of a Parquet file to its checks as NumPy arrays, which they refuse, and
    counts no bytes of one; rows in the description are checked in full.
    """
    package = deepcopy(dict(described))
    for resource in package["resources"]:
        for key in ("path", "format", "mediatype", "bytes", "hash"):
            del resource[key]
        data = tables[resource["name"]]
        resource["data"] = [data.column_names, *([*row.values()] for row in data.to_pylist())]
    return package


def plain(value: Any) -> Any:
    """A record of mlcroissant without what it makes of it.

    Names begin with their table's, texts are bytes, days are times without a zone.
    """
    if isinstance(value, dict):
        return {name.rpartition("/")[2]: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, pd.Timestamp) and value.tz is None:
        return value.date()
    return value.decode() if isinstance(value, bytes) else value
