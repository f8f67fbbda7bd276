"""What the pipeline's closed lists of words mean, said to people. Data."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.audit.finding import FindingKind, Severity
from pipeline.model import LinkCheck, Status

STATUS_TEXT: Mapping[Status, str] = {
    Status.MATCHED: "the right paper is known",
    Status.NEAR_MATCH: "the closest paper differs in a word",
    Status.CONFLICT: "the link leads to another paper",
    Status.AMBIGUOUS: "several papers fit equally well",
    Status.NOT_FOUND: "no source knows a paper of this title",
    Status.NOT_A_PAPER: "a product page, blog post or system card",
    Status.UNCHECKED: "a source did not answer",
}

LINK_TEXT: Mapping[LinkCheck, str] = {
    LinkCheck.AGREES: "leads to the paper",
    LinkCheck.POINTS_ELSEWHERE: "leads to another paper",
    LinkCheck.NO_IDENTIFIER: "names no identifier that the services look up",
    LinkCheck.UNRESOLVABLE: "names an identifier that no source knows",
    LinkCheck.UNCHECKED: "was not checked: a source did not answer",
    LinkCheck.NONE: "there is no link",
}

KIND_TEXT: Mapping[FindingKind, str] = {
    FindingKind.WRONG_LINK: "The link leads to another paper",
    FindingKind.DEAD_IDENTIFIER: "No source knows the link's identifier",
    FindingKind.WITHDRAWN: "The paper was withdrawn",
    FindingKind.NOT_FOUND: "No source knows the title",
    FindingKind.MISQUOTED_TITLE: "The paper bears another title",
    FindingKind.NEAR_MISS: "The closest title differs",
    FindingKind.AMBIGUOUS: "Several papers fit",
    FindingKind.DUPLICATE: "Listed above already",
    FindingKind.CLAIMED_YEAR: "Another year than listed",
    FindingKind.CLAIMED_VENUE: "Another venue than listed",
    FindingKind.PUBLISHED_ELSEWHERE: "Published since",
    FindingKind.NOT_A_PAPER: "Not a paper",
    FindingKind.UNCHECKED: "Could not be checked",
}

SEVERITY_TEXT: Mapping[Severity, str] = {
    Severity.ERROR: "a source that has to know shows it",
    Severity.WARNING: "a person has to look",
    Severity.NOTE: "worth knowing",
}
