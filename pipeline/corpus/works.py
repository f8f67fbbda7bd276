"""The works of a corpus, column by column. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusWorks:
    """Works by row number, from 0; columns of equal length."""

    ids: pa.StringArray
    titles: pa.StringArray
    authors: pa.ListArray
    """Names in order; null where none is known."""
    authors_complete: npt.NDArray[np.bool_]
    years: npt.NDArray[np.int32]
    """0 where none is known."""
    identifiers: pa.ListArray
    """Identifiers as `scheme:value`, apart from `ids`; null where none is known."""

    def __len__(self) -> int:
        """Number of works."""
        return len(self.ids)

    def title(self, row: int) -> str:
        """The title of a work."""
        return str(self.titles[row].as_py() or "")

    def names(self, row: int) -> tuple[str, ...]:
        """The authors of a work; none where none is known."""
        return tuple(self.authors[row].as_py() or ())

    def identifiers_of(self, row: int) -> tuple[str, ...]:
        """The identifiers of a work, its own id first."""
        return (str(self.ids[row].as_py()), *(self.identifiers[row].as_py() or ()))

    def year(self, row: int) -> int | None:
        """The year of a work."""
        return int(self.years[row]) or None
