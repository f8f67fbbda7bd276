"""What may be a paper of the list, and where it stands. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pipeline.curated.papers.sections import is_contents, is_no_list
from pipeline.curated.papers.unit import Unit
from pipeline.curated.words.claims import is_claim


@dataclass(slots=True, kw_only=True)
class Candidate:
    """What may be a paper, and where it stands."""

    unit: Unit
    levels: tuple[tuple[int, str], ...]
    folds: tuple[str, ...]
    context: str | None
    """What stands above it as a label: a bullet that gathers it, a bold line."""
    section: int
    """Number of the part between two headings; unique within a document."""
    group: int
    """Number of the list it stands in, 0 outside of lists."""
    what: str
    """`bullet`, `row`, `paragraph` or `heading`."""

    @property
    def names(self) -> list[str]:
        """The headings above it, outermost first."""
        return [name for _, name in self.levels]

    @property
    def stands_under_no_list(self) -> bool:
        """Whether the nearest heading that is no date says that no papers are listed below it."""
        return is_no_list(self.nearest) and not (is_contents(self.nearest) and self.nearest != self.names[-1])

    @property
    def nearest(self) -> str:
        """The nearest heading that is no date."""
        return _nearest(self.levels)


@lru_cache(maxsize=1024)
def _nearest(levels: tuple[tuple[int, str], ...]) -> str:
    """The same for all that stands under one heading."""
    return next((name for _, name in reversed(levels) if not is_claim(name)), "")
