"""Tests of the page: what stands on it, that nothing of it is believed, and that it stays small."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.page import render_page
from pipeline.report.rows import MOST_ROWS
from pipeline.snapshot.store import SnapshotStore
from pipeline.tables.growth import Growth, WorkGrowth
from tests.builders import steady
from tests.report.pages import Parsed, a_reply, hostile_page, hostile_tables, inputs_of, many_tables, with_trend

HOSTILE = (
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "{{ 7*7 }}{% raw %}",
    "</bdi></td></tr></table></svg></select></style></script></title><h1>",
    "\u202egnp.exe\u2066",
    "=cmd|' /C calc'!A0",
    "a\x00b\x1b[31m",
    "\N{FAMILY}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER}" * 50,
    "x" * 5_000,
)
TAGS = Parsed(hostile_page("harmless")).tags
"""The elements of a page on which nothing is hostile."""


@pytest.fixture(scope="module")
def page(published: Path) -> str:
    """The report of the bundled list."""
    return (SnapshotStore(published).find() / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(hostile: str) -> None:
    """Whatever a list or a service sends is shown, never run: the page has the elements that it always has."""
    parsed = Parsed(hostile_page(hostile))
    assert parsed.tags == TAGS
    assert not [name for name, _ in parsed.attributes if name.startswith("on") or name in {"style", "autofocus"}]


@steady
@given(st.text(max_size=40))
def test_no_text_makes_an_element(text: str) -> None:
    """That holds of any text."""
    assert Parsed(hostile_page(f"T{text}")).tags == TAGS


def test_a_direction_stays_where_it_is() -> None:
    """What turns the direction of writing is isolated in elements, and left out where there is no element."""
    turned = "\u202eabc\u2067def"
    page = hostile_page(turned)
    assert turned in page
    bare = re.sub(r"<bdi[^>]*>.*?</bdi>", "", page, flags=re.DOTALL)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", bare)


def test_a_long_text_is_cut() -> None:
    """A title of 5,000 characters takes a line or two; a link that no browser takes is not linked."""
    page = hostile_page("y" * 5_000)
    assert "y" * 301 not in page
    linked = render_page(hostile_tables("t", f"https://a.example/{'z' * 5_000}"), inputs_of(), snapshot_id="s")
    assert "z" * 100 not in linked


def test_the_same_inputs_make_the_same_bytes() -> None:
    """No clock, no order of sets, no name of this machine."""
    assert hostile_page("a title") == hostile_page("a title")


def test_the_page_loads_nothing(page: str) -> None:
    """The page is one file with a policy that lets it load nothing and run its own script alone, and it stays small."""
    parsed = Parsed(page)
    assert parsed.tags.count("script") == parsed.tags.count("style") == 1
    assert not {"link", "img", "iframe", "base", "object", "embed"} & set(parsed.tags)
    assert not [value for name, value in parsed.attributes if name in {"src", "srcset", "style"}]
    assert "@import" not in page
    assert "url(" not in page
    (policy,) = [value for _, value in parsed.attributes if value.startswith("default-src")]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert len(page.encode()) < 3_000_000


def test_every_entry_has_a_row(page: str) -> None:
    """Without any script too, all 372 can be read."""
    assert page.count('<tr id="entry-') == 372


def test_the_page_says_that_it_is_a_sandbox(page: str) -> None:
    """Nobody takes catalogue records for live ones; a page of the live services says no such thing."""
    assert "<strong>Sandbox.</strong>" in page
    live = render_page(hostile_tables("t"), inputs_of(source="live"), snapshot_id="s")
    assert "sandbox" not in re.sub(r"<style>.*?</style>", "", live, flags=re.DOTALL).lower()


def test_the_page_thanks(page: str) -> None:
    """It thanks arXiv in the words that arXiv asks for, and links Semantic Scholar as that asks."""
    text = " ".join(Parsed(page).text.split())
    assert "Thank you to arXiv for use of its open access interoperability." in text
    assert 'href="https://www.semanticscholar.org/?utm_source=api"' in page


def test_no_abstract_is_on_the_page(published: Path, page: str) -> None:
    """Abstracts and summaries stay in the tables: their licence was not verified."""
    store = SnapshotStore(published)
    works = store.read_tables(store.find(), ["works"])["works"]
    texts = [text for name in ("abstract", "tldr") for text in works[name].to_pylist() if text]
    assert not [text for text in texts if text[:60] in page]
    told = hostile_tables("t")
    abstract = told["works"].column_names.index("abstract")
    told["works"] = told["works"].set_column(abstract, told["works"].field(abstract), [["A secret abstract."]])
    assert "secret abstract" not in render_page(told, inputs_of(), snapshot_id="s")


def test_findings_stand_the_gravest_first(page: str) -> None:
    """Errors, then warnings, then notes; each leads to the row of its entry."""
    kinds = re.findall(r'</h3> <span class="badge (error|warning|note)">', page)
    assert list(dict.fromkeys(kinds)) == ["error", "warning", "note"]
    assert kinds == sorted(kinds, key=["error", "warning", "note"].index)
    assert set(re.findall(r'href="#(entry-\d+)"', page)) <= set(re.findall(r'id="(entry-\d+)"', page))


def test_a_first_snapshot_has_no_growth() -> None:
    """It says so; a later one tells what was gained, by whom, and draws how it went."""
    first = render_page(hostile_tables("t"), inputs_of(), snapshot_id="s")
    assert "This is the first snapshot" in first
    assert "<polyline" not in first
    later = hostile_page("t")
    assert "counted by another one" in later
    assert later.count("<polyline") == 4
    assert "<b>+6</b>" in later


def test_what_was_asked_is_told() -> None:
    """Each service with its replies and what was stale; one that stopped answering stands out."""
    asked = [a_reply(), a_reply(kind="identifier", stale=["arxiv:1"]), a_reply(service="semantic_scholar")]
    inputs = inputs_of(replies=asked, degraded=["semantic_scholar"])
    text = " ".join(Parsed(render_page(hostile_tables("t"), inputs, snapshot_id="s")).text.split())
    assert "Semantic Scholar stopped answering." in text
    assert "identifiers, looked up 1 3 1 2026-04-12 12:00 UTC" in text
    assert (
        "This snapshot rests on no reply."
        in Parsed(render_page(hostile_tables("t"), inputs_of(), snapshot_id="s")).text
    )


def test_an_empty_list_has_a_page() -> None:
    """Nothing to divide by, nothing to draw, and no error."""
    tables = {name: table.slice(0, 0) for name, table in hostile_tables("t").items()}
    page = render_page(with_trend(tables), inputs_of(), snapshot_id="s")
    assert "No citation count is known." in page
    assert "Nothing is wrong with the list" in page


def _told(page: str) -> str:
    """What is read on a page, without its style and script."""
    return " ".join(Parsed(re.sub(r"<(style|script)>.*?</\1>", "", page, flags=re.DOTALL)).text.split())


def test_counts_are_said_in_words_that_go_with_them() -> None:
    """One of a thing is not said as many."""
    one = many_tables(1)
    stale = one["entries"].column_names.index("stale")
    one["entries"] = one["entries"].set_column(stale, one["entries"].field(stale), [[True]])
    grown = Growth(works=(WorkGrowth(work_id="w", title="t", before=1, after=2, days=1),), counted_by_others=1)
    for tables in (one, hostile_tables("t"), with_trend(hostile_tables("t"), nights=2)):
        page = render_page(tables, inputs_of(replies=[a_reply()]), snapshot_id="s", growth=grown)
        told = _told(re.sub("<dl.*?</dl>", "", page, flags=re.DOTALL))
        assert not re.search(
            r"(?<![\d,.])1 (more |other )?(entries|works|citations|verdicts|errors|warnings|snapshots|authors|venues)",
            told,
        )
    told = _told(render_page(one, inputs_of(), snapshot_id="s"))
    assert "entry 1 matched 1 100 % distinct work 1 " in told
    assert "1 verdict and values of 0 works are stale" in told


@pytest.mark.parametrize("kept", [slice(0, 0), slice(1, 2)], ids=["no entry", "no match"])
def test_what_is_empty_says_so(kept: slice) -> None:
    """No table, list or chart stands there with nothing in it."""
    tables = hostile_tables("t")
    tables["entries"] = tables["entries"].slice(kept.start, kept.stop - kept.start)
    page = render_page(with_trend(tables), inputs_of(), snapshot_id="s")
    assert "No paper is known" in page
    assert not re.search(
        r"<(tbody|ul|ol|svg|p)\b[^>]*>\s*</\1>", page.replace('<p id="count" class="soft" role="status"></p>', "")
    )


@pytest.mark.parametrize(
    ("degraded", "stale", "told"),
    [
        ([], False, "Nothing is stale: whatever was due was answered"),
        ([], True, "2 verdicts and values of 0 works are stale: a newer reply was due and could not be had."),
        (["arxiv"], True, "arXiv stopped answering. 2 verdicts and values of 0 works are stale"),
        (
            ["arxiv"],
            False,
            "arXiv stopped answering. Nothing older stands in for it: what could not be asked is unchecked.",
        ),
    ],
)
def test_the_first_screen_says_what_is_amiss(degraded: list[str], stale: bool, told: str) -> None:  # noqa: FBT001
    """Whoever runs the list sees at the top whether a service failed and what is stale."""
    tables = hostile_tables("t")
    column = tables["entries"].column_names.index("stale")
    tables["entries"] = tables["entries"].set_column(column, tables["entries"].field(column), [[stale, stale]])
    page = render_page(tables, inputs_of(degraded=degraded), snapshot_id="s")
    assert told in _told(page[: page.index('<h2 id="coverage">')])
    assert ("Nothing is stale" in page) == (not degraded and not stale)


def test_a_long_list_has_a_bounded_page() -> None:
    """Figures are of all entries, rows of the first 5,000; the page says where the others are, and leads to none."""
    size = MOST_ROWS + 400
    page = render_page(many_tables(size), inputs_of(), snapshot_id="s")
    assert page.count('<tr id="entry-') == MOST_ROWS
    assert f"The first 5,000 of {size:,} entries." in page
    assert f"<dd>{size:,}</dd>" in page
    assert set(re.findall(r'href="#(entry-\d+)"', page)) <= set(re.findall(r'id="(entry-\d+)"', page))
    assert len(page.encode()) < 8_000_000
