# What people type. `make run` and `make test` set up what they need, once.

PYTHON ?= python3
SOURCE ?= sandbox
LIST ?=
MINUTES ?= 10
SEED ?= 0

venv := .venv
bin := $(venv)/bin
installed := $(venv)/.installed
installed_dev := $(venv)/.installed-dev
pip := $(bin)/python -m pip install --quiet --disable-pip-version-check

# Compiled once and kept, whatever the environment says: the tests start the command hundreds of times.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test test-system lint format bench fit fuzz docs lock clean help

help:
	@echo "make run          set up, then publish a snapshot of the bundled list through the sandbox"
	@echo "make run SOURCE=live LIST=README.md    the same against the real services, of another list"
	@echo "make test         set up, then run the tests (offline)"
	@echo "make test-system  the tests that need a server, a browser or minutes"
	@echo "make lint         ruff and mypy"
	@echo "make bench        the benchmarks, printed"
	@echo "make fit          count the vocabulary of titles and fit the matcher again (needs the evaluation data)"
	@echo "make fuzz         ten minutes of texts that are nearly lists (MINUTES=, SEED=)"
	@echo "make docs         write the generated documents again"
	@echo "make lock         resolve the lock files again (needs uv)"
	@echo "make clean        remove what was set up; snapshots and replies stay"

$(bin)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "curated-papers needs Python 3.11 or newer; name one with make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(venv)

$(installed): requirements.lock pyproject.toml | $(bin)/python
	@echo "Setting up (once, a minute or two) ..."
	@$(pip) --require-hashes -r requirements.lock -c requirements.lock
	@$(pip) --no-build-isolation --no-deps --editable .
	@touch $@

$(installed_dev): requirements-dev.lock pyproject.toml | $(bin)/python
	@echo "Setting up for development (once, a few minutes) ..."
	@$(pip) --require-hashes -r requirements-dev.lock -c requirements-dev.lock
	@$(pip) --no-build-isolation --no-deps --editable .
	@touch $@ $(installed)

run: $(installed)
	@$(bin)/papers refresh $(if $(LIST),'$(LIST)') --source $(SOURCE) --engine prefect

test: $(installed_dev)
	$(bin)/python -m pytest -n auto --dist loadfile

test-system: $(installed_dev)
	$(bin)/python -m pytest -m system -n auto --dist loadfile

lint: $(installed_dev)
	$(bin)/ruff format --check .
	$(bin)/ruff check .
	$(bin)/mypy

format: $(installed_dev)
	$(bin)/ruff format .
	$(bin)/ruff check --fix .

bench: $(installed_dev)
	$(bin)/python -m tests.bench

docs: $(installed_dev)
	$(bin)/python -m tests.documents

fit: $(installed_dev)
	$(bin)/python -m tests.fitting

fuzz: $(installed_dev)
	$(bin)/python -m tests.fuzz $(MINUTES) $(SEED)

lock:
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --strip-extras \
	  --no-header --no-annotate --quiet -o requirements-dev.lock
	uv pip compile pyproject.toml --extra build --constraint requirements-dev.lock --universal --python-version 3.11 \
	  --generate-hashes --strip-extras --no-header --no-annotate --quiet -o requirements.lock

clean:
	rm -rf $(venv) build dist .mypy_cache .pytest_cache .ruff_cache .coverage htmlcov
	find pipeline flows tests -name __pycache__ -type d -prune -exec rm -rf {} +
