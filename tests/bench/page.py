"""The page of a list: seconds to make it, its size, and what a browser takes to open, search, filter and sort it.

An interaction is timed within the page, from the key or click to the frame that shows its outcome, layout and painting
included; the goal is 100 ms for 5,000 entries. Beyond those the page holds no more rows, so that its size and the time
to open it stay, and the time to make it grows with the list.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page

from pipeline.report.page import render_page
from tests.browsing import CHROMIUM, browsing, opened
from tests.report.pages import inputs_of, many_tables

_SIZES = (400, 5_000, 20_000, 100_000)
_GOAL_MS = 100
_TIMES = 5

_TIMER = """(act) => new Promise((done) => {
  const began = performance.now();
  eval(act);
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
})"""
_ACTS: Mapping[str, tuple[str, ...]] = {
    "search a letter": ("search.value = '%s'; search.dispatchEvent(new Event('input'))", "a", "b", "c", "d", "e"),
    "search words": (
        "search.value = '%s'; search.dispatchEvent(new Event('input'))",
        *("tuning acl 201", "learning part 2", "aligning 2019", "models author 12", "kind 7 icml"),
    ),
    "clear the search": ("search.value = '%s'; search.dispatchEvent(new Event('input'))", "", "", "", "", ""),
    "filter by status": (
        "const by = document.querySelector('[data-by=status]'); by.value = '%s'; by.dispatchEvent(new Event('change'))",
        *("matched", "not_found", "", "matched", ""),
    ),
    "sort by citations": ("document.querySelectorAll('#table th button')[4].click()", *[""] * _TIMES),
    "sort by title": ("document.querySelectorAll('#table th button')[1].click()", *[""] * _TIMES),
}


def _acted(tab: Page) -> dict[str, list[float]]:
    """Milliseconds of every interaction, each a few times."""
    tab.evaluate("window.search = document.getElementById('search')")
    return {
        name: [tab.evaluate(_TIMER, script % value if "%s" in script else script) for value in values]
        for name, (script, *values) in _ACTS.items()
    }


def _measured(size: int, browser: Browser, folder: Path) -> None:
    tables, inputs = many_tables(size), inputs_of(source="live")
    began = time.process_time()
    page = render_page(tables, inputs, snapshot_id="s")
    made = time.process_time() - began
    path = folder / f"{size}.html"
    path.write_text(page, encoding="utf-8")
    began = time.perf_counter()
    with opened(browser, path) as tab:
        tab.locator("#controls").wait_for()
        seconds = time.perf_counter() - began
        told = f"made in {made:.2f} CPU s, {len(page.encode()) / 1e6:.2f} MB, opened in {seconds:.2f} s"
        sys.stdout.write(f"  {size:>7,} entries: {told}\n")
        for name, spent in _acted(tab).items():
            verdict = "" if max(spent) <= _GOAL_MS else f" (goal: {_GOAL_MS} ms)"
            sys.stdout.write(
                f"    {name:<18} first {spent[0]:6.1f} ms, median {statistics.median(spent):6.1f} ms, "
                f"longest {max(spent):6.1f} ms{verdict}\n"
            )


def main() -> None:
    """Make, open and use pages of several sizes."""
    if CHROMIUM is None:
        sys.stdout.write("  no Chromium on this machine (apt-get install chromium)\n")
        return
    with browsing() as browser, tempfile.TemporaryDirectory(prefix="papers-") as folder:
        for size in _SIZES:
            _measured(size, browser, Path(folder))


if __name__ == "__main__":
    main()
