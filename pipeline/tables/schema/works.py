"""The tables of works, their authors, and where each value came from. Data."""

from __future__ import annotations

import pyarrow as pa

from pipeline.identifiers import Scheme
from pipeline.tables.declare import ARXIV, BOTH, COUNTS, FROM_ONE, S2, STRINGS, TIME, YEARS, Column, Table

WORKS = Table(
    name="works",
    description="One row per distinct work that an entry was matched to or suggested for.",
    key=("work_id",),
    order=("work_id",),
    columns=(
        Column(name="work_id", type=pa.string(), nullable=False, description="Names the work; once given, it is kept."),
        Column(name="title", type=pa.string(), nullable=False, origin=BOTH, description="Title."),
        Column(
            name="authors",
            type=pa.list_(pa.struct([("name", pa.string()), ("s2_author_id", pa.string())])),
            nullable=False,
            origin=BOTH,
            description="Authors in order, with Semantic Scholar's author id where known.",
        ),
        Column(
            name="authors_complete",
            type=pa.bool_(),
            nullable=False,
            origin=BOTH,
            description="False when the source says that it holds only some of the authors.",
        ),
        Column(
            name="year", type=pa.int16(), unit="year", within=YEARS, origin=BOTH, description="Year of publication."
        ),
        Column(name="publication_date", type=pa.date32(), origin=BOTH, description="Day of publication."),
        Column(name="venue", type=pa.string(), origin=BOTH, description="Venue under its one name, such as NeurIPS."),
        Column(name="venue_raw", type=pa.string(), origin=BOTH, description="Venue as the source prints it."),
        Column(name="venue_type", type=pa.string(), origin=S2, description="Kind of venue: conference, journal, …"),
        Column(name="arxiv_id", type=pa.string(), origin=BOTH, description="arXiv id without version."),
        Column(
            name="arxiv_version",
            type=pa.int16(),
            within=FROM_ONE,
            origin=ARXIV,
            description="Newest version on arXiv, from 1.",
        ),
        Column(name="arxiv_primary_category", type=pa.string(), origin=ARXIV, description="Primary arXiv category."),
        Column(
            name="arxiv_categories",
            type=STRINGS,
            nullable=False,
            origin=ARXIV,
            description="All arXiv categories; empty when unknown.",
        ),
        Column(name="doi", type=pa.string(), origin=BOTH, description="DOI in lower case, arXiv's own DOIs apart."),
        Column(name="s2_paper_id", type=pa.string(), origin=S2, description="Semantic Scholar's paperId (40 hex)."),
        Column(name="s2_corpus_id", type=pa.int64(), origin=S2, description="Semantic Scholar's CorpusId."),
        Column(name="acl_id", type=pa.string(), origin=S2, description="ACL Anthology id."),
        Column(name="dblp_key", type=pa.string(), origin=S2, description="DBLP key."),
        Column(
            name="citation_count",
            type=pa.int32(),
            within=COUNTS,
            unit="citations",
            origin=S2,
            description="Citations; who counted is in provenance. Null when nobody's count is known.",
        ),
        Column(
            name="influential_citation_count",
            type=pa.int32(),
            within=COUNTS,
            unit="citations",
            origin=S2,
            description="Citations that Semantic Scholar calls influential.",
        ),
        Column(
            name="reference_count",
            type=pa.int32(),
            within=COUNTS,
            unit="references",
            origin=S2,
            description="Works this one refers to.",
        ),
        Column(
            name="citation_count_as_of",
            type=pa.date32(),
            origin=S2,
            description="Day of citation_count; null where it is not known, as of a corpus.",
        ),
        Column(name="is_open_access", type=pa.bool_(), origin=S2, description="Whether a free copy is known."),
        Column(name="open_access_pdf_url", type=pa.string(), origin=S2, description="Where a free copy lies."),
        Column(
            name="fields_of_study",
            type=STRINGS,
            nullable=False,
            origin=S2,
            description="Fields of study by Semantic Scholar; empty when unknown.",
        ),
        Column(
            name="publication_types",
            type=STRINGS,
            nullable=False,
            origin=S2,
            description="Kinds of publication, such as JournalArticle; empty when unknown.",
        ),
        Column(name="abstract", type=pa.string(), origin=BOTH, description="Abstract."),
        Column(name="tldr", type=pa.string(), origin=S2, description="One-sentence summary made by a model."),
        Column(name="journal_ref", type=pa.string(), origin=ARXIV, description="Journal reference on arXiv."),
        Column(name="comment", type=pa.string(), origin=ARXIV, description="Authors' comment on arXiv."),
        Column(
            name="withdrawn",
            type=pa.bool_(),
            nullable=False,
            origin=ARXIV,
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
            description="Who described the work; 'bundled catalogue' and 'corpus' mark records that no service sent.",
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
            within=FROM_ONE,
            nullable=False,
            origin=BOTH,
            description="Place among the authors, from 1.",
        ),
        Column(name="name", type=pa.string(), nullable=False, origin=BOTH, description="Name as the source prints it."),
        Column(name="s2_author_id", type=pa.string(), origin=S2, description="Semantic Scholar's author id."),
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
            description="Who gave the value: a service, the bundled catalogue, a corpus, or who counted citations.",
        ),
        Column(name="source_record", type=pa.string(), nullable=False, description="The record's key at its source."),
        Column(
            name="fetched_at",
            type=TIME,
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

IDENTIFIERS = Table(
    name="identifiers",
    description="Every identifier that a work was ever known by, also of works that no entry names any more: by these "
    "a work that comes back, or is known by others since, keeps its name.",
    key=("identifier",),
    order=("identifier",),
    columns=(
        Column(name="identifier", type=pa.string(), nullable=False, origin=BOTH, description="As scheme:value."),
        Column(
            name="work_id",
            type=pa.string(),
            nullable=False,
            description="The work; it is in works as long as an entry names it.",
        ),
    ),
)
