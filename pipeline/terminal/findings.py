"""What people and programs see of findings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from pipeline.audit.finding import Finding, Severity
from pipeline.plural import counted
from pipeline.snapshot.findings import Findings
from pipeline.terminal.console import new_console, plain, write

_GONE, _COME = r"\[-.+?-\]", r"\{\+.+?\+\}"
"""How `word_diff` marks words of the listed title and those in their place."""
_COLOUR = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """A finding as `papers audit --json` prints it."""
    return {
        "kind": finding.kind,
        "severity": finding.severity,
        "position": finding.position,
        "line": finding.line,
        "title": finding.title,
        "message": finding.message,
        "evidence": list(finding.evidence),
        "proposed": finding.proposed,
    }


def write_findings(findings: Findings) -> None:
    """Print one JSON object a line, in ASCII, so that no title steers the terminal it is shown in."""
    write(json.dumps(finding_as_json(finding)) for finding in findings.found)


def show_findings(findings: Findings, *, all_evidence: bool = False) -> None:
    """Print findings as tables, the gravest first, each with the line of the list it is about and what it rests on.

    Args:
        all_evidence: Also what notes rest on, of which a list has many.
    """
    console = new_console()
    with console.capture() as printed:
        for severity in Severity:
            if some := [each for each in findings.found if each.severity is severity]:
                console.print(_table(severity, some, evidence=all_evidence or severity is not Severity.NOTE))
                console.print()
        console.print(plain(_summary(findings)))
    write(line.rstrip() for line in printed.get().splitlines())


def _table(severity: Severity, findings: Sequence[Finding], *, evidence: bool) -> Table:
    table = Table(title=f"{severity} ({len(findings)})", title_justify="left", title_style=_COLOUR[severity], box=None)
    table.add_column("line", justify="right", no_wrap=True)
    table.add_column("kind", no_wrap=True, style=_COLOUR[severity])
    table.add_column("entry and finding", overflow="fold")
    for finding in findings:
        said = [plain(finding.title, style="bold"), _worded(finding.message)]
        if evidence:
            said += [Text("  ").append_text(_worded(fact, style="dim")) for fact in finding.evidence]
        if finding.proposed:
            said.append(plain(f"proposed: {finding.proposed}", style="green"))
        table.add_row(str(finding.line), finding.kind, Text("\n").join(said))
    return table


def _worded(text: str, style: str = "") -> Text:
    """A sentence, the words in which two titles differ in colour; their signs stay for those without."""
    shown = plain(text, style=style)
    shown.highlight_regex(_GONE, "red strike")
    shown.highlight_regex(_COME, "green")
    return shown


def _summary(findings: Findings) -> str:
    counts = {severity: sum(1 for each in findings.found if each.severity is severity) for severity in Severity}
    told = ", ".join(counted(count, severity) for severity, count in counts.items() if count)
    said = f"{findings.list_name}, snapshot {findings.snapshot_id}: {told or 'nothing found'}."
    return f"{said} From the sandbox: no service was asked." if findings.sandbox else said
