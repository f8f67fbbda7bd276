"""Tests of reading the list that we print, and what its curator adds to it."""

from __future__ import annotations

from pipeline.curated.printed import MARK, is_printed, read_printed
from pipeline.curated.words.claims import Claim
from pipeline.model import Link

TEXT = f"""# A list

{MARK}

## News

- LoRA *(ICLR 2022)* [Paper](https://arxiv.org/abs/2106.09685) [Code](http://x/2)
  - Edward J. Hu, Yelong Shen
- [Linked](http://x/3)
- A title \\[PDF\\] *(A venue of 1999 -)* [Code](http://x/4) **[arXiv](https://arxiv.org/abs/2305.18290)**
- Code alone *[Code](http://x/5)*
- 2023. An added line
-
"""


def test_a_printed_list_is_read_exactly() -> None:
    """Every bullet is an entry, whatever its heading; claims, links and authors are what the form says."""
    read = read_printed(TEXT)
    lora, linked, title, code, added = read.entries
    assert is_printed(TEXT)
    assert (lora.title, lora.headings, lora.claim) == ("LoRA", ("News",), Claim(venue="ICLR", year=2022))
    assert (lora.papers, lora.authors) == (("https://arxiv.org/abs/2106.09685",), "Edward J. Hu, Yelong Shen")
    assert (linked.title, linked.papers) == ("Linked", ("http://x/3",))
    assert (title.title, title.claim) == ("A title [PDF]", Claim(venue="A venue of 1999"))
    assert title.papers == ("https://arxiv.org/abs/2305.18290",)
    assert (code.links, code.papers) == ((Link(url="http://x/5", label="Code"),), ())
    assert (added.title, added.exact) == ("An added line", True)
    assert [problem.line for problem in read.problems] == [13]


def test_other_lists_are_not_ours() -> None:
    """Only the mark near the beginning makes a list ours."""
    assert not is_printed("# A list\n\n- LoRA\n")
    assert not is_printed("x" * 5000 + MARK)
