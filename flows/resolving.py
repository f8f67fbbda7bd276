"""Resolve a few titles without publishing anything: the asking stages on a list made of them."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flows.parameters import RefreshParameters
from flows.runtime import in_sandbox, load_catalogue, make_job, make_tools, now, settings
from flows.stages import PlainStages, ask_all
from pipeline.curated.formats import Format
from pipeline.errors import UsageError
from pipeline.matching.compare import Comparison, compare_all
from pipeline.matching.decide import decide
from pipeline.matching.likeness import liken
from pipeline.model import CuratedEntry, Resolution
from pipeline.refresh import recall, staged_entries
from pipeline.sandbox.app import build_app
from pipeline.sandbox.server import serving

_SHOWN_DIFFERENCES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A title's verdict with everything it was held against."""

    entry: CuratedEntry
    resolution: Resolution
    comparisons: tuple[Comparison, ...]

    def differences(self, comparison: Comparison) -> list[str]:
        """The words in which the titles differ and of what kind each difference is: `3 → 4 (number)`; the first few."""
        found = liken(self.entry.title, comparison.candidate.record.title).differences
        return [
            f"{' '.join(each.ours) or '∅'} → {' '.join(each.theirs) or '∅'} ({each.kind.name.lower()})"
            for each in found[:_SHOWN_DIFFERENCES]
        ] + ["…"] * (len(found) > _SHOWN_DIFFERENCES)

    def as_json(self) -> dict[str, Any]:
        """As `papers resolve --json` prints it."""
        record = self.resolution.record
        return {
            "title": self.entry.title,
            "status": self.resolution.status,
            "relation": self.resolution.relation,
            "reason": "; ".join(self.resolution.reasons),
            "matched_title": record.title if record else None,
            "identifiers": [str(identifier) for identifier in record.identifiers] if record else [],
            "candidates": [
                {
                    "title": each.candidate.record.title,
                    "source": each.candidate.record.source,
                    "record": each.candidate.record.record_id,
                    "relation": each.relation,
                    "similarity": round(each.similarity, 1),
                    "probability": each.probability,
                    "speaks_for_it": list(each.evidence.for_it),
                    "speaks_against_it": list(each.evidence.against_it),
                    "differences": self.differences(each),
                }
                for each in self.comparisons
            ],
        }


def resolve_titles(titles: Sequence[str], source: str) -> list[Resolved]:
    """Resolve titles; replies are archived under the name `resolve` and not asked again while young.

    Raises:
        UsageError: A title is blank.
        ServicesUnavailableError: No service answered.
    """
    if any(not title.strip() for title in titles):
        told = "expected titles, found a blank one."
        raise UsageError(told)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="papers-")))
        (folder / "titles.txt").write_text("\n".join(" ".join(title.split()) for title in titles), encoding="utf-8")
        parameters = RefreshParameters.model_validate(
            {
                "list_source": str(folder / "titles.txt"),
                "list_name": "resolve",
                "list_format": Format.TITLES,
                "source": source,
            },
        )
        job = replace(make_job(parameters, settings(), now()), workspace=folder)
        if source == "sandbox":
            job = in_sandbox(job, stack.enter_context(serving(build_app(load_catalogue()))))
        PlainStages().read_list(job)
        ask_all(job, PlainStages())
        knowledge = recall(job, make_tools(job))
        compared = [(entry, compare_all(entry, knowledge)) for entry in staged_entries(job)]
        return [
            Resolved(entry=entry, resolution=decide(entry, knowledge, comparisons), comparisons=comparisons)
            for entry, comparisons in compared
        ]
