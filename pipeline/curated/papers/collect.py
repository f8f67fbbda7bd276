"""A document's parts → what in it may be a paper, with all that stands around it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.curated.markup.flow import Block, Fold, FoldEnd, Heading, Item, Kind, Paragraph, Style, Table, plain
from pipeline.curated.papers.details import is_details, read_details
from pipeline.curated.papers.grid import read_rows
from pipeline.curated.papers.nesting import Branch, absorb, branch_of, is_group
from pipeline.curated.papers.sections import is_contents, is_no_list
from pipeline.curated.papers.split import read_units
from pipeline.curated.papers.unit import Evidence, Unit, read_unit
from pipeline.curated.words.claims import is_claim
from pipeline.curated.words.clean import clean_heading
from pipeline.curated.words.names import read_authors
from pipeline.curated.words.wording import enough, is_prose
from pipeline.model import Problem
from pipeline.titles import collapse

_LONGEST_CONTEXT = 300


@dataclass(slots=True, kw_only=True)
class Candidate:
    """What may be a paper, and where it stands."""

    unit: Unit
    levels: tuple[tuple[int, str], ...]
    folds: tuple[str, ...]
    context: str | None
    """What stands above it as a label: a bullet that gathers it, a bold line."""
    section: int
    """Number of the part between two headings; unique within a document."""
    group: int
    """Number of the list it stands in, 0 outside of lists."""
    what: str
    """`bullet`, `row`, `paragraph` or `heading`."""

    @property
    def names(self) -> list[str]:
        """The headings above it, outermost first."""
        return [name for _, name in self.levels]

    @property
    def stands_under_no_list(self) -> bool:
        """Whether the nearest heading that is no date says that no papers are listed below it."""
        nearest = next((name for name in reversed(self.names) if not is_claim(name)), "")
        return is_no_list(nearest) and not (is_contents(nearest) and nearest != self.names[-1])


class _Collector:
    """Goes through a document's parts in order and collects what may be a paper."""

    def __init__(self) -> None:
        self.levels: list[tuple[int, str]] = []
        self.folds: list[str] = []
        self.context: str | None = None
        self.section = 0
        self.heading: Heading | None = None
        """The last heading, as long as nothing stands below it."""
        self.candidates: list[Candidate] = []
        self.problems: list[Problem] = []

    def read(self, blocks: Iterable[Block]) -> None:
        """Take up all parts."""
        for block in blocks:
            match block:
                case Heading():
                    self._heading(block)
                    continue
                case Fold(text=text):
                    self.folds.append(clean_heading(text))
                    self.section += 1
                case FoldEnd():
                    self.folds = self.folds[:-1]
                    self.section += 1
                case Item():
                    self._branch(branch_of(block), None)
                case Paragraph():
                    self._paragraph(block)
                case Table():
                    self._table(block)
            if not isinstance(block, FoldEnd):
                self.heading = None

    def _heading(self, heading: Heading) -> None:
        self.levels = [pair for pair in self.levels if pair[0] < heading.level]
        self.levels.append((heading.level, clean_heading(heading.text)))
        self.section += 1
        self.context = None
        self.heading = heading
        if heading.run and (unit := read_unit(heading.run)) and unit.linked and unit.evidence is Evidence.PAPER:
            self._add_titled(unit)

    def _add_titled(self, unit: Unit) -> None:
        """A paper whose title is the heading itself stands under the headings above it."""
        self._add(unit, "heading")
        self.candidates[-1].levels = self.candidates[-1].levels[:-1]
        self.heading = None

    def _headed(self, unit: Unit) -> Unit | None:
        """The paper of which the heading right above gives the title and this run the links."""
        heading = self.heading
        if heading is None or unit.evidence is not Evidence.PAPER or heading.level == 1 or not enough(heading.text):
            return None
        authors = read_authors(unit.title) or read_details(unit.title)[1]
        untitled = not unit.title or is_details(unit.title)
        if not untitled or is_no_list(heading.text):
            return None
        return replace(unit, title=heading.text, line=heading.line, authors=unit.authors or authors, stands_out=True)

    def _add(self, unit: Unit, what: str, context: str | None = None, group: int = 0) -> None:
        self.candidates.append(
            Candidate(
                unit=unit,
                levels=tuple(self.levels),
                folds=tuple(self.folds),
                context=context or self.context,
                section=self.section,
                group=group,
                what=what,
            ),
        )

    def _tell(self, line: int, message: str) -> None:
        self.problems.append(Problem(line=line, message=message))

    def _table(self, table: Table) -> None:
        for line, units in read_rows(table):
            for unit in units:
                if unit.title:
                    self._add(unit, "row")
                elif unit.evidence is Evidence.PAPER and unit.papers:
                    self._tell(line, "row links a paper but gives no title; passed over. Give it a title.")

    def _paragraph(self, paragraph: Paragraph) -> None:
        if heading := _meant_for_heading(paragraph):
            self._heading(heading)
            return
        units = read_units(paragraph.run)
        if units and (headed := self._headed(units[0])):
            self._add_titled(headed)
            return
        for unit in units:
            if unit.evidence is not Evidence.PAPER:
                continue
            if unit.title and unit.opens and (unit.stands_out or not is_prose(unit.title)):
                self._add(unit, "paragraph")
            elif not is_no_list(self.levels[-1][1] if self.levels else ""):
                self._tell(unit.line, "paragraph links a paper in the midst of a sentence; passed over.")
        bold = all(Style.BOLD in span.style for span in paragraph.run if plain([span]).strip())
        if bold and not any(unit.links for unit in units):
            self.context = collapse(plain(paragraph.run))[:_LONGEST_CONTEXT]

    def _branch(self, branch: Branch, above: str | None) -> None:
        if not branch.units and not branch.below:
            self._tell(branch.line, "empty bullet; delete it.")
            return
        if branch.units and above is None and (headed := self._headed(branch.units[0])):
            self._add_titled(headed)
            return
        branch = absorb(branch)
        gathers = is_group(branch)
        label = branch.text if gathers and not branch.units[0].links else branch.label
        context = label[:_LONGEST_CONTEXT] if label else above
        for unit in () if gathers else branch.units:
            self._unit_of_item(unit, context, branch.group)
        for each in branch.below:
            self._branch(each, context)

    def _unit_of_item(self, unit: Unit, above: str | None, group: int) -> None:
        if unit.title:
            self._add(unit, "bullet", above, group)
        elif unit.evidence is Evidence.ELSEWHERE:
            self._tell(unit.line, "bullet links code, data or a page only, no paper; passed over.")
        elif unit.evidence is not Evidence.INSIDE:
            self._tell(unit.line, "bullet has no title; expected '- Title [Paper](url)'. Give it a title or delete it.")


_HASHES = re.compile(r"(?P<level>#{1,6})(?P<text>[^\s#].{0,150})")


def _meant_for_heading(paragraph: Paragraph) -> Heading | None:
    """`##Surveys`, which Markdown takes for a paragraph for want of a blank."""
    text = plain(paragraph.run).strip()
    found = _HASHES.fullmatch(text)
    if found is None or any(span.kind is Kind.LINK for span in paragraph.run):
        return None
    return Heading(line=paragraph.line, level=len(found["level"]), text=found["text"].strip(" #"))


def collect(blocks: Iterable[Block]) -> tuple[list[Candidate], list[Problem]]:
    """Give what may be a paper in the order of the document, and problems for lines that cannot be one."""
    collector = _Collector()
    collector.read(blocks)
    return collector.candidates, collector.problems
