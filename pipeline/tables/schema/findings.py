"""The table of findings, declared once. Data."""

from __future__ import annotations

import pyarrow as pa

from pipeline.audit.finding import FindingKind, Severity
from pipeline.tables.declare import Column, Table
from pipeline.tables.schema.entries import ENTRIES

FINDINGS = Table(
    name="findings",
    description="What the list's curator should see; at most one of a kind for an entry, its gravest first.",
    key=("entry_id", "kind"),
    order=("position",),
    references=(("entry_id", "entries", "entry_id"), ("work_id", "works", "work_id")),
    columns=(
        ENTRIES.column("entry_id"),
        Column(name="kind", type=pa.string(), nullable=False, description="What it is.", one_of=FindingKind),
        Column(
            name="severity",
            type=pa.string(),
            nullable=False,
            one_of=Severity,
            description="How grave it is: a source that has to know shows an error; a warning "
            "needs a look; a note is worth knowing.",
        ),
        ENTRIES.column("position"),
        ENTRIES.column("line"),
        ENTRIES.column("title"),
        Column(name="message", type=pa.string(), nullable=False, description="What is wrong, in one sentence."),
        Column(
            name="evidence",
            type=pa.list_(pa.string()),
            nullable=False,
            description="What it rests on, a fact each: what the link leads to, what was asked and when, the paper.",
        ),
        Column(
            name="proposed",
            type=pa.string(),
            description="What to write in its place: a title for misquoted_title, a link for wrong_link and "
            "dead_identifier, a year for claimed_year, a venue for claimed_venue and published_elsewhere. Null where "
            "nothing is sure.",
        ),
        Column(name="work_id", type=pa.string(), description="The matched or suggested work that it speaks of."),
    ),
)
