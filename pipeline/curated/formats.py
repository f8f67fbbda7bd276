"""The formats a list may come in, told from its text. Pure."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from enum import StrEnum

from pipeline.curated.bibtex import read_bibtex
from pipeline.curated.lines import read_lines
from pipeline.curated.markdown import read_html, read_markdown
from pipeline.curated.objects import read_jsonl
from pipeline.curated.printed import is_printed
from pipeline.curated.raw import RawList
from pipeline.curated.records import field_of, read_csv, read_tsv
from pipeline.curated.ris import read_ris
from pipeline.curated.scraped import is_scraped, read_scraped

# Every repetition is bounded or stays on its line, so that no text takes more than linear time.
_LINK = re.compile(r"\]\([^)\s]{1,2000}\)|^\[[^\]\n]{1,200}\]:[ \t]+\S", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_BULLET = re.compile(r"^[ \t]{0,2000}(?:[-*+]|\d{1,9}[.)])[ \t]{1,80}\S", re.MULTILINE)
_EMPHASIS = re.compile(r"^(?:\*\*?|__?)\w[^\n*_]{0,500}[*_]", re.MULTILINE)
_RULE = re.compile(r"^[ \t]{0,20}\|?[ \t]{0,20}:?-{2,200}:?[ \t]{0,200}\|", re.MULTILINE)
_PAGE = re.compile(
    r"\s{0,1000}(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<(?:li|tr|td|p|a|div|h[1-6])\b", re.IGNORECASE)
_BIBTEX = re.compile(r"^[ \t]*@[A-Za-z]{3,20}[ \t]*[{(]\s{0,20}[^\s,{}]{0,200}\s{0,20},", re.MULTILINE)
_RIS = re.compile(r"^TY {1,2}-[ \t]{1,20}[A-Z]{2,10}[ \t]{0,200}$", re.MULTILINE)
_COMMENT = re.compile(r"(?:[ \t]*(?:[%#][^\n]*|//[^\n]*)?\n)*")
_CODE = re.compile(r"\s{0,200}(?:[{}\[\]@]|\"[^\"\n]{1,100}\"\s?:|\.\. |[\w-]{1,40}\s?=\s?[{\"])")


class Format(StrEnum):
    """A format a list may come in (closed list)."""

    MARKDOWN = "markdown"
    HTML = "html"
    TEXT = "text"
    BIBTEX = "bibtex"
    RIS = "ris"
    CSV = "csv"
    TSV = "tsv"
    JSONL = "jsonl"
    TITLES = "titles"


READERS: dict[Format, Callable[[str], RawList]] = {
    Format.MARKDOWN: read_markdown,
    Format.HTML: read_html,
    Format.TEXT: read_scraped,
    Format.BIBTEX: read_bibtex,
    Format.RIS: read_ris,
    Format.CSV: read_csv,
    Format.TSV: read_tsv,
    Format.JSONL: read_jsonl,
    Format.TITLES: read_lines,
}


def _is_json(text: str) -> bool:
    start = text.lstrip()
    if start.startswith("["):
        return bool(re.match(r"\[\s*[{\"]", start)) and not _LINK.search(start[:2000])
    if not start.startswith("{"):
        return False
    return _is_object(start.split("\n", 1)[0].strip().rstrip(",")) or _is_object(text)


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _separated(text: str) -> Format | None:
    """CSV or TSV when the first line names columns, one of them `title`."""
    first = next((line for line in text.split("\n", 50)[:50] if line.strip()), "")
    for delimiter, fmt in (("\t", Format.TSV), (",", Format.CSV), (";", Format.CSV)):
        if delimiter in first and len(first) < _LONGEST_HEADER:
            names = next(csv.reader([first.replace("\r", " ")], delimiter=delimiter), [])
            fields = [field_of(name) for name in names]
            short = sum(1 for name in names if len(name) < _LONGEST_NAME)
            if "title" in fields and short > len(names) / 2:
                return fmt
    return None


_LONGEST_HEADER = 2000
_LONGEST_NAME = 40


def _is_bibtex(text: str, *, marked: bool) -> bool:
    comments = _COMMENT.match(text)
    first = _BIBTEX.match(text, comments.end() if comments else 0)
    other = marked or _BULLET.search(text)
    return bool(first or (not other and _BIBTEX.search(text)))


def _is_ris(text: str, *, marked: bool) -> bool:
    """Tell records that begin the text, or that stand behind what a database says of them."""
    other = marked or _BULLET.search(text)
    return bool(_RIS.match(text.lstrip()) or (not other and _RIS.search(text)))


def _declared(text: str, *, marked: bool) -> Format | None:
    """The format that a text shows by its beginning, or by what nothing else has."""
    if is_printed(text):
        return Format.MARKDOWN
    if _PAGE.match(text):
        return Format.HTML
    if _is_json(text):
        return Format.JSONL
    if _is_ris(text, marked=marked):
        return Format.RIS
    return Format.BIBTEX if _is_bibtex(text, marked=marked) else _separated(text)


def detect(text: str) -> Format:
    """Tell the format of a list by its content; a text without any sign is one title a line."""
    marked = bool(_LINK.search(text) or _RULE.search(text))
    if declared := _declared(text, marked=marked):
        return declared
    if not marked and not _HEADING.search(text) and is_scraped(text):
        return Format.TEXT
    if not marked and text.lstrip().startswith("<") and _TAG.search(text):
        return Format.HTML
    if marked or _BULLET.search(text) or _TAG.search(text):
        return Format.MARKDOWN
    headed = _HEADING.search(text) and (_is_prose(text) or _EMPHASIS.search(text))
    return Format.MARKDOWN if headed else Format.TITLES


def line_of_code(text: str) -> int | None:
    """The first line, from 1, of what is a program's and no list of titles; None where few lines are."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    code = [number for number, line in lines if _CODE.match(line)]
    return code[0] if len(code) > _MUCH_CODE * len(lines) else None


_MUCH_CODE = 0.3
"""Share of the lines."""


def _is_prose(text: str) -> bool:
    """Whether most lines that are no comments are sentences: they end as sentences do, or are long."""
    lines = [line.strip() for line in text.split("\n") if line.strip() and not line.startswith("#")]
    sentences = sum(1 for line in lines if line.endswith((".", ":", ";")) or len(line.split()) > _LONGEST_TITLE)
    return sentences > len(lines) / 2


_LONGEST_TITLE = 30
"""Words; a longer line is a paragraph."""
