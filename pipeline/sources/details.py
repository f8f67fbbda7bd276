"""What else a corpus says of a work, beside what it is found by. Data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a corpus says of a work; the fields are those of a `SourceRecord`, and None means that it does not say.

    Abstracts and summaries are left out: they are most of a corpus, and their licence was not verified.
    """

    publication_date: date | None = None
    venue: str | None = None
    venue_type: str | None = None
    arxiv_version: int | None = None
    arxiv_primary_category: str | None = None
    arxiv_categories: tuple[str, ...] = ()
    dblp_key: str | None = None
    citation_count: int | None = None
    citation_source: str | None = None
    """Who counted, where the corpus hands on somebody's count."""
    citation_count_as_of: date | None = None
    """Day of the count; None where it is not known."""
    influential_citation_count: int | None = None
    reference_count: int | None = None
    is_open_access: bool | None = None
    open_access_pdf_url: str | None = None
    fields_of_study: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ()
    journal_ref: str | None = None
    comment: str | None = None
    withdrawn: bool | None = None


NO_DETAILS = Details()
