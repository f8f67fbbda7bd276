"""What is still to be asked: identifiers first, then titles, each thing once. Pure.

The rounds of a run, each planned from what the rounds before it found:

1. the identifiers of the entries' links, in batches;
2. on arXiv, the titles that those did not settle, many to a query;
3. on Semantic Scholar, one by one, the titles that are still not settled;
4. the identifiers of what was found, in batches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.identifiers import Identifier
from pipeline.matching.compare import (
    compare,
    compare_all,
    looked_up_for,
    lookups_of,
    own_identifier,
    records_of,
    same_title,
)
from pipeline.matching.knowledge import Knowledge
from pipeline.matching.renaming import renamed, searchable
from pipeline.matching.ruled import is_ruled
from pipeline.model import Candidate, CuratedEntry, FoundBy, Service
from pipeline.sources.port import Kind
from pipeline.titles import title_key


def wanted_identifiers(entries: Iterable[CuratedEntry], knowledge: Knowledge) -> dict[Service, tuple[Identifier, ...]]:
    """Identifiers that each service should have answered by now, in list order, each once."""
    wanted: dict[Service, dict[Identifier, None]] = {service: {} for service in Service}
    for entry in entries:
        for identifier in _identifiers(entry, knowledge):
            for service in lookups_of(identifier):
                wanted[service][identifier] = None
    return {service: tuple(identifiers) for service, identifiers in wanted.items()}


def _identifiers(entry: CuratedEntry, knowledge: Knowledge) -> Iterator[Identifier]:
    yield from looked_up_for(entry)
    comparisons = compare_all(entry, knowledge)
    pinned = entry.ruling.pinned if entry.ruling else None
    meant = records_of(pinned, knowledge) if pinned else frozenset()
    for comparison in comparisons:
        record = comparison.candidate.record
        if not (comparison.sure or record in meant):
            continue
        # A match may leave fields out; the batch gives the whole record.
        own = own_identifier(record)
        if own is not None and (record.arxiv_id or record.source is Service.SEMANTIC_SCHOLAR):
            yield own
    yield from _left_behind(entry, knowledge)


def _left_behind(entry: CuratedEntry, knowledge: Knowledge) -> Iterator[Identifier]:
    """Identifiers of papers that a search found and that are now records of other identifiers, or gone.

    What they lead to stands in for what was found, so that they are asked on.
    """
    for service in Service:
        known = knowledge.of_title(service, entry.title)
        for record in known.records if known else ():
            own = own_identifier(record)
            now = knowledge.of_identifier(service, own) if own else None
            if own is None or now is None or any(own in each.identifiers for each in now.records):
                continue
            if compare(entry, Candidate(record=record, found_by=FoundBy.TITLE)).sure:
                yield own


def missing_identifiers(entries: Iterable[CuratedEntry], knowledge: Knowledge) -> dict[Service, tuple[Identifier, ...]]:
    """Those of `wanted_identifiers` that a service has not answered yet."""
    return {
        service: tuple(each for each in wanted if knowledge.of_identifier(service, each) is None)
        for service, wanted in wanted_identifiers(entries, knowledge).items()
    }


def is_settled(service: Service, entry: CuratedEntry, knowledge: Knowledge) -> bool:
    """Tell whether `service` need not be searched for an entry's title.

    Some record already bears it, a curator has ruled what it is, or arXiv has said that the linked paper was renamed.
    """
    if is_ruled(entry):
        return True
    comparisons = compare_all(entry, knowledge)
    by_arxiv = service is not Service.ARXIV and renamed(entry, knowledge, comparisons) is not None
    return bool(same_title(comparisons)) or by_arxiv


def missing_titles(service: Service, entries: Iterable[CuratedEntry], knowledge: Knowledge) -> tuple[str, ...]:
    """Titles of unsettled entries that `service` has not answered yet, each once, in list order."""
    titles: dict[str, str] = {}
    for entry in entries:
        asked = knowledge.of_title(service, entry.title) is not None or not searchable(service, entry.title)
        if not (asked or is_settled(service, entry, knowledge)):
            titles.setdefault(title_key(entry.title), entry.title)
    return tuple(titles.values())


def things(entries: Sequence[CuratedEntry], knowledge: Knowledge) -> frozenset[tuple[Service, Kind, str]]:
    """All that bears on entries: identifiers in print, titles by their keys."""
    identifiers = {
        (service, Kind.IDENTIFIER, str(each))
        for service, wanted in wanted_identifiers(entries, knowledge).items()
        for each in wanted
    }
    titles = {(service, Kind.TITLE, title_key(entry.title)) for service in Service for entry in entries}
    return frozenset(identifiers | titles)


def unanswered(
    entries: Sequence[CuratedEntry], everything: Knowledge, fresh: Knowledge
) -> frozenset[tuple[Service, Kind, str]]:
    """All that should have been answered by now and has not been: identifiers in print, titles by their keys.

    Args:
        everything: What was ever answered; what was found then is looked up now.
        fresh: What need not be asked again.
    """
    identifiers = {
        (service, Kind.IDENTIFIER, str(each))
        for service, wanted in wanted_identifiers(entries, everything).items()
        for each in wanted
        if fresh.of_identifier(service, each) is None
    }
    titles = {
        (service, Kind.TITLE, title_key(title))
        for service in Service
        for title in missing_titles(service, entries, fresh)
    }
    return frozenset(identifiers | titles)


def used_replies(entries: Iterable[CuratedEntry], knowledge: Knowledge) -> frozenset[str]:
    """Digests of the replies that the verdicts and works of `entries` rest on."""
    entries = tuple(entries)
    known = [knowledge.of_title(service, entry.title) for entry in entries for service in Service]
    for service, identifiers in wanted_identifiers(entries, knowledge).items():
        known += [knowledge.of_identifier(service, identifier) for identifier in identifiers]
    return frozenset(each.reply_sha256 for each in known if each is not None)
