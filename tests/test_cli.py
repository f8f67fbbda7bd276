"""Tests of the command as people call it: arguments, streams, exit codes."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from pipeline.curated import Format
from pipeline.model import Service
from tests.calling import Papers
from tests.sources.local_server import answer, serving

TINY = """- LoRA: Low-Rank Adaptation of Large Language Models [Paper](https://arxiv.org/abs/2106.09685)
- Qlora: Efficient finetuning of quantized LLMs
- [Guiyao Tie](mailto:someone@example.org)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a tiny list in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny.md").write_text(TINY, encoding="utf-8")
    return tmp_path


def test_refresh_prints_one_json_object(papers: Papers, folder: Path) -> None:
    """Stdout holds the account alone; progress goes to stderr; the folder is the list's own."""
    done = papers("refresh", "tiny.md", "--source", "sandbox", "--engine", "local", "--json")

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert set(told) == {
        *("snapshot_id", "path", "entries", "works", "by_status", "requests", "retries", "from_archive", "seconds"),
        *("findings", "degraded"),
    }
    assert told["by_status"] == {"matched": 2}
    assert told["findings"] == {}
    assert set(told["requests"]) == set(map(str, Service))
    assert told["path"].startswith("data/enriched/tiny-sandbox/snapshots/snapshot_date=")
    assert "Reading the list: 2 entries, 1 line passed over" in done.stderr
    assert (folder / told["path"] / "entries.parquet").exists()


@pytest.mark.usefixtures("folder")
def test_refresh_tells_a_person_how_to_go_on(papers: Papers) -> None:
    """Without --json the end says what was found, where the snapshot lies and how to open it."""
    done = papers("refresh", "tiny.md", "--source", "sandbox", "--engine", "local", "--out", "here")

    assert done.returncode == 0, done.stderr
    for told in ("2 entries, 2 works", "matched", "report.html", "pipeline.read_snapshot('here')", "DuckDB"):
        assert told in done.stdout
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.usefixtures("folder")
def test_parse_prints_promised_keys(papers: Papers) -> None:
    """One object a line with the promised keys; what was passed over goes to stderr with its line."""
    done = papers("parse", "tiny.md", "--json")

    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert set(first) == {
        *("position", "line", "headings", "context", "title", "title_listed", "links", "identifiers"),
        *("claimed_venue", "claimed_year", "authors", "link", "entry_id", "duplicate_of"),
    }
    assert first["identifiers"] == ["arxiv:2106.09685"]
    assert second["links"] == []
    assert "tiny.md:3: bullet names people" in done.stderr


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("options", [(), ("--json",)], ids=["table", "json"])
@pytest.mark.parametrize(("redirect", "code"), [("| head -1", 0), ("> /dev/full", 2), (">&-", 0)])
def test_parse_writes_to_any_stream(options: tuple[str, ...], redirect: str, code: int) -> None:
    """A reader that has seen enough is no error, a full disk is one sentence; neither is a traceback."""
    command = f"{sys.executable} -m pipeline.cli parse tiny.md {' '.join(options)} {redirect}"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


@pytest.mark.usefixtures("folder")
def test_help_names_every_format(papers: Papers) -> None:
    """The help of --format names the formats there are."""
    told = " ".join(papers("parse", "--help").stdout.split())
    assert all(fmt in told for fmt in Format)


@pytest.mark.usefixtures("folder")
def test_parse_prints_a_table(papers: Papers) -> None:
    """People get a table."""
    done = papers("parse", "tiny.md")
    assert done.returncode == 0
    assert "Qlora: Efficient finetuning" in done.stdout


def test_a_list_that_no_longer_comes_is_said(papers: Papers, folder: Path) -> None:
    """Parse and refresh take the last good copy, say so on stderr without a password, and refresh in its account."""
    replies = [answer(body=b"Proximal policy optimization algorithms\n"), *[answer(403)] * 3]

    def answering(handler: BaseHTTPRequestHandler) -> None:
        replies.pop(0)(handler)

    with serving(answering) as server:
        address = server.url.replace("//", "//me:secret@") + "/list.md"
        refresh = ("refresh", address, "--source", "sandbox", "--engine", "local")
        first, parsed = papers("parse", address, "--json"), papers("parse", address, "--json")
        account, told = papers(*refresh, "--json"), papers(*refresh)

    assert [done.returncode for done in (first, parsed, account, told)] == [0] * 4, account.stderr
    assert (first.stderr, parsed.stdout) == ("", first.stdout)
    assert len(list((folder / "data" / "raw" / "lists").glob("*/body"))) == 1
    for done in (parsed, account, told):
        assert "/list.md: the server answered HTTP 403 Forbidden" in done.stderr
        assert "The last good copy of 20" in done.stderr
        assert "secret" not in done.stderr + done.stdout
    assert json.loads(account.stdout)["degraded"] == ["list"]
    assert "The list did not come from its address; its last good copy was used." in told.stdout


def test_resolve_shows_the_evidence(papers: Papers, folder: Path) -> None:
    """A title is answered by the verdict and what it was held against."""
    done = papers("resolve", "Language models are few-shot learners", "--source", "sandbox")
    assert done.returncode == 0, done.stderr
    assert "matched: found by its title" in done.stdout
    assert "2005.14165" in done.stdout
    assert "likely" in done.stdout
    assert not (folder / "data" / "enriched").exists()


def test_resolve_shows_in_what_titles_differ(papers: Papers, folder: Path) -> None:
    """What was not matched is told with the words that speak against it."""
    shown = papers("resolve", "GPT-3 technical report", "--source", "sandbox")
    told = papers("resolve", "GPT-3 technical report", "--source", "sandbox", "--json")

    assert "near_match" in shown.stdout
    assert "(number)" in " ".join(shown.stdout.split())
    assert 0 < json.loads(told.stdout)["candidates"][0]["probability"] < 0.5
    assert list(folder.glob("data/enriched/*")) == []


def test_review_writes_what_is_typed(papers: Papers, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An undecided entry is shown with what is suggested, and what is typed is written."""
    (folder / "gpt.md").write_text("- GPT-3 technical report\n", encoding="utf-8")
    papers("refresh", "gpt.md", "--source", "sandbox", "--engine", "local", "--out", "gpt")
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\na model\n"))
    done = papers("review", "--source", "sandbox", "--out", "gpt")

    assert done.returncode == 0, done.stderr
    assert "near_match: the closest title differs: 'GPT-4 Technical Report'" in done.stdout
    assert "suggested: GPT-4 Technical Report" in done.stdout
    assert "1 of 1 decided" in done.stdout
    assert 'reason = "a model"' in (folder / "data/raw/overrides.toml").read_text(encoding="utf-8")


def test_match_writes_answers(papers: Papers, folder: Path) -> None:
    """Titles are matched against a file of works, and what was found is counted."""
    (folder / "q.txt").write_text("Deep Nets of Some Telling Words\n", encoding="utf-8")
    (folder / "c.jsonl").write_text('{"work_id": "w", "title": "Deep nets of some telling words"}\n', encoding="utf-8")
    done = papers("match", "q.txt", "--corpus", "c.jsonl", "--out", "a.parquet")
    assert (done.returncode, done.stdout) == (0, "a.parquet: queries: 1; 1 matched.\n"), done.stderr
    assert (folder / "a.parquet").is_file()


def test_a_corpus_is_indexed_updated_and_matched(papers: Papers, folder: Path) -> None:
    """Works are indexed once, what is no work is told, and differences change what is found."""
    (folder / "q.txt").write_text("Deep Nets of Some Telling Words\n", encoding="utf-8")
    work = '{"id": 1, "title": "Deep nets of some telling words", "comment": 7}'
    (folder / "c.jsonl").write_text(f"{work}\n{{\n", encoding="utf-8")
    (folder / "d.jsonl").write_text('{"id": 1}\n', encoding="utf-8")
    stopped = papers("corpus", "build", "c.jsonl", "--to", "index")
    assert stopped.returncode == 2
    assert "c.jsonl:2: expected a JSON object" in stopped.stderr
    built = papers("corpus", "build", "c.jsonl", "--to", "index", "--on-bad", "skip")
    told = "index: works: 1; parts: 1; passed over: 1; details left out: 1.\n"
    assert (built.returncode, built.stdout) == (0, told), built.stderr
    assert "\nc.jsonl:1: expected comment to be a text, found int. It is left out.\n" in f"\n{built.stderr}"
    assert "passed over: c.jsonl:2: expected a JSON object" in built.stderr
    matched = papers("match", "q.txt", "--corpus", "index", "--out", "a.parquet", "--runner", "threads")
    assert matched.stdout == "a.parquet: queries: 1; 1 matched.\n"
    updated = papers("corpus", "update", "index", "--deletes", "d.jsonl")
    assert updated.stdout == "index: works: 0; parts: 1; passed over: 0.\n"
    assert papers("match", "q.txt", "--corpus", "index", "--out", "a.parquet").stdout.endswith("1 not_found.\n")


def test_snapshots_and_verify(papers: Papers, workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundled list's snapshot is listed and found whole."""
    monkeypatch.chdir(workplace)
    listed = papers("snapshots", "--source", "sandbox", "--json")
    (row,) = [json.loads(line) for line in listed.stdout.splitlines()]
    verified = papers("verify", row["snapshot_id"], "--source", "sandbox")
    reported = papers("report", "--source", "sandbox")

    assert row["rows"]["entries"] == 372
    assert (verified.returncode, "as published" in verified.stdout) == (0, True)
    assert (workplace / reported.stdout.strip()).exists()


def test_diff_tells_what_the_last_night_changed(
    papers: Papers, nights: Path, workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For people and, as one object, for programs; exit code 0, though something changed."""
    monkeypatch.chdir(nights)
    shown = papers("diff", "--source", "sandbox", "--top", "2")
    told = papers("diff", "--source", "sandbox", "--top", "2", "--json")
    alone = papers("diff", "--out", str(workplace / "data" / "enriched" / "sandbox"))

    diff = json.loads(told.stdout)
    assert (shown.returncode, told.returncode, alone.returncode) == (0, 0, 1)
    assert shown.stdout.startswith(f"{diff['before']['snapshot_id']} -> {diff['after']['snapshot_id']}\n")
    assert len(diff["citations"]["top"]) == 2
    assert "has no snapshot before" in alone.stderr


def test_verify_finds_damage(papers: Papers, folder: Path) -> None:
    """A damaged snapshot is exit code 1."""
    papers("refresh", "tiny.md", "--source", "sandbox", "--engine", "local", "--out", "here")
    for page in folder.rglob("report.html"):
        page.write_text("changed", encoding="utf-8")
    done = papers("verify", "--out", "here")
    assert done.returncode == 1
    assert "report.html: the content is not what was published" in done.stdout
    assert papers("verify", "--out", "here", "--all").stdout == done.stdout


def test_prune_removes_what_is_old_and_no_months_last(papers: Papers, folder: Path) -> None:
    """Old snapshots go but the last of each month and what it followed; a rehearsal removes nothing."""
    for as_of in ("2026-01-29", "2026-01-30", "2026-01-31", "2026-02-01"):
        asked = ("--source", "sandbox", "--engine", "local", "--out", "here", "--as-of", as_of)
        assert papers("refresh", "tiny.md", *asked).returncode == 0
    rehearsed = papers("snapshots", "prune", "--out", "here", "--dry-run", "--json")
    listed = papers("snapshots", "--out", "here", "--json").stdout.splitlines()
    done = papers("snapshots", "--out", "here", "prune", "--keep-days", "20")

    fates = [json.loads(line) for line in rehearsed.stdout.splitlines()]
    assert [(fate["as_of"], fate["kept"]) for fate in fates] == [
        ("2026-01-29", False),
        ("2026-01-30", True),
        ("2026-01-31", True),
        ("2026-02-01", True),
    ]
    assert len(listed) == 4
    assert done.stdout.splitlines()[-1] == "1 of 4 snapshots and 0 archived replies removed."
    assert f"{fates[0]['snapshot_id']}: removed: older than" in done.stdout
    assert not (folder / "here" / "snapshots" / "snapshot_date=2026-01-29").exists()
    assert len(papers("snapshots", "--out", "here", "--json").stdout.splitlines()) == 3
    assert papers("verify", "--out", "here", "--all").returncode == 0
    assert papers("snapshots", "prune", "--out", "nowhere").returncode == 2
    assert not (folder / "nowhere").exists()


@pytest.mark.parametrize(
    ("arguments", "environ", "told"),
    [
        (
            ("refresh", "nowhere.md", "--engine", "local"),
            {},
            "nowhere.md: the list cannot be read (No such file or directory)",
        ),
        (("parse", "binary.md"), {}, "binary.md:1: expected text"),
        (("parse", "empty.md"), {}, "empty.md: the list is empty"),
        (("parse", "."), {}, "the list cannot be read: it is a folder"),
        (("parse", "http://me:secret@127.0.0.1:1/x"), {}, "http://***@127.0.0.1:1/x: the list could not be fetched"),
        (("parse", "tiny.md", "--format", "docx"), {}, "unknown format 'docx'; expected one of markdown"),
        (("refresh", "--as-of", "2026-13-01"), {}, "--as-of: expected a date such as 2026-01-31"),
        (("refresh", "tiny.md"), {"PAPERS_S2_RATE": "fast"}, "PAPERS_S2_RATE"),
        (("refresh", "tiny.md"), {"PAPERS_ENGINE": "magic"}, "PAPERS_ENGINE"),
        (("resolve", " "), {}, "expected titles, found a blank one"),
        (("match", "no.txt", "--corpus", "no.jsonl", "--out", "o"), {}, "no.txt: the queries cannot be read"),
        (("match", "x", "--corpus", "y", "--out", "z", "--runner", "w"), {}, "--runner: expected local, threads, dask"),
        (("match", "x", "--corpus", "y", "--out", "z", "--on-bad", "w"), {}, "--on-bad: expected stop or skip"),
        (("sandbox", "serve", "--faults", "s2:boom"), {}, "expected a fault such as"),
        (("sandbox", "serve", "--catalogue", "nowhere.jsonl"), {}, "cannot be read"),
        (("verify", "some-id", "--all"), {}, "verify takes a snapshot or --all"),
        (("refresh", "--bogus"), {}, "No such option"),
        (("export", "--show-completion"), {}, "It stands in the place of a command: 'papers --show-completion'"),
        (("sandbox", "serve", "-v", "--quiet"), {}, "--quiet and --verbose: expected one of them, found both"),
        (("audit", "--out", "tiny.md"), {}, "tiny.md/latest.json cannot be used (Not a directory)"),
        (("export", "--format", "csv", "--diff"), {}, "--diff: for the corrected list alone"),
    ],
)
def test_bad_usage_is_exit_code_2(
    papers: Papers,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    environ: dict[str, str],
    told: str,
) -> None:
    """Bad usage and unreadable lists say what was expected and found; there is no traceback."""
    (folder / "binary.md").write_bytes(b"\x00\x01\x02")
    (folder / "empty.md").write_text("\n\n", encoding="utf-8")
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    done = papers(*arguments)
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("body", [b"\xff\xfe", None], ids=["no text", "a folder"])
def test_settings_that_cannot_be_read_are_said(papers: Papers, folder: Path, body: bytes | None) -> None:
    """With the file and what to do."""
    file = folder / "papers.toml"
    if body is None:
        file.mkdir()
    else:
        file.write_bytes(body)
    done = papers("audit")
    assert done.returncode == 2
    assert done.stderr.startswith("papers: papers.toml cannot be read (")


def test_export_prints_bytes_or_writes_a_file(papers: Papers, workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, what is to be said on stderr, and nothing but warnings of it when quiet."""
    monkeypatch.chdir(workplace)
    printed = papers("export", "--format", "bibtex", "--source", "sandbox")
    to = workplace / "papers.bib"
    written = papers("--quiet", "export", "--format", "bibtex", "--source", "sandbox", "--to", str(to))

    assert (printed.returncode, written.returncode) == (0, 0)
    assert printed.stdout == to.read_text(encoding="utf-8")
    assert "24 of 372 entries are left out" in printed.stderr
    assert (written.stdout, written.stderr) == ("", "")
    to.unlink()

    # What a person has to correct is a warning.
    loud, quiet = (papers(*volume, "export", "--format", "markdown", "--source", "sandbox") for volume in ((), ("-q",)))
    assert quiet.stdout == loud.stdout
    assert len(quiet.stderr.splitlines()) == 9
    assert all(line.startswith("line ") for line in quiet.stderr.splitlines())
    assert loud.stderr.endswith(quiet.stderr)
    assert "Corrected: 19 links" in loud.stderr

    dash = papers("export", "--format", "bibtex", "--source", "sandbox", "--to", "-")
    assert dash.stdout == printed.stdout
    assert not (workplace / "-").exists()


@pytest.mark.parametrize(
    ("fail_on", "code"), [((), 1), (("--fail-on", "warning"), 1), (("--fail-on", "never"), 0)], ids=str
)
def test_audit_fails_from_a_severity_on(papers: Papers, published: Path, fail_on: tuple[str, ...], code: int) -> None:
    """A list's own checks fail on an error, on less where asked to, and never where told so."""
    done = papers("audit", "--out", str(published), "--json", *fail_on)

    assert done.returncode == code, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"wrong_link", "dead_identifier", "duplicate", "not_found"} <= {row["kind"] for row in rows}


@pytest.mark.usefixtures("folder")
def test_audit_of_a_clean_list_passes(papers: Papers) -> None:
    """Nothing found is exit code 0 at any severity, and said; nothing is asked of a service."""
    papers("refresh", "tiny.md", "--source", "sandbox", "--engine", "local", "--out", "here")
    done = papers("audit", "--out", "here", "--fail-on", "note")

    assert (done.returncode, done.stderr) == (0, "")
    assert "nothing found" in done.stdout


@pytest.mark.usefixtures("folder")
def test_audit_needs_a_snapshot(papers: Papers) -> None:
    """Without one it says what to do."""
    done = papers("audit", "--out", "nowhere")
    assert done.returncode == 2
    assert "papers refresh" in done.stderr
