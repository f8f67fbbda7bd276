"""The examples of the documents, run as they are written, in order, in a folder that has what they name."""

from __future__ import annotations

import contextlib
import gzip
import json
import shlex
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import requests

from pipeline.snapshot.read import read_snapshot
from tests.calling import Papers
from tests.documents import ROOT
from tests.examples import NOT_RUN, asking, commands_of, end, examples, installed, shown
from tests.refreshing import sandbox
from tests.system.operator import wait_for

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

MISQUOTED = "Instruction Mining: High-Quality Instruction Data Selection for Large Language Models"
"""What the override of the README is about."""
LIST = f"""# Papers

- LoRA: Low-Rank Adaptation of Large Language Models [Paper](https://arxiv.org/abs/2106.09685)
- Qlora: Efficient finetuning of quantized LLMs [Paper](https://arxiv.org/abs/2412.00001)
- {MISQUOTED} [Paper](https://arxiv.org/abs/2307.06290)
- Language models are few-shot learners [Paper](https://arxiv.org/abs/2005.14165)
"""
WORKS = ("LoRA: Low-Rank Adaptation of Large Language Models", "Language models are few-shot learners", "Deep Learning")


@pytest.fixture
def services() -> Iterator[str]:
    """What answers in the place of both services; it hurries nobody."""
    with sandbox(speed=1000.0) as (url, _):
        yield url


def _typed(command: str, folder: Path, environ: Mapping[str, str]) -> tuple[int, str]:
    """Exit code and all output of a command that is typed in a folder."""
    typed = ["bash", "-o", "pipefail", "-c", command]
    done = subprocess.run(
        typed, cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert "Traceback" not in done.stdout, done.stdout
    return done.returncode, done.stdout


def _lines(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    body = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
    path.write_bytes(gzip.compress(body) if path.suffix == ".gz" else body)


def _work(number: int, title: str) -> dict[str, Any]:
    """A line of Semantic Scholar's dump of papers."""
    return {"corpusid": number, "title": title, "authors": [], "year": 2020, "externalids": {}}


def test_the_curator_corrects_a_list(tmp_path: Path, services: str) -> None:
    """It is refreshed and audited, the patch applies, an empty one too, and an override is obeyed."""
    environ = installed(tmp_path / "programs") | asking(services)
    folder = tmp_path / "list"
    folder.mkdir()
    (folder / "README.md").write_text(LIST, encoding="utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    refreshing, correcting = shown("README.md", "Curator's guide")

    code, said = _typed(refreshing, folder, environ)
    assert (code, "error (1)" in said) == (1, True), said
    code, said = _typed(correcting, folder, environ)
    assert code == 0, said
    corrected = (folder / "README.md").read_text(encoding="utf-8")
    assert corrected != LIST
    assert "2412.00001" not in corrected
    _typed(refreshing, folder, environ)
    code, said = _typed(correcting, folder, environ)
    assert (code, (folder / "corrections.patch").read_bytes()) == (0, b""), said
    assert (folder / "README.md").read_text(encoding="utf-8") == corrected

    (override,) = shown("README.md", "Curator's guide", "toml")
    (folder / "README.md").write_text(LIST, encoding="utf-8")
    (folder / "data" / "raw" / "overrides.toml").write_text(override, encoding="utf-8")
    _typed(refreshing, folder, environ)
    entries = read_snapshot(folder / "snapshots", "entries").set_index("title_listed")
    assert entries["matched_by"][MISQUOTED] == "override"


def test_the_real_services_are_one_word_away(tmp_path: Path, services: str) -> None:
    """`make` asks whatever stands in the services' place, of the list at the path that is shown."""
    environ = installed(tmp_path / "programs") | asking(services)
    (folder := tmp_path / "checkout").mkdir()
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    # Set up already: the walk through a fresh clone shows that.
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(tmp_path / "programs" / "bin")
    (tmp_path / "programs" / "bin" / "python").touch()
    (folder / ".venv" / ".installed").touch()
    (listed := folder / "path" / "or" / "url" / "of").mkdir(parents=True)
    (listed / "README.md").write_text(LIST, encoding="utf-8")
    first, live = shown("README.md", "Quick start")
    assert [command for command in commands_of(first) if command not in NOT_RUN] == ["make run"]

    code, said = _typed(live, folder, environ)
    assert code == 0, said
    assert "4 entries, " in said
    (told,) = folder.glob("data/enriched/*/latest.json")
    assert json.loads(told.read_bytes())["snapshot_id"] in said


def test_titles_are_matched_on_one_machine_and_on_a_cluster(tmp_path: Path) -> None:
    """A dump is indexed, matched against and updated; a scheduler with workers gives the same answers."""
    environ = installed(tmp_path / "programs")
    (folder := tmp_path / "shared").mkdir()
    _lines(folder / "papers-1.jsonl.gz", [_work(1, WORKS[0]), _work(2, WORKS[1])])
    _lines(folder / "papers-2.jsonl.gz", [_work(3, WORKS[2])])
    _lines(folder / "new.jsonl.gz", [_work(4, "A new paper on old questions of learning")])
    _lines(folder / "gone.jsonl.gz", [{"corpusid": 3}])
    (folder / "titles.csv").write_text("title\n" + "".join(f'"{title}"\n' for title in WORKS[:2]), encoding="utf-8")
    for command in commands_of(*shown("docs/bulk.md", "On one machine")):
        code, said = _typed(command, folder, environ)
        assert code == 0, said
    answers = pq.read_table(folder / "answers.parquet")
    assert answers["matched_id"].to_pylist() == ["1", "2"]

    # What stands for a machine, a port, a disk that all see and the cores of a machine.
    meant = {"HOST": "127.0.0.1", "8786": str(_free_port()), "/shared": str(folder), "--nworkers 16": "--nworkers 1"}
    pq.write_table(answers.select(["title"]), folder / "titles.parquet")
    (folder / "answers.parquet").unlink()
    first, _ = shown("docs/bulk.md", "On a cluster")
    skipped, scheduler, worker, matching = (_with(command, meant) for command in commands_of(first))
    assert skipped in NOT_RUN
    with _running(scheduler, folder, environ), _running(worker, folder, environ):
        code, said = _typed(matching, folder, environ)
    assert code == 0, said
    assert pq.read_table(folder / "answers.parquet")["matched_id"].to_pylist() == ["1", "2"]


def _matching(word: str) -> list[str]:
    """The files that a shell would put in the place of a word with a star."""
    return sorted(str(path) for path in Path().glob(word)) if "*" in word else [word]


def _with(command: str, meant: Mapping[str, str]) -> str:
    for written, means in meant.items():
        command = command.replace(written, means)
    return command


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextlib.contextmanager
def _running(command: str, folder: Path, environ: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A command that runs while the block does, then ends as at Ctrl-C, with all it started."""
    with (folder / "running.log").open("ab") as log:
        process = subprocess.Popen(
            shlex.split(command), cwd=folder, env=environ, stdout=log, stderr=log, start_new_session=True
        )
        try:
            yield process
        finally:
            end(process)


ENDS = {"papers audit --source sandbox --fail-on warning": 1}
"""Exit codes other than 0: an error is found in the list, which is what the command is for."""
SERVERS = {"schedule": "tests/system/test_examples_on_prefect.py", "sandbox": "test_the_sandbox_is_served"}
"""Commands that run until they are ended, and what runs them."""


def test_the_examples_of_the_help_run(
    tmp_path: Path, services: str, papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Command after command in one folder of a curator whose list was refreshed on two days."""
    monkeypatch.chdir(tmp_path)
    # So that the list where none is named is a short one; its name is the bundled one's, and so are its folders.
    for name, value in (asking(services) | {"PAPERS_LIST": "post-training-llms.md", "PAPERS_ENGINE": "local"}).items():
        monkeypatch.setenv(name, value)
    for name in ("README.md", "post-training-llms.md"):
        Path(name).write_text(LIST, encoding="utf-8")
    Path("titles.csv").write_text(f'title\n"{WORKS[0]}"\n', encoding="utf-8")
    _lines(Path("papers-1.jsonl.gz"), [_work(1, WORKS[0]), _work(3, WORKS[2]), {"corpusid": "none"}])
    _lines(Path("new.jsonl"), [_work(4, "A new paper on old questions of learning")])
    _lines(Path("gone.jsonl"), [{"corpusid": 3}])
    for day in ("2026-01-30", "2026-01-31"):
        for source in ("live", "sandbox"):
            assert papers("refresh", "--source", source, "--as-of", day).returncode == 0
    shutil.copy(next(Path("data/enriched/snapshots").rglob("works.parquet")), "works.parquet")

    told = {}
    for example in examples():
        words = [each for word in shlex.split(example)[1:] for each in _matching(word)]
        if words[0] not in SERVERS:
            done = papers(*words)
            assert done.returncode == ENDS.get(example, 0), f"{example}\n{done.stdout}{done.stderr}"
            told[example] = done.stdout
    assert set(ENDS) <= set(told)
    assert pq.read_table("answers.parquet")["matched_title"].to_pylist() == [WORKS[0]]
    assert Path("papers.bib").read_text(encoding="utf-8").count("@") >= 2
    assert Path("public/index.html").exists()
    assert len(told["papers parse README.md --json"].splitlines()) == 4
    assert "2026-01-30" in told["papers diff --source sandbox"]
    assert WORKS[1].lower() in told['papers resolve "Language models are few-shot learners"'].lower()


def test_the_sandbox_is_served(tmp_path: Path) -> None:
    """On the port that is asked for, with the faults; it ends at Ctrl-C."""
    (example,) = (each for each in examples() if each.startswith("papers sandbox serve "))
    port = str(_free_port())
    environ = installed(tmp_path / "programs")
    url = f"http://127.0.0.1:{port}/graph/v1/paper/search/match?query=lora"

    def answers() -> int | None:
        try:
            return requests.get(url, timeout=5).status_code
        except requests.ConnectionError:
            return None

    with _running(_with(example, {"8900": port}), tmp_path, environ) as process:
        assert wait_for(answers) == 429
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
