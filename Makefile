# Everything a machine with Python 3.11+ and make needs: `make run` serves the demonstration, `make test` runs every test.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: help install browser run test check format bench translations lock clean

help:  ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "%-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(STAMP)  ## set everything up in .venv (uv where it works, else pip)

$(STAMP): requirements-dev.txt pyproject.toml deploy/install.sh
	@PYTHON="$(PYTHON)" VENV="$(VENV)" bash deploy/install.sh
	@touch $@

browser: $(STAMP)  ## find or install a Chromium for the browser tests
	@bash deploy/browser.sh

run: install  ## serve the demonstration on http://127.0.0.1:8000 (another port: PORT=8080)
	$(BIN)/quizapp serve --demo --port $(PORT)

test: install browser  ## every test: SQLite, PostgreSQL, browser
	@$(BIN)/python -m pytest -n auto --dist loadgroup

check: install  ## what must be true before a commit
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet quizapp
	@! grep -nE 'https?://|file:|--(extra-)?index|--find-links' requirements*.txt

format: install  ## put code and templates into the house's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .


bench: install  ## measure speed and memory on the real server
	$(BIN)/python -m bench

translations: install  ## collect the sentences and update the English catalogue
	$(BIN)/python -m quizapp.translations.collect

lock:  ## pin the packages anew (needs uv)
	uv pip compile -q --universal --generate-hashes --no-annotate --no-header --python-version 3.11 pyproject.toml --all-extras -o requirements.txt
	uv pip compile -q --universal --generate-hashes --no-annotate --no-header --python-version 3.11 pyproject.toml --all-extras --group dev -o requirements-dev.txt

clean:  ## remove what was built (the data in instance/ stay)
	rm -rf $(VENV) .tools build *.egg-info .pytest_cache .mypy_cache .ruff_cache node_modules
