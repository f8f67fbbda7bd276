"""What a snapshot says of itself to catalogues and tools that do not know its manifest. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from anyascii import anyascii

from pipeline.audit.case import SAID
from pipeline.snapshot.manifest import FileNote, run_id
from pipeline.tables.declare import SCHEMA_VERSION, Table
from pipeline.tables.schema import TABLES

*_OTHERS, _LAST = SAID.values()
_ASKED = f"{', '.join(_OTHERS)} and {_LAST}"
_NOT_ASKED = f"neither {', '.join(_OTHERS)} nor {_LAST} was asked"
_DESCRIBED = {
    "live": f"Described by {_ASKED}.",
    "sandbox": f"Made in the sandbox: a stand-in answered from a bundled catalogue, and {_NOT_ASKED}. "
    "Not to be taken for what they say.",
    "corpus": f"Described by a corpus of works: {_NOT_ASKED}. Venues and citations are as they stood "
    "when the corpus was made.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Name, date and files of a snapshot; all of it follows from the inputs and the tables."""

    list_name: str
    list_sha256: str
    as_of: str
    run: str
    source: str
    files: tuple[tuple[Table, FileNote], ...]
    """Each table with its file, in the order of the declarations."""

    @classmethod
    def of(cls, inputs: Mapping[str, Any], files: Sequence[FileNote]) -> About:
        """Gather it from a snapshot's inputs (`Inputs.as_json`) and the notes of its tables' files."""
        notes = {note.name: note for note in files}
        return cls(
            list_name=inputs["list"]["name"],
            list_sha256=inputs["list"]["sha256"],
            as_of=inputs["as_of"],
            run=run_id(inputs),
            source=inputs["source"],
            files=tuple((table, notes[f"{table.name}.parquet"]) for table in TABLES),
        )

    @property
    def name(self) -> str:
        """A name for URLs: lower-case ASCII letters, digits and dashes."""
        words = re.sub(r"[^a-z0-9]+", "-", anyascii(self.list_name).lower()).strip("-")
        return "-".join(filter(None, ("papers-of", words, "" if self.source == "live" else self.source)))

    @property
    def title(self) -> str:
        """A title for people."""
        told = "" if self.source == "live" else f" ({self.source})"
        return f"Papers of the list {self.list_name}, {self.as_of}{told}"

    @property
    def description(self) -> str:
        """What it is, for people, and what it is not."""
        return (
            f"Who wrote each paper of the curated list {self.list_name}, when, where it appeared and how often it is "
            f"cited, as of {self.as_of}; and which lines of the list cannot be trusted. "
            f"{_DESCRIBED[self.source]}"
        )

    @property
    def version(self) -> str:
        """A semantic version: that of the schema, with the snapshot as its build."""
        return f"{SCHEMA_VERSION}+{self.as_of}.{self.run}"

    @property
    def citation(self) -> str:
        """How to cite it, as BibTeX."""
        title = re.sub(r"[{}\\]", "", self.title)
        return f"@misc{{{self.name}, title = {{{title}}}, year = {{{self.as_of[:4]}}}, version = {{{self.version}}}}}"
