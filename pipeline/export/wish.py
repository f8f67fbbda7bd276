"""What is wanted of a snapshot. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipeline.errors import UsageError


class Form(StrEnum):
    """What a snapshot is given on as (closed list)."""

    BIBTEX = "bibtex"
    CSL_JSON = "csl-json"
    CSV = "csv"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wanted of a snapshot."""

    form: Form
    snapshot_id: str | None = None
    """The latest by default."""
    list_file: str | None = None
    """Path of the list's own file; what was archived when it was read by default."""
    diff: bool = False
    """A patch in place of the list."""
    badges: bool = False
    """Venue, year and citations beside each known paper."""

    def __post_init__(self) -> None:
        """See that what is wanted goes together.

        Raises:
            UsageError: An option of the corrected list is given for another form, or a patch is wanted of a file that
                is not named.
        """
        given = {"--list": self.list_file is not None, "--diff": self.diff, "--badges": self.badges}
        named = " and ".join(option for option, wanted in given.items() if wanted)
        if named and self.form is not Form.MARKDOWN:
            told = f"{named}: for the corrected list alone, found --format {self.form}; use --format markdown."
            raise UsageError(told)
        if self.diff and self.list_file is None:
            told = "--diff: the patch has to name the file that it changes; add --list FILE, such as --list README.md."
            raise UsageError(told)
