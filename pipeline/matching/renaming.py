"""Whether the paper behind an entry's own link is the listed one under another title. Pure.

A link alone is not enough, since one in six leads elsewhere: the titles have to be akin, and whoever would know
has to say that there is no paper of the listed title.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.identifiers import LOOKED_UP, Scheme, identifier_in_url
from pipeline.matching.compare import Comparison, is_crowded, lookups_of, records_of
from pipeline.matching.identity import Group, group_records
from pipeline.matching.knowledge import Knowledge
from pipeline.model import CuratedEntry, Service
from pipeline.sources.arxiv.source import phrase


def renamed(entry: CuratedEntry, knowledge: Knowledge, comparisons: Sequence[Comparison]) -> Group | None:
    """The linked paper, where its title has enough in common with the listed one, which nobody has.

    Of a paper on arXiv it is arXiv that has to have no paper of the listed title: what is taken for it, a sister
    paper of nearly the same title, lies there too.
    """
    if is_crowded(entry, knowledge):
        return None
    linked = identifier_in_url(entry.link) if entry.link else None
    # Where the entry's own link can be looked up, no other link of the line speaks for another title.
    own = linked if linked and linked.scheme in LOOKED_UP else None
    behind = records_of(own, knowledge) if own else None
    led_to = [each for each in comparisons if each.backed and (behind is None or each.candidate.record in behind)]
    groups = group_records(each.candidate.record for each in led_to)
    searched = (Service.ARXIV,) if own and own.scheme is Scheme.ARXIV else tuple(Service)
    return groups[0] if len(groups) == 1 and not unanswered(entry, knowledge, searched) else None


def unanswered(
    entry: CuratedEntry, knowledge: Knowledge, searched: Iterable[Service] = tuple(Service)
) -> list[Service]:
    """Services whose answer is needed before anything can be called absent.

    Args:
        searched: Those that have to have searched the title.
    """
    waiting = {
        service
        for service in searched
        if searchable(service, entry.title) and knowledge.of_title(service, entry.title) is None
    }
    waiting |= {
        service
        for identifier in entry.identifiers
        for service in lookups_of(identifier)
        if knowledge.of_identifier(service, identifier) is None
    }
    return sorted(waiting)


def searchable(service: Service, title: str) -> bool:
    """Tell whether a service can be asked for a title at all."""
    return bool(phrase(title)) if service is Service.ARXIV else bool(title.strip())
