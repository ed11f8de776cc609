# Everything runs in .venv. `make serve` and `make test` need no earlier command, only Python 3.11 or newer.

PYTHON ?= python3
PIP_FLAGS ?= -qq
ARGS ?=
QUERIES ?=
SIZES ?= 10000 100000 1000000

BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --no-input --no-compile $(PIP_FLAGS) -c constraints.txt

# Modules are compiled when first imported: compiling all of torch and transformers beforehand doubles the install time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup ingest serve test check evaluate bench scale soak flood clean audit replay-dockerfile disk-faults kill-loop byte-flips hot-swaps isolation fuzz gap-report update-scenario many-merchants page-layouts

help:
	@echo 'make serve      install, build the index, run the service (FAQ_HOST, FAQ_PORT; ends with Ctrl-C)'
	@echo 'make test       install, run every test with the coverage gate'
	@echo 'make setup      install only'
	@echo 'make ingest     build the index and publish it; ARGS=--report accounts for every line'
	@echo 'make check      format, lint, types, import contracts, style table'
	@echo 'make evaluate   measure the search: make evaluate QUERIES=queries.jsonl'
	@echo 'make bench      measure the service under load beside the obvious alternative (10 minutes; Linux)'
	@echo 'make scale      measure synthetic corpora of up to a million passages (an hour, 60 GB of disk; SIZES=10000)'
	@echo 'make soak       200,000 calls: fails on an error or when memory grows (Linux)'
	@echo 'make flood      five times what the service can answer, for two minutes: fails where it gives in (Linux)'
	@echo 'make audit      advisories, licences, secrets, risky code: clean, or each finding explained'
	@echo 'make replay-dockerfile  the image without docker: built, served, asked, stopped (Linux, root, 10 minutes)'
	@echo 'make disk-faults        full, failing and read-only disks, wherever they can hit (Linux; 10 minutes)'
	@echo 'make kill-loop  500 ingestions killed: the old or the new generation is served after each (Linux; 10 minutes)'
	@echo 'make byte-flips 8,000 damages of the files of a generation: found and named, the one before is served'
	@echo 'make hot-swaps  100 exchanges of the served generation while visitors search (Linux; 4 minutes)'
	@echo 'make update-scenario    an answer edited, a page removed, a merchant added while visitors search (Linux; 2 minutes)'
	@echo 'make many-merchants     ingest the merchants of ARGS=FOLDER/, one answer changed, nothing changed (Linux; half an hour)'
	@echo 'make isolation  100,000 requests with keys and tokens for few of 668 merchants (Linux; 10 minutes)'
	@echo 'make fuzz       100,000 strange requests and 2,000 strange documents: no fault, nothing told (15 minutes)'
	@echo 'make gap-report ARGS="PUBLIC --work DIR"  what the visitors of a public FAQ asked that it does not answer'
	@echo 'make page-layouts       320 generated FAQ pages: how well their questions and answers are read'
	@echo 'make clean      remove .venv, caches and the built index (index/data stays)'
	@echo
	@echo 'PYTHON=python3.12 names the Python to use; PIP_FLAGS= shows what pip does.'

setup: .venv/.ingest-stamp

ingest: setup
	$(BIN)/faq ingest $(ARGS)

# An ingestion that is refused stops no service: what was published before is served, if there is any.
serve: setup
	$(BIN)/faq ingest $(ARGS) || { $(BIN)/faq reload >/dev/null && echo 'Serving what was published before.' >&2; }
	$(BIN)/faq serve

# The markers that plain `pytest` leaves out are run here too; by two processes, whole files each, in their order: the
# long ones have few tests, and would otherwise come last, when the other process has nothing left to do.
test: .venv/.dev-stamp
	$(BIN)/python -m pytest -m "" -n 2 --dist loadfile --no-loadscope-reorder --cov --cov-report=term $(ARGS)

check: .venv/.dev-stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/style_table.py app scripts

evaluate:
	@test -n "$(QUERIES)" || { echo 'Name a file of labelled queries: make evaluate QUERIES=queries.jsonl' >&2; exit 2; }
	@$(MAKE) --no-print-directory ingest ARGS=
	$(BIN)/faq evaluate "$(QUERIES)" $(ARGS)

bench: .venv/.bench-stamp
	$(BIN)/python scripts/bench.py $(ARGS)

scale: export FAQ_TOKEN_POOLING ?= 4
scale: .venv/.bench-stamp
	$(BIN)/python scripts/bench.py --scale $(SIZES) $(ARGS)

soak: .venv/.bench-stamp
	$(BIN)/python scripts/soak.py $(ARGS)

flood: .venv/.bench-stamp
	$(BIN)/python scripts/reliability/flood.py $(ARGS)

audit: .venv/.audit-stamp
	$(BIN)/python scripts/audit.py $(ARGS)

replay-dockerfile: .venv/.base-stamp
	$(BIN)/python scripts/replay_dockerfile.py $(ARGS)

disk-faults: .venv/.ingest-stamp
	$(BIN)/python scripts/reliability/disk_faults.py $(ARGS)

kill-loop: .venv/.ingest-stamp
	$(BIN)/python scripts/reliability/kill_loop.py $(ARGS)

hot-swaps: .venv/.bench-stamp
	$(BIN)/python scripts/reliability/hot_swaps.py $(ARGS)

gap-report: .venv/.ingest-stamp
	$(BIN)/python scripts/gap_report.py $(ARGS)

update-scenario: .venv/.bench-stamp
	$(BIN)/python scripts/update_scenario.py $(ARGS)

many-merchants: .venv/.bench-stamp
	$(BIN)/python scripts/many_merchants.py $(ARGS)

isolation: .venv/.bench-stamp
	$(BIN)/python scripts/reliability/isolation.py $(ARGS)

fuzz: .venv/.dev-stamp
	$(BIN)/python scripts/reliability/fuzz_documents.py
	$(BIN)/python scripts/reliability/fuzz_requests.py $(ARGS)

page-layouts: .venv/.ingest-stamp
	$(BIN)/python scripts/page_layouts.py

byte-flips: .venv/.ingest-stamp
	$(BIN)/python scripts/reliability/byte_flips.py $(ARGS)

clean:
	rm -rf .venv build dist .coverage .coverage.* htmlcov .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find index -mindepth 1 -maxdepth 1 ! -name README.md ! -name data -exec rm -rf {} +

# A half-made environment is removed, so that the next run starts again.
.venv/.venv-stamp:
	@command -v $(PYTHON) >/dev/null || { echo "No $(PYTHON) here: install Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; \
	    exit 1; }
	@echo "Creating .venv with $$($(PYTHON) --version 2>&1)"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
	@touch $@

.venv/.base-stamp: pyproject.toml constraints.txt | .venv/.venv-stamp
	@echo 'Installing the service (about 250 MB)'
	@$(INSTALL) -e .
	@touch $@

.venv/.ingest-stamp: .venv/.base-stamp
	@echo 'Installing what builds the index: torch, sentence-transformers, the model (about 1.2 GB, a few minutes)'
	@$(INSTALL) -e '.[ingest]'
	@touch $@

.venv/.bench-stamp: .venv/.ingest-stamp
	@echo 'Installing the load generator'
	@$(INSTALL) -e '.[ingest,bench]'
	@touch $@

.venv/.audit-stamp: .venv/.base-stamp
	@echo 'Installing what audits'
	@$(INSTALL) -e '.[audit]'
	@touch $@

.venv/.dev-stamp: .venv/.ingest-stamp
	@echo 'Installing the tests and checks'
	@$(INSTALL) -e '.[ingest,bench,dev]'
	@touch $@
