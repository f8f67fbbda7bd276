"""What is wrong with an entry's link. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.audit.case import SAID, Case, cut, described, link_to, quoted
from pipeline.audit.finding import Finding, FindingKind, Severity
from pipeline.identifiers import Scheme, identifier_in_url
from pipeline.matching.likeness import liken
from pipeline.matching.people import Agreement, listed_authors_agree
from pipeline.matching.ruled import is_ruled
from pipeline.model import LinkCheck, Service, SourceRecord, Work
from pipeline.titles import words

_KINDRED_BITS = 15.0
"""Weight of the three most telling words in common from which a paper may be the listed one under another title.

Of pairs of titles of one paper 93 in 100 have as much in common, of papers of one list 5 in 100.
"""
_REGISTRY = {
    Scheme.ARXIV: Service.ARXIV,
    Scheme.CORPUSID: Service.SEMANTIC_SCHOLAR,
    Scheme.S2: Service.SEMANTIC_SCHOLAR,
}
"""Services that give out identifiers, and so know all of a scheme; of DOIs and ACL's nobody who is asked does."""


def link_findings(case: Case) -> Iterator[Finding]:
    """A link that leads to another paper, or an identifier that nobody knows."""
    if case.resolution.link_check is LinkCheck.POINTS_ELSEWHERE and case.linked is not None:
        yield _wrong(case, case.linked)
    elif case.resolution.link_check is LinkCheck.UNRESOLVABLE:
        yield from _dead(case)


def may_be_renamed(case: Case) -> bool:
    """Whether the paper that the link leads to may be the listed one under another title.

    So it may where no paper of the listed title is known, and the list names its authors or the titles have telling
    words in common; where one is known, it takes such words and an author in common.
    """
    linked = case.linked
    # What a curator ruled out, or other than what they pinned, is another paper however it is called.
    if linked is None or is_ruled(case.entry) or (case.entry.ruling and case.entry.ruling.rejected):
        return False
    said = listed_authors_agree(
        case.entry.authors, [author.name for author in linked.authors], complete=linked.authors_complete
    )
    kindred = liken(case.entry.title, linked.title).telling_bits >= _KINDRED_BITS
    if said is Agreement.DISAGREE:
        return False
    if case.work is None:
        return kindred or said is Agreement.AGREE
    ours, theirs = _surnames(case.work), _surnames(linked)
    return kindred and (not ours or not theirs or bool(ours & theirs))


def _surnames(paper: Work | SourceRecord) -> set[str]:
    return {parts[-1] for author in paper.authors if (parts := words(author.name))}


def _wrong(case: Case, linked: SourceRecord) -> Finding:
    led_to = quoted(linked.title)
    renamed = may_be_renamed(case)
    message = (
        f"the link leads to a paper of another title, {led_to}: this one renamed, or another one"
        if renamed
        else f"the link leads to another paper, {led_to}"
    )
    return case.finding(
        FindingKind.WRONG_LINK,
        Severity.WARNING if renamed else Severity.ERROR,
        message,
        evidence=(f"the link: {cut(case.entry.link or '')}", f"it leads to {described(linked)}", *_meant(case)),
        proposed=None if renamed else _right_link(case),
    )


def _dead(case: Case) -> Iterator[Finding]:
    identifier = identifier_in_url(case.entry.link or "")
    if identifier is None:
        return
    registry = _REGISTRY.get(identifier.scheme)
    message = (
        f"the link leads nowhere: {SAID[registry]} has no {identifier}"
        if registry
        else f"no service knows {identifier}, to which the link leads"
    )
    yield case.finding(
        FindingKind.DEAD_IDENTIFIER,
        Severity.ERROR if registry else Severity.WARNING,
        message,
        evidence=(f"the link: {cut(case.entry.link or '')}", *case.asked, *_meant(case)),
        proposed=_right_link(case),
    )


def _meant(case: Case) -> Iterator[str]:
    if case.work:
        yield f"the paper of the listed title: {described(case.work)}"


def _right_link(case: Case) -> str | None:
    found = link_to(case.work) if case.work else None
    return None if found == case.entry.link else found
