"""Tests of JSON: one object a line, an array of them, and an object that holds lists of them under names."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.curated.objects import read_jsonl
from tests.curated.words.hostile import LAW, SOON, seconds


def _brief(text: str) -> list[tuple[int, str]]:
    return [(entry.line, entry.title) for entry in read_jsonl(text).entries]


def _told(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in read_jsonl(text).problems]


def _headings(value: object) -> dict[str, tuple[str, ...]]:
    return {entry.title: entry.headings for entry in read_jsonl(json.dumps(value)).entries}


NETS, WORDS = {"title": "Nets of Words"}, {"title": "Words of Nets"}
TWO_LINES = [(1, "Nets of Words"), (2, "Words of Nets")]

LINES = {
    "objects": '{"title": "Nets of Words"}\n{"title": "Words of Nets"}\n',
    "strings": '"Nets of Words"\n"Words of Nets"\n',
    "commas at the ends": '{"title": "Nets of Words"},\n"Words of Nets",',
    "blanks around": '  {"title": "Nets of Words"}\t\n   "Words of Nets"\n\n',
}


@pytest.mark.parametrize("text", LINES.values(), ids=LINES.keys())
def test_lines(text: str) -> None:
    """Each line is an object or a string, whatever stands around it."""
    assert (_brief(text), _told(text)) == (TWO_LINES, [])


def test_lines_that_cannot_be_read_are_told() -> None:
    """A line that is neither object nor string is told, the lines around it are read."""
    text = '{"title": "Nets of Words"}\n{"title": "Broken\n17\nnull\n["A"]\n\n{"year": 2001}\n"Words of Nets"\n'
    assert _brief(text) == [(1, "Nets of Words"), (8, "Words of Nets")]
    assert _told(text) == [
        (2, "line cannot be read; passed over."),
        (3, "line cannot be read; passed over."),
        (4, "line cannot be read; passed over."),
        (5, "line cannot be read; passed over."),
        (7, "line has no title; passed over."),
    ]


ARRAYS = {
    "on one line": ('[{"title": "Nets of Words"}, "Words of Nets"]', [1, 1]),
    "indented": (json.dumps([NETS, WORDS], indent=2), [2, 5]),
    "one a line": ('\n[\n{"title": "Nets of Words"},\n\n{"title": "Words of Nets"}\n]\n', [3, 5]),
    "a comma too many": ('[\n{"title": "Nets of Words"},\n{"title": "Words of Nets"},\n]', [2, 3]),
    "without an end": ('[\n{"title": "Nets of Words"},\n{"title": "Words of Nets"}\n', [2, 3]),
    "without its last bracket, over lines": ('[\n{"title": "Nets of Words"},\n"Words of Nets",\n', [2, 3]),
}


@pytest.mark.parametrize(("text", "lines"), ARRAYS.values(), ids=ARRAYS.keys())
def test_arrays(text: str, lines: list[int]) -> None:
    """The elements of an array have the lines on which they begin; one that lost its end is read line by line."""
    assert _brief(text) == list(zip(lines, ("Nets of Words", "Words of Nets"), strict=True))
    assert _told(text) == []


def test_elements_that_are_no_records_are_told() -> None:
    """Numbers, nothing and arrays within an array are told with their lines."""
    text = '[\n17,\n{"title": "Nets of Words"},\nnull,\n["A",\n"B"],\n{"year": 2001}\n]'
    assert _brief(text) == [(3, "Nets of Words")]
    assert [line for line, _ in _told(text)] == [2, 4, 5, 7]


HOLDERS = {
    "one list": {"papers": [NETS, WORDS]},
    "beside other fields": {"version": 3, "updated": "2001", "papers": [NETS, WORDS], "by": None},
    "lists of lists": {"papers": [[NETS], [[WORDS]]]},
    "two lists": {"Papers": [NETS], "articles": [WORDS]},
    "deeper": {"data": {"results": {"items": [NETS, WORDS]}}},
}


@pytest.mark.parametrize("value", HOLDERS.values(), ids=HOLDERS.keys())
@pytest.mark.parametrize("indent", [None, 2])
def test_an_object_that_holds_lists(value: object, indent: int | None) -> None:
    """The records in the lists of an object are read wherever they stand; names that say nothing are no headings."""
    text = json.dumps(value, indent=indent)
    assert [(title, headings) for title, headings in _headings(value).items()] == [
        ("Nets of Words", ()),
        ("Words of Nets", ()),
    ]
    lines = text.split("\n")
    assert all(f'"{title}"' in lines[line - 1] for line, title in _brief(text))


def test_names_are_headings() -> None:
    """What the lists and objects are called that a record stands in are its headings, outermost first."""
    value = {
        "Nets": {"Deep": [NETS], "papers": [WORDS]},
        "sections": [
            {"category": "Words", "items": [{"title": "A Word"}]},
            {"topic": "Talk", "Early": [{"title": "A Talk"}]},
            {"section": "", "Late": [{"title": "A Late Talk"}]},
        ],
    }
    assert _headings(value) == {
        "Nets of Words": ("Nets", "Deep"),
        "Words of Nets": ("Nets",),
        "A Word": ("Words",),
        "A Talk": ("Talk",),
        "A Late Talk": ("Late",),
    }


def test_a_record_knows_its_own_headings() -> None:
    """Headings that a record states itself count."""
    value = {"Nets": [{"title": "Nets of Words", "headings": ["Words", "Deep"]}, WORDS]}
    assert _headings(value) == {"Nets of Words": ("Words", "Deep"), "Words of Nets": ("Nets",)}


def test_what_is_beside_the_records_is_passed_over() -> None:
    """Numbers, texts and objects without a title in the lists of an object are no records."""
    value = {"papers": [17, None, {"year": 2001}, {"title": 5}, {"Paper Title": "Nets of Words", "title": ""}]}
    assert _headings(value) == {"Nets of Words": ()}


def test_titles_by_other_names() -> None:
    """A record is known by any field that means a title and is a text."""
    assert _headings({"papers": [{"title": None, "paper_title": "Nets of Words"}]}) == {"Nets of Words": ()}


@pytest.mark.parametrize("ascii_only", [True, False])
def test_lines_of_titles_with_accents(*, ascii_only: bool) -> None:
    """A title is found on its line, whether its characters are escaped or not."""
    titles = ['Na\u00efve Nets "of" Words', "\u00dcber Words\\Nets", "Caf\u00e9s of Ada"]
    text = json.dumps({"papers": [{"title": title} for title in titles]}, indent=1, ensure_ascii=ascii_only)
    assert _brief(text) == list(zip((4, 7, 10), titles, strict=True))


def test_the_same_title_twice() -> None:
    """A title that stands in a list twice is two entries, and what stands between them is on its own line."""
    text = '{"papers": [\n{"title": "Nets of Words"},\n{"title": "Words of Nets"},\n{"title": "Nets of Words"}\n]}'
    assert [title for _, title in _brief(text)] == ["Nets of Words", "Words of Nets", "Nets of Words"]
    assert _brief(text)[:2] == [(2, "Nets of Words"), (3, "Words of Nets")]


def test_one_record_is_a_list_of_one() -> None:
    """An object with a title is itself the record, whatever lists it holds."""
    assert _brief('{"title": "Nets of Words", "cites": [{"title": "Words of Nets"}]}') == TWO_LINES[:1]


def _nested(depth: int) -> str:
    return '{"a": ' * depth + '[{"title": "Nets of Words"}]' + "}" * depth


def test_records_have_a_depth() -> None:
    """Records are found some levels deep; deeper ones are none, and the object is told."""
    assert [title for _, title in _brief(_nested(5))] == ["Nets of Words"]
    assert (_brief(_nested(50)), _told(_nested(50))) == ([], [(1, "line has no title; passed over.")])


BROKEN = {
    "an object": '{"papers": [{"title": "Nets',
    "an array": '[{"title": "Nets of Words"}, {]',
    "arrays without end": "[" * 100_000,
    "objects without end": '{"a":' * 100_000,
    "no JSON": "Nets of Words",
    "a number of many digits": "9" * 10_000,
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_what_cannot_be_read_is_told(text: str) -> None:
    """Broken JSON, or JSON deeper than any, is a problem on its line, soon."""
    assert (_brief(text), _told(text)) == ([], [(1, "line cannot be read; passed over.")])
    assert seconds(read_jsonl, text=text) < SOON


def test_nothing_is_nothing() -> None:
    """A text without a record has neither entries nor problems."""
    assert (_brief(""), _told("\n \n")) == ([], [])


VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=5) | st.just(NETS),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=5), below, max_size=3),
    max_leaves=8,
)


@LAW
@given(VALUES, st.sampled_from([None, 1]))
def test_any_json_is_read(value: object, indent: int | None) -> None:
    """Whatever JSON holds, it is read without an error, on lines of the text, and always the same."""
    text = json.dumps(value, indent=indent)
    lines = [line for line, _ in _brief(text) + _told(text)]
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)
    assert read_jsonl(text) == read_jsonl(text)
