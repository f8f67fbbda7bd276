"""A list's text with its corrections, everything else byte for byte as it was. Pure.

What is written is read again: a correction stands only where the list then says what it is to say, and of every
other entry, heading, link and claim what it said before. So nothing rests on a guess of where a title ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from rapidfuzz.distance import Levenshtein

from pipeline.curated.formats import Format, detect
from pipeline.curated.parse import parse_list, plain_text
from pipeline.errors import ListError, UsageError
from pipeline.export.blocks import block_of
from pipeline.export.corrections import Correction, Part
from pipeline.export.owning import is_meant, own_links
from pipeline.export.places import Edit, apply, line_starts, link_places, overlap
from pipeline.export.relinking import label_for, link_edits
from pipeline.export.retitling import title_edits, with_notes
from pipeline.identifiers import identifier_in_url
from pipeline.model import CuratedEntry

SUPPORTED = (Format.MARKDOWN, Format.HTML, Format.TEXT, Format.TITLES)
"""Formats in which a list is given back; in others a title is a value that their own tools write."""
_MOST_WAYS = 10
"""Ways to write a correction that are tried."""
_Wanted = Mapping[tuple[int, Part], str]
"""What is to be said, by position and part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSource:
    """A list as it was saved."""

    text: str
    """As it stands in the file, byte order mark and line ends included."""
    path: str
    fmt: Format
    entries: tuple[CuratedEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something to be written into a list, and the ways to do so, the best first."""

    position: int
    part: Part | None
    """None where what the list says stays the same, as with a badge."""
    new: str
    ways: tuple[tuple[Edit, ...], ...]
    chosen: int = 0
    """Which of the ways is taken."""

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What is written."""
        return self.ways[self.chosen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A list that was corrected."""

    text: str
    made: tuple[Correction, ...]
    left: tuple[Correction, ...]
    """What is to be looked at by hand: the text does not show where it stands, or nothing that it is wrong."""
    changes: tuple[Change, ...] = field(repr=False, default=())


def read_source(body: bytes, path: str, fmt: Format | None) -> ListSource:
    """Read a list so that it can be given back.

    Args:
        fmt: The format that the snapshot was made with, or None where it was told from the text.

    Raises:
        UsageError: It is of a format that is not given back, or not in UTF-8.
        ListError: It is no list.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        told = f"{path}: expected a list in UTF-8, found byte 0x{body[error.start]:02x}; save it in UTF-8 and refresh."
        raise UsageError(told) from None
    chosen = fmt or detect(plain_text(text))
    if chosen not in SUPPORTED:
        told = (
            f"{path}: expected a list in {', '.join(SUPPORTED[:-1])} or {SUPPORTED[-1]}, found {chosen}, which is not "
            "written back; 'papers audit' says line by line what to write."
        )
        raise UsageError(told)
    return ListSource(text=text, path=path, fmt=chosen, entries=parse_list(text, path, chosen).entries)


def correct(source: ListSource, corrections: Iterable[Correction]) -> Corrected:
    """Write corrections into a list; what is not shown to be wrong is left."""
    wanted = tuple(corrections)
    starts = line_starts(source.text)
    changes = (_change(source, each, starts) for each in wanted if each.shown)
    chosen = settle(source, tuple(filter(None, changes)))
    places = {(change.position, change.part) for change in chosen}
    made = tuple(each for each in wanted if (each.position, each.part) in places)
    return Corrected(
        text=written(source, chosen),
        made=made,
        left=tuple(each for each in wanted if each not in made),
        changes=chosen,
    )


def written(source: ListSource, changes: Sequence[Change]) -> str:
    """The list's text with changes made."""
    return apply(source.text, [edit for change in changes for edit in change.edits])


def stretch(source: ListSource, position: int, starts: Sequence[int]) -> tuple[int, int]:
    """The stretch of the text that the entry at a position takes."""
    line = source.entries[position - 1].line
    following = next((entry.line for entry in source.entries[position:] if entry.line > line), None)
    return block_of(source.text, starts, line, following, source.fmt)


def _change(source: ListSource, correction: Correction, starts: Sequence[int]) -> Change | None:
    """The ways to write a correction; None where the entry is not where the snapshot has it, or stands nowhere."""
    entry = source.entries[correction.position - 1] if correction.position <= len(source.entries) else None
    if entry is None or entry.entry_id != correction.entry_id:
        return None
    where = stretch(source, correction.position, starts)
    new = correction.new
    if correction.part is Part.TITLE:
        new = with_notes(correction.old, new)
        found = title_edits(source.text, where, correction.old, new, source.fmt)
        ways = tuple(islice(found, _MOST_WAYS))
    else:
        ways = _ways_to_link(source, where, entry, correction)
    return Change(position=entry.position, part=correction.part, new=new, ways=ways) if ways else None


def _ways_to_link(
    source: ListSource, where: tuple[int, int], entry: CuratedEntry, correction: Correction
) -> tuple[tuple[Edit, ...], ...]:
    """All own links of an entry to the wrong paper at once: as many as it has, else as many as stand there.

    None where it is not sure which are its own, and which name in prose the paper that they lead to.
    """
    wrong = identifier_in_url(correction.old)
    numbers = own_links(entry, wrong) if wrong else None
    if wrong is None or numbers is None:
        return ()
    urls = Counter(entry.links[number].url for number in numbers)
    found = {url: link_places(source.text, where, url, source.fmt) for url in urls}
    places = {url: [at for at in found[url] if is_meant(source.text, at, entry, wrong)] for url in urls}

    def written_at(counts: Mapping[str, int]) -> tuple[Edit, ...]:
        found = ((url, place) for url, count in counts.items() for place in places[url][:count])
        edits = (edit for url, place in found for edit in link_edits(source.text, place, url, correction.new))
        return tuple(dict.fromkeys(edits))

    own, every = written_at(urls), written_at({url: len(found) for url, found in places.items()})
    return tuple(dict.fromkeys([own, every])) if own else ()


def settle(source: ListSource, wanted: Sequence[Change], kept: tuple[Change, ...] = ()) -> tuple[Change, ...]:
    """Those of the changes that do what they are to do, each in the first way that does, beside those that are kept.

    Takes one reading of the list where all do, one more for each further way that some need, and a few for each change
    that bears on more than its own entry.
    """
    while wanted:
        wrong = wrong_entries(source, (*kept, *wanted))
        if wrong is not None and not wrong:
            return (*kept, *wanted)
        blamed = _blamed(wanted, wrong or {})
        if not blamed:
            break
        wanted = [way for each in wanted if (way := _next_way(each) if each in blamed else each)]
    if len(wanted) > 1:
        middle = len(wanted) // 2
        return settle(source, wanted[middle:], settle(source, wanted[:middle], kept))
    other = _next_way(wanted[0]) if wanted else None
    return settle(source, [other], kept) if other else kept


def _blamed(wanted: Sequence[Change], wrong: Mapping[int, Part]) -> set[Change]:
    """Of each entry that is wrong one change: that of the part that is, else any."""
    blamed: dict[int, Change] = {}
    for each in wanted:
        if each.position in wrong and (each.position not in blamed or each.part is wrong[each.position]):
            blamed[each.position] = each
    return set(blamed.values())


def _next_way(change: Change) -> Change | None:
    return replace(change, chosen=change.chosen + 1) if change.chosen + 1 < len(change.ways) else None


def wrong_entries(source: ListSource, changes: Sequence[Change]) -> dict[int, Part] | None:
    """What a list with changes does not say as wanted or as before, by position; None where nothing can be said."""
    if overlap([edit for change in changes for edit in change.edits]):
        return None
    try:
        entries = parse_list(written(source, changes), source.path, source.fmt).entries
    except ListError:
        return None
    new: dict[tuple[int, Part], str] = {(each.position, each.part): each.new for each in changes if each.part}
    if len(entries) != len(source.entries):
        return dict.fromkeys(_misplaced(source.entries, entries, new), Part.TITLE)
    pairs = zip(source.entries, entries, strict=True)
    return {before.position: part for before, after in pairs if (part := _wrong_part(before, after, new))}


def _misplaced(before: Sequence[CuratedEntry], after: Sequence[CuratedEntry], new: _Wanted) -> set[int]:
    """Positions of what is missing, or before which something came up, in a list of other entries."""
    titles = [new.get((entry.position, Part.TITLE), entry.title) for entry in before]
    moved = (op for op in Levenshtein.opcodes(titles, [entry.title for entry in after]) if op.tag != "equal")
    # Where something came up, it is what stands before it that was written wrong.
    return {at for op in moved for at in range(min(op.src_start + 1, op.src_end), op.src_end + 1)}


def _wrong_part(before: CuratedEntry, after: CuratedEntry, new: _Wanted) -> Part | None:
    title, url = (new.get((before.position, part)) for part in Part)
    if after.title != (title or before.title) or _surroundings(before) != _surroundings(after):
        return Part.TITLE
    if len(before.links) != len(after.links):
        return Part.LINK
    wrong = identifier_in_url(before.link or "") if url is not None else None
    own = own_links(before, wrong) or frozenset() if wrong else frozenset()
    for number, (old, here) in enumerate(zip(before.links, after.links, strict=True)):
        label = label_for(old.label, old.url, here.url) if number in own else old.label
        # A title may be the label of a link.
        if here.label != label and (title is None or label != old.label):
            return Part.LINK
    return None if _are_linked(before, after, url, own) else Part.LINK


def _are_linked(before: CuratedEntry, after: CuratedEntry, url: str | None, own: frozenset[int]) -> bool:
    """Whether links lead where they led; with a new address its own to the place of that one there instead."""
    pairs = list(zip(before.links, after.links, strict=True))
    if url is None:
        same = (before.link, before.identifiers) == (after.link, after.identifiers)
        return same and all(old.url == here.url for old, here in pairs)
    wrong, right = identifier_in_url(before.link or ""), identifier_in_url(url)
    others = [pair for number, pair in enumerate(pairs) if number not in own]
    named = any(identifier_in_url(old.url) == wrong for old, _ in others)
    return (
        right is not None
        and identifier_in_url(after.link or "") == right
        # It may stand beside the link as text, too.
        and (wrong == right or named or wrong not in after.identifiers)
        and all(identifier_in_url(pairs[number][1].url) == right for number in own)
        and all(old.url == here.url for old, here in others)
    )


def _surroundings(entry: CuratedEntry) -> tuple[object, ...]:
    return entry.headings, entry.context, entry.claimed_venue, entry.claimed_year, entry.authors
