"""A document's parts → what in it may be a paper, with all that stands around it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.curated.markup.flow import Block, Fold, FoldEnd, Heading, Item, Paragraph, Run, Style, Table, plain
from pipeline.curated.papers.anchors import badge_text, image_of, read_anchors
from pipeline.curated.papers.candidate import Candidate
from pipeline.curated.papers.details import details_beside, is_details_only
from pipeline.curated.papers.fields import is_field, with_field
from pipeline.curated.papers.grid import read_rows
from pipeline.curated.papers.nesting import Branch, absorb, branch_of, is_group
from pipeline.curated.papers.paragraphs import (
    begins_as_title,
    has_house_badge,
    is_aside,
    is_links_alone,
    is_one_line,
    is_reference,
    is_tagline,
    meant_for_heading,
)
from pipeline.curated.papers.sections import asks_to_open, is_no_list
from pipeline.curated.papers.split import read_units
from pipeline.curated.papers.unit import Evidence, Unit, read_unit
from pipeline.curated.words.clean import clean_heading
from pipeline.curated.words.wording import enough, is_news, is_prose, is_told
from pipeline.model import Problem
from pipeline.titles import collapse

_LONGEST_CONTEXT = 300
_NUMBERED = re.compile(r"\[\d{1,4}\]\s?(?=[^\W\d_]|[\"\u201c])")
"""`[12] A title`: one of the lines of a list of references."""
_MOST_FOLDS = 20
"""Folds within folds; one that is never closed holds all that follows."""


@dataclass(slots=True)
class _Above:
    """A title that stands right above: a heading or a paragraph without links, as long as no paper has it."""

    unit: Unit
    heading: bool
    context: str | None
    """The context that holds if the words are a title and no label."""
    numbered: bool = False
    """It is one of a list's lines by its number, and so is a title without links if nothing below has any."""


class _Collector:
    """Goes through a document's parts in order and collects what may be a paper."""

    def __init__(self) -> None:
        self.levels: list[tuple[int, str]] = []
        self.folds: list[str] = []
        self.context: str | None = None
        self.section = 0
        self.above: _Above | None = None
        self.fields_of: tuple[int, int] | None = None
        """Candidate of which the lines of a list are the fields, and the list's number."""
        self.headed: int | None = None
        """Candidate whose title is the heading that is open; what says authors and venue below it is of this paper."""
        self.right_above: int | None = None
        """Candidate of the paragraph right above; links that stand alone below it are this paper's."""
        self.candidates: list[Candidate] = []
        self.problems: list[Problem] = []

    def read(self, blocks: Iterable[Block]) -> None:
        """Take up all parts."""
        for block in blocks:
            self._take_up(block)
            if not isinstance(block, Paragraph):
                self.right_above = None
        self._leave_above()

    def _take_up(self, block: Block) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Fold(text=text):
                if len(self.folds) < _MOST_FOLDS:
                    self.folds.append(clean_heading(text))
                self.section += 1
                self.context = None
                if not (asks_to_open(text) or is_field(f"{text}:")):
                    self._leave_above()
            case FoldEnd():
                self.folds = self.folds[:-1]
                self.section += 1
                self.context = None
            case Item():
                self._item(block)
            case Paragraph():
                self._paragraph(block)
            case Table():
                self._leave_above()
                self._table(block)

    def _heading(self, heading: Heading) -> None:
        self._leave_above()
        self.levels = [pair for pair in self.levels if pair[0] < heading.level]
        self.levels.append((heading.level, clean_heading(heading.text)))
        self.section += 1
        self.context = self.fields_of = self.headed = None
        unit = read_unit(heading.run) if heading.run else None
        titled = unit is not None and unit.linked and (enough(unit.title) or unit.evidence is Evidence.PAPER)
        if unit and titled and unit.evidence is not Evidence.INSIDE:
            self._add_headed(unit)
            self.headed = len(self.candidates) - 1
        elif heading.level > 1 and enough(heading.text) and not is_no_list(heading.text):
            title = Unit(line=heading.line, title=heading.text, evidence=Evidence.NONE, stands_out=True)
            self.above = _Above(title, heading=True, context=None)

    def _leave_above(self) -> None:
        """Go on from the words above; with a number, or authors and a year below, they were a paper without links."""
        if self.above and (self.above.numbered or is_reference(self.above.unit)):
            self._take_above(self.above.unit)
        self.above = None

    def _add_headed(self, unit: Unit) -> None:
        """A paper whose title is the heading itself stands under the headings above it."""
        self._add(unit, "heading")
        self.candidates[-1].levels = self.candidates[-1].levels[:-1]

    def _take_above(self, unit: Unit) -> None:
        """Add the paper of which the words above give the title."""
        above, self.above = self.above, None
        if above and above.heading:
            self._add_headed(unit)
        elif above:
            self.context = above.context
            self._add(unit, "paragraph")

    def _titled_above(self, unit: Unit, run: Run) -> Unit | None:
        """The paper of which the words right above give the title, and this run no more than links and details."""
        if self.above is None or unit.evidence is not Evidence.PAPER or has_house_badge(run):
            return None
        if unit.title and not is_field(unit.title) and (unit.linked or not is_details_only(run)):
            return None
        if all(each.pictured and not badge_text(image_of(run[each.index])) for each in read_anchors(run)):
            # A figure that links a paper is no link of a title.
            return None
        title = self.above.unit
        if not self.candidates and is_tagline(title.title):
            return None
        claim, authors = details_beside(run, 0, 0, "")
        return unit._replace(
            title=title.title,
            line=title.line,
            claim=title.claim.beside(claim),
            authors=title.authors or authors,
            stands_out=True,
        )

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
        self.fields_of = None
        if heading := meant_for_heading(paragraph):
            self._heading(heading)
            return
        units = read_units(paragraph.run)
        if units and (titled := self._titled_above(units[0], paragraph.run)):
            self._take_above(titled)
            return
        if units and not any(unit.links for unit in units):
            self._words(paragraph, units[0])
            return
        self._leave_above()
        if self.right_above is not None and is_links_alone(paragraph.run) and not has_house_badge(paragraph.run):
            known = self.candidates[self.right_above]
            known.unit = with_field(known.unit, "", units[0])
            return
        so_far = len(self.candidates)
        for unit in units:
            self._unit_of_paragraph(unit)
        self.right_above = so_far if len(self.candidates) == so_far + 1 else None

    def _unit_of_paragraph(self, unit: Unit) -> None:
        stands = unit.title and unit.opens and not (unit.runs_on or _is_said(unit))
        if not self.candidates and not unit.linked and is_tagline(unit.title):
            stands = False
        linked = unit.linked and enough(unit.title) and (unit.claim or unit.authors)
        led = unit.evidence is Evidence.PAPER and (unit.stands_out or begins_as_title(unit.title))
        if stands and (led or linked):
            self._add(unit, "paragraph")
        elif unit.evidence is Evidence.PAPER and not is_no_list(self.levels[-1][1] if self.levels else ""):
            self._tell(unit.line, "paragraph links a paper in the midst of a sentence; passed over.")
        elif stands and unit.stands_out and enough(unit.title):
            self._tell(unit.line, "paragraph has a title, but no link that leads to a paper; passed over.")

    def _words(self, paragraph: Paragraph, unit: Unit) -> None:
        """A paragraph without links: a reference, a title, what is said of the title above, a label, or prose."""
        text = collapse(plain(paragraph.run))
        if self.above and (is_field(text) or is_details_only(paragraph.run)):
            self.above.unit = with_field(self.above.unit, text, None)
            return
        if self.above and self.folds:
            return
        if self.headed is not None and is_details_only(paragraph.run):
            self.candidates[self.headed].unit = with_field(self.candidates[self.headed].unit, text, None)
            return
        bold = all(Style.BOLD in span.style for span in paragraph.run if plain([span]).strip())
        self._leave_above()
        if is_reference(unit):
            self._add(unit, "paragraph")
            return
        if (bold or enough(unit.title)) and not is_aside(unit.title) and (bold or unit.stands_out or is_one_line(text)):
            numbered = _NUMBERED.match(text) is not None
            self.above = _Above(unit, heading=False, context=self.context, numbered=numbered)
        if bold:
            self.context = text[:_LONGEST_CONTEXT]

    def _item(self, item: Item) -> None:
        branch = branch_of(item)
        unit = branch.units[0] if branch.units else None
        goes_on = self.fields_of is not None and self.fields_of[1] == item.group
        if self.fields_of and goes_on and (branch.field or not (unit and unit.title)):
            known = self.candidates[self.fields_of[0]]
            known.unit = with_field(known.unit, branch.text, unit)
            return
        self.fields_of = None
        if unit and self.above and self._begins_fields(branch, unit, item):
            return
        self._leave_above()
        if branch.units or branch.below:
            self._branch(branch, None)
        elif not item.goes_on:
            self._tell(branch.line, "empty bullet; delete it.")

    def _begins_fields(self, branch: Branch, unit: Unit, item: Item) -> bool:
        """Whether a list is that of the fields of the title above; its first line is taken up then."""
        title = self.above.unit if self.above else unit
        if branch.field:
            self._take_above(with_field(title, branch.text, unit))
        elif titled := self._titled_above(unit, item.run):
            self._take_above(titled)
        elif self.above and self.above.heading and not unit.title and unit.evidence is Evidence.ELSEWHERE:
            # `[Code](url)`, and the paper in the next line.
            self._take_above(with_field(title, branch.text, unit))
        else:
            return False
        self.fields_of = (len(self.candidates) - 1, item.group)
        return True

    def _branch(self, branch: Branch, above: str | None) -> None:
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


def _is_said(unit: Unit) -> bool:
    """Whether a title is a sentence; what a link bears may begin as one does (`See, Hear, and Read`)."""
    return is_news(unit.title) or is_told(unit.title) or (not unit.linked and is_prose(unit.title))


def collect(blocks: Iterable[Block]) -> tuple[list[Candidate], list[Problem]]:
    """Give what may be a paper in the order of the document, and problems for lines that cannot be one."""
    collector = _Collector()
    collector.read(blocks)
    return collector.candidates, collector.problems
