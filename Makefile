# Everything runs in one environment, .venv; it is made the first time and when what it is made from changes.
PYTHON ?= python3
Q ?= Who did Gerasimov speak to?
BIN := .venv/bin

.PHONY: ask test test-all check format eval clean help
.DEFAULT_GOAL := help

help:  ## Show what can be made.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

$(BIN)/.made: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Footnote needs Python 3.11 or newer; run make with PYTHON=python3.11")'
	@echo 'Setting up .venv (once, some minutes) …'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,bench]'
	@touch $@

ask: $(BIN)/.made  ## Answer a question: make ask Q="…"
	@$(BIN)/footnote ask "$(Q)"

test: $(BIN)/.made  ## Run the tests.
	$(BIN)/python -m pytest -q

test-all: $(BIN)/.made  ## Run the tests, the slow ones too.
	$(BIN)/python -m pytest -q -m "slow or not slow"

eval: $(BIN)/.made  ## Run the evals and their gate; the report is build/eval.html.
	@mkdir -p build
	@$(BIN)/footnote eval run --html build/eval.html --junit build/eval.xml --json build/eval.json

check: $(BIN)/.made  ## Lint, check the format and the types.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(BIN)/.made  ## Format the code.
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

clean:  ## Remove the environment and the caches; articles and index stay.
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
