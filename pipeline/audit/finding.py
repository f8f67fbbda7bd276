"""A finding, its kinds and how grave it is; closed lists, reasons in DECISIONS.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """What is to be seen (closed list)."""

    WRONG_LINK = "wrong_link"
    """The entry's link leads to a paper of another title."""
    DEAD_IDENTIFIER = "dead_identifier"
    """The link's identifier is well-formed and no service knows it."""
    WITHDRAWN = "withdrawn"
    """The paper was withdrawn."""
    NOT_FOUND = "not_found"
    """No service knows a paper of the title; never that there is none."""
    MISQUOTED_TITLE = "misquoted_title"
    """The paper is known and bears another title."""
    NEAR_MISS = "near_miss"
    """The closest title that is known, or that the link leads to, differs; it may be the same paper."""
    AMBIGUOUS = "ambiguous"
    """Several papers fit, and the list does not say which is meant."""
    DUPLICATE = "duplicate"
    """The paper stands above already."""
    CLAIMED_YEAR = "claimed_year"
    """The year beside the title is neither that of the preprint nor that of the publication."""
    CLAIMED_VENUE = "claimed_venue"
    """The paper appeared at another venue than the list says."""
    PUBLISHED_ELSEWHERE = "published_elsewhere"
    """Listed as a preprint, and published since."""
    NOT_A_PAPER = "not_a_paper"
    """A product page, blog post or system card."""
    UNCHECKED = "unchecked"
    """A service that was needed did not answer, so that nothing is said of the entry."""


class Severity(StrEnum):
    """How grave a finding is, the gravest first (closed list)."""

    ERROR = "error"
    """Shown wrong by a source that has to know."""
    WARNING = "warning"
    """Most likely wrong; a person has to look."""
    NOTE = "note"
    """Right as it stands, or a matter of taste, and worth knowing."""

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a curator should see of one entry; an entry has at most one of each kind."""

    entry_id: str
    kind: FindingKind
    severity: Severity
    position: int
    """1-based place in the list."""
    line: int
    """1-based line of the list's text."""
    title: str
    """The entry's, cleaned."""
    message: str
    """What is wrong, in one sentence."""
    evidence: tuple[str, ...]
    """What it rests on, a fact each."""
    proposed: str | None = None
    """What to write in its place, by kind a title, a link, a year or a venue; None where nothing is sure."""
    work_id: str | None = None
    """The matched or suggested work it speaks of."""

    @property
    def order(self) -> tuple[int, int, str, str]:
        """Findings are told in the list's order, the gravest of an entry first."""
        return self.position, self.severity.rank, self.kind, self.entry_id


class FailOn(StrEnum):
    """The mildest severity at which a list does not pass an audit."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


def fails(findings: Iterable[Finding], least: FailOn) -> bool:
    """Whether a list does not pass: some finding is as grave as `least`, or graver."""
    if least is FailOn.NEVER:
        return False
    rank = Severity(least.value).rank
    return any(finding.severity.rank <= rank for finding in findings)
