"""Tests of what people see of the command itself: help, errors, colour, how much is said, completion."""

from __future__ import annotations

import json
import re
import shlex
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.calling import Papers
from tests.scheduling import commands, read_call

EXAMPLE = re.compile(r"^ *Example: papers (?P<words>.+)$", re.MULTILINE)
COLOUR = re.compile(r"\x1b\[(?:\d+;)*3[0-7](?:;\d+)*m")


def test_every_command_has_an_example_that_it_reads() -> None:
    """One line of its help, whole in eighty columns, of the command itself."""
    for called, command in commands().items():
        (example,) = EXAMPLE.findall(command.help)
        words = shlex.split(example)
        assert words[: len(called.split())] == called.split(), called
        assert len(f"  Example: papers {example}") <= 80, called
        read_call(words)


@pytest.mark.parametrize("words", [[], ["export"], ["snapshots", "prune"]])
def test_help_is_plain_where_it_is_no_terminal(papers: Papers, words: list[str]) -> None:
    """Lines without frames or colour, the example on one of them."""
    done = papers(*words, "--help")
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert "\x1b" not in done.stdout
    assert EXAMPLE.search(done.stdout)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["export"],
            "papers: Missing option '--format'. Choose from: bibtex, csl-json, csv, markdown. 'papers export --help'",
        ),
        (["export", "--format", "docx"], "papers: Invalid value for '--format'"),
        (["nightly"], "papers: No such command 'nightly'. 'papers --help' says what there is."),
        (["snapshots", "prune", "--keep-days", "many"], "papers: Invalid value for '--keep-days'"),
        (["-q", "-v", "audit"], "papers: --quiet and --verbose: expected one of them, found both"),
        (["-q", "audit", "-v"], "papers: --quiet and --verbose: expected one of them, found both"),
        (["audit", "--version"], "papers: No such option: --version. It stands in the place of a command: 'papers --"),
        (["parse"], "papers: Missing argument 'LIST'. 'papers parse --help' says what there is."),
    ],
)
def test_bad_usage_is_one_sentence_with_the_remedy(papers: Papers, words: list[str], told: str) -> None:
    """In the words of the other errors, and exit code 2."""
    done = papers(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(told)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [[], ["sandbox"]])
def test_a_group_without_a_command_shows_its_help(papers: Papers, words: list[str]) -> None:
    """On stderr, as bad usage."""
    done = papers(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Usage: {' '.join(['papers', *words])} [OPTIONS]")


def test_a_terminal_gets_colour_unless_it_is_not_wanted(
    papers: Papers, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`NO_COLOR` is honoured; the words are the same."""
    for name, value in (("FORCE_COLOR", "1"), ("TERM", "xterm"), ("COLUMNS", "120")):
        monkeypatch.setenv(name, value)
    coloured = papers("audit", "--out", str(published)).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    plain = papers("audit", "--out", str(published)).stdout

    assert not COLOUR.search(plain)
    assert COLOUR.search(coloured)
    said = [re.sub(r" +\n", "\n", re.sub(r"\x1b\[[\d;]*m", "", text)) for text in (plain, coloured)]
    assert said[0] == said[1]


def test_quiet_and_verbose_say_less_and_more(papers: Papers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a refresh: nothing, the stages, or every request; stdout is the same."""
    monkeypatch.chdir(tmp_path)
    Path("tiny.md").write_text("- LoRA [Paper](https://arxiv.org/abs/2106.09685)\n", encoding="utf-8")
    said = {}
    for volume in ("--quiet", "--verbose"):
        monkeypatch.setenv("PAPERS_RAW", volume.strip("-"))
        refresh = ("refresh", "tiny.md", "--source", "sandbox", "--engine", "local", "--json")
        done = papers(volume, *refresh, "--out", f"of-{volume}")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["entries"] == 1
        said[volume] = done.stderr
    assert said["--quiet"] == ""
    assert "Reading the list: 1 entry" in said["--verbose"]
    assert "arxiv is asked by /api/query for 1 identifier" in said["--verbose"]


def test_every_command_takes_them_behind_its_name_too() -> None:
    """The same two options, before a subcommand's name and behind it; what is declared once is shown in each help."""
    for called, command in commands().items():
        declared = [each.opts for each in command.params]
        assert [declared.count(opts) for opts in (["--quiet", "-q"], ["--verbose", "-v"])] == [1, 1], called


@pytest.mark.parametrize(
    "words",
    [
        ["--quiet", "parse", "list.md"],
        ["parse", "--quiet", "list.md"],
        ["parse", "list.md", "-q"],
        ["-q", "parse", "list.md", "-q"],
    ],
)
def test_quiet_counts_wherever_it_stands(
    papers: Papers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """It says nothing of lines that were passed over, which is said otherwise; the next call is not quiet for that."""
    monkeypatch.chdir(tmp_path)
    Path("list.md").write_text("- [PDF](https://arxiv.org/abs/2106.09685)\n- Some title\n", encoding="utf-8")
    assert (quiet := papers(*words)).stderr == ""
    told = papers("parse", "list.md")
    assert "list.md:1: " in told.stderr
    assert (told.returncode, told.stdout) == (quiet.returncode, quiet.stdout)


def test_the_version_is_told(papers: Papers) -> None:
    """That of the installed package."""
    assert papers("--version").stdout == f"curated-papers {version('curated-papers')}\n"


COMPLETED = {
    "bash": lambda line: {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1)},
    "zsh": lambda line: {"_TYPER_COMPLETE_ARGS": line},
    "fish": lambda line: {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
    "powershell": lambda line: {
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": line.split()[-1],
    },
}
"""What each shell's script tells the command of the line that is typed."""


@pytest.mark.parametrize("shell", COMPLETED)
@pytest.mark.parametrize(
    ("line", "offered"), [("papers sn", "snapshots"), ("papers export --f", "--format"), ("papers site -", "--quiet")]
)
def test_completion_is_offered(
    papers: Papers, monkeypatch: pytest.MonkeyPatch, shell: str, line: str, offered: str
) -> None:
    """A shell is told the commands and the options, those that every command takes among them."""
    for name, value in {"_PAPERS_COMPLETE": f"complete_{shell}", **COMPLETED[shell](line)}.items():
        monkeypatch.setenv(name, value)
    told = re.findall(r"(?:--)?[a-z]{3,}", papers().stdout)
    assert offered in told
    assert "refresh" not in told
