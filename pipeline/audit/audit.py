"""Entries with their verdicts → findings. Pure; what makes one, and why no more, is DECISIONS.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.audit.case import Case
from pipeline.audit.claims import claim_findings
from pipeline.audit.finding import Finding, FindingKind
from pipeline.audit.links import link_findings
from pipeline.audit.titles import repeat_findings, title_findings

_JUDGES = (link_findings, title_findings, repeat_findings, claim_findings)


def audit(cases: Iterable[Case]) -> tuple[Finding, ...]:
    """Everything a curator should see, in the list's order, the gravest of an entry first.

    An entry that was matched under its own title, by a link that agrees or none, is told of only where its
    paper was withdrawn, stands above already, or is claimed to be what its record says it is not.
    """
    found = (finding for case in cases for finding in _of(case))
    return tuple(sorted(found, key=lambda each: each.order))


def _of(case: Case) -> Iterable[Finding]:
    """What is found of an entry, each kind once, the graver of two with what the other says among its evidence."""
    told: dict[FindingKind, Finding] = {}
    for judge in _JUDGES:
        for finding in judge(case):
            other = told.setdefault(finding.kind, finding)
            if other is not finding:
                told[finding.kind] = _joined(*sorted([other, finding], key=lambda each: each.severity.rank))
    return told.values()


def _joined(graver: Finding, milder: Finding) -> Finding:
    evidence = dict.fromkeys([*graver.evidence, milder.message, *milder.evidence])
    return replace(graver, evidence=tuple(evidence), proposed=graver.proposed or milder.proposed)
