# make run    everything on a fresh machine, then Waymark (the sandbox when .env holds no Slack tokens)
# make test   everything on a fresh machine, then every check and test
# make bench  how fast Waymark is, as ratios
# make setup  only the environment
PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
PIP    := $(PY) -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help run sandbox serve setup setup-dev test lint types contracts tests bench pictures lock clean

help:
	@sed -n 's/^# \{0,1\}\(make .*\)/\1/p' Makefile

run: setup
	@$(PY) app.py run

sandbox: setup
	@$(PY) app.py sandbox

serve: setup
	@$(PY) app.py migrate && $(PY) app.py serve

setup: $(VENV)/.installed

setup-dev: $(VENV)/.installed-dev

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Waymark needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 2; }
	@echo "Creating $(VENV) ..."
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "python3 -m venv failed; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 2; }

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	@echo "Installing pinned dependencies ..."
	@$(PIP) install --require-hashes --only-binary :all: -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installing the tools for checks and tests ..."
	@$(PIP) install --require-hashes --only-binary :all: -r requirements-dev.txt
	@touch $@

test: lint types contracts tests

lint: setup-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: setup-dev
	$(VENV)/bin/mypy

contracts: setup-dev
	$(VENV)/bin/lint-imports

tests: setup-dev
	$(PY) -m pytest

# Measures speed as ratios against a reference of the same run: docs/performance.md.
bench: setup-dev
	$(PY) -m benchmarks.performance

# Takes the README's pictures afresh.
pictures: setup-dev
	$(PY) -m tests.page.pictures

# Re-pins both files for every platform and Python the project supports. Needs `uv` on the PATH.
lock:
	uv pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url requirements.in -o requirements.txt
	uv pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url requirements-dev.in -o requirements-dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
