"""An entry with all that is known of it, as findings are made from. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.audit.finding import Finding, FindingKind, Severity
from pipeline.identifiers import Identifier, Scheme, identifier_in_url, url_of
from pipeline.matching.compare import looked_up_for, lookups_of, records_of
from pipeline.matching.knowledge import Knowledge, Known
from pipeline.model import CuratedEntry, LinkCheck, Resolution, Service, SourceRecord, Work
from pipeline.plural import counted
from pipeline.titles import collapse

SAID: Mapping[str, str] = {Service.SEMANTIC_SCHOLAR: "Semantic Scholar", Service.ARXIV: "arXiv"}
"""The services as people call them."""
_LONGEST = 300
"""Characters of a title, link or comment that are quoted; whatever is longer is no help to a reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An entry, its verdict, and what both speak of."""

    entry: CuratedEntry
    resolution: Resolution
    work: Work | None = None
    """The matched work."""
    suggested: Work | None = None
    """The closest work that was not attached."""
    linked: SourceRecord | None = None
    """The paper that the entry's link leads to, where it is another one."""
    asked: tuple[str, ...] = ()
    """What the services were asked of it and when, in words."""
    original: CuratedEntry | None = None
    """The entry above that names the same paper."""
    original_work: Work | None = None

    def finding(
        self,
        kind: FindingKind,
        severity: Severity,
        message: str,
        *,
        evidence: Iterable[str] = (),
        proposed: str | None = None,
    ) -> Finding:
        """A finding about the entry."""
        work = self.work or self.suggested
        return Finding(
            entry_id=self.entry.entry_id,
            kind=kind,
            severity=severity,
            position=self.entry.position,
            line=self.entry.line,
            title=self.entry.title,
            message=message,
            evidence=tuple(evidence),
            proposed=proposed,
            work_id=work.work_id if work else None,
        )


def quoted(text: str) -> str:
    """A text of a list or a service in quotes, on one line and no longer than it need be."""
    return f'"{cut(text)}"'


def cut(text: str) -> str:
    """A text on one line, cut to what a reader needs."""
    line = collapse(text)
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "\u2026"


def described(paper: Work | SourceRecord) -> str:
    """A paper in words: title, first author, year, and the identifier it is looked up by."""
    author = paper.authors[0].name if paper.authors else None
    # One author of an incomplete list says nothing of how many there are.
    more = " and others" if len(paper.authors) > 1 or not paper.authors_complete else ""
    said = (f"by {cut(author)}{more}" if author else None, str(paper.year) if paper.year else None, name_of(paper))
    return ", ".join([quoted(paper.title), *(each for each in said if each)])


def name_of(paper: Work | SourceRecord) -> str | None:
    """The identifier by which a paper is best known, as `scheme:value`."""
    identifier = _best_identifier(paper)
    return str(identifier) if identifier else None


def link_to(paper: Work | SourceRecord) -> str | None:
    """A URL of a paper; None where no identifier of it is known."""
    identifier = _best_identifier(paper)
    return url_of(identifier) if identifier else None


def _best_identifier(paper: Work | SourceRecord) -> Identifier | None:
    schemes = (Scheme.ARXIV, Scheme.DOI, Scheme.ACL, Scheme.CORPUSID)
    return next(filter(None, (own_of(paper, scheme) for scheme in schemes)), None)


def own_of(paper: Work | SourceRecord, scheme: Scheme) -> Identifier | None:
    """The identifier of a scheme that a paper bears; None where none is known."""
    values: dict[Scheme, str | int | None] = {
        Scheme.ARXIV: paper.arxiv_id,
        Scheme.DOI: paper.doi,
        Scheme.ACL: paper.acl_id,
        Scheme.CORPUSID: paper.s2_corpus_id,
        Scheme.S2: paper.s2_paper_id,
    }
    value = values.get(scheme)
    return None if value is None else Identifier(scheme, str(value))


def cases_of(
    entries: Sequence[CuratedEntry],
    resolutions: Sequence[Resolution],
    knowledge: Knowledge,
    *,
    works: Mapping[SourceRecord, Work],
    repeats: Mapping[str, str],
) -> list[Case]:
    """Gather what is known of each entry.

    Args:
        resolutions: One per entry, in the same order.
        works: The work of each record that a resolution names.
        repeats: For each entry that repeats another, the `entry_id` of the first.
    """
    by_id = {
        entry.entry_id: (entry, works[resolution.record] if resolution.record else None)
        for entry, resolution in zip(entries, resolutions, strict=True)
    }
    cases = []
    for entry, resolution in zip(entries, resolutions, strict=True):
        original, original_work = by_id.get(repeats.get(entry.entry_id, ""), (None, None))
        case = Case(
            entry=entry,
            resolution=resolution,
            work=by_id[entry.entry_id][1],
            suggested=works[resolution.suggested] if resolution.suggested else None,
            linked=_linked(entry, knowledge) if resolution.link_check is LinkCheck.POINTS_ELSEWHERE else None,
            asked=tuple(_asked(entry, knowledge)),
            original=original,
            original_work=original_work,
        )
        cases.append(case)
    return cases


def asked_of_corpus(case: Case) -> Case:
    """The same case where a corpus answered in the place of the services."""
    return replace(case, asked=tuple(f"the corpus in the place of {each}" for each in case.asked))


def _linked(entry: CuratedEntry, knowledge: Knowledge) -> SourceRecord | None:
    """What is behind an entry's link; of several records arXiv's, which says what its own ids mean."""
    identifier = identifier_in_url(entry.link or "")
    behind = records_of(identifier, knowledge) if identifier else frozenset()
    return min(behind, key=lambda each: (each.source is not Service.ARXIV, each.source, each.record_id), default=None)


def _asked(entry: CuratedEntry, knowledge: Knowledge) -> Iterator[str]:
    for identifier in looked_up_for(entry):
        for service in lookups_of(identifier):
            if known := knowledge.of_identifier(service, identifier):
                yield _said(service, str(identifier), known)
    for service in Service:
        if known := knowledge.of_title(service, entry.title):
            yield _said(service, "the title", known)


def _said(service: Service, asked: str, known: Known) -> str:
    count = len(known.records)
    found = f"gave {counted(count, 'record')}" if count else "had nothing"
    return f"{SAID[service]}, asked for {asked} on {known.fetched_at:%Y-%m-%d %H:%M} UTC, {found}"
