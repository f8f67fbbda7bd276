"""Tests of a document's parts: the words of a run, and the items below an item."""

from __future__ import annotations

import pytest

from pipeline.curated.markup.flow import BREAKS, Item, Kind, Span, plain


def _text(text: str) -> Span:
    return Span(kind=Kind.TEXT, line=1, text=text)


def test_the_words_of_a_run() -> None:
    """A run's text is its words and the labels of its links; images say nothing, whatever stands for them."""
    image = Span(kind=Kind.IMAGE, line=1, text="Star", url="a.png")
    link = Span(kind=Kind.LINK, line=1, text="nets", url="http://x/1", images=(image,))
    assert plain([_text("Neural "), image, link, _text(".")]) == "Neural nets."
    assert plain([image]) == plain([]) == ""


@pytest.mark.parametrize("kind", sorted(BREAKS))
def test_breaks_are_blanks(kind: Kind) -> None:
    """What parts two lines parts two words."""
    assert plain([_text("Neural"), Span(kind=kind, line=1), _text("nets")]) == "Neural nets"


def test_breaks_have_an_order() -> None:
    """A line of the source is weaker than a break that the author asked for, and that weaker than a border."""
    assert sorted(BREAKS) == [Kind.LINE, Kind.BREAK, Kind.BORDER]


def _item(text: str, *items: Item) -> Item:
    return Item(line=1, run=[_text(text)], items=list(items))


def test_walking_items() -> None:
    """An item comes before those below it, and they come in the order of the document."""
    item = _item("1", _item("2", _item("3"), _item("4")), _item("5"))
    assert [plain(each.run) for each in item.walk()] == ["1", "2", "3", "4", "5"]
    assert [plain(each.run) for each in _item("1").walk()] == ["1"]


def test_walking_items_however_deep() -> None:
    """Thousands of levels are walked like one."""
    item = _item("0")
    for level in range(1, 5000):
        item = _item(str(level), item)
    assert [plain(each.run) for each in item.walk()] == [str(level) for level in reversed(range(5000))]


def test_parts_do_not_share_what_they_hold() -> None:
    """Two items begin empty, and what is put into one is not in the other."""
    one, other = Item(line=1), Item(line=2)
    one.run.append(_text("Word"))
    one.items.append(other)
    assert (other.run, other.items) == ([], [])
