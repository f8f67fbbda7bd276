"""The names that works were given, and by which identifiers they are known again. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from pipeline.identifiers import Identifier, parse_identifier
from pipeline.matching.compare import records_of
from pipeline.matching.identity import Group
from pipeline.matching.knowledge import Knowledge
from pipeline.model import SourceRecord
from pipeline.tables.build import to_arrow
from pipeline.tables.schema import IDENTIFIERS, IDENTIFYING

Tables = Mapping[str, pa.Table]


def given_names(last: Tables | None, groups: Sequence[Group], knowledge: Knowledge) -> dict[Identifier, str]:
    """Names that works have, by identifier, also those that the last snapshot only remembered.

    Where a service has merged a work into another record, no work bears its identifiers any more, but they lead there;
    the name goes along, unless the work there has one.

    Args:
        groups: The records of each work that is to be named.
    """
    given = _remembered(last) if last else {}
    borne = {identifier for group in groups for record in group for identifier in record.identifiers}
    left = [(identifier, name) for identifier, name in given.items() if identifier not in borne]
    inherited = {
        identifier: name
        for left_behind, name in sorted(left, key=lambda pair: pair[1], reverse=True)
        for record in records_of(left_behind, knowledge)
        for identifier in record.identifiers
    }
    return {**inherited, **given}


def _remembered(last: Tables) -> dict[Identifier, str]:
    if "identifiers" not in last:
        # A snapshot of an older schema; the columns of works say what they bear.
        works = last["works"].select(["work_id", *IDENTIFYING]).to_pylist()
        pairs = (
            (Identifier(scheme, str(work[column])), work) for work in works for column, scheme in IDENTIFYING.items()
        )
        return {identifier: work["work_id"] for identifier, work in pairs if identifier.value != str(None)}
    read = ((parse_identifier(row["identifier"]), row["work_id"]) for row in last["identifiers"].to_pylist())
    return {identifier: name for identifier, name in read if identifier is not None}


def build_identifiers(work_ids: Mapping[SourceRecord, str], last: Tables | None) -> pa.Table:
    """Every identifier with the work that bears it, and those of works that are gone with the name they had.

    Args:
        work_ids: The work of each record.
    """
    before = last["identifiers"].to_pylist() if last and "identifiers" in last else ()
    known = {row["identifier"]: row["work_id"] for row in before}
    known |= {str(identifier): name for record, name in work_ids.items() for identifier in record.identifiers}
    return to_arrow(IDENTIFIERS, ({"identifier": each, "work_id": name} for each, name in known.items()))
