"""Cases with defaults, so that a test names only what it is about."""

from __future__ import annotations

from typing import Any

from pipeline.audit.audit import audit
from pipeline.audit.case import Case
from pipeline.audit.finding import Finding
from pipeline.model import Author, LinkCheck, MatchedBy, Resolution, SourceRecord, Status, Work
from pipeline.titles import Relation
from tests.builders import an_entry


def a_work(title: str = "A Study of Lists", **changes: Any) -> Work:
    """A work of 2024 by one author, on arXiv since that year."""
    told: dict[str, Any] = {"year": 2024, "authors": (Author(name="Ada Example"),), "arxiv_id": "2401.00001"}
    return Work(**({"work_id": "w1", "title": title, "source": "arxiv"} | told | changes))


def matched(record: SourceRecord, work: Work | None = None, **changes: Any) -> Case:
    """An entry that was matched to the work of a record; `entry` and `linked` go to the case, others to the verdict."""
    entry = changes.pop("entry", None) or an_entry(record.title)
    linked = changes.pop("linked", None)
    told: dict[str, Any] = {
        "entry_id": entry.entry_id,
        "status": Status.MATCHED,
        "link_check": LinkCheck.NONE,
        "record": record,
        "matched_by": MatchedBy.TITLE,
        "relation": Relation.EXACT,
        "reasons": ("found by its title",),
    }
    return Case(
        entry=entry, resolution=Resolution(**(told | changes)), work=work or a_work(record.title), linked=linked
    )


def unmatched(status: Status, **changes: Any) -> Case:
    """An entry of another status; `entry`, `linked`, `suggested_work` and `asked` go to the case."""
    entry = changes.pop("entry", None) or an_entry()
    of_case = {name: changes.pop(name) for name in ("linked", "asked") if name in changes}
    told: dict[str, Any] = {"entry_id": entry.entry_id, "status": status, "link_check": LinkCheck.NONE}
    suggested = changes.pop("suggested_work", None)
    resolution = Resolution(**(told | {"reasons": ("for a reason",)} | changes))
    return Case(entry=entry, resolution=resolution, suggested=suggested, **of_case)


def findings_of(case: Case) -> dict[str, Finding]:
    """What is found of a case, by kind."""
    return {str(finding.kind): finding for finding in audit([case])}
