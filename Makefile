# Two commands do everything: `make demo` and `make test`. `make` alone lists the rest.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint docs bench soak messages

help: ## list the commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $(STAMP)

.venv/.installed-dev: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch .venv/.installed-dev

setup: $(STAMP) ## make .venv with the `veivalg` command in it

demo: $(STAMP) ## set up everything and serve the demo council on this machine
	$(BIN)/veivalg demo

test: .venv/.installed-dev ## everything that CI runs
	bash tools/check.sh

lint: .venv/.installed-dev ## style, types and import contracts
	bash tools/lint.sh

docs: .venv/.installed-dev ## run the examples in code and documentation
	$(BIN)/python -m pytest -q -p no:randomly --doctest-modules --doctest-glob='*.md' src/veivalg docs

bench: .venv/.installed-dev ## compare our speed with a fair peer; table and build/bench.json
	$(BIN)/python -m bench

soak: .venv/.installed-dev ## long fuzzing, crawling and load (minutes)
	$(BIN)/python -m soak

messages: .venv/.installed-dev ## collect and compile texts for translation (needs gettext)
	$(BIN)/python tools/messages.py
