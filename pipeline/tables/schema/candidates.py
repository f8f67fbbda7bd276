"""The table of what was considered for each entry. Data."""

from __future__ import annotations

import pyarrow as pa

from pipeline.matching.people import Agreement
from pipeline.model import FoundBy
from pipeline.tables.declare import (
    BOTH,
    COUNTS,
    FROM_ONE,
    PERCENT,
    PROBABILITY,
    STRINGS,
    TIME,
    YEARS,
    Column,
    Table,
)
from pipeline.titles import Relation

CANDIDATES = Table(
    name="candidates",
    description="One row per entry and record that was held against it: what speaks for it being the paper that is "
    "meant, the nearest first.",
    key=("entry_id", "rank"),
    order=("entry_id", "rank"),
    references=(("entry_id", "entries", "entry_id"), ("work_id", "works", "work_id")),
    columns=(
        Column(name="entry_id", type=pa.string(), nullable=False, description="The entry."),
        Column(
            name="rank",
            type=pa.int32(),
            nullable=False,
            within=FROM_ONE,
            description="Place among the entry's candidates, from 1, the nearest first; what decides is not the rank.",
        ),
        Column(
            name="source",
            type=pa.string(),
            nullable=False,
            description="Who described it, in provenance's words: a service, or what answered in its place.",
        ),
        Column(name="source_record", type=pa.string(), nullable=False, description="The record's key at its source."),
        Column(
            name="found_by",
            type=pa.string(),
            nullable=False,
            one_of=FoundBy,
            description="How it was found: under an identifier of the entry, whether or not the title found it too, or "
            "by the title alone.",
        ),
        Column(
            name="identifiers",
            type=STRINGS,
            nullable=False,
            origin=BOTH,
            description="Identifiers that the record bears, as scheme:value, the steadiest first.",
        ),
        Column(name="title", type=pa.string(), nullable=False, origin=BOTH, description="Title of the record."),
        Column(
            name="year",
            type=pa.int16(),
            unit="year",
            within=YEARS,
            origin=BOTH,
            description="Year of publication as the record says.",
        ),
        Column(
            name="relation",
            type=pa.string(),
            nullable=False,
            one_of=Relation,
            description="How the listed title relates to the record's.",
        ),
        Column(
            name="similarity",
            type=pa.float64(),
            nullable=False,
            unit="percent",
            within=PERCENT,
            description="Letters that the titles have in common; ranks, and decides nothing.",
        ),
        Column(
            name="weight_in_common",
            type=pa.float64(),
            nullable=False,
            unit="share in [0, 1]",
            within=PROBABILITY,
            description="Weight of the words in common as a share of the heavier title's; rare words weigh more.",
        ),
        Column(
            name="bits_in_common",
            type=pa.float64(),
            nullable=False,
            unit="bits",
            within=COUNTS,
            description="Weight of the words in common.",
        ),
        Column(
            name="titles_agree",
            type=pa.bool_(),
            nullable=False,
            description="True when the titles say that it is the paper that is meant, and the authors do not say "
            "otherwise.",
        ),
        Column(
            name="link_backs_it",
            type=pa.bool_(),
            nullable=False,
            description="True when the entry's own link leads to it, and the titles have enough in common for one to "
            "be the other renamed or misquoted.",
        ),
        Column(
            name="authors",
            type=pa.string(),
            nullable=False,
            one_of=Agreement,
            description="Whether the listed authors are the record's; unknown where one of them names none.",
        ),
        Column(
            name="years_apart",
            type=pa.int16(),
            unit="years",
            within=COUNTS,
            description="Years between the claimed and the recorded one; null where one of them is unknown.",
        ),
        Column(
            name="same_venue",
            type=pa.bool_(),
            nullable=False,
            description="True when it was published where the list says.",
        ),
        Column(
            name="evidence_for",
            type=STRINGS,
            nullable=False,
            description="What beside the title speaks for it: link, authors, year, venue.",
        ),
        Column(
            name="evidence_against",
            type=STRINGS,
            nullable=False,
            description="What beside the title speaks against it: authors, year.",
        ),
        Column(
            name="probability",
            type=pa.float64(),
            nullable=False,
            unit="probability in [0, 1]",
            within=PROBABILITY,
            description="That it is the paper that is meant, by a model over this evidence.",
        ),
        Column(
            name="chosen",
            type=pa.bool_(),
            nullable=False,
            description="True for the record that the entry's match rests on; there is one where status is matched, "
            "unless the match was carried.",
        ),
        Column(
            name="suggested",
            type=pa.bool_(),
            nullable=False,
            description="True for the record that is suggested, where none was attached.",
        ),
        Column(
            name="work_id",
            type=pa.string(),
            description="The work that the record was merged into; null where it is in none of this snapshot.",
        ),
        Column(
            name="fetched_at",
            type=TIME,
            nullable=False,
            unit="UTC",
            description="When the reply was received that holds the record.",
        ),
    ),
)
