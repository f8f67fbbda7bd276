"""List text → `CuratedList`: detect the format, read it, clean the titles, name the entries. Pure."""

from __future__ import annotations

import gc
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache

from pipeline.curated.alike import cut_alike
from pipeline.curated.formats import READERS, Format, detect, line_of_code
from pipeline.curated.markup.values import LONGEST_CAPTION, usable_url
from pipeline.curated.raw import UNSEEN, RawEntry, printable
from pipeline.curated.repeats import link_repeats
from pipeline.curated.words.clean import CleanTitle, clean_title
from pipeline.errors import ListError
from pipeline.identifiers import Identifier, Scheme, identifier_in_url, parse_identifier
from pipeline.model import CuratedEntry, CuratedList, Link, Problem
from pipeline.titles import collapse, title_key

MAX_TITLE = 2000
"""Characters; a longer "title" is a paragraph that lost its line breaks."""


_NAMES = re.compile(r"[^\W_]")
_OWN_FORMAT = re.compile(
    r"(?:(?:the|your|full|here is the)\s)*(?:(?:paper|article)(?:'s)?\s)?(?:title|name)", re.IGNORECASE
)
"""`**Title**, First Author et al. [[Paper](URL)]` shows how a line is to be written."""


def entry_id_of(title: str, occurrence: int) -> str:
    """Name an entry by its title's key, so that neither order nor typography changes the name.

    Args:
        occurrence: 1 for the first entry of that title in the list, 2 for the second, and so on.
    """
    digest = hashlib.sha256(title_key(title).encode()).hexdigest()[:16]
    return digest if occurrence == 1 else f"{digest}-{occurrence}"


def _identifiers(papers: Iterable[str], printed: Iterable[Identifier], arxiv_id: str | None) -> tuple[Identifier, ...]:
    found = [*map(identifier_in_url, papers), *printed]
    if arxiv_id:
        found.append(parse_identifier(f"{Scheme.ARXIV}:{arxiv_id}"))
    if len(found) == 1:
        return tuple(filter(None, found))
    first, *others = dict.fromkeys(found) or [None]
    return tuple(identifier for identifier in (first, *sorted(filter(None, others))) if identifier)


def _entry(raw: RawEntry, cleaned: CleanTitle, position: int, seen: Counter[str]) -> CuratedEntry:
    claim = raw.claim.beside(cleaned.claim)
    seen[title_key(cleaned.title)] += 1
    papers = [url for url in map(usable_url, raw.papers) if url not in {"", "#"}]
    return CuratedEntry(
        entry_id=entry_id_of(cleaned.title, seen[title_key(cleaned.title)]),
        position=position,
        line=raw.line,
        title=cleaned.title,
        title_listed=_seen(raw.title) or cleaned.title,
        headings=tuple(filter(None, (_seen(heading[:LONGEST_CAPTION]) for heading in raw.headings))),
        context=_seen(raw.context or "") or None,
        links=tuple(Link(url=url, label=_seen(link.label)) for link in raw.links if (url := usable_url(link.url))),
        link=papers[0] if papers else None,
        identifiers=_identifiers(papers, raw.printed, claim.arxiv_id),
        claimed_venue=_seen(claim.venue or "") or None,
        claimed_year=claim.year,
        authors=_seen(raw.authors or "") or None,
    )


def _cleaned(raw: RawEntry) -> CleanTitle:
    cleaned = CleanTitle(title=raw.title) if raw.exact else clean_title(raw.title)
    title = _seen(cleaned.title)
    return cleaned if title == cleaned.title else replace(cleaned, title=title)


@lru_cache(maxsize=16_384)
def _seen(text: str) -> str:
    """A text without what cannot be seen, in one line."""
    return collapse(text if text.isascii() and text.isprintable() else text.translate(UNSEEN))


def _usable(raws: Iterable[RawEntry], problems: list[Problem]) -> Iterator[tuple[RawEntry, CleanTitle]]:
    kept = []
    for raw in raws:
        if len(raw.title) > MAX_TITLE:
            message = f"title has {len(raw.title)} characters, expected at most {MAX_TITLE}; passed over."
            problems.append(Problem(line=raw.line, message=message))
        elif not _NAMES.search((cleaned := _cleaned(raw)).title):
            problems.append(Problem(line=raw.line, message="title has neither letter nor digit; passed over."))
        elif not raw.exact and _OWN_FORMAT.fullmatch(cleaned.title):
            message = "title is the place where the list's own format has one; passed over."
            problems.append(Problem(line=raw.line, message=message))
        else:
            kept.append((raw, cleaned))
    alike = iter(
        cut_alike([raw.title for raw, _ in kept if not raw.exact], [each for raw, each in kept if not raw.exact])
    )
    for raw, cleaned in kept:
        yield raw, cleaned if raw.exact else next(alike)


@contextmanager
def _not_collecting() -> Iterator[None]:
    """Look for no unreachable cycles meanwhile.

    A parsed list is a million small objects without a cycle among them: looking for one takes a tenth of the time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@_not_collecting()
def plain_text(text: str) -> str:
    """A list's text as readers take it: every line ends in one line feed, nothing stands in it that says nothing."""
    return printable(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def parse_list(text: str, path: str, fmt: Format | None = None) -> CuratedList:
    """Read a curated list.

    Args:
        text: The list as text, any line ending.
        path: Where it came from, for messages only.
        fmt: The format, or None to tell it from the text.

    Returns:
        Entries in list order with positions from 1, and a `Problem` for each line passed over.

    Raises:
        ListError: The text holds no entry.
    """
    text = plain_text(text)
    if not text.strip():
        raise ListError("the list is empty; expected one paper a line or bullet.", path)
    chosen = fmt or detect(text)
    if fmt is None and chosen is Format.TITLES and (line := line_of_code(text)):
        told = (
            "this looks like JSON, BibTeX or markup in a form that is not read; expected one title a line. "
            "Name the format with --format if it was guessed wrong."
        )
        raise ListError(told, path, line)
    try:
        raw = READERS[chosen](text)
    except ListError as error:
        raise ListError(error.message, path, error.line) from None
    problems = list(raw.problems)
    seen: Counter[str] = Counter()
    entries = link_repeats(
        _entry(each, cleaned, position, seen)
        for position, (each, cleaned) in enumerate(_usable(raw.entries, problems), start=1)
    )
    if not entries:
        first = f" First passed over: {problems[0].message}" if problems else ""
        raise ListError(
            f"no papers found (read as {chosen}); expected lines such as '- Title [Paper](url)'. "
            f"Name the format with --format if it was guessed wrong.{first}",
            path,
            problems[0].line if problems else None,
        )
    return CuratedList(entries=entries, problems=tuple(sorted(problems, key=lambda problem: problem.line)))
