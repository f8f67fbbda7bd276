"""The tables of a snapshot, each declared once. Data; everything that names a column is made from here."""

from __future__ import annotations

import pyarrow as pa

from pipeline.identifiers import Scheme
from pipeline.model import LinkCheck, MatchedBy, Status
from pipeline.tables.declare import Column, Table
from pipeline.tables.findings import FINDINGS
from pipeline.titles import Relation

_TIME = pa.timestamp("us", tz="UTC")
_STRINGS = pa.list_(pa.string())
_BOTH = "semantic_scholar, arxiv"
_S2 = "semantic_scholar"
_ARXIV = "arxiv"
_LIST = "list"


def _one_of(words: type[Status | LinkCheck | MatchedBy | Relation]) -> str:
    return ", ".join(str(word) for word in words)


ENTRIES = Table(
    name="entries",
    description="One row per line of the list that names a paper, in list order.",
    key=("entry_id",),
    order=("position",),
    references=(
        ("work_id", "works", "work_id"),
        ("suggested_work_id", "works", "work_id"),
        ("duplicate_of", "entries", "entry_id"),
    ),
    columns=(
        Column(
            name="entry_id",
            type=pa.string(),
            nullable=False,
            description="Names the entry across snapshots; neither its place in the list nor typography changes it.",
        ),
        Column(
            name="position", type=pa.int32(), nullable=False, origin=_LIST, description="Place in the list, from 1."
        ),
        Column(
            name="line",
            type=pa.int32(),
            nullable=False,
            origin=_LIST,
            description="Line of the list's text on which the entry begins, from 1.",
        ),
        Column(
            name="headings",
            type=_STRINGS,
            nullable=False,
            origin=_LIST,
            description="Headings above the entry, outermost first; empty when the list has none.",
        ),
        Column(
            name="context",
            type=pa.string(),
            origin=_LIST,
            description="What stands above the entry and is no heading: a bullet that gathers it, a bold line.",
        ),
        Column(
            name="title_listed", type=pa.string(), nullable=False, origin=_LIST, description="Title as it is listed."
        ),
        Column(
            name="title",
            type=pa.string(),
            nullable=False,
            origin=_LIST,
            description="Listed title without markup, labels, trailing claims and broken characters.",
        ),
        Column(name="link", type=pa.string(), origin=_LIST, description="URL that the list gives for the paper."),
        Column(
            name="identifiers",
            type=_STRINGS,
            nullable=False,
            origin=_LIST,
            description="Identifiers found in the links that lead to the paper, or printed beside it, as scheme:value.",
        ),
        Column(name="claimed_venue", type=pa.string(), origin=_LIST, description="Venue that the list claims."),
        Column(
            name="claimed_year", type=pa.int16(), unit="year", origin=_LIST, description="Year that the list claims."
        ),
        Column(name="authors_listed", type=pa.string(), origin=_LIST, description="Authors as the list prints them."),
        Column(name="status", type=pa.string(), nullable=False, description=f"The verdict: {_one_of(Status)}."),
        Column(name="work_id", type=pa.string(), description="The matched work; null unless status is matched."),
        Column(name="suggested_work_id", type=pa.string(), description="The closest work that was not attached."),
        Column(name="matched_by", type=pa.string(), description=f"What the match rests on: {_one_of(MatchedBy)}."),
        Column(
            name="relation",
            type=pa.string(),
            description=f"How the listed title relates to the matched or suggested work's: {_one_of(Relation)}.",
        ),
        Column(
            name="probability",
            type=pa.float64(),
            unit="probability in [0, 1]",
            description="That the matched, else the suggested work is the one meant. Null where there is none, or an "
            "override says so.",
        ),
        Column(
            name="link_check",
            type=pa.string(),
            nullable=False,
            description=f"What became of the link: {_one_of(LinkCheck)}.",
        ),
        Column(
            name="duplicate_of",
            type=pa.string(),
            description="First entry of the list that names the same title or work; null for the first itself.",
        ),
        Column(
            name="last_checked_at",
            type=_TIME,
            unit="UTC",
            description="When the newest reply was received that the verdict rests on.",
        ),
        Column(
            name="stale",
            type=pa.bool_(),
            nullable=False,
            description="True when it rests on an older reply, since a newer one was due and could not be had.",
        ),
        Column(name="reason", type=pa.string(), description="The verdict's reason in words."),
    ),
)

WORKS = Table(
    name="works",
    description="One row per distinct work that an entry was matched to or suggested for.",
    key=("work_id",),
    order=("work_id",),
    columns=(
        Column(name="work_id", type=pa.string(), nullable=False, description="Names the work; once given, it is kept."),
        Column(name="title", type=pa.string(), nullable=False, origin=_BOTH, description="Title."),
        Column(
            name="authors",
            type=pa.list_(pa.struct([("name", pa.string()), ("s2_author_id", pa.string())])),
            nullable=False,
            origin=_BOTH,
            description="Authors in order, with Semantic Scholar's author id where known.",
        ),
        Column(
            name="authors_complete",
            type=pa.bool_(),
            nullable=False,
            origin=_BOTH,
            description="False when the source says that it holds only some of the authors.",
        ),
        Column(name="year", type=pa.int16(), unit="year", origin=_BOTH, description="Year of publication."),
        Column(name="publication_date", type=pa.date32(), origin=_BOTH, description="Day of publication."),
        Column(name="venue", type=pa.string(), origin=_BOTH, description="Venue under its one name, such as NeurIPS."),
        Column(name="venue_raw", type=pa.string(), origin=_BOTH, description="Venue as the source prints it."),
        Column(name="venue_type", type=pa.string(), origin=_S2, description="Kind of venue: conference, journal, …"),
        Column(name="arxiv_id", type=pa.string(), origin=_BOTH, description="arXiv id without version."),
        Column(name="arxiv_version", type=pa.int16(), origin=_ARXIV, description="Newest version on arXiv, from 1."),
        Column(name="arxiv_primary_category", type=pa.string(), origin=_ARXIV, description="Primary arXiv category."),
        Column(
            name="arxiv_categories",
            type=_STRINGS,
            nullable=False,
            origin=_ARXIV,
            description="All arXiv categories; empty when unknown.",
        ),
        Column(name="doi", type=pa.string(), origin=_BOTH, description="DOI in lower case, arXiv's own DOIs apart."),
        Column(name="s2_paper_id", type=pa.string(), origin=_S2, description="Semantic Scholar's paperId (40 hex)."),
        Column(name="s2_corpus_id", type=pa.int64(), origin=_S2, description="Semantic Scholar's CorpusId."),
        Column(name="acl_id", type=pa.string(), origin=_S2, description="ACL Anthology id."),
        Column(name="dblp_key", type=pa.string(), origin=_S2, description="DBLP key."),
        Column(
            name="citation_count",
            type=pa.int32(),
            unit="citations",
            origin=_S2,
            description="Citations; who counted is in provenance. Null when nobody's count is known.",
        ),
        Column(
            name="influential_citation_count",
            type=pa.int32(),
            unit="citations",
            origin=_S2,
            description="Citations that Semantic Scholar calls influential.",
        ),
        Column(
            name="reference_count",
            type=pa.int32(),
            unit="references",
            origin=_S2,
            description="Works this one refers to.",
        ),
        Column(name="citation_count_as_of", type=pa.date32(), origin=_S2, description="Day of citation_count."),
        Column(name="is_open_access", type=pa.bool_(), origin=_S2, description="Whether a free copy is known."),
        Column(name="open_access_pdf_url", type=pa.string(), origin=_S2, description="Where a free copy lies."),
        Column(
            name="fields_of_study",
            type=_STRINGS,
            nullable=False,
            origin=_S2,
            description="Fields of study by Semantic Scholar; empty when unknown.",
        ),
        Column(
            name="publication_types",
            type=_STRINGS,
            nullable=False,
            origin=_S2,
            description="Kinds of publication, such as JournalArticle; empty when unknown.",
        ),
        Column(name="abstract", type=pa.string(), origin=_BOTH, description="Abstract."),
        Column(name="tldr", type=pa.string(), origin=_S2, description="One-sentence summary made by a model."),
        Column(name="journal_ref", type=pa.string(), origin=_ARXIV, description="Journal reference on arXiv."),
        Column(name="comment", type=pa.string(), origin=_ARXIV, description="Authors' comment on arXiv."),
        Column(
            name="withdrawn",
            type=pa.bool_(),
            nullable=False,
            origin=_ARXIV,
            description="True when the arXiv record says that the paper was withdrawn.",
        ),
        Column(
            name="stale",
            type=pa.bool_(),
            nullable=False,
            description="True when some values are older than they should be, since a service could not be had.",
        ),
        Column(
            name="source",
            type=pa.string(),
            nullable=False,
            description="Who described the work; 'bundled catalogue' marks records that no service sent.",
        ),
    ),
)

AUTHORSHIPS = Table(
    name="authorships",
    description="One row per work and author, in author order.",
    key=("work_id", "author_position"),
    order=("work_id", "author_position"),
    references=(("work_id", "works", "work_id"),),
    columns=(
        Column(name="work_id", type=pa.string(), nullable=False, description="The work."),
        Column(
            name="author_position",
            type=pa.int32(),
            nullable=False,
            origin=_BOTH,
            description="Place among the authors, from 1.",
        ),
        Column(
            name="name", type=pa.string(), nullable=False, origin=_BOTH, description="Name as the source prints it."
        ),
        Column(name="s2_author_id", type=pa.string(), origin=_S2, description="Semantic Scholar's author id."),
    ),
)

PROVENANCE = Table(
    name="provenance",
    description="One row per work and field: where its value came from.",
    key=("work_id", "field"),
    order=("work_id", "field"),
    references=(("work_id", "works", "work_id"),),
    columns=(
        Column(name="work_id", type=pa.string(), nullable=False, description="The work."),
        Column(name="field", type=pa.string(), nullable=False, description="Column of works."),
        Column(
            name="source",
            type=pa.string(),
            nullable=False,
            description="Who gave the value: a service, the bundled catalogue, or the one who counted citations.",
        ),
        Column(name="source_record", type=pa.string(), nullable=False, description="The record's key at its source."),
        Column(
            name="fetched_at",
            type=_TIME,
            nullable=False,
            unit="UTC",
            description="When the reply was received that holds the value.",
        ),
    ),
)

IDENTIFYING = {
    "arxiv_id": Scheme.ARXIV,
    "doi": Scheme.DOI,
    "acl_id": Scheme.ACL,
    "s2_corpus_id": Scheme.CORPUSID,
    "s2_paper_id": Scheme.S2,
}
"""Columns of `works` by which a work is known again and looked up, the surest first."""

TABLES: tuple[Table, ...] = (ENTRIES, WORKS, AUTHORSHIPS, PROVENANCE, FINDINGS)
"""Every table of a snapshot, in the order the manifest lists them."""
