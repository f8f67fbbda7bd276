"""BibTeX → raw entries. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    Field,
    ParsingFailedBlock,
    String,
)

from pipeline.curated.raw import RawEntry, RawList, part_urls
from pipeline.curated.words.claims import Claim, is_claim, read_claim
from pipeline.identifiers import Identifier, Scheme, identifier_in_text, normalise_doi, parse_arxiv_id, url_of
from pipeline.model import Link, Problem
from pipeline.titles import collapse

_VENUES = ("journal", "journaltitle", "booktitle", "howpublished", "school", "institution", "publisher")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}")
_NO_PAPERS = frozenset({"software", "dataset", "online", "electronic", "www"})
_MOST_PIECES = 200
_LONGEST = 10_000
"""Characters; of a longer field no more is read than how long it is."""

_MARKS = re.compile(r"(?<!\\)[{}\"#]")
_ESCAPED = re.compile(r"\{?\\([_%&#~$])(?:\{\})?\}?|\{?\\textasciitilde\s*(?:\{\})?\}?")
_ABS = re.compile(r"\babs/(?=\d{4}\.|[a-z-]+/\d{7})", re.IGNORECASE)
_LATEX = re.compile(r"[\\${}~]|--|``|''")
_DECODER = LatexDecodingMiddleware(keep_math_mode=False)
# What the decoder would lose: the words in fonts it does not know, and signs that an author did not escape.
_KEPT = (
    (re.compile(r"\\(?:text(?:tt|sf|md|up|normal)|mbox|hbox)(?![a-zA-Z])\s*(?=\{)"), ""),
    (re.compile(r"\\href\s*\{[^{}]*\}"), ""),
    (re.compile(r"\\((?:La|Bib)?TeX)(?![a-zA-Z])(?:\{\}|\\(?=\s))?"), r"\1"),
    (re.compile(r"\\-"), ""),
    (re.compile(r"(?<!\\)([%&])"), r"\\\1"),
)

Fields = Mapping[str, str]


def _pieces(value: str) -> Iterator[str]:
    """The pieces of a value that are joined by `#`."""
    depth, quoted, start = 0, False, 0
    for mark in _MARKS.finditer(value):
        if mark[0] == "#" and not depth and not quoted:
            yield value[start : mark.start()].strip()
            start = mark.end()
        elif mark[0] == '"':
            quoted ^= not depth
        elif mark[0] != "#":
            depth += 1 if mark[0] == "{" else -1
    yield value[start:].strip()


def _value(value: str, strings: Fields) -> str:
    """A value without what encloses it; pieces are joined, and names of strings stand for them."""
    if len(value) > _LONGEST:
        return value
    found: list[str] = []
    for piece in _pieces(value):
        if sum(map(len, found)) > _LONGEST or len(found) > _MOST_PIECES:
            break
        enclosed = len(piece) > 1 and (piece[0], piece[-1]) in {("{", "}"), ('"', '"')}
        found.append(piece[1:-1] if enclosed else strings.get(piece.lower(), piece))
    return "".join(found)


def _plain(text: str) -> str:
    """A value as people read it: LaTeX decoded, braces gone."""
    if len(text) > _LONGEST or not _LATEX.search(text):
        return text if len(text) > _LONGEST else collapse(text)
    for pattern, kept in _KEPT:
        text = pattern.sub(kept, text)
    # An odd number of dollars is money.
    if len(re.findall(r"(?<!\\)\$", text)) % 2:
        text = re.sub(r"(?<!\\)\$", r"\\$", text)
    field = Field("", text)
    _DECODER.transform_entry(Entry("", "", [field]), Library())
    undecoded = field.value == text
    return collapse(re.sub(r"(?<!\\)[{}]", "", text) if undecoded else str(field.value))


def _short(fields: Fields, name: str) -> str:
    value = fields.get(name, "")
    return value if len(value) <= _LONGEST else ""


def _address(fields: Fields, name: str) -> str:
    """A field that LaTeX's signs do not stand in: an address, an identifier."""
    text = _ESCAPED.sub(lambda found: found[1] or "~", _short(fields, name))
    return collapse(re.sub(r"[{}\\]", " ", text))


def _urls(fields: Fields) -> Iterator[tuple[str, str]]:
    """Addresses of the paper, those with an identifier first, each with the field it came from."""
    doi = normalise_doi(_address(fields, "doi"))
    if doi and (url := url_of(Identifier(Scheme.DOI, doi))):
        yield "doi", url
    eprint = parse_arxiv_id(_address(fields, "eprint"))
    if eprint and _address(fields, "archiveprefix").lower() in {"", "arxiv"}:
        yield "eprint", f"https://arxiv.org/abs/{eprint.base}"
    printed = " ".join(_address(fields, name) for name in ("journal", "volume", "note", "howpublished"))
    if (found := identifier_in_text(_ABS.sub("arXiv:", printed))) and (url := url_of(found)):
        yield "journal", url
    for name in ("url", "pdf", "howpublished", "note", "link"):
        for url in part_urls(_address(fields, name))[1][:1]:
            yield name, url


def _claim(fields: Fields) -> Claim:
    year = _YEAR.search(_short(fields, "year") or _short(fields, "date"))
    values = (_plain(_short(fields, name)) for name in _VENUES)
    venue = next((value for value in values if value and not part_urls(value)[1]), "")
    # A long name with places and days in it stays as it is.
    claim = read_claim(venue) if is_claim(venue) else Claim(venue=venue or None)
    return Claim(
        venue=claim.venue,
        year=int(year[0]) if year else claim.year,
        arxiv_id=claim.arxiv_id,
    )


def _line(entry: Entry) -> int:
    """The line on which the title begins, from 1."""
    title = next(field for field in entry.fields if field.key.lower() == "title")
    opened = re.match(r"[\s{\"]*", str(title.value))
    return (title.start_line or 0) + 1 + (opened[0].count("\n") if opened else 0)


def _entry(entry: Entry, fields: Fields, title: str) -> RawEntry:
    urls = list(dict.fromkeys(_urls(fields)))
    return RawEntry(
        line=_line(entry),
        title=title,
        links=tuple(Link(url=url, label=name) for name, url in urls),
        papers=tuple(dict.fromkeys(url for _, url in urls)),
        claim=_claim(fields),
        authors=_plain(_short(fields, "author") or _short(fields, "editor")) or None,
    )


def _unfold(block: Block) -> Block | None:
    """An entry whose key, or one of whose fields, was given twice is an entry nevertheless."""
    twice = isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock)
    return block.ignore_error_block if isinstance(block, ParsingFailedBlock) and twice else block


def read_bibtex(text: str) -> RawList:
    """Read every entry that has a title; one that cannot be read or has none is told with its line."""
    entries: list[RawEntry] = []
    problems: list[Problem] = []
    blocks = [_unfold(block) for block in parse_string(text, parse_stack=[]).blocks]
    strings: dict[str, str] = {}
    for string in blocks:
        if isinstance(string, String):
            value = _value(str(string.value), strings)
            strings[string.key.lower()] = value if len(value) <= _LONGEST else ""
    for block in blocks:
        line = (block.start_line or 0) + 1 if block else 1
        if isinstance(block, Entry):
            fields = {field.key.lower(): _value(str(field.value), strings) for field in reversed(block.fields)}
            if not (title := _plain(fields.get("title", ""))):
                problems.append(Problem(line=line, message=f"@{block.entry_type} has no title; passed over."))
            elif block.entry_type.lower() in _NO_PAPERS and next(_urls(fields), None) is None:
                problems.append(Problem(line=line, message=f"@{block.entry_type} is no paper; passed over."))
            else:
                entries.append(_entry(block, fields, title))
        elif isinstance(block, ParsingFailedBlock):
            told = (
                "entry cannot be read as BibTeX; passed over. Close its braces and quotes, part its fields by commas."
            )
            problems.append(Problem(line=line, message=told))
    return RawList(entries=tuple(entries), problems=tuple(problems))
