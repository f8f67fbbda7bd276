"""arXiv feeds → records. Pure; the only place that knows Atom.

Entries are read by the `arxiv` package's own parser (pinned in the lock file, guarded by a test).
Around it stands what it leaves out: it takes an HTML page, an error feed or half a feed for an
empty or short result, all of which raise here.
"""

from __future__ import annotations

from urllib.parse import unquote

import arxiv
from arxiv import _feed
from lxml import etree

from pipeline.errors import PermanentSourceError, ReplyShapeError
from pipeline.identifiers import normalise_doi, parse_arxiv_id
from pipeline.marks import CATALOGUE, SANDBOX_NAMESPACE
from pipeline.model import Author, Service, SourceRecord
from pipeline.plural import counted
from pipeline.sources.port import YEARS, Answer, CutReplyError, Kind, Reply, Request, answer_to
from pipeline.sources.status import excerpt, raise_for_status
from pipeline.sources.withdrawn import is_withdrawn
from pipeline.titles import NEAR_RATIO, collapse, similarity, title_key

_ATOM = "{http://www.w3.org/2005/Atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"


def read_feed(request: Request, reply: Reply) -> Answer:
    """Read the feed of an `id_list` or of OR-ed title phrases.

    An id that is absent from a whole feed is unknown to arXiv. A title's records are those whose own
    title contains it or comes near it.

    Raises:
        CutReplyError: More papers were found for several titles than one reply may hold.
        PermanentSourceError: The feed holds an error instead of papers.
        ReplyShapeError: Not a whole feed, or not the one that was asked for.
    """
    if reply.status != 400:  # noqa: PLR2004
        raise_for_status(request, reply)
    root = _root(request, reply)
    entries = root.findall(f"{_ATOM}entry")
    if any("/api/errors#" in (entry.findtext(f"{_ATOM}id") or "") for entry in entries):
        summary = collapse(entries[0].findtext(f"{_ATOM}summary") or "")
        told = f"arXiv refuses the request: {summary}"
        raise PermanentSourceError(told, request.service, request.path, 400)
    raise_for_status(request, reply)
    _check_echo(request, reply, root)
    results = _results(request, reply, len(entries))
    records = [_record(request, reply, result, entry) for result, entry in zip(results, entries, strict=True)]
    arrange = _by_id if request.kind is Kind.IDENTIFIER else _by_title
    found = arrange(request, reply, records, _total(request, reply, root))
    return answer_to(request, reply, found)


def _shape(request: Request, reply: Reply, told: str) -> ReplyShapeError:
    text = f"arxiv replied with {excerpt(reply.body)!r}: {told}."
    return ReplyShapeError(text, request.service, request.path, reply.status)


def _root(request: Request, reply: Reply) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(reply.body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise _shape(request, reply, "expected a whole Atom feed, found something unreadable") from None
    if root.tag != f"{_ATOM}feed":
        raise _shape(request, reply, f"expected an Atom feed, found <{etree.QName(root).localname}>")
    if root.getroottree().docinfo.doctype:
        # An entity stays unread here, and would leave a hole in a title.
        raise _shape(request, reply, "expected a plain feed, found one with a document type")
    return root


def _check_echo(request: Request, reply: Reply, root: etree._Element) -> None:
    """The feed's title repeats the query; another one means another question was answered."""
    echoed = unquote(collapse(root.findtext(f"{_ATOM}title") or ""))
    sent = dict(request.params)
    # With what follows the ids, so that one is not recognised in the echo of a longer one.
    expected = f"search_query={sent['search_query']}&id_list={sent['id_list']}&start="
    if collapse(expected) not in echoed and collapse(unquote(expected)) not in echoed:
        raise _shape(request, reply, f"the feed answers {echoed[:120]!r}, not what was asked")


def _results(request: Request, reply: Reply, entries: int) -> list[arxiv.Result]:
    """The entries as the package reads them: all of them, or none."""
    try:
        feed = _feed.parse(reply.body)
    except ValueError as error:
        raise _shape(request, reply, f"an entry cannot be read ({error})") from error
    if feed.malformed or len(feed.results) != entries:
        raise _shape(request, reply, f"{counted(entries, 'entry')}, of which {len(feed.results)} can be read")
    results: list[arxiv.Result] = feed.results
    return results


def _total(request: Request, reply: Reply, root: etree._Element) -> int:
    text = (root.findtext(_TOTAL) or "").strip()
    if not (text.isascii() and text.isdigit()):
        raise _shape(request, reply, "the feed does not say how many results there are")
    return int(text)


def _by_id(
    request: Request,
    reply: Reply,
    records: list[SourceRecord],
    total: int,
) -> dict[str, tuple[SourceRecord, ...]]:
    known = {f"arxiv:{record.arxiv_id}": record for record in records}
    if total != len(records):
        raise _shape(request, reply, f"the feed says {total} results and holds {len(records)}")
    if strangers := known.keys() - set(request.asked):
        raise _shape(request, reply, f"the feed holds {min(strangers)}, which was not asked for")
    return {asked: (known[asked],) if asked in known else () for asked in request.asked}


def _by_title(
    request: Request,
    reply: Reply,
    records: list[SourceRecord],
    total: int,
) -> dict[str, tuple[SourceRecord, ...]]:
    if total > len(records) and len(request.asked) > 1:
        raise CutReplyError
    # Pages that come short or empty although there are results are a known fault of the service.
    if len(records) != min(total, int(dict(request.params)["max_results"])):
        raise _shape(request, reply, f"the feed says {total} results and holds {len(records)}")
    return {asked: tuple(record for record in records if _bears(asked, record.title)) for asked in request.asked}


def _bears(asked: str, title: str) -> bool:
    """Whether a record may be what a title of the query found; more than one title may have."""
    ours, theirs = title_key(asked), title_key(title)
    return ours in theirs or theirs in ours or similarity(asked, title) >= NEAR_RATIO


def _record(request: Request, reply: Reply, result: arxiv.Result, entry: etree._Element) -> SourceRecord:
    note = entry.find(f"{{{SANDBOX_NAMESPACE}}}note")
    invented = (note.get("invented") or "").split() if note is not None else []
    identity = parse_arxiv_id(result.entry_id)
    if identity is None:
        raise _shape(request, reply, f"an entry has no arXiv id but {result.entry_id[:80]!r}")
    published = None if "published" in invented else result.published.date()
    comment = collapse(result.comment or "") or None
    summary = collapse(result.summary) or None
    return SourceRecord(
        source=Service.ARXIV,
        record_id=result.get_short_id(),
        title=result.title.strip(),
        fetched_at=reply.fetched_at,
        reply_sha256=reply.sha256,
        authors=tuple(Author(name=collapse(author.name)) for author in result.authors if author.name.strip()),
        authors_complete=note is None or "authors" not in (note.get("incomplete") or "").split(),
        year=result.published.year if result.published.year in YEARS else None,
        publication_date=published,
        arxiv_id=identity.base,
        arxiv_version=None if "version" in invented else identity.version,
        arxiv_primary_category=result.primary_category or None,
        arxiv_categories=tuple(dict.fromkeys(result.categories)),
        doi=normalise_doi(result.doi or ""),
        abstract=summary,
        journal_ref=collapse(result.journal_ref or "") or None,
        comment=comment,
        withdrawn=is_withdrawn(comment, summary),
        stand_in=CATALOGUE if note is not None else None,
    )
