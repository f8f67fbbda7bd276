"""The script: a list of papers, the works that there are, and thirty nights."""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.curated.parse import entry_id_of
from pipeline.errors import GateError, ServicesUnavailableError
from tests.system.nights import Facts, Night, Told, added, changed, digests, live, removed, shuffle_archive

_PREPRINTS = {
    "anchors": ("Anchored Rewards for Preference Tuning of Dialogue Agents", "2401.00001"),
    "balance": ("Balancing Helpfulness against Caution in Instructed Assistants", "2401.00002"),
    "critics": ("Critics that Rewrite: Verbal Feedback for Code Generation", "2401.00003"),
    "debates": ("Debates between Small Judges Improve Large Answers", "2401.00004"),
    "episodes": ("Episodic Replay Buffers for Online Alignment", "2402.00005"),
    "forgets": ("Forgetting Gracefully: Continual Tuning without Rehearsal", "2402.00006"),
    "gradients": ("Gradient Surgery for Conflicting Human Raters", "2402.00007"),
    "hints": ("Hints from Weak Teachers in Mathematical Reasoning", "2402.00008"),
    "ideals": ("Idealised Annotators and the Noise They Leave Behind", "2403.00009"),
    "jurors": ("Juries of Language Models as Reward Functions", "2403.00010"),
    "kernels": ("Kernel Smoothing of Sparse Process Supervision", "2403.00011"),
    "lessons": ("Lessons from Annotating a Million Comparisons", "2403.00012"),
    "masks": ("Masked Preference Distillation for Speech Models", "2404.00013"),
    "norms": ("Normative Drift in Deployed Chat Assistants", "2404.00014"),
}

WORKS: dict[str, Facts] = {
    **{
        name: {"title": title, "authors": [f"Ann {name.title()}", "Ada Second"], "year": 2024, "arxiv_id": arxiv_id}
        for name, (title, arxiv_id) in _PREPRINTS.items()
    },
    "printed": {
        "title": "Printed Proofs of Convergence for Policy Optimisation",
        "authors": ["Pia Printed"],
        "year": 2023,
        "venue": "ICML",
        "doi": "10.1000/printed",
    },
    "journal": {
        "title": "Quantile Rewards under Distribution Shift",
        "authors": ["Quentin Quill"],
        "year": 2023,
        "venue": "Journal of Machine Learning Research",
        "doi": "10.1000/journal",
    },
    "preprint": {
        "title": "Quantile Rewards for Robust Alignment of Speech Recognisers",
        "authors": ["Quentin Quill"],
        "year": 2022,
        "arxiv_id": "2205.00016",
    },
    "bare": {
        "title": "Bare Listings Deserve Verified Citations",
        "authors": ["Bea Bare"],
        "year": 2021,
        "s2_paper_id": "b" * 40,
        "s2_corpus_id": 4242,
    },
    "linked": {
        "title": "Linked Records Outlive Their Registries",
        "authors": ["Lin Linked"],
        "year": 2020,
        "venue": "VLDB",
        "doi": "10.1000/linked",
    },
}
"""Every work that is known on the first night."""

LATE: Facts = {
    "title": "Late Breaking Results on Scalable Oversight",
    "authors": ["Lena Late"],
    "year": 2026,
    "arxiv_id": "2612.00017",
}

TITLE = {name: str(work["title"]) for name, work in {**WORKS, "late": LATE}.items()}
ENTRY = {name: entry_id_of(title, 1) for name, title in {**TITLE, "product": "Claude"}.items()}
WORK = {name: f"arxiv:{work['arxiv_id']}" for name, work in {**WORKS, "late": LATE}.items() if "arxiv_id" in work} | {
    "printed": "doi:10.1000/printed",
    "journal": "doi:10.1000/journal",
    "linked": "doi:10.1000/linked",
    "bare": "corpusid:4242",
}
"""The name that each work is given when it first stands in a snapshot, and keeps."""


def line(name: str) -> str:
    """A work's line in the list; two have no link."""
    work = WORKS.get(name, LATE)
    if name in {"bare", "late"}:
        return f"- {work['title']}\n"
    url = f"https://arxiv.org/abs/{work['arxiv_id']}" if "arxiv_id" in work else f"https://doi.org/{work['doi']}"
    return f"- [{work['title']}]({url})\n"


_PRODUCT = "- Claude [Paper](https://www.anthropic.com/news/claude-2)\n"
_TUNING = "".join(map(line, ("anchors", "balance", "critics", "debates", "episodes", "forgets", "gradients")))
_JUDGES = "".join(map(line, ("hints", "ideals", "jurors", "kernels", "lessons", "norms", "printed", "linked")))
_OTHERS = "".join(map(line, ("journal", "preprint", "bare", "late")))
FIRST_LIST = f"# Papers\n\n## Tuning\n\n{_TUNING}\n## Judges\n\n{_JUDGES}\n## Others\n\n{_OTHERS}{_PRODUCT}"

_LINKED = frozenset({*_PREPRINTS} - {"masks", "kernels"})
"""Entries that link to arXiv on all nights."""
_JOURNAL = "Journal of Machine Learning Research"
_RENAMED = "Arguments among Small Judges Improve Large Answers"
_WITHDRAWN = "This paper has been withdrawn by the authors: the proof of Lemma 2 is wrong."
_HINTS = "HINTS from weak-teachers in Mathematical Reasoning"


def _moved(*names: str, old: str, new: str) -> tuple[Told, ...]:
    """Entries that stand under another heading."""
    return tuple(
        told for name in names for told in changed("entries", ENTRY[name], headings=(f'["{old}"]', f'["{new}"]'))
    )


NIGHTS: tuple[Night, ...] = (
    Night(),
    # The list is put in another order, then a heading is renamed, then a title is written otherwise.
    Night(edits=((line("anchors"), ""), (line("gradients"), line("gradients") + line("anchors")))),
    Night(
        edits=(("## Others", "## Further Papers"),),
        told=_moved("journal", "preprint", "bare", "late", "product", old="Others", new="Further Papers"),
    ),
    Night(
        edits=((f"[{TITLE['hints']}]", "[*HINTS* from weak-teachers in Mathematical Reasoning]"),),
        told=changed(
            "entries",
            ENTRY["hints"],
            title=(TITLE["hints"], _HINTS),
            title_listed=(TITLE["hints"], _HINTS),
            relation=("exact", "typographic"),
        ),
    ),
    Night(
        edits=((line("norms"), line("norms") + line("masks")),),
        told=(added("entries", ENTRY["masks"]), added("works", WORK["masks"])),
    ),
    Night(lies=True, ends=GateError),
    Night(),
    Night(
        edits=((line("kernels"), ""),),
        told=(removed("entries", ENTRY["kernels"]), removed("works", WORK["kernels"])),
    ),
    # A paper is renamed on arXiv; Semantic Scholar, whose title a work bears, follows two nights later.
    Night(upstream={"debates": {"arxiv_title": _RENAMED}}),
    Night(
        faults="s2:503",
        stale_entries=_LINKED | {"masks", "printed", "linked", "journal", "preprint", "bare"},
        stale_works=_LINKED | {"masks", "printed", "linked", "journal", "preprint", "bare"},
        carried=frozenset({"debates", "printed", "linked", "journal", "bare"}),
    ),
    Night(
        upstream={"debates": {"title": _RENAMED}},
        told=(
            *changed("works", WORK["debates"], title=(TITLE["debates"], _RENAMED)),
            *changed("entries", ENTRY["debates"], relation=("exact", "retitled"), probability=("1.0", "0.9526")),
        ),
    ),
    Night(
        upstream={"critics": {"doi": "10.1000/critics", "venue": "NeurIPS", "year_published": 2025}},
        told=changed(
            "works",
            WORK["critics"],
            doi=(None, "10.1000/critics"),
            venue=(None, "NeurIPS"),
            venue_raw=(None, "NeurIPS"),
            year=("2024", "2025"),
        ),
    ),
    Night(
        faults="arxiv:503",
        stale_entries=_LINKED | {"masks", "preprint"},
        stale_works=_LINKED | {"masks", "preprint"},
        carried=_LINKED | {"masks", "preprint"},
    ),
    # A title that was nowhere was searched on the nights 0, 1, 3 and 7; it is there now, and found on night 15.
    Night(upstream={"late": LATE}),
    Night(),
    Night(
        told=(
            added("works", WORK["late"]),
            *changed(
                "entries",
                ENTRY["late"],
                status=("not_found", "matched"),
                work_id=(None, WORK["late"]),
                matched_by=(None, "title"),
                relation=(None, "exact"),
                probability=(None, "0.9926"),
            ),
        ),
    ),
    # Records are merged: a publication with its preprint, one with a record that nobody asked for, one under a new DOI.
    Night(
        upstream={
            "journal": None,
            "preprint": {
                "title": TITLE["journal"],
                "arxiv_title": TITLE["preprint"],
                "doi": "10.1000/journal",
                "venue": _JOURNAL,
                "year_published": 2023,
            },
        },
        told=(
            removed("works", WORK["journal"]),
            *changed(
                "works",
                WORK["preprint"],
                title=(TITLE["preprint"], TITLE["journal"]),
                doi=(None, "10.1000/journal"),
                venue=(None, "JMLR"),
                venue_raw=(None, _JOURNAL),
                year=("2022", "2023"),
            ),
            *changed("entries", ENTRY["journal"], work_id=(WORK["journal"], WORK["preprint"])),
            *changed("entries", ENTRY["preprint"], duplicate_of=(None, ENTRY["journal"])),
        ),
    ),
    Night(
        upstream={"bare": {"s2_paper_id": "c" * 40, "s2_corpus_id": 4343, "merged_ids": [f"s2:{'b' * 40}"]}},
        told=changed("works", WORK["bare"], s2_paper_id=("b" * 40, "c" * 40), s2_corpus_id=("4242", "4343")),
    ),
    Night(
        upstream={"linked": {"doi": "10.1000/linked.2", "merged_ids": ["doi:10.1000/linked"]}},
        told=changed("works", WORK["linked"], doi=("10.1000/linked", "10.1000/linked.2")),
    ),
    Night(
        upstream={"jurors": {"comment": _WITHDRAWN}},
        told=changed("works", WORK["jurors"], comment=(None, _WITHDRAWN), withdrawn=("false", "true")),
    ),
    Night(
        edits=((line("lessons"), line("lessons") + line("kernels")),),
        told=(added("entries", ENTRY["kernels"]), added("works", WORK["kernels"])),
    ),
    Night(faults="all:down", ends=ServicesUnavailableError),
    # A publication is put on arXiv; a line is doubled, and single again the night after.
    Night(
        upstream={"printed": {"arxiv_id": "2301.00018"}},
        told=changed("works", WORK["printed"], arxiv_id=(None, "2301.00018")),
    ),
    Night(
        edits=((line("ideals"), line("ideals") * 2),),
        told=(added("entries", f"{ENTRY['ideals']}-2"),),
    ),
    Night(
        edits=((line("ideals") * 2, line("ideals")),),
        told=(removed("entries", f"{ENTRY['ideals']}-2"),),
    ),
    Night(lies=True, faults="arxiv:503", ends=GateError),
    Night(
        edits=((line("episodes"), ""), ("## Judges\n\n", "## Judges\n\n" + line("episodes"))),
        told=_moved("episodes", old="Tuning", new="Judges"),
    ),
    Night(
        faults="s2:down",
        stale_entries=_LINKED | {"masks", "kernels", "printed", "linked", "journal", "preprint", "bare"},
        stale_works=_LINKED | {"masks", "kernels", "printed", "linked", "preprint", "bare", "late"},
        carried=frozenset({"printed", "linked", "journal", "bare"}),
    ),
    Night(
        faults="arxiv:down",
        # The publication that is on arXiv now was found there by its title when its DOI could not be looked up.
        stale_entries=_LINKED | {"masks", "kernels", "printed", "preprint", "late"},
        stale_works=_LINKED | {"masks", "kernels", "printed", "preprint", "late"},
        carried=_LINKED | {"masks", "kernels", "preprint", "late"},
    ),
    Night(),
)


def main(folder: str, seed: str) -> None:
    """Live through the nights in a folder, the archive in another order each night; print what came of it."""
    for number, _ in enumerate(live(Path(folder), WORKS, FIRST_LIST, NIGHTS, twice=False)):
        shuffle_archive(Path(folder), int(seed) + number)
    for name, digest in digests(Path(folder)).items():
        sys.stdout.write(f"{digest} {name}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
