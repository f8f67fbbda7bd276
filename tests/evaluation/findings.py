"""What was found about the bundled list, held against what is true of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.audit.finding import Finding, FindingKind, Severity
from pipeline.identifiers import LOOKED_UP, identifier_in_url
from pipeline.snapshot.findings import read_findings
from pipeline.snapshot.store import SnapshotStore
from pipeline.titles import title_key
from tests.evaluation.works import rows_of

Truth = dict[str, str | None]
"""A row of the truth about an entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How right findings of some kinds are, as counts of entries."""

    name: str
    told: int
    """Entries with such a finding of which the truth is known."""
    right: int
    """Those of which it is true."""
    true: int
    """Entries of which it is true, told or not."""
    unsure: int = 0
    """Entries with such a finding of which nobody knows the truth; they count for nothing else."""

    @property
    def precision(self) -> float:
        """Share of what was told that is true, in [0, 1]."""
        return self.right / self.told if self.told else 1.0

    @property
    def recall(self) -> float:
        """Share of what is true that was told, in [0, 1]."""
        return self.right / self.true if self.true else 1.0

    def __str__(self) -> str:
        """A row of a table."""
        shares = f"precision {self.precision:7.1%}  recall {self.recall:7.1%}"
        return f"{self.name:<42}{shares}  ({self.right} of {self.told} right, {self.true} true, {self.unsure} unsure)"


def _bad_link(row: Truth) -> bool | None:
    return {"no": True, "yes": False}.get(str(row["link_correct"]))


def _repeats(row: Truth) -> bool:
    others = str(row["same_work_as_entries"] or "").split(",")
    return any(other and int(other) < int(str(row["entry_no"])) for other in others)


def _bad_link_looked_up(row: Truth) -> bool | None:
    """Whether a link that a service can look up is wrong; of other links nothing is asked."""
    identifier = identifier_in_url(str(row["link"] or ""))
    return _bad_link(row) if identifier is not None and identifier.scheme in LOOKED_UP else False


def _found_nowhere(row: Truth) -> bool | None:
    """Whether nothing of the listed title exists; a title that a paper bore in an earlier version does exist."""
    return {"no": True, "yes": False}.get(str(row["gold_exists"]))


def _unknown_paper(row: Truth) -> bool | None:
    """Whether no paper of the listed title exists, be it that something else does."""
    return True if row["is_non_paper"] == "yes" else _found_nowhere(row)


def _is_paper(row: Truth) -> bool:
    return row["gold_exists"] == "yes" and row["is_non_paper"] == "no"


def _titles(row: Truth) -> set[str]:
    titles = [str(row["gold_title"]), *str(row["gold_other_titles"] or "").split("||")]
    return {title_key(title) for title in titles if title.strip()}


def _wrong_year(row: Truth) -> bool | None:
    return {"no": True, "yes": False}.get(str(row["badge_year_ok"]))


def _score(
    name: str,
    findings: Iterable[Finding],
    truth: Sequence[Truth],
    is_true: Callable[[Truth], bool | None],
) -> Score:
    told = {finding.position for finding in findings}
    known = {position: is_true(row) for position, row in enumerate(truth, start=1)}
    return Score(
        name=name,
        told=sum(known[position] is not None for position in told),
        right=sum(known[position] is True for position in told),
        true=sum(each is True for each in known.values()),
        unsure=sum(known[position] is None for position in told),
    )


def _proposals(name: str, findings: Iterable[Finding], is_right: Callable[[Finding], bool]) -> Score:
    proposed = [finding for finding in findings if finding.proposed is not None]
    right = sum(map(is_right, proposed))
    return Score(name=name, told=len(proposed), right=right, true=right)


def _names_the_paper(url: str, row: Truth) -> bool:
    identifier = identifier_in_url(url)
    named = [
        row["gold_arxiv_id"],
        *str(row["gold_alt_arxiv_ids"] or "").split("||"),
        row["gold_doi"],
        row["gold_acl_id"],
    ]
    return identifier is not None and identifier.value in {str(each).strip().lower() for each in named if each}


def scores(folder: Path) -> list[Score]:
    """Measure the findings of a snapshot of the bundled list.

    Args:
        folder: Where the snapshot lies.
    """
    truth = rows_of("seed_gold.csv")
    found = read_findings(SnapshotStore(folder)).found

    def of(*kinds: FindingKind, graver: Collection[Severity] = tuple(Severity)) -> list[Finding]:
        return [each for each in found if each.kind in kinds and each.severity in graver]

    error, warning = (Severity.ERROR,), (Severity.ERROR, Severity.WARNING)
    links = (FindingKind.WRONG_LINK, FindingKind.DEAD_IDENTIFIER)
    titles = {entry.position: title_key(entry.title) for entry in found}

    def misquoted(row: Truth) -> bool:
        return _is_paper(row) and titles.get(int(str(row["entry_no"])), _listed(row)) not in _titles(row)

    return [
        _score("wrong_link, errors", of(links[0], graver=error), truth, _bad_link),
        _score("wrong_link", of(links[0]), truth, _bad_link),
        _score("dead_identifier, errors", of(links[1], graver=error), truth, _bad_link),
        _score("dead_identifier", of(links[1]), truth, _bad_link),
        _score("wrong_link or dead_identifier", of(*links), truth, _bad_link),
        _score("the same, warnings, links looked up", of(*links, graver=warning), truth, _bad_link_looked_up),
        _score("duplicate", of(FindingKind.DUPLICATE), truth, _repeats),
        _score("not_found", of(FindingKind.NOT_FOUND), truth, _found_nowhere),
        _score("not_found or not_a_paper", of(FindingKind.NOT_FOUND, FindingKind.NOT_A_PAPER), truth, _unknown_paper),
        _score("misquoted_title, warnings", of(FindingKind.MISQUOTED_TITLE, graver=warning), truth, misquoted),
        _score("misquoted_title", of(FindingKind.MISQUOTED_TITLE), truth, misquoted),
        _score("claimed_year", of(FindingKind.CLAIMED_YEAR), truth, _wrong_year),
        _proposals(
            "proposed links that name the paper",
            of(*links),
            lambda each: _names_the_paper(str(each.proposed), truth[each.position - 1]),
        ),
        _proposals(
            "proposed titles that are the paper's",
            of(FindingKind.MISQUOTED_TITLE),
            lambda each: title_key(str(each.proposed)) in _titles(truth[each.position - 1]),
        ),
    ]


def _listed(row: Truth) -> str:
    return title_key(str(row["title_as_listed_upstream"]))
