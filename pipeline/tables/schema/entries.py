"""The table of entries. Data."""

from __future__ import annotations

import pyarrow as pa

from pipeline.model import LinkCheck, MatchedBy, Status
from pipeline.tables.declare import FROM_ONE, LISTED, PROBABILITY, STRINGS, TIME, YEARS, Column, Table
from pipeline.titles import Relation

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
            name="position",
            type=pa.int32(),
            nullable=False,
            within=FROM_ONE,
            origin=LISTED,
            description="Place in the list, from 1.",
        ),
        Column(
            name="line",
            type=pa.int32(),
            nullable=False,
            within=FROM_ONE,
            origin=LISTED,
            description="Line of the list's text on which the entry begins, from 1.",
        ),
        Column(
            name="headings",
            type=STRINGS,
            nullable=False,
            origin=LISTED,
            description="Headings above the entry, outermost first; empty when the list has none.",
        ),
        Column(
            name="context",
            type=pa.string(),
            origin=LISTED,
            description="What stands above the entry and is no heading: a bullet that gathers it, a bold line.",
        ),
        Column(
            name="title_listed", type=pa.string(), nullable=False, origin=LISTED, description="Title as it is listed."
        ),
        Column(
            name="title",
            type=pa.string(),
            nullable=False,
            origin=LISTED,
            description="Listed title without markup, labels, trailing claims and broken characters.",
        ),
        Column(name="link", type=pa.string(), origin=LISTED, description="URL that the list gives for the paper."),
        Column(
            name="identifiers",
            type=STRINGS,
            nullable=False,
            origin=LISTED,
            description="Identifiers found in the links that lead to the paper, or printed beside it, as scheme:value.",
        ),
        Column(name="claimed_venue", type=pa.string(), origin=LISTED, description="Venue that the list claims."),
        Column(
            name="claimed_year",
            type=pa.int16(),
            unit="year",
            within=YEARS,
            origin=LISTED,
            description="Year that the list claims.",
        ),
        Column(name="authors_listed", type=pa.string(), origin=LISTED, description="Authors as the list prints them."),
        Column(name="status", type=pa.string(), nullable=False, one_of=Status, description="The verdict."),
        Column(name="work_id", type=pa.string(), description="The matched work; null unless status is matched."),
        Column(name="suggested_work_id", type=pa.string(), description="The closest work that was not attached."),
        Column(name="matched_by", type=pa.string(), one_of=MatchedBy, description="What the match rests on."),
        Column(
            name="relation",
            type=pa.string(),
            one_of=Relation,
            description="How the listed title relates to the matched or suggested work's.",
        ),
        Column(
            name="probability",
            type=pa.float64(),
            within=PROBABILITY,
            unit="probability in [0, 1]",
            description="That the matched, else the suggested work is the one meant. Null where there is none, or an "
            "override says so.",
        ),
        Column(
            name="link_check",
            type=pa.string(),
            nullable=False,
            one_of=LinkCheck,
            description="What became of the link.",
        ),
        Column(
            name="duplicate_of",
            type=pa.string(),
            description="First entry of the list that names the same title or work; null for the first itself.",
        ),
        Column(
            name="last_checked_at",
            type=TIME,
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
