PYTHON ?= python3
BIN := .venv/bin

# What `make bench` measures: a BEIR folder with answers, and the questions of it.
BENCH_SET ?= ../shared/bench/ncp
BENCH_QRELS ?= dev
BENCH_SIZES ?= 6000,60000

.PHONY: install run test stress bench format clean

install: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --constraint constraints.txt torch
	$(BIN)/pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $@

run: install
	$(BIN)/ceyuan ingest --shipped
	$(BIN)/ceyuan serve

test: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest
	$(BIN)/python -m eval gate

# Damaged files, kill -9, every real document: about ten minutes; the report goes to docs/.
stress: install
	$(BIN)/python -m tests.stress

bench: install
	$(BIN)/pip install --quiet --constraint constraints.txt --editable ".[bench]"
	$(BIN)/python -m eval bench $(BENCH_SET) --qrels $(BENCH_QRELS) --sizes $(BENCH_SIZES)

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf .venv data
