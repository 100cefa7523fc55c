# `make` alone lists the targets: the text after ## is what it says of each.
PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
PIP    := $(PY) -m pip --disable-pip-version-check --quiet

# Used by `make check`: how its four checks run side by side, each one's output in one piece.
PARALLEL := -j4 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
# DAEMON=1 lets a mypy daemon answer `make check`; it ends by itself after an hour without work.
DAEMON_SECONDS := 3600

.DEFAULT_GOAL := help
.PHONY: help run sandbox serve setup setup-dev check quick test bench lint format \
        types types-daemon contracts tests pictures lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

run: setup ## start Waymark: in Slack with the tokens of .env, else in the local sandbox
	@$(PY) app.py run

sandbox: setup ## start the local sandbox and Waymark in it, whatever .env says
	@$(PY) app.py sandbox

serve: setup ## migrate the database, then start the bot in Slack
	@$(PY) app.py migrate && $(PY) app.py serve

check: setup-dev ## formatting, lint, types and import rules, in seconds (DAEMON=1 keeps mypy running)
	@$(MAKE) --no-print-directory $(PARALLEL) lint $(if $(DAEMON),types-daemon,types) contracts

# With it, every process of a test run compiles all tests again.
quick tests: export PYTHONDONTWRITEBYTECODE =
quick: setup-dev ## most tests within a minute: no browser, PostgreSQL, sandbox or slow test
	$(PY) -m pytest -m "not browser and not postgres and not sandbox and not slow" --hypothesis-profile=quick

test: lint types contracts tests ## every check and every test, from a fresh machine on

bench: setup-dev ## measure speed and print it as ratios
	$(PY) -m benchmarks.performance

setup: $(VENV)/.installed ## create .venv with the pinned dependencies

setup-dev: $(VENV)/.installed-dev ## the same with the tools for checks and tests

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

lint: setup-dev ## ruff: lint and formatting
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

format: setup-dev ## ruff: format the code and fix what it can
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

types: setup-dev ## mypy
	$(VENV)/bin/mypy

types-daemon: setup-dev ## mypy, answered by a daemon that stays for an hour (about 800 MB)
	$(VENV)/bin/dmypy run --timeout $(DAEMON_SECONDS)

contracts: setup-dev ## import-linter: which part may import which
	$(VENV)/bin/lint-imports

tests: setup-dev ## pytest alone, all tests
	$(PY) -m pytest

pictures: setup-dev ## take the screenshots in docs/ again; needs Chromium
	$(PY) -m tests.page.pictures

lock: ## pin requirements*.txt again for every platform and Python; needs uv
	uv pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url requirements.in -o requirements.txt
	uv pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url requirements-dev.in -o requirements-dev.txt

clean: ## remove .venv and the tools' caches
	@if [ -x $(VENV)/bin/dmypy ]; then $(VENV)/bin/dmypy stop >/dev/null 2>&1 || true; fi
	rm -rf $(VENV) .mypy_cache .dmypy.json .ruff_cache .pytest_cache .import_linter_cache
