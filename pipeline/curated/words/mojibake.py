"""Repair text whose UTF-8 bytes were read in another character set. Pure.

`ftfy` mends what was read as Latin-1 or Windows-1252. What was read as Greek (ISO 8859-7) it leaves
alone, rightly, since Greek letters may be meant; the rules here touch a Greek letter only where no
Greek, no formula and no name has one. Reasons in DECISIONS.md, no. 9.
"""

from __future__ import annotations

import re

import ftfy

_GREEK_BYTES = re.compile(r"[\u00a0-\u00ff\u0370-\u03ff\u2015-\u20ff][\u0080-\u00bf\u0384-\u038f\u2015-\u20ff]+")
_LOST_APOSTROPHE = re.compile(r"(?<=[A-Za-z])\u03b2(?=(?:s|t|re|ve|ll|d|m)\b)|(?<=[A-Za-z]s)\u03b2(?=\s)")
_LOST_DASH = re.compile(r"(?<=\d)\u03b2(?=\d)")


def _reread(found: re.Match[str]) -> str:
    try:
        return found[0].encode("iso8859-7").decode("utf-8")
    except UnicodeError:
        return found[0]


def repair(text: str) -> str:
    """Give `text` with mis-decoded bytes made whole; text without such bytes comes back as it is.

    A byte sequence that a scraper cut to its first letter (`LLMβs`) is mended by its surroundings:
    between a Latin letter and an English ending it was an apostrophe, between digits a dash.
    """
    if text.isascii():
        return text
    # Greek first: ftfy would take a stray second byte for Windows-1252 and leave nothing to read again.
    mended = ftfy.fix_encoding(_GREEK_BYTES.sub(_reread, text))
    mended = _LOST_APOSTROPHE.sub("\u2019", mended)
    return _LOST_DASH.sub("\u2013", mended)
