"""What an index of a corpus says of itself: its parts, their files' digests, where its works came from. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace

from pipeline.errors import UsageError

FORMAT = 2
"""Raised whenever an index that was built before could not be read, or would find other works."""
FILES = ("works.parquet", "lookup.parquet", "terms.parquet", "wholes.parquet", "details.parquet")
"""The files of a part; details are read of works that are answered, and of those alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a corpus."""

    name: str
    """Its folder in the index."""
    works: int
    sha256: dict[str, str]
    """Digests of its files, by name."""
    removed: str | None = None
    """File that holds the rows that were updated or deleted since; it too is among the digests."""
    removed_works: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A file that works were read from, or that says which ones are gone."""

    path: str
    kind: str
    """`works`, `updates` or `deletes`."""
    sha256: str
    works: int
    """Works, or ids of deleted ones, that were taken from it."""
    problems: int = 0
    """What was passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexManifest:
    """An index of a corpus."""

    parts: tuple[Part, ...]
    origins: tuple[Origin, ...]
    made_with: dict[str, str] = field(default_factory=dict)
    """Versions of the libraries that wrote it."""
    part_works: int | None = None
    """Works that a part may have; None of an index that was built before this was told."""
    format: int = FORMAT

    @property
    def works(self) -> int:
        """Works that it holds."""
        return sum(part.works - part.removed_works for part in self.parts)

    @property
    def largest(self) -> int:
        """Works of its largest part, those that are gone too."""
        return max((part.works for part in self.parts), default=0)

    def to_json(self) -> bytes:
        """As `index.json` holds it."""
        text = json.dumps(asdict(self) | {"works": self.works}, indent=1, sort_keys=True, ensure_ascii=False)
        return f"{text}\n".encode()


def read_manifest(body: bytes, path: str) -> IndexManifest:
    """Read `index.json`.

    Raises:
        UsageError: It is none, or of another format.
    """
    try:
        told = json.loads(body)
        made = int(told["format"])
        if made != FORMAT:
            raise UsageError(f"{path}: {_of_another_format(made)}")
        return IndexManifest(
            parts=tuple(Part(**part) for part in told["parts"]),
            origins=tuple(Origin(**origin) for origin in told["origins"]),
            made_with=told["made_with"],
            part_works=told.get("part_works"),
            format=made,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: expected the description of a corpus index ({error}); build it again.") from None


def _of_another_format(made: int) -> str:
    found = f"expected a corpus index of format {FORMAT}, found {made}"
    if made > FORMAT:
        return f"{found}, which a later version of this package built; bring the package up to date, or build it again."
    return (
        f"{found}, which an earlier version built; build it again from the same files: "
        "papers corpus build SOURCE... --to NEW."
    )


def with_removed(part: Part, *, name: str, sha256: str, works: int) -> Part:
    """A part of which other works are gone than before."""
    digests = {file: digest for file, digest in part.sha256.items() if file != part.removed}
    return replace(part, removed=name, removed_works=works, sha256=digests | {name: sha256})
