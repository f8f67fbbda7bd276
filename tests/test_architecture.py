"""The house's walls: imports point one way, the core is pure, Prefect stays in `flows`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

LAYERS: tuple[tuple[str, ...], ...] = (
    (
        "pipeline.errors",
        "pipeline.identifiers",
        "pipeline.marks",
        "pipeline.plural",
        "pipeline.titles",
        "pipeline.progress",
    ),
    ("pipeline.bundled", "pipeline.hosts", "pipeline.model", "pipeline.settings", "pipeline.venues"),
    ("pipeline.curated",),
    ("pipeline.sources",),
    ("pipeline.matching",),
    ("pipeline.bulk",),
    ("pipeline.enrich",),
    ("pipeline.audit",),
    ("pipeline.tables",),
    ("pipeline.snapshot",),
    ("pipeline.report",),
    ("pipeline.export",),
    ("pipeline.doctor", "pipeline.review"),
    ("pipeline.memory",),
    ("pipeline.job",),
    ("pipeline.refresh",),
    ("pipeline.staging",),
    ("pipeline.publishing", "pipeline.rebuilding"),
    ("pipeline.site", "pipeline.summary"),
)
"""Left to right as the data goes: a module imports from its own layer's package and from layers before it."""

BESIDE = {
    "pipeline.sandbox": ("pipeline.errors", "pipeline.identifiers", "pipeline.marks", "pipeline.model"),
    "pipeline.terminal.console": ("pipeline.errors", "pipeline.job", "pipeline.model", "pipeline.plural"),
    "pipeline.terminal.speech": ("pipeline.progress",),
    "pipeline.terminal.doctor": ("pipeline.doctor", "pipeline.plural", "pipeline.terminal.console"),
    "pipeline.terminal.findings": (
        "pipeline.audit",
        "pipeline.plural",
        "pipeline.snapshot",
        "pipeline.terminal.console",
    ),
    "pipeline.terminal.snapshots": (
        "pipeline.plural",
        "pipeline.rebuilding",
        "pipeline.snapshot",
        "pipeline.terminal.console",
        "pipeline.terminal.speech",
    ),
    "pipeline.terminal.diff": ("pipeline.plural", "pipeline.snapshot", "pipeline.tables", "pipeline.terminal.console"),
    "pipeline.terminal.dialogue": ("pipeline.review", "pipeline.terminal.console"),
    "pipeline.terminal": (),
    "pipeline.commands": ("pipeline", "flows"),
    "pipeline.cli": ("pipeline", "flows"),
}
"""Modules beside the way of the data, and what each may import apart from itself."""

PURE = (
    "pipeline.errors",
    "pipeline.hosts",
    "pipeline.identifiers",
    "pipeline.marks",
    "pipeline.model",
    "pipeline.plural",
    "pipeline.titles",
    "pipeline.venues",
    "pipeline.audit",
    "pipeline.bulk",
    "pipeline.curated",
    "pipeline.doctor",
    "pipeline.enrich",
    "pipeline.export",
    "pipeline.matching",
    "pipeline.memory",
    "pipeline.report",
    "pipeline.review",
    "pipeline.sandbox.arxiv",
    "pipeline.sandbox.arxiv_query",
    "pipeline.sandbox.catalogue",
    "pipeline.sandbox.faults",
    "pipeline.sandbox.manners",
    "pipeline.sandbox.search",
    "pipeline.sandbox.semantic_scholar",
    "pipeline.snapshot.about",
    "pipeline.snapshot.croissant",
    "pipeline.snapshot.datapackage",
    "pipeline.snapshot.gates",
    "pipeline.snapshot.manifest",
    "pipeline.snapshot.pointers",
    "pipeline.snapshot.retention",
    "pipeline.sources.arxiv",
    "pipeline.sources.corpus",
    "pipeline.sources.details",
    "pipeline.sources.port",
    "pipeline.sources.semantic_scholar",
    "pipeline.sources.status",
    "pipeline.sources.withdrawn",
    "pipeline.summary",
    "pipeline.tables",
)
IMPURE_WITHIN = (
    "pipeline.bulk.asking",
    "pipeline.bulk.build",
    "pipeline.bulk.files",
    "pipeline.bulk.parquet",
    "pipeline.bulk.pieces",
    "pipeline.bulk.place",
    "pipeline.bulk.plan",
    "pipeline.bulk.queries",
    "pipeline.bulk.read",
    "pipeline.bulk.run",
    "pipeline.bulk.runners",
    "pipeline.bulk.steps",
    "pipeline.bulk.store",
    "pipeline.curated.copies",
    "pipeline.curated.fetch",
    "pipeline.curated.naming",
    "pipeline.curated.read",
)
"""The parts of a pure package that touch disk and network: those that get a list's text, or read and write files."""

FORBIDDEN_IN_PURE = {
    *("requests", "urllib.request", "socket", "subprocess", "http", "httpx", "prefect", "starlette", "uvicorn"),
    *("os", "pathlib", "shutil", "tempfile", "io", "time", "random", "logging", "threading", "asyncio", "sys"),
}
FORBIDDEN_CALLS = {"open", "now", "today", "utcnow", "getenv", "print", "input"}


def _module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module in {"pipeline", "flows"}:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            else:
                yield node.module


def _within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def _layer(name: str) -> int | None:
    return next((n for n, layer in enumerate(LAYERS) if any(_within(name, package) for package in layer)), None)


def _trees(*folders: str) -> list[tuple[str, ast.Module]]:
    return [(_module_name(path), ast.parse(path.read_text(encoding="utf-8"))) for path in _files(*folders)]


MODULES = _trees("pipeline")
NAMES = [name for name, _ in MODULES]


@pytest.mark.parametrize(("name", "tree"), MODULES, ids=NAMES)
def test_imports_point_one_way(name: str, tree: ast.Module) -> None:
    """A stage imports only what stands to its left."""
    if name == "pipeline":
        return
    imported = [each for each in _imports(tree) if each.startswith(("pipeline.", "flows"))]
    beside = next((allowed for package, allowed in BESIDE.items() if _within(name, package)), None)
    if beside is not None:
        own = next(package for package in BESIDE if _within(name, package))
        strangers = [each for each in imported if not any(_within(each, package) for package in (own, *beside))]
        if name in {"pipeline.terminal.console", "pipeline.terminal.snapshots"}:
            strangers = [each for each in strangers if not each.startswith("flows.")]
    else:
        layer = _layer(name)
        assert layer is not None, f"{name} stands in no layer; give it a place in LAYERS"
        strangers = [each for each in imported if (at := _layer(each)) is None or at > layer]
    assert not strangers, f"{name} reaches to its right: {strangers}"


@pytest.mark.parametrize(("name", "tree"), MODULES, ids=NAMES)
def test_core_is_pure(name: str, tree: ast.Module) -> None:
    """The core takes values and returns values: no network, clock, environment, file or Prefect."""
    if name in IMPURE_WITHIN or not any(_within(name, package) for package in PURE):
        return
    imported = {each for each in _imports(tree) if any(_within(each, bad) for bad in FORBIDDEN_IN_PURE)}
    calls = {
        node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    }
    assert not imported, f"{name} imports {sorted(imported)}"
    assert not calls & FORBIDDEN_CALLS, f"{name} calls {sorted(calls & FORBIDDEN_CALLS)}"


ORCHESTRATION = ("prefect", "prefect_dask", "distributed", "dask")
"""What runs flows, and what spreads them over a cluster."""


@pytest.mark.parametrize(("name", "tree"), MODULES, ids=NAMES)
def test_prefect_stays_in_flows(name: str, tree: ast.Module) -> None:
    """No module of `pipeline` imports Prefect, and only the command imports `flows`, inside a function."""
    imported = list(_imports(tree))
    assert not [each for each in imported if any(_within(each, library) for library in ORCHESTRATION)]
    at_top = list(_imports(ast.Module([node for node in tree.body if _runs_at_import(node)], [])))
    assert not [each for each in at_top if _within(each, "flows")]
    told_by_flows = {"pipeline.cli", "pipeline.terminal.console", "pipeline.terminal.snapshots"}
    if name not in told_by_flows and not _within(name, "pipeline.commands"):
        assert not [each for each in imported if _within(each, "flows")]


def _runs_at_import(node: ast.stmt) -> bool:
    type_checking = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    return not isinstance(node, ast.FunctionDef | ast.ClassDef) and not type_checking


OF_PREFECT = {
    *("flows.refresh", "flows.rebuild", "flows.bulk_match"),
    *("flows.progress", "flows.serving", "flows.telling"),
}
"""The flows, what serves them, and what they tell Prefect."""


def test_the_wiring_runs_without_prefect() -> None:
    """Of `flows` only the flows themselves and inner functions import Prefect."""
    for name, tree in _trees("flows"):
        at_top = list(_imports(ast.Module([node for node in tree.body if _runs_at_import(node)], [])))
        if name not in OF_PREFECT:
            assert not [each for each in at_top if any(_within(each, library) for library in ORCHESTRATION)], name


def test_no_module_is_long() -> None:
    """Modules stay within 300 lines."""
    for path in _files("pipeline", "flows"):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= 300, f"{path.name} has {lines} lines"
