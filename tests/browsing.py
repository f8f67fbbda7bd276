"""The system's Chromium, and pages opened in it that must give no error."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (apt-get install chromium)")
"""Marks a test that opens pages; it says so when there is no browser."""

_QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
"""It reaches this machine alone."""


@contextlib.contextmanager
def browsing() -> Iterator[Browser]:
    """The browser, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        yield browser
        browser.close()


@contextlib.contextmanager
def opened(
    browser: Browser,
    page: Path,
    *,
    script: bool = True,
    fragment: str = "",
    web: Mapping[str, str] | None = None,
) -> Iterator[Page]:
    """A page opened from disk, on which nothing may fail while the block runs.

    A script that fails, an error in the console, a request for anything else and whatever the page's policy forbids are
    failures.

    Args:
        script: Whether the page may run its script.
        fragment: What stands behind `#` in the address.
        web: Pages that may be asked for, by address; there is no other web.
    """
    context = browser.new_context(java_script_enabled=script)
    tab = context.new_page()
    wrong: list[str] = []
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("console", lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None)
    there = web or {}
    for address in there:
        context.route(address, lambda route: route.fulfill(body=there[route.request.url], content_type="text/html"))
    tab.on("request", lambda asked: wrong.append(asked.url) if not _allowed(asked.url, there) else None)
    # A policy that is not kept is told in the console too; a handler hears it even where a browser is silent.
    tab.add_init_script("document.addEventListener('securitypolicyviolation', e => console.error(e.violatedDirective))")
    tab.goto(page.as_uri() + (f"#{fragment}" if fragment else ""))
    yield tab
    context.close()
    assert not wrong, "; ".join(wrong)


def _allowed(url: str, web: Collection[str]) -> bool:
    return url.startswith("file:") or url in web
