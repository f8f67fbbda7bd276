"""Tests that a list comes back corrected where it is shown wrong, and everywhere else byte for byte."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.curated.formats import Format
from pipeline.curated.parse import parse_list
from pipeline.errors import UsageError
from pipeline.export.corrected import Corrected, ListSource, correct, read_source
from pipeline.export.corrections import Correction, Part
from pipeline.export.reference import seen
from tests.builders import steady
from tests.export.rows import HOSTILE

WRONG = "https://arxiv.org/abs/2412.00001"
RIGHT = "https://arxiv.org/abs/2401.00001"
DOI = "https://doi.org/10.1002/(sici)1097-4571(199806)49:8%3C693::aid-asi4%3E3.0.co;2-o"

OTHER = f"Another one [Paper]({RIGHT})"
ROWS = (f"A Study of List | ICLR | [Paper]({WRONG})", f"Another one | x | [P]({RIGHT})")
CELLS = "".join(
    f'<tr><td>{title}</td>\n<td><a href="{url}">Paper</a></td></tr>\n'
    for title, url in (("A Study of List", WRONG), ("Another one", RIGHT))
)
LISTS = {
    "bullet": f"# A\n\n- A Study of List *(ICLR 2023)* [Paper]({WRONG}) [Code](https://github.com/a/b)\n- {OTHER}\n",
    "linked title": f"# A\n\n- [A Study of List]({WRONG})\n- [Another one]({RIGHT})\n",
    "bold": f"- **A Study of List** Ada Example, Bo Other. ICLR 2023. [[paper]]({WRONG})\n- **Another** {OTHER}\n",
    "markup within": f"- **A Study** of *List* [Paper]({WRONG})\n- {OTHER}\n",
    "angle brackets": f"- A Study of List [Paper](<{WRONG}>)\n- {OTHER}\n",
    "table": f"| Title | Venue | Link |\n|---|---|---|\n| {ROWS[0]} |\n| {ROWS[1]} |\n",
    "html": f'<ul><li>A Study of List\n<a href="{WRONG}">Paper</a>\n<li>Another one <a href="{RIGHT}">Paper</a></ul>\n',
    "html in a table": f"<table><tr><th>Title</th><th>Link</th></tr>\n{CELLS}</table>\n",
    "reference": f"- A Study of List [Paper][1]\n- Another one [Paper][2]\n\n[1]: {WRONG}\n[2]: {RIGHT}\n",
    "wrapped": f"- A Study\n  of List\n  [Paper]({WRONG})\n- {OTHER}\n",
    "titles": f"A Study of List {WRONG}\nAnother one {RIGHT}\n",
}
"""The same entry, wrong in title and link, in the shapes that people use."""


def _source(text: str, fmt: Format | None = None) -> ListSource:
    return read_source(text.encode(), "list.md", fmt)


def _wanted(source: ListSource, part: Part, new: str, position: int = 1) -> Correction:
    entry = source.entries[position - 1]
    old = entry.title if part is Part.TITLE else entry.link or ""
    return Correction(entry_id=entry.entry_id, position=position, line=entry.line, part=part, old=old, new=new)


def _corrected(text: str, new: dict[Part, str], fmt: Format | None = None) -> Corrected:
    source = _source(text, fmt)
    return correct(source, [_wanted(source, part, value) for part, value in new.items()])


@pytest.mark.parametrize("shape", LISTS)
def test_title_and_link_are_written_in_every_shape(shape: str) -> None:
    """Read again the list says what is right, and of the other entry what it said before."""
    before = parse_list(LISTS[shape], "x").entries
    corrected = _corrected(LISTS[shape], {Part.TITLE: "A Study of Lists", Part.LINK: RIGHT})
    after = parse_list(corrected.text, "x").entries

    assert not corrected.left
    assert (after[0].title, after[0].link) == ("A Study of Lists", RIGHT)
    assert after[0].claimed_venue == before[0].claimed_venue
    assert replace(after[1], line=0, duplicate_of=None) == replace(before[1], line=0, duplicate_of=None)


def test_nothing_else_changes() -> None:
    """Not a byte: neither bullets, blanks, quotes nor line ends."""
    text = (
        f'\ufeff# L\u00efst\r\n\r\n* A  Study of List  *(ICLR 2023)*\t[Paper]({WRONG} "x")  \r\n* B c [Paper]({RIGHT})'
    )
    corrected = _corrected(text, {Part.TITLE: "A Study of Lists", Part.LINK: RIGHT})
    assert corrected.text == text.replace("Study of List ", "Study of Lists ").replace(WRONG, RIGHT)
    assert _corrected(text, {}).text == text


def test_all_links_to_the_wrong_paper_are_mended() -> None:
    """The PDF beside the page leads astray too; other links and prose that names the address elsewhere stay."""
    text = (
        f"Not {WRONG}, which is another one.\n\n- A Study [Paper]({WRONG}) [PDF](https://arxiv.org/pdf/2412.00001v2) "
        f"[Code](https://github.com/a/b)\n- B c [Paper]({WRONG})\n"
    )
    corrected = _corrected(text, {Part.LINK: RIGHT})
    assert corrected.text == text.replace(
        f"[Paper]({WRONG}) [PDF](https://arxiv.org/pdf/2412.00001v2)",
        f"[Paper]({RIGHT}) [PDF](https://arxiv.org/pdf/2401.00001)",
    )


LED = "- QLists: Fast Sorting of Lists"


@pytest.mark.parametrize(
    ("shape", "number"),
    [
        (f"{LED} [Paper]({WRONG})\n\n  Builds on [Lists]({WRONG}) of A. Other.\n", None),
        (f"{LED} [Paper]({WRONG})\n\n  Builds on [LoRA]({WRONG}) of A. Other.\n", 0),
        (f"{LED} *(2023)* [Paper]({WRONG}), extends [LoRA](https://arxiv.org/pdf/2412.00001)\n", 0),
        (f"{LED} (see [LoRA]({WRONG})) [PDF]({WRONG})\n", 1),
        (f"{LED} [PDF]({WRONG}), extends [LoRA (arXiv:2412.00001)]({WRONG})\n", 0),
        (f"{LED} [PDF]({WRONG}), extends [LoRA][x]\n\n[x]: {WRONG}\n", 0),
        (f"{LED} [PDF][x], extends [LoRA][x]\n\n[x]: {WRONG}\n", None),
        (f"- [QLists: Fast Sorting of Lists]({WRONG}). It extends [LoRA]({WRONG})\n", 0),
        (f"{LED} [LoRA]({WRONG}) and [its heir]({WRONG})\n", None),
        (f"{LED}, after [LoRA]({WRONG})\n", None),
        (f'<ul><li>QLists: Fast <a href="{WRONG}">Paper</a> of <a href="{WRONG}">LoRA</a></li></ul>\n\n', 0),
    ],
)
def test_a_link_that_names_another_paper_stays(shape: str, number: int | None) -> None:
    """What prose calls by another name leads there rightly; where either may be meant all are left."""
    text = f"{shape}{OTHER.join(['- ', chr(10)])}- B c [Paper]({RIGHT})\n"
    corrected = _corrected(text, {Part.LINK: RIGHT})
    assert len(corrected.left) == (number is None)
    parts = re.split(r"(?<=arxiv\.org/...)/2412\.00001", text)
    expected = "/2412.00001".join(parts)
    if number is not None:
        expected = "/2412.00001".join(parts[: number + 1]) + "/2401.00001" + "/2412.00001".join(parts[number + 1 :])
    assert corrected.text == expected


@pytest.mark.parametrize("label", ["QLists", "QLists: Fast Sorting of Lists (ICLR 2024)", "2412.00001", "P", WRONG])
def test_all_that_names_the_entrys_own_paper_is_mended(label: str) -> None:
    """By its name before the colon, its title, its number, an address, or a sign."""
    text = f"{LED} [{label}]({WRONG}) [Paper]({WRONG})\n- {OTHER}\n"
    corrected = _corrected(text, {Part.LINK: RIGHT})
    assert corrected.text == text.replace("2412.00001", "2401.00001")


def test_a_definition_that_others_use_is_left() -> None:
    """One that serves two entries would change what the other one says; a person has to part them."""
    text = f"- A Study of List [Paper][1]\n- Another one [Paper][1]\n\n[1]: {WRONG}\n"
    corrected = _corrected(text, {Part.LINK: RIGHT})
    assert corrected.text == text
    assert [each.part for each in corrected.left] == [Part.LINK]


@pytest.mark.parametrize(
    "behind",
    [
        f"\n## Contributing\n\nNever link {WRONG} (see [2412.00001]({WRONG})).\n",
        f"\nThe authors of [another]({WRONG}) are thanked.\n",
        f"<!--\n- [An old one]({WRONG})\n-->\n- {OTHER}\n",
        f"<!-- was [Paper]({WRONG}) -->\n- {OTHER}\n",
        f"\n  ```\n  wget {WRONG}\n  ```\n- {OTHER}\n",
        f"- See also\n  - [this]({WRONG}) by the way\n\n# B\n\n- {OTHER}\n",
    ],
)
def test_what_is_not_the_entrys_own_stays(behind: str) -> None:
    """Prose, other bullets, comments and code may name the same address."""
    text = f"# A\n\n- [B c of d]({RIGHT})\n- A Study of List [Paper]({WRONG})\n{behind}"
    source = _source(text)
    at = next(entry.position for entry in source.entries if entry.title == "A Study of List")
    corrected = correct(source, [_wanted(source, Part.LINK, RIGHT, at)])
    assert corrected.made
    assert corrected.text == text.replace(WRONG, RIGHT, 1)


@pytest.mark.parametrize(
    "shape",
    [
        f"- A Study of List. {WRONG}\n",
        f"- A Study of List <{WRONG}>\n",
        f"- A Study of List [{WRONG}]({WRONG})\n",
        f"- A Study of List [arXiv:2412.00001]({WRONG})\n",
        f"- A Study of List [arXiv 2412.00001]({WRONG}) [PDF](https://arxiv.org/pdf/2412.00001)\n",
        f'<ul><li>A Study of List <a href="{WRONG}">arXiv:2412.00001</a></li></ul>\n\n',
    ],
)
def test_labels_that_name_the_old_paper_name_the_new_one(shape: str) -> None:
    """A bare address is its own label."""
    text = f"{shape}- {OTHER}\n- B c [Paper]({RIGHT})\n"
    corrected = _corrected(text, {Part.LINK: RIGHT})
    assert corrected.made
    assert corrected.text == text.replace("2412.00001", "2401.00001")


@pytest.mark.parametrize("beside", [f"[arXiv:2412.00001]({WRONG})", f"[Paper]({WRONG}) arXiv:2412.00001"])
def test_what_still_names_the_old_paper_is_left(beside: str) -> None:
    """An arXiv number has no place for a DOI, and a number beside a link no bounds."""
    text = f"- A Study of List {beside}\n- {OTHER}\n"
    corrected = _corrected(text, {Part.LINK: "https://doi.org/10.1145/3649825"})
    assert (corrected.text, len(corrected.left)) == (text, 1)


def test_code_is_never_written_into() -> None:
    """An address in code is read as a link, so that the entry would still lead astray: a person has to look."""
    text = f"- A Study of List [Paper]({WRONG}) `wget {WRONG}`\n- {OTHER}\n"
    corrected = _corrected(text, {Part.LINK: RIGHT})
    assert (corrected.text, len(corrected.left)) == (text, 1)


@pytest.mark.parametrize(
    ("prose", "made"),
    [("Our earlier work is [here][x].", 0), ("See [X].", 0), ("See [here](y).", 1), (f"In prose {WRONG} is good.", 1)],
)
def test_a_definition_that_prose_uses_is_left(prose: str, made: int) -> None:
    """It would lead readers of the prose astray; one that the entry alone uses is written."""
    text = f"- A Study of List [Paper][x]\n- {OTHER}\n\n{prose}\n\n[x]: {WRONG}\n"
    corrected = _corrected(text, {Part.LINK: RIGHT})
    assert len(corrected.made) == made
    assert corrected.text == (text.replace(f"[x]: {WRONG}", f"[x]: {RIGHT}") if made else text)


def test_what_is_not_shown_to_be_wrong_is_left_and_told() -> None:
    """The list comes back as it was."""
    source = _source(LISTS["bullet"])
    doubted = replace(_wanted(source, Part.LINK, RIGHT), shown=False)
    corrected = correct(source, [doubted])
    assert (corrected.text, corrected.made, corrected.left) == (source.text, (), (doubted,))


@pytest.mark.parametrize("shape", [shape for shape in LISTS if shape != "titles"])
@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_are_words_or_are_left(shape: str, title: str) -> None:
    """In any shape they are read as the title and nothing more; one that is no title is not written."""
    corrected = _corrected(LISTS[shape], {Part.TITLE: seen(title)})
    after = parse_list(corrected.text, "x").entries
    if corrected.made:
        assert [entry.title for entry in after] == [seen(title), parse_list(LISTS[shape], "x").entries[1].title]
    else:
        assert corrected.text == LISTS[shape]
    assert not re.search(r"(?<!\\)<(?:script|img)", corrected.text)


@pytest.mark.parametrize("shape", [shape for shape in LISTS if shape != "titles"])
@pytest.mark.parametrize(
    "title",
    ["Sorting a|b, [c] and *d*", "From A <- B & C to a < b", "Costs of $5 and $6", "The `x_y_z` \\ way"],
)
def test_signs_of_markup_are_written_as_signs(shape: str, title: str) -> None:
    """Escaped as the place takes it."""
    corrected = _corrected(LISTS[shape], {Part.TITLE: title})
    assert parse_list(corrected.text, "x").entries[0].title == title


def test_a_link_with_signs_is_written_so_that_it_ends_where_it_ends() -> None:
    """A DOI may hold brackets."""
    corrected = _corrected(LISTS["bullet"], {Part.LINK: DOI})
    (first, _) = parse_list(corrected.text, "x").entries
    assert str(first.identifiers[0]) == "doi:10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o"


_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)


@steady
@given(_TEXT, st.sampled_from(sorted(LISTS)))
def test_every_title_is_written_right_or_not_at_all(title: str, shape: str) -> None:
    """Whatever a service says, the other entry and all that surrounds both is as it was."""
    before = parse_list(LISTS[shape], "x").entries
    corrected = _corrected(LISTS[shape], {Part.TITLE: seen(title) or "x", Part.LINK: RIGHT})
    after = parse_list(corrected.text, "x").entries
    assert [(entry.title, entry.claimed_year) for entry in after[1:]] == [
        (entry.title, entry.claimed_year) for entry in before[1:]
    ]
    expected = (seen(title) or "x") if Part.TITLE in {each.part for each in corrected.made} else before[0].title
    assert after[0].title == expected


def test_a_bad_correction_does_not_hinder_the_others() -> None:
    """Of many, those that can be written are."""
    lines = "".join(f"- Paper number {number} [Paper]({WRONG})\n" for number in range(1, 41))
    source = _source(lines)
    wanted = [_wanted(source, Part.TITLE, f"Paper of number {number}", number) for number in range(1, 41)]
    wanted[7] = replace(wanted[7], new="x" * 3000)
    wanted[23] = replace(wanted[23], old="Nowhere in the text")
    corrected = correct(source, wanted)
    assert [each.position for each in corrected.left] == [8, 24]
    assert corrected.text.count("Paper of number") == 38


def test_an_entry_that_is_read_otherwise_now_is_left() -> None:
    """Positions are those of the release that made the snapshot."""
    source = _source(LISTS["bullet"])
    wanted = [
        replace(_wanted(source, Part.LINK, RIGHT), entry_id="another"),
        replace(_wanted(source, Part.LINK, RIGHT), position=99),
    ]
    assert correct(source, wanted).left == tuple(wanted)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"title,url\nA Study,https://arxiv.org/abs/2401.00001\n", "found csv, which is not written back"),
        (b"@misc{a,\n title = {A Study}\n}\n", "found bibtex"),
        ("- A st\u00fcdy [Paper](x)\n".encode("latin-1"), "expected a list in UTF-8, found byte 0xfc"),
    ],
)
def test_what_is_not_given_back_is_refused(body: bytes, told: str) -> None:
    """With what to do instead."""
    with pytest.raises(UsageError, match=told):
        read_source(body, "list", None)


BADGE = "https://img.shields.io/badge/arXiv-2412.00001-b31b1b.svg"


@pytest.mark.parametrize(
    "linked",
    [
        f"[![arXiv]({BADGE})]({WRONG})",
        f"[![arXiv:2412.00001]({BADGE}?style=flat)](<{WRONG}>)",
        f'<a href="{WRONG}"><img alt="arXiv" src="{BADGE}"></a>',
        f'<a href="{WRONG}" target="_blank"> <img src="{BADGE}" height="20"/></a>',
    ],
)
def test_badges_that_show_the_old_paper_show_the_new_one(linked: str) -> None:
    """A number in a picture is read by people; where it cannot become another, a person has to draw it."""
    text = f"- A Study of List {linked}\n- {OTHER} [![arXiv]({BADGE})](https://x.org)\n"
    corrected = _corrected(text, {Part.LINK: RIGHT})
    assert corrected.text == text.replace(linked, linked.replace("2412.00001", "2401.00001"))
    left = _corrected(text, {Part.LINK: "https://doi.org/10.1145/3649825"})
    assert (left.text, len(left.left)) == (text, 1)


def test_corrections_that_hinder_each_other_are_made_one_by_one() -> None:
    """Two entries of one title on one line are told apart by neither; the list stays a list."""
    text = f"- [A Study of List]({WRONG}), [A Study of List]({WRONG})\n- {OTHER}\n"
    source = _source(text)
    titled = [entry.position for entry in source.entries if entry.title == "A Study of List"]
    wanted = [_wanted(source, Part.TITLE, f"A Study of Lists {at}", at) for at in titled]
    corrected = correct(source, wanted)
    assert len(corrected.made) + len(corrected.left) == len(titled)
    assert len(parse_list(corrected.text, "x").entries) == len(source.entries)
