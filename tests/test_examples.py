"""Tests that every example of the documents is run by some test, and that what is not run is said with its reason."""

from __future__ import annotations

import re

import pytest

from tests.documents import ROOT
from tests.examples import DOCUMENTS, NOT_RUN, Place, blocks, commands_of, examples
from tests.scheduling import read_call

RUN_BY = {
    Place("README.md", "curated-papers", "markdown"): "tests/test_documents.py",
    Place("README.md", "Quick start", "bash"): "tests/system/test_examples.py",
    Place("README.md", "Quick start", "console"): "tests/system/test_walk.py",
    Place("README.md", "Analyst's guide", "python"): "tests/test_documents.py",
    Place("README.md", "Analyst's guide", "sql"): "tests/test_documents.py",
    Place("README.md", "Curator's guide", "bash"): "tests/system/test_examples.py",
    Place("README.md", "Curator's guide", "toml"): "tests/system/test_examples.py",
    Place("README.md", "Operator's guide", "text"): "tests/test_documents.py",
    Place("README.md", "Every night on Prefect", "bash"): "tests/system/test_examples_on_prefect.py",
    Place("README.md", "Every night on Prefect", "yaml"): "tests/system/test_examples_on_prefect.py",
    Place("docs/bulk.md", "On one machine", "bash"): "tests/system/test_examples.py",
    Place("docs/bulk.md", "On a cluster", "bash"): "tests/system/test_examples.py",
}
"""Every place of the documents with blocks, and the tests that run them, or hold them equal to what was run."""


def test_every_block_has_its_test() -> None:
    """A block in a new place wants a test, and one that is gone leaves no line here."""
    assert {place for place, _ in blocks()} == set(RUN_BY)
    for place, path in RUN_BY.items():
        assert (ROOT / path).is_file(), place


def test_what_is_not_run_is_still_shown() -> None:
    """A command that has left the documents leaves the list, too."""
    found = {command for _, text in blocks() for command in commands_of(text)}
    assert set(NOT_RUN) <= found


def test_every_document_is_looked_at() -> None:
    """None lies about whose blocks nothing reads; that of the commands is made from the help."""
    written = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert written - set(DOCUMENTS) == {"docs/commands.md"}
    generated = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [text.strip() for text in re.findall(r"```bash\n(.*?)```", generated, re.DOTALL)] == examples()


def test_commands_are_told_apart() -> None:
    """Comments and empty lines are none; a quotation goes on over the end of a line."""
    assert commands_of("a b  # told\n\n# nothing\nc 'd\ne'\n") == ["a b", "c 'd\ne'"]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_calls_amid_sentences_are_ones_that_the_command_reads(document: str) -> None:
    """Each that is written out in full, without brackets or capitals for what one has to put there."""
    text = (ROOT / document).read_text(encoding="utf-8")
    for found in re.findall(r"`(?:PAPERS_\w+=\S+ )?papers ((?:[a-z]+ )*[^`\n]*)`", text):
        # What comes first of all is done at once, such as installing completion.
        if " --" in found and not re.search(r"[\[\]]|\.\.\.|\b[A-Z]{4,}\b", found):
            read_call(re.findall(r"\"[^\"]*\"|\S+", found))
