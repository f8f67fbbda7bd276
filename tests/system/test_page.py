"""Tests of the page in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from pipeline.snapshot.store import SnapshotStore
from tests.system.browser import a_page, needs_chromium

pytestmark = [pytest.mark.system, needs_chromium]


@pytest.fixture
def page(published: Path) -> Iterator[Page]:
    """The report of the bundled list, opened from disk."""
    with a_page() as opened:
        errors: list[str] = []
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        opened.goto((SnapshotStore(published).find() / "report.html").as_uri())
        yield opened
    assert errors == []


def test_the_page_opens_from_disk(page: Page) -> None:
    """A person sees the list's name, that it is a sandbox, and a row for each entry."""
    assert page.locator("h1").inner_text() == "post-training-llms"
    assert page.locator(".sandbox").is_visible()
    assert page.locator("#entries ~ div tbody tr").count() == 372


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1280, "dark")])
def test_the_page_fits(page: Page, width: int, scheme: str) -> None:
    """On a phone and on a screen nothing runs out of the side; dark is dark."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(15, 19, 24)" if scheme == "dark" else "rgb(255, 255, 255)")


def test_every_link_leads_to_the_web_or_to_an_entry(page: Page) -> None:
    """No link of the page is anything but an http address, or the row of an entry that a finding is about."""
    addresses = page.eval_on_selector_all("a", "links => links.map(link => link.getAttribute('href'))")
    rows = set(page.eval_on_selector_all("[id^=entry-]", "rows => rows.map(row => '#' + row.id)"))
    within = [address for address in addresses if address.startswith("#")]
    assert len(addresses) - len(within) > 600
    assert within
    assert set(within) <= rows
    assert all(address.startswith(("http://", "https://")) for address in addresses if address not in within)
