"""What is wrong with an entry's link. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

from pipeline.audit.case import SAID, Case, cut, described, link_to, own_of, quoted
from pipeline.audit.finding import Finding, FindingKind, Severity
from pipeline.identifiers import Scheme, identifier_in_url, url_of
from pipeline.matching.choice import tells_a_paper
from pipeline.matching.difference import subjects
from pipeline.matching.likeness import liken
from pipeline.matching.people import Agreement, listed_authors_agree
from pipeline.matching.ruled import is_ruled
from pipeline.model import LinkCheck, Service, SourceRecord, Work
from pipeline.titles import split_words, words

_KINDRED_BITS = 15.0
"""Weight of the three most telling words in common from which a paper may be the listed one under another title.

Of pairs of titles of one paper 93 in 100 have as much in common, of papers of one list 5 in 100.
"""
_KINDRED_SHARE = 0.3
"""The same as a share of the heavier title's weight, for titles of common words: 63 and 1 in 100."""
_NAME_WORDS = 3
"""Words up to which what is listed may be the name of a system instead of a title: `Flan-U-PaLM`."""
_REGISTRY = {
    Scheme.ARXIV: Service.ARXIV,
    Scheme.CORPUSID: Service.SEMANTIC_SCHOLAR,
    Scheme.S2: Service.SEMANTIC_SCHOLAR,
}
"""Services that give out identifiers, and so know all of a scheme; of DOIs and ACL's nobody who is asked does."""
_MERGED = frozenset({Scheme.CORPUSID, Scheme.S2})
"""Schemes whose identifiers go when records are merged, so that a right one may lead nowhere for a while."""


class Leads(Enum):
    """What a paper that a link leads to, of another title than the listed one, is to the listed paper."""

    UNRELATED = auto()
    """Another paper: by other people, of another subject, or beside the listed one, which is known."""
    RELATED = auto()
    """Of one subject; more often another paper than the same."""
    KINDRED = auto()
    """More often the same paper under another title."""
    NAMED = auto()
    """What is listed may be a name for it."""


def link_findings(case: Case) -> Iterator[Finding]:
    """A link that leads to another paper, or an identifier that nobody knows."""
    if case.linked is not None and (leads := where_it_leads(case)) is not None:
        yield _maybe(case, case.linked, leads) if is_doubted(case) else _wrong(case, case.linked, leads)
    elif case.resolution.link_check is LinkCheck.UNRESOLVABLE:
        yield from _dead(case)


def is_doubted(case: Case) -> bool:
    """Whether a link to a paper of another title is more likely right than wrong."""
    return where_it_leads(case) in (Leads.KINDRED, Leads.NAMED)


def where_it_leads(case: Case) -> Leads | None:
    """What the paper is that an entry's link leads to; None where it leads to the listed one, or nowhere."""
    linked = case.linked
    if linked is None or case.resolution.link_check is not LinkCheck.POINTS_ELSEWHERE:
        return None
    ruling = case.entry.ruling
    names = [author.name for author in linked.authors]
    said = listed_authors_agree(case.entry.authors, names, complete=linked.authors_complete)
    # What a curator ruled out, or other than what they pinned, is another paper however it is called.
    if is_ruled(case.entry) or (ruling and ruling.rejected) or said is Agreement.DISAGREE:
        return Leads.UNRELATED
    likeness = liken(case.entry.title, linked.title)
    kindred = likeness.telling_bits >= _KINDRED_BITS or likeness.share >= _KINDRED_SHARE
    if case.work is not None:
        return Leads.KINDRED if kindred and _may_share_an_author(case.work, linked) else Leads.UNRELATED
    if kindred or said is Agreement.AGREE:
        return Leads.KINDRED
    listed = words(case.entry.title)
    if len(listed) <= _NAME_WORDS or not tells_a_paper(case.entry.title):
        return Leads.NAMED
    return Leads.RELATED if subjects(listed) & subjects(words(linked.title)) else Leads.UNRELATED


def _may_share_an_author(work: Work, linked: SourceRecord) -> bool:
    ours, theirs = (
        {parts[-1] for author in paper.authors if (parts := split_words(author.name))} for paper in (work, linked)
    )
    return not ours or not theirs or bool(ours & theirs)


def _maybe(case: Case, linked: SourceRecord, leads: Leads) -> Finding:
    led_to = quoted(linked.title)
    if case.work is not None:
        severity, told = Severity.NOTE, f"the link leads to {led_to}, likely another version of this paper"
    elif leads is Leads.NAMED:
        severity, told = Severity.NOTE, f"the link leads to {led_to}, which the listed title may be a name of"
    else:
        severity, told = Severity.WARNING, f"the link leads to {led_to}, which may be this paper under another title"
    return case.finding(FindingKind.NEAR_MISS, severity, told, evidence=(*_led(case, linked), *_meant(case)))


def _wrong(case: Case, linked: SourceRecord, leads: Leads) -> Finding:
    sure = leads is Leads.UNRELATED
    return case.finding(
        FindingKind.WRONG_LINK,
        Severity.ERROR if sure else Severity.WARNING,
        f"the link leads to {'another paper' if sure else 'a paper of another title'}, {quoted(linked.title)}",
        evidence=(*_led(case, linked), *_meant(case)),
        proposed=_right_link(case) if sure else None,
    )


def _led(case: Case, linked: SourceRecord) -> tuple[str, ...]:
    return f"the link: {cut(case.entry.link or '')}", f"it leads to {described(linked)}"


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
    severity = Severity.ERROR if registry else Severity.WARNING
    unproven = identifier.scheme in _MERGED and case.work is not None and own_of(case.work, identifier.scheme) is None
    if unproven:
        severity, message = Severity.NOTE, f"{message}; the paper is known, though not under which number there"
    yield case.finding(
        FindingKind.DEAD_IDENTIFIER,
        severity,
        message,
        evidence=(f"the link: {cut(case.entry.link or '')}", *case.asked, *_meant(case)),
        proposed=None if unproven else _right_link(case),
    )


def _meant(case: Case) -> Iterator[str]:
    if case.work:
        yield f"the paper of the listed title: {described(case.work)}"


def _right_link(case: Case) -> str | None:
    """A link to the paper, at the place that the list links to if the paper lies there."""
    if case.work is None:
        return None
    linked = identifier_in_url(case.entry.link or "")
    own = own_of(case.work, linked.scheme) if linked else None
    found = (url_of(own) if own else None) or link_to(case.work)
    return None if found == case.entry.link else found
