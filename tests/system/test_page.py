"""Tests of the page in a real browser: what a person does with it, and that nothing of it is broken or unsafe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from pipeline.report.page import render_page
from pipeline.site import build_site
from pipeline.snapshot.store import SnapshotStore
from tests.browsing import browsing, needs_browser, opened
from tests.report.pages import hostile_page, inputs_of, many_tables, with_trend
from tests.report.test_page import HOSTILE

pytestmark = [pytest.mark.system, needs_browser]

LIGHT, DARK = "rgb(251, 250, 247)", "rgb(17, 20, 24)"
HEADS = ("No.", "Paper", "Year", "Venue", "Citations", "Verdict, links")
MANY = 5_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with browsing() as started:
        yield started


@pytest.fixture(scope="module")
def report(published: Path) -> Path:
    """The report of the bundled list."""
    return SnapshotStore(published).find() / "report.html"


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    """The report of the bundled list, opened from disk."""
    with opened(browser, report) as tab:
        yield tab


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a list of 5,000 entries."""
    path = tmp_path_factory.mktemp("many") / "report.html"
    path.write_text(render_page(many_tables(MANY), inputs_of(), snapshot_id="s"), encoding="utf-8")
    return path


@pytest.fixture(scope="module", params=range(len(HOSTILE)))
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page on which a hostile text stands wherever it can."""
    path = tmp_path_factory.mktemp("hostile") / "report.html"
    path.write_text(hostile_page(HOSTILE[request.param]), encoding="utf-8")
    return path


def _rows(page: Page) -> int:
    """How many rows are shown once all that are to be shown are."""
    page.locator("#rows:not([aria-busy])").wait_for(state="attached")
    return page.locator("#rows tr").count()


def _cells(page: Page, column: int) -> list[str]:
    _rows(page)
    texts = page.locator(f"#rows td:nth-child({column + 1})").all_inner_texts()
    return [text.splitlines()[0].strip() if text else "" for text in texts]


def _numbers(page: Page, column: int) -> list[int | None]:
    return [int(text.replace(",", "")) if text else None for text in _cells(page, column)]


def _sort(page: Page, head: str) -> None:
    page.get_by_role("button", name=head, exact=True).click()


def _says(page: Page, told: str) -> None:
    expect(page.locator("#count")).to_have_text(told)


def test_the_page_opens_from_disk(page: Page) -> None:
    """A person sees the list's name, that it is a sandbox, and a row for each entry."""
    assert page.locator("h1").inner_text() == "post-training-llms"
    assert page.locator(".sandbox").is_visible()
    assert _rows(page) == 372
    _says(page, "372 entries")


@pytest.mark.parametrize("column", [2, 4])
def test_numbers_are_sorted(page: Page, column: int) -> None:
    """The greatest first, then the least; what is not known stands last either way, and equal ones in list order."""
    _sort(page, HEADS[column])
    down = _numbers(page, column)
    known = [number for number in down if number is not None]
    assert known == sorted(known, reverse=True)
    assert down[: len(known)] == known
    assert page.locator("#table [aria-sort=descending]").inner_text().split()[0] == HEADS[column]
    _sort(page, HEADS[column])
    up = _numbers(page, column)
    assert up[: len(known)] == sorted(known)
    newest = [place for place, number in zip(_numbers(page, 0), up, strict=True) if number == known[0]]
    assert newest == sorted(newest, key=lambda place: place or 0)


@pytest.mark.parametrize("column", [1, 3, 5])
def test_texts_are_sorted(page: Page, column: int) -> None:
    """By letters, whatever their case."""
    _sort(page, HEADS[column])
    texts = [text.lower() for text in _cells(page, column) if text]
    assert len(set(texts)) > 2
    assert texts == sorted(texts)


def test_search_finds_words(page: Page) -> None:
    """Every word counts, wherever it stands in the row, in any case and without its accents; Clear brings all back."""
    page.get_by_label("Search", exact=True).fill("2023 NEURIPS rafailov")
    _says(page, "1 of 372 entries")
    assert "Direct Preference Optimization" in page.locator("#rows").inner_text()
    page.get_by_label("Search", exact=True).fill("marasovic")
    assert "Marasović" in page.locator("#rows").inner_text()
    page.get_by_label("Search", exact=True).fill("no such words")
    assert page.locator("#none").is_visible()
    _says(page, "0 of 372 entries")
    page.get_by_role("button", name="Clear").click()
    _says(page, "372 entries")


def test_filters_narrow(page: Page) -> None:
    """Status, chapter, link and what was found narrow together."""
    page.get_by_label("Status", exact=True).select_option("conflict")
    _says(page, "6 of 372 entries")
    assert {text.split("\n")[0] for text in _cells(page, 5)} == {"conflict"}
    page.get_by_label("Chapter", exact=True).select_option(label="PoLMs for Alignment (59)")
    assert 0 < _rows(page) < 6
    page.get_by_label("Status", exact=True).select_option("")
    _says(page, "59 of 372 entries")
    page.get_by_label("Only").select_option("repeat")
    assert 0 < _rows(page) < 59


def test_figures_lead_to_their_entries(page: Page) -> None:
    """A status, a chapter and a kind of link above show the entries that they count."""
    page.locator(".tiles a", has_text="not found").click()
    _says(page, "9 of 372 entries")
    page.get_by_role("link", name="leads to another paper", exact=True).click()
    _says(page, "13 of 372 entries")
    expect(page.get_by_label("Status", exact=True)).to_have_value("")


def test_what_is_chosen_can_be_handed_on(page: Page, browser: Browser, report: Path) -> None:
    """The address holds search, filter and order; who opens it sees the same rows."""
    page.get_by_label("Search", exact=True).fill("alignment")
    page.get_by_label("Status", exact=True).select_option("matched")
    _sort(page, "Citations")
    fragment = page.evaluate("location.hash").removeprefix("#")
    rows = _cells(page, 0)
    with opened(browser, report, fragment=fragment) as other:
        assert _cells(other, 0) == rows
        assert other.get_by_label("Search", exact=True).input_value() == "alignment"


@pytest.mark.parametrize("fragment", ["status=<script>&sort=99&q=%00", "sort=", "entry-99999", "=&=&&", "%"])
def test_any_address_is_harmless(browser: Browser, report: Path, fragment: str) -> None:
    """What does not fit is passed over."""
    with opened(browser, report, fragment=fragment) as tab:
        tab.locator("#controls").wait_for()


def test_a_finding_leads_to_its_entry(page: Page) -> None:
    """Also where the entry's row was filtered out: then all rows come back, and the keyboard goes there."""
    page.get_by_label("Search", exact=True).fill("no such words")
    link = page.locator(".findings a[href^='#entry-']").first
    target = (link.get_attribute("href") or "").removeprefix("#")
    link.click()
    expect(page.locator(f"#{target}")).to_be_in_viewport()
    assert page.evaluate("document.activeElement.id") == target


def test_links_lead_to_the_web_or_into_the_page(page: Page) -> None:
    """Every link is an http address, a part of the page or the row of an entry; titles lead to their paper."""
    _rows(page)
    addresses = page.eval_on_selector_all("a", "links => links.map(link => link.getAttribute('href'))")
    parts = set(page.eval_on_selector_all("[id]", "all => all.map(each => '#' + each.id)"))
    within = {address for address in addresses if address.startswith("#")}
    assert within <= parts
    outside = [address for address in addresses if not address.startswith("#")]
    assert len(outside) > 600
    assert all(re.match(r"https?://[^/]", address) for address in outside)
    first = page.locator("#rows tr").first
    assert first.locator(".title a").get_attribute("href") == "https://arxiv.org/abs/2302.13971"


def test_a_link_is_followed(browser: Browser, report: Path) -> None:
    """A click on a title asks for the paper's page, without telling where from."""
    paper = "https://arxiv.org/abs/2302.13971"
    with opened(browser, report, web={paper: "<title>the paper</title>"}) as tab:
        with tab.expect_request(paper) as asked:
            tab.locator("#rows .title a").first.click()
        expect(tab).to_have_title("the paper")
        assert "referer" not in asked.value.headers


@pytest.mark.parametrize(
    ("width", "scheme"), [(320, "light"), (390, "light"), (390, "dark"), (768, "light"), (1280, "dark")]
)
def test_the_page_fits(page: Page, width: int, scheme: str) -> None:
    """On a phone and on a screen nothing runs out of the side; dark is dark."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (DARK if scheme == "dark" else LIGHT)


def test_the_theme_can_be_turned(page: Page) -> None:
    """A button turns light into dark and back, whatever the machine prefers."""
    for name, background in (("Dark", DARK), ("Light", LIGHT)):
        page.get_by_role("button", name=name, exact=True).click()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == background


def test_a_phone_reads_charts(page: Page) -> None:
    """A title has the width of the screen, its bar below; no figure of a year runs into the next."""
    page.set_viewport_size({"width": 360, "height": 740})
    for table in ("chapters", "long"):
        title = page.locator(f".ranking.{table} tbody th").first.bounding_box()
        assert title is not None
        assert title["width"] > 180
    boxes = page.locator(".axis.dense b").evaluate_all(
        "all => all.map(each => [each.getBoundingClientRect().left, each.getBoundingClientRect().right])"
    )
    assert len(boxes) > 9
    assert all(left[1] <= right[0] for left, right in pairwise(boxes))


def test_a_phone_sorts_too(page: Page) -> None:
    """Where the heads of the columns do not fit, a field sorts, and every row reads as a card."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_label("Sort by").select_option(label="Citations")
    known = [number for number in _numbers(page, 4) if number is not None]
    assert known == sorted(known, reverse=True)
    box = page.locator("#rows tr").first.bounding_box()
    assert box is not None
    assert box["width"] <= 390


def test_print_shows_all_on_white(page: Page, tmp_path: Path) -> None:
    """On paper dark is light, what can only be clicked is gone, and every chosen entry and every finding stands."""
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("nav").is_visible()
    assert not page.locator("#controls").is_visible()
    assert "https://" in page.evaluate("getComputedStyle(document.querySelector('#rows .title a'), '::after').content")
    page.emulate_media(media="null")
    page.evaluate(
        "addEventListener('beforeprint', () => { window.printed = [document.querySelectorAll('#rows tr').length, "
        "document.querySelectorAll('details.group:not([open])').length]; })"
    )
    printed = tmp_path / "page.pdf"
    page.pdf(path=printed, format="A4")
    assert 0 < len(re.findall(rb"/Type /Page\b", printed.read_bytes())) <= 22
    assert page.evaluate("window.printed") == [372, 0]
    assert page.locator("#table thead button").count() == len(HEADS)


def test_print_says_what_was_chosen(page: Page) -> None:
    """Where only some entries are printed, a line above them says how many, and by what they were chosen."""
    caption = page.locator("#table caption")
    page.get_by_label("Status", exact=True).select_option("conflict")
    page.get_by_label("Search", exact=True).fill("optimization")
    shown = _rows(page)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(caption).to_have_text(f"{shown} of 372 entries (search: optimization; status: conflict (6))")
    assert (caption.bounding_box() or {"width": 0})["width"] > 100
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(caption).to_have_class("unseen")


def test_without_a_script_the_page_can_be_read(browser: Browser, report: Path) -> None:
    """All rows are there, and nothing that would not work."""
    with opened(browser, report, script=False) as tab:
        assert _rows(tab) == 372
        assert tab.locator("#rows tr").last.is_visible()
        assert tab.locator("button:visible, select:visible, input:visible").count() == 0


def test_the_keyboard_reaches_everything(page: Page) -> None:
    """Tab goes from the skip link through links and fields; Enter sorts; what has the focus shows it."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    expect(page.locator(".skip")).to_be_in_viewport()
    head = page.get_by_role("button", name="Year", exact=True)
    head.focus()
    page.keyboard.press("Enter")
    assert page.locator("#table th[aria-sort=descending]").inner_text().startswith("Year")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.evaluate("document.activeElement.textContent") == "Year"


def test_what_has_the_focus_is_in_sight(page: Page) -> None:
    """Whoever goes back through the rows by the keyboard sees where: no link lies below what stays at the top."""
    page.emulate_media(reduced_motion="reduce")
    _rows(page)
    page.locator("#entry-40 .title a").focus()
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        above, focus = page.evaluate(
            "[document.getElementById('controls').getBoundingClientRect().bottom, "
            "document.activeElement.getBoundingClientRect().top]"
        )
        assert focus >= above


def test_own_colours_hide_nothing(page: Page) -> None:
    """Where a reader's own colours take the place of the page's, keys keep theirs and a verdict has an outline."""
    page.emulate_media(forced_colors="active")
    keys = page.locator(".key").evaluate_all("all => all.map(each => getComputedStyle(each).backgroundColor)")
    assert len(set(keys)) == len(keys) == 4
    assert page.locator("#rows .badge").first.evaluate("each => getComputedStyle(each).borderTopStyle") == "solid"


@pytest.mark.parametrize("size", [0, 1])
def test_a_short_list_has_a_page(browser: Browser, tmp_path: Path, size: int) -> None:
    """Without an entry there is nothing to search; one is said as one."""
    path = tmp_path / "report.html"
    tables = with_trend({name: table.slice(0, size) for name, table in many_tables(1).items()})
    path.write_text(render_page(tables, inputs_of(), snapshot_id="s"), encoding="utf-8")
    with opened(browser, path) as tab:
        tab.get_by_role("button", name="Dark").click()
        assert tab.locator("#controls").count() == size
        if size:
            _says(tab, "1 entry")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing(page: Page, width: int, scheme: str) -> None:
    """Names, roles, contrast, order of headings, regions: no violation at all."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    # Rows and findings are all alike: a few of them speak for the others, and axe takes a minute less.
    page.locator("details.group").evaluate_all("all => all.forEach((each, n) => { each.open = n === 0; })")
    page.get_by_label("Search", exact=True).fill("2023")
    page.get_by_label("Chapter", exact=True).select_option(label="PoLMs for Alignment (59)")
    assert _rows(page) > 3
    assert _told(Axe().run(page)) == []


def _told(results: object) -> list[str]:
    violations = results.response["violations"]  # type: ignore[attr-defined]
    return [f"{each['id']} ({each['impact']}): {each['nodes'][0]['html'][:200]}" for each in violations]


def test_hostile_texts_are_harmless(browser: Browser, hostile: Path) -> None:
    """Nothing runs, nothing is loaded, nothing runs out of the side or turns its neighbours, and search still works."""
    with opened(browser, hostile) as tab:
        tab.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
        tab.set_viewport_size({"width": 390, "height": 900})
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390
        assert tab.locator("h1").count() == 1
        assert _rows(tab) == 2
        assert tab.locator("script").count() == 1
        tab.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")
        assert "Thank you to arXiv" in tab.locator("footer").inner_text()
        tab.get_by_label("Search", exact=True).fill("zzz")
        _says(tab, "0 of 2 entries")
        assert _told(Axe().run(tab)) == []


@pytest.mark.parametrize(
    ("smuggled", "forbidden"),
    [
        ("<script>window.ran = true</script>", "script-src"),
        ("<img src=x onerror='window.ran = true'>", "img-src"),
        ("<b onclick='window.ran = true' id=bait>click</b><script>bait.click()</script>", "script-src"),
        ("<p style='position: fixed'>over all</p>", "style-src"),
        ("<iframe src='https://a.example/'></iframe>", "frame-src"),
    ],
)
def test_what_is_smuggled_in_does_not_run(
    browser: Browser, report: Path, tmp_path: Path, smuggled: str, forbidden: str
) -> None:
    """Were something not escaped, the page's policy would still forbid it; and a page that breaks it fails a test."""
    path = tmp_path / "report.html"
    path.write_text(report.read_text(encoding="utf-8").replace("<h1>", f"{smuggled}<h1>", 1), encoding="utf-8")
    with pytest.raises(AssertionError, match=forbidden):
        _still_works(browser, path)


def _still_works(browser: Browser, path: Path) -> None:
    """Open a page whose own script is to run, and no other."""
    with opened(browser, path) as tab:
        tab.locator("#controls").wait_for()
        if tab.evaluate("window.ran"):
            pytest.fail("it ran")


def test_five_thousand_entries_stay_usable(browser: Browser, many: Path) -> None:
    """250 rows are laid out at once; search and order are over all, more can be shown, and a finding leads there."""
    with opened(browser, many) as tab:
        assert _rows(tab) == 250
        _says(tab, "5,000 entries")
        tab.get_by_label("Search", exact=True).fill("part 4321")
        assert "part 4321" in tab.locator("#rows").inner_text()
        tab.get_by_label("Search", exact=True).fill("")
        _sort(tab, "Citations")
        assert _numbers(tab, 4)[:250] == sorted((n * n % 9_973 for n in range(MANY) if n % 10 != 9), reverse=True)[:250]
        tab.get_by_role("button", name="Show 250 more").click()
        assert _rows(tab) == 500
        tab.locator("details.group").evaluate_all("all => all.forEach(each => { each.open = true; })")
        tab.locator(".findings a[href='#entry-5000']").click()
        expect(tab.locator("#entry-5000")).to_be_in_viewport()
        tab.get_by_role("button", name="Clear").click()
        tab.get_by_role("button", name="Show all").click()
        assert _rows(tab) == MANY


def test_a_site_can_be_read_by_all(browser: Browser, published: Path, tmp_path: Path) -> None:
    """The history and the dictionary fit a phone, lead on, and axe finds nothing."""
    built = build_site(SnapshotStore(published), tmp_path / "site")
    with opened(browser, built.index) as tab:
        tab.set_viewport_size({"width": 390, "height": 900})
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390
        assert _told(Axe().run(tab)) == []
        tab.get_by_role("link", name="Data dictionary").click()
        tab.get_by_role("heading", name="authorships").wait_for()
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390
        assert _told(Axe().run(tab)) == []
        tab.get_by_role("link", name="All snapshots").click()
        tab.get_by_role("link", name=built.newest).click()
        tab.locator("#controls").wait_for()
