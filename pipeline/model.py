"""The core types, in the order the data goes; all frozen. Words are explained in GLOSSARY.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from pipeline.identifiers import Identifier, Scheme
from pipeline.titles import Relation


class Status(StrEnum):
    """The verdict for one entry (closed list)."""

    MATCHED = "matched"
    NEAR_MATCH = "near_match"
    CONFLICT = "conflict"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "not_found"
    NOT_A_PAPER = "not_a_paper"
    UNCHECKED = "unchecked"


class LinkCheck(StrEnum):
    """What became of the entry's own link (closed list)."""

    AGREES = "agrees"
    POINTS_ELSEWHERE = "points_elsewhere"
    NO_IDENTIFIER = "no_identifier"
    UNRESOLVABLE = "unresolvable"
    UNCHECKED = "unchecked"
    NONE = "none"


class MatchedBy(StrEnum):
    """What a match rests on (closed list)."""

    IDENTIFIER = "identifier"
    TITLE = "title"
    OVERRIDE = "override"
    CARRIED = "carried"


class Service(StrEnum):
    """The services that are asked."""

    SEMANTIC_SCHOLAR = "semantic_scholar"
    ARXIV = "arxiv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of an entry: where it goes and what it is called in the list."""

    url: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something a reader of the list should know of a line; the line is not lost, it is told."""

    line: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A curator's word on an entry: the paper that is meant, papers that are not, or that it is none; it goes first."""

    reason: str
    ruled_on: date
    pinned: Identifier | None = None
    rejected: tuple[Identifier, ...] = ()
    not_a_paper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedEntry:
    """A line of the list, as its curator wrote it."""

    entry_id: str
    """Stable across snapshots: from the title's key and how often it stood above."""
    position: int
    """1-based, list order."""
    line: int
    """1-based line of the list's text on which the title begins."""
    title: str
    """Cleaned: no markup, labels, claims or mojibake."""
    title_listed: str
    """As it stands in the list, blanks collapsed."""
    headings: tuple[str, ...] = ()
    """Path of headings above the entry, outermost first."""
    context: str | None = None
    """What stands above the entry as a label and is no heading: a bullet that gathers it, a bold line, a fold."""
    links: tuple[Link, ...] = ()
    """Every link of the line, in order."""
    link: str | None = None
    """URL of the link that leads to the paper, or None."""
    identifiers: tuple[Identifier, ...] = ()
    """Identifiers found in the links that lead to the paper, `link` first, in canonical form."""
    claimed_venue: str | None = None
    """Venue the list claims, as printed."""
    claimed_year: int | None = None
    """Year the list claims."""
    authors: str | None = None
    """Authors as the list prints them."""
    duplicate_of: str | None = None
    """`entry_id` of the first entry of the list that names the same paper, or None."""
    ruling: Ruling | None = None
    """What the overrides say of it, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedList:
    """A parsed list: its entries in order, and what was passed over and why."""

    entries: tuple[CuratedEntry, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """One author as a source prints the name."""

    name: str
    s2_author_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationFigure:
    """A citation count with the one who counted, so that a count is never shown as somebody else's."""

    count: int
    source: str
    as_of: date | None = None
    """Day of the count; None for the day the reply was fetched, of a corpus for one that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """A paper as one source describes it; None means the source does not say."""

    source: Service
    record_id: str
    """The source's own key, for provenance."""
    title: str
    fetched_at: datetime
    """UTC time at which the reply was received."""
    reply_sha256: str
    authors: tuple[Author, ...] = ()
    authors_complete: bool = True
    """False when the source says that it holds only some of the authors."""
    year: int | None = None
    publication_date: date | None = None
    venue: str | None = None
    venue_type: str | None = None
    arxiv_id: str | None = None
    arxiv_version: int | None = None
    arxiv_primary_category: str | None = None
    arxiv_categories: tuple[str, ...] = ()
    doi: str | None = None
    s2_paper_id: str | None = None
    s2_corpus_id: int | None = None
    acl_id: str | None = None
    dblp_key: str | None = None
    citations: CitationFigure | None = None
    influential_citation_count: int | None = None
    reference_count: int | None = None
    is_open_access: bool | None = None
    open_access_pdf_url: str | None = None
    fields_of_study: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ()
    abstract: str | None = None
    tldr: str | None = None
    journal_ref: str | None = None
    comment: str | None = None
    withdrawn: bool | None = None
    stand_in: str | None = None
    """What answered in the place of the service: `marks.CATALOGUE` or `marks.CORPUS`; None for the service itself."""
    stale: bool = False
    """True when a newer reply was due and could not be had."""
    identifiers: tuple[Identifier, ...] = field(init=False, repr=False, compare=False)
    """The identifiers under which this record can be looked up again, steadiest first."""

    def __post_init__(self) -> None:
        """Name the identifiers once: whoever groups, names and audits asks for them again and again."""
        values = (self.arxiv_id, self.doi, self.s2_corpus_id, self.s2_paper_id, self.acl_id)
        named = zip(_SCHEMES, values, strict=True)
        found = tuple(Identifier(scheme, str(value)) for scheme, value in named if value is not None)
        object.__setattr__(self, "identifiers", found)

    def __hash__(self) -> int:
        """Equal records are of one reply; whoever is kept in sets and dictionaries needs no hash of every field."""
        return hash((self.record_id, self.reply_sha256, self.source))


_SCHEMES = (Scheme.ARXIV, Scheme.DOI, Scheme.CORPUSID, Scheme.S2, Scheme.ACL)


class FoundBy(StrEnum):
    """How a record came to be considered for an entry."""

    IDENTIFIER = "identifier"
    TITLE = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A record considered for an entry, and how it was found."""

    record: SourceRecord
    found_by: FoundBy


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The verdict for one entry, with its reasons."""

    entry_id: str
    status: Status
    link_check: LinkCheck
    record: SourceRecord | None = None
    """A record of the matched work."""
    suggested: SourceRecord | None = None
    """A record of the closest work that was not attached."""
    matched_by: MatchedBy | None = None
    relation: Relation | None = None
    """Relation of the listed title to the matched or suggested record's."""
    probability: float | None = None
    """Of that record being the paper that is meant, in (0, 1); None where a curator says so."""
    reasons: tuple[str, ...] = ()
    """Why, in words for the curator."""
    last_checked_at: datetime | None = None
    """UTC time of the newest reply the verdict rests on."""
    stale: bool = False
    """A reply the verdict rests on stands in for a newer one that could not be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a field's value came from: one row of `provenance`."""

    field: str
    source: str
    source_record: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A paper itself, merged from every record of it, each field with its origin."""

    work_id: str
    title: str
    source: str
    """Where the record came from, for people; the bundled catalogue says so."""
    authors: tuple[Author, ...] = ()
    authors_complete: bool = True
    year: int | None = None
    publication_date: date | None = None
    venue: str | None = None
    venue_raw: str | None = None
    venue_type: str | None = None
    arxiv_id: str | None = None
    arxiv_version: int | None = None
    arxiv_primary_category: str | None = None
    arxiv_categories: tuple[str, ...] = ()
    doi: str | None = None
    s2_paper_id: str | None = None
    s2_corpus_id: int | None = None
    acl_id: str | None = None
    dblp_key: str | None = None
    citation_count: int | None = None
    influential_citation_count: int | None = None
    reference_count: int | None = None
    citation_count_as_of: date | None = None
    is_open_access: bool | None = None
    open_access_pdf_url: str | None = None
    fields_of_study: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ()
    abstract: str | None = None
    tldr: str | None = None
    journal_ref: str | None = None
    comment: str | None = None
    withdrawn: bool = False
    stale: bool = False
    origins: tuple[Origin, ...] = field(default=(), repr=False)


def utc(moment: datetime) -> datetime:
    """Give an aware time in UTC, cut to microseconds; a naive one is taken to be UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
