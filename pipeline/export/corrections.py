"""Findings → what of a list is to be corrected. Pure; why no more than this is in DECISIONS.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipeline.audit.finding import Finding, FindingKind, Severity
from pipeline.export.reference import Row, seen
from pipeline.identifiers import Identifier, Scheme, identifier_in_url
from pipeline.model import Status
from pipeline.tables.schema import IDENTIFYING


class Part(StrEnum):
    """What of an entry is corrected (closed list)."""

    TITLE = "title"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A part of an entry that is shown to be wrong, and what is right."""

    entry_id: str
    position: int
    """1-based place in the list."""
    line: int
    """1-based line of the list's text on which the entry begins."""
    part: Part
    old: str
    new: str
    shown: bool = True
    """Whether `old` is shown to be wrong; else it may be right as well, and only a person can tell."""


_OF_LINKS = frozenset({FindingKind.WRONG_LINK, FindingKind.DEAD_IDENTIFIER})
_ONE_EACH = frozenset({Scheme.ARXIV, Scheme.ACL})
"""Schemes of which a paper has one identifier; of DOIs it may have two, as of a publisher and of an archive."""
_ACL_DOI = "10.18653/v1/"


def corrections(found: Iterable[Finding], entries: Iterable[Row], works: Iterable[Row]) -> tuple[Correction, ...]:
    """What is to be corrected, in the list's order, a part of an entry once.

    A title is where the paper is known and the listed one is plainly a misquotation of its own. A link is where it is
    shown to be wrong: by a source that has to know, or by the record of the paper, which bears another identifier of
    a kind of which it has but one. A DOI that no service knows is given back as not shown, whatever DOI the record
    bears.

    Args:
        entries: Rows of the table `entries`.
        works: Rows of the table `works`.
    """
    by_entry = {str(entry["entry_id"]): entry for entry in entries}
    by_work = {str(work["work_id"]): work for work in works}
    made: dict[tuple[int, Part], Correction] = {}
    for finding in found:
        entry = by_entry[finding.entry_id]
        if entry["status"] != Status.MATCHED or finding.proposed is None:
            continue
        part = _part(finding)
        new = seen(finding.proposed)
        old = entry["title"] if part is Part.TITLE else entry["link"]
        if part is not None and new and new != old:
            correction = Correction(
                entry_id=finding.entry_id,
                position=finding.position,
                line=finding.line,
                part=part,
                old=old,
                new=new,
                shown=_is_shown(finding, entry, by_work[str(entry["work_id"])]),
            )
            made.setdefault((finding.position, part), correction)
    return tuple(made[key] for key in sorted(made))


def _part(finding: Finding) -> Part | None:
    if finding.severity is Severity.NOTE:
        return None
    if finding.kind is FindingKind.MISQUOTED_TITLE:
        return Part.TITLE
    return Part.LINK if finding.kind in _OF_LINKS else None


def _is_shown(finding: Finding, entry: Row, work: Row) -> bool:
    if finding.kind is FindingKind.MISQUOTED_TITLE or finding.severity is Severity.ERROR:
        return True
    return _bears_another(work, identifier_in_url(entry["link"] or ""))


def _bears_another(work: Row, linked: Identifier | None) -> bool:
    """Whether a paper's only identifier of a scheme is known where a link has another."""
    if linked is None or linked.scheme not in _ONE_EACH:
        return False
    own = {value for scheme, value in _identifiers(work) if scheme is linked.scheme}
    return bool(own) and linked.value not in own


def _identifiers(work: Mapping[str, object]) -> Iterable[tuple[Scheme, str]]:
    for column, scheme in IDENTIFYING.items():
        if work[column] is not None:
            yield scheme, str(work[column])
    doi = str(work["doi"] or "")
    # The anthology makes its DOIs of its own ids.
    if doi.startswith(_ACL_DOI):
        yield Scheme.ACL, doi.removeprefix(_ACL_DOI)
