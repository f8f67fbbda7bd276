"""Pages of papers, by their identifiers. Pure."""

from __future__ import annotations

from urllib.parse import quote

from pipeline.identifiers.forms import Identifier, Scheme

_PAGES = {
    Scheme.ARXIV: "https://arxiv.org/abs/{}",
    Scheme.DOI: "https://doi.org/{}",
    Scheme.ACL: "https://aclanthology.org/{}/",
    Scheme.CORPUSID: "https://api.semanticscholar.org/CorpusID:{}",
    Scheme.S2: "https://www.semanticscholar.org/paper/{}",
    Scheme.OPENREVIEW: "https://openreview.net/forum?id={}",
    Scheme.PMLR: "https://proceedings.mlr.press/{}.html",
    Scheme.IEEE: "https://ieeexplore.ieee.org/document/{}",
    Scheme.JMLR: "https://jmlr.org/papers/{}.html",
    Scheme.DBLP: "https://dblp.org/rec/{}",
}


def _neurips(value: str) -> str | None:
    year, slash, name = value.partition("/")
    if not slash:
        return None
    digest, dash, track = name.partition("-")
    host = "datasets-benchmarks-proceedings.neurips.cc" if track.startswith("round") else "papers.nips.cc"
    return f"https://{host}/paper_files/paper/{year}/hash/{digest}-Abstract{dash}{track}.html"


def _cvf(value: str) -> str | None:
    volume, _, paper = value.partition("/")
    meeting, year, workshop = volume[:-4], volume[-4:], "/" in paper
    if volume.endswith("W"):
        meeting, year = volume[:-5], volume[-5:-1]
    if year > "2020" or meeting == "ACCV":
        shop, _, name = paper.rpartition("/")
        return f"https://openaccess.thecvf.com/content/{volume}/{f'{shop}/' if shop else ''}html/{name}_paper.html"
    if workshop:
        return None
    lower = year < "2017" or (meeting == "CVPR" and year < "2019")
    folder = f"{meeting.lower() if lower else meeting}_{year}"
    return f"https://openaccess.thecvf.com/content_{folder}/html/{paper}_paper.html"


def _aaai(value: str) -> str:
    journal, _, number = value.partition("/")
    return f"https://ojs.aaai.org/index.php/{journal}/article/view/{number}"


_MADE = {Scheme.NEURIPS: _neurips, Scheme.CVF: _cvf, Scheme.AAAI: _aaai}


def url_of(identifier: Identifier) -> str | None:
    """Give the page of a paper by its identifier; None where the identifier alone does not name one.

    These are papers at NeurIPS known by an old number, and of workshops at CVF up to 2020.
    """
    if make := _MADE.get(identifier.scheme):
        return make(identifier.value)
    return _PAGES[identifier.scheme].format(quote(identifier.value, safe="/:;()@,+=~!$*'"))
