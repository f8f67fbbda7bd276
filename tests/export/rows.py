"""Rows of a snapshot with defaults, and texts that mean harm; a test names only what it is about."""

from __future__ import annotations

from typing import Any

from pipeline.tables.schema import ENTRIES, WORKS

HOSTILE = (
    "<script>alert(1)</script> & <img src=x onerror=y>",
    "=cmd|' /C calc'!A0",
    "+1+1 and -2 @SUM(A1)",
    "\tTab first",
    "Right to \u202eleft\u202c and \u2066isolated\u2069",
    "Emoji \U0001f469\u200d\U0001f4bb and \U0001d538 and \u6f22\u5b57",
    "A { brace, } another { and \\input{x} \\",
    "100% of $x_1^2$ & #3 ~ tilde `tick` 'quote' \"double\"",
    "Bars | in ] a [ table * of * _things_ ~~gone~~ ![x](y)",
    "Dashes -- and --- and ``quotes'' ?` !`",
    "long " * 1000,
    "escape \x1b[31m and \x07 bell",
    "@article{x, title = {y}}",
    "and others, and",
)
"""Titles, names and venues as a service might send them."""


def a_work(**changes: Any) -> dict[str, Any]:
    """A row of `works`: an arXiv preprint of 2024 by two people."""
    row: dict[str, Any] = dict.fromkeys(column.name for column in WORKS.columns)
    row |= {
        "work_id": "arxiv:2401.00001",
        "title": "A Study of Lists",
        "authors": [{"name": "Ada Example"}, {"name": "Bo Other"}],
        "authors_complete": True,
        "year": 2024,
        "venue": "arXiv",
        "arxiv_id": "2401.00001",
        "withdrawn": False,
    }
    return row | changes


def an_entry_row(**changes: Any) -> dict[str, Any]:
    """A row of `entries`: the first one, matched to `a_work`."""
    row: dict[str, Any] = dict.fromkeys(column.name for column in ENTRIES.columns)
    row |= {
        "entry_id": "e1",
        "position": 1,
        "line": 1,
        "title": "A Study of List",
        "status": "matched",
        "work_id": "arxiv:2401.00001",
    }
    return row | changes
