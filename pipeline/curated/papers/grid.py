"""Tables → the paper of each row. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.curated.markup.flow import Cell, Kind, Row, Run, Table, plain
from pipeline.curated.papers.columns import TITLED, Role, role_of
from pipeline.curated.papers.details import lines_of
from pipeline.curated.papers.fields import MOST_LINKS
from pipeline.curated.papers.split import read_units
from pipeline.curated.papers.unit import Evidence, Unit
from pipeline.curated.words.claims import NO_CLAIM, Claim, is_claim, read_claim
from pipeline.curated.words.names import read_authors
from pipeline.curated.words.wording import enough, is_title_case
from pipeline.hosts import Place, place_of
from pipeline.titles import collapse

_MAX_COLUMNS = 200


_SESSIONS = re.compile(r"\b(?:lecture|presenters?|session|speakers?|topics?|week)\b", re.IGNORECASE)
_LONGEST_CLAIM = 80
_WORDED = re.compile(r"\w")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table with every cell in its column, whatever rows and columns other cells take."""

    roles: list[Role]
    rows: list[tuple[Row, list[tuple[int, Cell]]]]


def _place(rows: list[Row]) -> list[tuple[Row, list[tuple[int, Cell]]]]:
    taken: dict[int, int] = {}
    placed = []
    for row in rows:
        column, cells = 0, []
        for cell in row.cells[:_MAX_COLUMNS]:
            while taken.get(column, 0) > 0:
                column += 1
            cells.append((column, cell))
            for each in range(column, min(column + cell.columns, _MAX_COLUMNS)):
                taken[each] = cell.rows
            column += cell.columns
        taken = {each: left - 1 for each, left in taken.items() if left > 1}
        placed.append((row, cells))
    return placed


def _text(run: Run) -> str:
    return collapse(plain(run))


def _is_header(cells: list[tuple[int, Cell]], *, first: bool) -> bool:
    """Whether a row names its columns: all cells are marked so, or a first row has nothing but such names."""
    if all(cell.header for _, cell in cells):
        return True
    texts = [_text(cell.run) for _, cell in cells]
    named = sum(1 for text in texts if role_of(text) is not Role.OTHER)
    linked = any(span.kind is Kind.LINK for _, cell in cells for span in cell.run)
    return first and not linked and named >= max(1, len(cells) // 2)


def _grid(table: Table) -> _Grid:
    placed = [pair for pair in _place(table.rows) if pair[1]]
    roles: list[Role] = []
    heads = 0
    while heads < len(placed) and _is_header(placed[heads][1], first=not roles):
        for column, cell in placed[heads][1]:
            roles += [Role.OTHER] * (column + 1 - len(roles))
            roles[column] = role_of(_text(cell.run))
        heads += 1
    titled = any(role in TITLED for role in roles)
    headers = " ".join(_text(cell.run) for _, cells in placed[:heads] for _, cell in cells)
    becomes = {Role.PUBLICATION: Role.VENUE if titled else Role.PAPER}
    if _SESSIONS.search(headers):
        becomes[Role.DATE] = Role.SESSION
    return _Grid([becomes.get(role, role) for role in roles], placed[heads:])


def _cell_claim(role: Role, run: Run) -> Claim:
    """What a cell claims, line by line; the first line of a column of venues is one, whatever its words."""
    claim = NO_CLAIM
    if role is Role.SESSION:
        return claim
    for number, (_, text, _) in enumerate(lines_of(run)[:_MOST_LINES]):
        if len(text) > _LONGEST_CLAIM or not _WORDED.search(text):
            continue
        if is_claim(text) or (role is Role.VENUE and number == 0):
            claim = claim.beside(read_claim(text))
        elif role is Role.DATE:
            short = _SHORT_DATE.fullmatch(text.strip())
            claim = claim.beside(
                Claim(year=2000 + int(short["year"])) if short else read_claim(text)._replace(venue=None)
            )
    return claim


_MOST_LINES = 6
_SHORT_DATE = re.compile(r"(?P<year>[012]\d)[./-]?(?:0[1-9]|1[0-2])")
"""`2308` and `20.10`, in a column of dates."""


@dataclass(slots=True)
class _Column:
    at: int
    """Which column of the table it stands in, from 0."""
    role: Role
    run: Run
    units: list[Unit]

    @property
    def titled(self) -> bool:
        return bool(self.units and self.units[0].title)

    @property
    def names_people(self) -> bool:
        """Whether the cell holds what says who wrote the paper (`[J. Ho et al.](url)`), or no letter at all."""
        title = self.units[0].title if self.units else ""
        people = "et al" in title and read_authors(title) is not None
        return people or not _LETTER.search(title)

    @property
    def links_paper(self) -> bool:
        """Whether a title in the cell is the label of a paper's link."""
        return bool(
            self.units
            and self.units[0].linked
            and self.units[0].evidence is Evidence.PAPER
            and enough(self.units[0].title)
        )


def _main(columns: list[_Column], worded: set[int]) -> _Column | None:
    """The cell that holds the title: a title by its header, then by its form, then the name in the row.

    Args:
        columns: The row's cells.
        worded: Columns whose cells read like titles, most of them.
    """
    titled = [each for each in columns if each.titled and not each.names_people]
    likely = [each for each in titled if each.role not in (Role.VENUE, Role.DATE, Role.AUTHORS) or each.links_paper]
    linked = any(each.links_paper for each in likely)
    by_people = any(each.role is Role.NAME and each.titled and each.names_people for each in columns)
    ways: tuple[Callable[[_Column], bool], ...] = (
        lambda each: each.role in TITLED and enough(each.units[0].title) and (each.links_paper or not linked),
        lambda each: each.links_paper,
        lambda each: each.units[0].stands_out and enough(each.units[0].title) and not each.units[0].linked,
        lambda each: each.role in TITLED,
        lambda each: each.at in worded and enough(each.units[0].title),
        lambda each: each.role is Role.NAME,
        lambda each: not is_claim(each.units[0].title) and not by_people,
    )
    return next((each for way in ways for each in likely if way(each)), None)


def _join(main: Unit, others: list[_Column], *, named: bool) -> Unit:
    """Join what the cells of a row say of its paper.

    Args:
        main: What the title's cell says.
        others: The other cells.
        named: The title stands in a column that says it holds papers, so that its link is one wherever it leads.
    """
    claim, authors = main.claim, main.authors
    links, papers, evidence = main.links, main.papers, main.evidence
    if evidence is Evidence.ELSEWHERE and named and enough(main.title) and main.linked:
        evidence = Evidence.PAPER
    for column in others:
        text = _text(column.run)
        claim = claim.beside(_cell_claim(column.role, column.run))
        if column.role is Role.AUTHORS:
            authors = authors or text or None
        elif authors is None and column.role in (Role.OTHER, Role.PAPER, Role.TITLE):
            authors = read_authors(text)
        for unit in column.units:
            claim = claim if column.role is Role.SESSION else claim.beside(unit.claim)
            links += unit.links if len(links) < MOST_LINKS else ()
            if (
                unit.evidence is Evidence.PAPER
                and column.role is not Role.CODE
                and not (unit.linked and enough(unit.title) and papers)
            ):
                papers, evidence = papers + unit.papers, Evidence.PAPER
    if evidence is not Evidence.PAPER and claim.venue and is_claim(claim.venue):
        evidence = Evidence.CLAIMED
    if evidence is Evidence.NONE and links:
        unknown = any(unit.evidence is Evidence.UNKNOWN for column in others for unit in column.units)
        evidence = Evidence.UNKNOWN if unknown else Evidence.ELSEWHERE
    papers = tuple(dict.fromkeys(sorted(papers, key=lambda url: place_of(url) is not Place.PAPER)))
    return main._replace(claim=claim, authors=authors, links=links, papers=papers, evidence=evidence)


def _units(run: Run) -> list[Unit]:
    """The papers a cell names; a number, a date or a venue without a link names none."""
    bare = not any(span.kind is Kind.LINK for span in run)
    text = _text(run) if bare else ""
    return [] if bare and (not text.strip("-\u2013\u2014 ") or is_claim(text)) else read_units(run)


def _columns(grid: _Grid, cells: list[tuple[int, Cell]]) -> list[_Column]:
    roles = (grid.roles[at] if at < len(grid.roles) else Role.OTHER for at, _ in cells)
    return [_Column(at, role, cell.run, _units(cell.run)) for (at, cell), role in zip(cells, roles, strict=True)]


def _worded(rows: list[list[_Column]]) -> set[int]:
    """Columns of no known role whose cells read like titles, most of them, and no two the same."""
    titles: dict[int, list[str]] = defaultdict(list)
    for columns in rows:
        for each in columns:
            if each.role in (Role.OTHER, Role.PARTY):
                titles[each.at].append(each.units[0].title if each.units else "")
    return {
        at
        for at, texts in titles.items()
        if len(set(texts)) == len(texts) > 1 and sum(map(_reads_as_title, texts)) >= _MOST * len(texts)
    }


_MOST = 0.6
_WORDS_OF_TITLE = 4


def _reads_as_title(text: str) -> bool:
    worded = len(text.split()) >= _WORDS_OF_TITLE and is_title_case(text)
    return worded and not is_claim(text) and read_authors(text) is None


def read_rows(table: Table) -> list[tuple[int, list[Unit]]]:
    """Read each row that is no header: its line and the papers it names, none for a row without words."""
    grid = _grid(table)
    read = [(row.line, _columns(grid, cells)) for row, cells in grid.rows]
    worded = _worded([columns for _, columns in read])
    papers = [(line, _papers_of(columns, worded)) for line, columns in read]
    dated = any(role in (Role.VENUE, Role.DATE) for role in grid.roles) and any(role in TITLED for role in grid.roles)
    listed = dated and any(unit.evidence is Evidence.PAPER for _, units in papers for unit in units)
    return [(line, [_as_listed(unit) if listed else unit for unit in units]) for line, units in papers]


def _as_listed(unit: Unit) -> Unit:
    """A paper of a table of papers: there a linked title is one, wherever it leads."""
    titled = unit.evidence is Evidence.UNKNOWN and unit.linked and enough(unit.title)
    return unit._replace(evidence=Evidence.CLAIMED) if titled else unit


def _papers_of(columns: list[_Column], worded: set[int]) -> list[Unit]:
    main = _main(columns, worded)
    titled = [each for each in columns if each.role in TITLED]
    empty = bool(titled) and not any(plain(each.run).strip(" -\u2013\u2014") for each in titled)
    units = [unit for column in columns for unit in column.units]
    nameless = [unit for unit in units if not unit.title]
    if empty and not (main and (main.role is Role.NAME or main.links_paper)):
        return [unit for unit in nameless if unit.evidence is Evidence.PAPER]
    if main is None:
        return nameless if any(unit.evidence is Evidence.PAPER for unit in nameless) else units
    others = [column for column in columns if column is not main]
    return [_join(main.units[0], others, named=main.role is Role.PAPER), *main.units[1:]]
