"""Laws of findings, over small lists of right, wrong, dead, repeated and unknown entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.audit.audit import audit
from pipeline.audit.case import Case, cases_of
from pipeline.audit.finding import FailOn, Finding, FindingKind, Severity, fails
from pipeline.matching.decide import decide
from pipeline.matching.knowledge import Knowledge
from pipeline.model import CuratedEntry, LinkCheck, Service, SourceRecord, Status, Work
from pipeline.sources.port import Answer, Kind
from pipeline.tables.assemble import assemble
from pipeline.tables.build import build_findings
from pipeline.titles import SAME, Relation
from tests.audit.cases import a_work, matched, unmatched
from tests.builders import a_record, an_answer, an_entry, linked_to, steady

KNOWN = {
    "Aligning Language Models with Self-Generated Instructions": "2401.00001",
    "Adaptive Budget Allocation for Parameter-Efficient Tuning": "2401.00002",
    "DocTER: Evaluating Document-based Knowledge Editing": "2401.00003",
}
LISTED = (
    *KNOWN,
    "Aligning language model with self generated instructions",
    "AdaLoRA: Adaptive Budget Allocation for Parameter-Efficient Tuning",
    "A New Benchmark for Evaluating Knowledge Editing",
    "DocTER: Evaluating Document-based Knowledge Editing 2",
    "A Title That Nobody Knows of Anything",
    "\x1b[2J<script>alert(1)</script>\u202e",
)
DEAD = "2412.00001"


def _records() -> list[SourceRecord]:
    return [
        a_record(title, source, arxiv_id=arxiv_id, venue="ICLR 2024", withdrawn=arxiv_id.endswith("2"))
        for title, arxiv_id in KNOWN.items()
        for source in Service
    ]


def _answers() -> list[Answer]:
    records = _records()
    found = {(each.source, str(each.arxiv_id)): (each,) for each in records}
    by_id = [
        an_answer({f"arxiv:{arxiv_id}": found.get((service, arxiv_id), ())}, service)
        for service in Service
        for arxiv_id in (*KNOWN.values(), DEAD)
    ]
    by_title = [an_answer({title: tuple(records[::2])}, Service.SEMANTIC_SCHOLAR, Kind.TITLE) for title in LISTED] + [
        an_answer({title: ()}, Service.ARXIV, Kind.TITLE) for title in LISTED
    ]
    return by_id + by_title


ANSWERS = _answers()

ENTRIES = st.lists(
    st.builds(
        lambda title, arxiv_id, venue, year: (title, arxiv_id, venue, year),
        st.sampled_from(LISTED),
        st.sampled_from([None, DEAD, *KNOWN.values()]),
        st.sampled_from([None, "arXiv", "ICLR", "NeurIPS"]),
        st.sampled_from([None, 2024, 1999]),
    ),
    max_size=6,
).map(
    lambda told: [
        an_entry(
            title,
            entry_id=f"e{place}",
            position=place,
            line=2 * place,
            claimed_venue=venue,
            claimed_year=year,
            **(linked_to(arxiv_id) if arxiv_id else {}),
        )
        for place, (title, arxiv_id, venue, year) in enumerate(told, start=1)
    ]
)


def _cases(entries: Sequence[CuratedEntry]) -> list[Case]:
    knowledge = Knowledge.of(ANSWERS)
    works: dict[SourceRecord, Work] = {}
    for record in _records():
        works[record] = a_work(record.title, work_id=f"arxiv:{record.arxiv_id}", arxiv_id=record.arxiv_id)
    resolutions = [decide(entry, knowledge) for entry in entries]
    first: dict[str, str] = {}
    repeats = {entry.entry_id: first.setdefault(entry.title, entry.entry_id) for entry in entries}
    repeats = {entry_id: original for entry_id, original in repeats.items() if entry_id != original}
    return cases_of(entries, resolutions, knowledge, works=works, repeats=repeats)


@settings(steady, max_examples=30)
@given(ENTRIES)
def test_every_finding_names_an_entry_and_a_work_that_are_there(entries: list[CuratedEntry]) -> None:
    """Place, line and title are the entry's, one of each kind, and the tables say what the findings say."""
    assembled = assemble(entries, Knowledge.of(ANSWERS))
    by_id = {entry.entry_id: entry for entry in entries}
    works = {work.work_id for work in assembled.works}

    for finding in assembled.findings:
        entry = by_id[finding.entry_id]
        assert (finding.position, finding.line, finding.title) == (entry.position, entry.line, entry.title)
        assert finding.work_id is None or finding.work_id in works
        assert finding.message
        assert finding.message == finding.message.strip()
        assert all(finding.evidence)
    assert len({(each.entry_id, each.kind) for each in assembled.findings}) == len(assembled.findings)
    assert assembled.tables["findings"]["kind"].to_pylist() == [each.kind for each in assembled.findings]


@steady
@given(ENTRIES, st.randoms(use_true_random=False))
def test_the_order_of_cases_leaves_no_trace(entries: list[CuratedEntry], chance: Random) -> None:
    """Findings stand in the list's order, the gravest of an entry first."""
    cases = _cases(entries)
    shuffled = list(cases)
    chance.shuffle(shuffled)
    found = audit(cases)

    assert audit(shuffled) == found
    assert [(each.position, each.severity.rank) for each in found] == sorted(
        (each.position, each.severity.rank) for each in found
    )


@steady
@given(ENTRIES)
def test_a_clean_entry_has_no_finding_and_an_undecided_one_has(entries: list[CuratedEntry]) -> None:
    """What is matched under its own title by a link that agrees or none, claims nothing and is no repeat is clean."""
    cases = _cases(entries)
    found = {each.entry_id for each in audit(cases)}
    for case in cases:
        resolution, work = case.resolution, case.work
        right = resolution.relation in SAME and resolution.link_check in (LinkCheck.AGREES, LinkCheck.NONE)
        claims = case.entry.claimed_venue or case.entry.claimed_year
        if resolution.status is Status.MATCHED and right and not claims and case.original is None:
            assert case.entry.entry_id not in found
            assert work is not None
        if resolution.status is not Status.MATCHED:
            assert case.entry.entry_id in found


@steady
@given(ENTRIES)
def test_only_what_is_known_is_proposed(entries: list[CuratedEntry]) -> None:
    """A title or link that is proposed is that of the matched work's records."""
    links = {f"https://arxiv.org/abs/{arxiv_id}" for arxiv_id in KNOWN.values()}
    for finding in audit(_cases(entries)):
        if finding.kind in (FindingKind.WRONG_LINK, FindingKind.DEAD_IDENTIFIER):
            assert finding.proposed is None or finding.proposed in links
        if finding.kind is FindingKind.MISQUOTED_TITLE:
            assert finding.proposed in KNOWN


def test_a_kind_is_told_once_of_an_entry() -> None:
    """A link to the very paper that is nearest by title is one thing to look at, with what both say."""
    near = a_record("Mining Lists: Data Selection for Tuning", arxiv_id="2401.00001")
    case = unmatched(
        Status.CONFLICT,
        entry=an_entry("Mining Lists: Data Selection for Tuning (draft 7)", **linked_to("2401.00001")),
        link_check=LinkCheck.POINTS_ELSEWHERE,
        linked=near,
        suggested=near,
        suggested_work=a_work(near.title),
        relation=Relation.NEAR_MISS,
    )
    (finding,) = audit([case])
    assert finding.message.startswith('the link leads to "Mining Lists')
    assert any(fact.startswith("no paper of this title is known; the closest differs") for fact in finding.evidence)
    assert len(set(finding.evidence)) == len(finding.evidence)


def test_an_empty_list_has_no_findings() -> None:
    """And its table has the declared columns."""
    assert audit([]) == ()
    assert build_findings([]).num_rows == 0


def test_nobody_is_said_to_have_made_a_title_up() -> None:
    """Words that accuse stand in no finding of any kind."""
    entries = [an_entry(title, entry_id=title, position=place) for place, title in enumerate(LISTED, start=1)]
    said = " ".join(f"{each.message} {each.evidence}" for each in audit(_cases(entries))).lower()
    assert not [word for word in ("fabricat", "invent", "fake", "hallucinat", "made up") if word in said]


@pytest.mark.parametrize(
    ("severities", "failing"),
    [
        ((), set()),
        ((Severity.NOTE,), {FailOn.NOTE}),
        ((Severity.NOTE, Severity.WARNING), {FailOn.NOTE, FailOn.WARNING}),
        ((Severity.ERROR,), {FailOn.NOTE, FailOn.WARNING, FailOn.ERROR}),
    ],
)
def test_a_list_fails_from_a_severity_on(severities: tuple[Severity, ...], failing: set[FailOn]) -> None:
    """A finding as grave as asked for, or graver; never where nothing shall fail."""
    finding = _finding()
    findings = [replace(finding, severity=severity) for severity in severities]
    assert {least for least in FailOn if fails(findings, least)} == failing


def _finding() -> Finding:
    (finding,) = audit([unmatched(Status.NOT_FOUND)])
    return finding


def test_what_a_case_does_not_hold_is_not_told() -> None:
    """A link that leads elsewhere without a record of what is there makes no finding that nobody can check."""
    entry = an_entry(**linked_to("2401.00001"))
    assert audit([matched(a_record(), entry=entry, link_check=LinkCheck.POINTS_ELSEWHERE)]) == ()
