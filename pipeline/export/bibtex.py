"""References → BibTeX. Pure; why Unicode stays and what keys are made of is in DECISIONS.md."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from pipeline.export.kinds import Kind
from pipeline.export.names import parted
from pipeline.export.reference import Reference

_TYPES = {
    Kind.ARTICLE: ("article", "journal"),
    Kind.PAPER: ("inproceedings", "booktitle"),
    Kind.PREPRINT: ("misc", "howpublished"),
    Kind.THESIS: ("phdthesis", "school"),
    Kind.REPORT: ("techreport", "institution"),
    Kind.OTHER: ("misc", "howpublished"),
}
"""Type of an entry, and the field that its venue goes to."""
_REPORT = re.compile(r"\btechnical report\b|\b(?:no|nr|number)\b", re.IGNORECASE)
_LATEX = {
    "\\": r"\textbackslash{}",
    # BibTeX counts braces, escaped ones too, so that one without its other would swallow what follows.
    "{": r"$\lbrace$",
    "}": r"$\rbrace$",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{mark: f"\\{mark}" for mark in "%$&#_"},
}
_KEPT = "".join(sign for sign in string.punctuation if sign not in "{}\\")
_SPECIAL = re.compile(r"[\\{}^~%$&#_]")
# Ligatures: LaTeX makes a dash of two hyphens, and marks of quotation of two accents or apostrophes.
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=[?!])(?=`)")
_CASED = re.compile(r"(?<![^\W_])(?:\w+[A-Z]|[A-Z](?=\b))[\w+]*(?:-\w*[A-Z]\w+)*")
"""Words whose capitals are part of them, such as `LoRA` and `GPT-4`; styles write others in small letters."""


def escaped(text: str) -> str:
    """A text as LaTeX prints it; letters of all scripts stay as they are."""
    return _LIGATURE.sub("{}", _SPECIAL.sub(lambda found: _LATEX[found[0]], text))


def _title(title: str) -> str:
    parts, end = [], 0
    for word in _CASED.finditer(title):
        parts += [escaped(title[end : word.start()]), "{", escaped(word[0]), "}"]
        end = word.end()
    return "".join([*parts, escaped(title[end:])])


def _authors(reference: Reference) -> str:
    names = [_name(name) for name in reference.authors]
    if names and not reference.authors_complete:
        names.append("others")
    return " and ".join(names)


def _name(name: str) -> str:
    """A name, in braces where BibTeX would part it wrongly, and its parts in order where it has a suffix."""
    parts = parted(name)
    if parts is None:
        return f"{{{escaped(name)}}}"
    if not parts.suffix:
        return escaped(name)
    family = f"{parts.particle} {parts.family}".strip()
    return ", ".join(map(escaped, filter(None, (family, parts.suffix, parts.given))))


def _verbatim(text: str) -> str:
    """An address or identifier as it is, which styles print as code; what would end the field is percent-encoded."""
    return quote(text, safe=_KEPT, errors="replace")


def _place(reference: Reference) -> tuple[str, str]:
    """Type of an entry, and the field that its venue goes to.

    A report has to name an institution: where it is called a report and no more, there is none.
    """
    if reference.kind is Kind.REPORT and not re.search(r"[^\W\d_]{2}", _REPORT.sub(" ", reference.venue or "")):
        return _TYPES[Kind.OTHER]
    return _TYPES[reference.kind]


def _fields(reference: Reference) -> Iterator[tuple[str, str | None]]:
    yield "title", _title(reference.title)
    yield "author", _authors(reference)
    yield _place(reference)[1], escaped(reference.venue) if reference.venue else None
    yield "year", str(reference.year) if reference.year is not None else None
    yield "doi", _verbatim(reference.doi) if reference.doi else None
    if reference.arxiv_id:
        yield "eprint", _verbatim(reference.arxiv_id)
        yield "archiveprefix", "arXiv"
        yield "primaryclass", escaped(reference.arxiv_class) if reference.arxiv_class else None
    yield "url", _verbatim(reference.url) if reference.url else None
    yield "note", "Withdrawn" if reference.withdrawn else None


def _entry(reference: Reference) -> str:
    fields = [f"  {name} = {{{value}}},\n" for name, value in _fields(reference) if value]
    return f"@{_place(reference)[0]}{{{reference.key},\n{''.join(fields)}}}\n"


def to_bibtex(references: Iterable[Reference]) -> str:
    """Print references, an entry each, in their order."""
    return "\n".join(map(_entry, references))
