# Everything a newcomer needs; only Python 3.11 or later, git and make must be there.
# What is set up is stamped in .make/, so a second run uses no network.

PYTHON ?= python3
VENV   := .venv
STAMPS := .make
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PIP  := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUN  := $(STAMPS)/run
DEV  := $(STAMPS)/dev
LAB  := $(STAMPS)/lab
ENGINES := $(STAMPS)/engines
DATABASES := $(STAMPS)/databases
SPARK := $(STAMPS)/spark
# Whether an environment is whole: pip's list of its files is written last.
WHOLE := import importlib.metadata, sys; sys.exit(not importlib.metadata.files("pip"))
JOBS ?= auto
TRIES ?= 500
MINUTES ?= 1440
UV   ?= $(firstword $(wildcard $(BIN)/uv) uv)
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help reports test test-slow chaos gallery check fix lock lab databases spark engines clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "  %-14s %s\n", $$1, $$2}'

reports: $(RUN) ## make all reports: outputs/index.html
	@$(BIN)/fsb run

test: $(DEV) ## run the tests: minutes
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile

test-slow: $(DEV) ## run the tests that `make test` and `make engines` leave out
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m slow --ignore tests/engines

chaos: $(DEV) ## kill, starve and cross commands TRIES times (500), going on where it stopped; also SEED=7, MINUTES=4
	@$(BIN)/python -m tests.chaos --tries $(TRIES) --minutes $(MINUTES) $(if $(SEED),--seed $(SEED))

gallery: $(DEV) ## notes of hard cities, and gallery/gallery.html that shows all of them side by side
	@$(BIN)/python -m tests.gallery

check: $(DEV) ## format, lint, types, layers; changes nothing
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache --no-logo
	@$(BIN)/fsb check

fix: $(DEV) ## format, mend lint, strip notebooks, renew the JSON Schemas and docs made of data files
	@$(BIN)/nbstripout notebooks/*.ipynb
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/fsb schema > params/schema.json
	@$(BIN)/fsb mapping-schema > docs/registers.schema.json
	@$(BIN)/fsb measures > docs/measures.md
	@$(BIN)/fsb tables > docs/tables.md
	@$(BIN)/fsb cells > docs/cells.md

lock: ## renew the requirements files from pyproject.toml (needs uv and the network)
	@$(COMPILE) --extra build pyproject.toml -o requirements.lock
	@$(COMPILE) --extra build --extra dev pyproject.toml -c requirements.lock -o requirements-dev.lock
	@$(COMPILE) --extra build --extra lab pyproject.toml -c requirements.lock -o requirements-lab.lock
	@$(COMPILE) --extra build --extra dev --extra engines pyproject.toml -c requirements-dev.lock \
	  -o requirements-engines.lock
	@$(COMPILE) --extra build --extra postgres --extra mssql pyproject.toml -c requirements-dev.lock \
	  -o requirements-databases.lock
	@$(COMPILE) --extra build --extra spark pyproject.toml -c requirements-engines.lock \
	  -o requirements-spark.lock

lab: $(LAB) ## open the notebooks in JupyterLab
	@$(BIN)/jupyter lab notebooks

databases: $(DATABASES) ## let fsb read PostgreSQL and SQL Server: their drivers
	@echo "fsb reads PostgreSQL and SQL Server; the latter needs Microsoft's ODBC driver too."

spark: $(SPARK) ## let fsb read a snapshot by Spark: half a gigabyte of packages, and Java
	@echo "fsb reads snapshots by Spark; on this machine it needs Java 17 or later."

engines: $(ENGINES) ## compare Spark and Dask with DuckDB: half a gigabyte of packages, and Java
	@FSB_FUZZ=1 $(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m "" tests/engines

clean: ## remove the environment and caches; deliveries, snapshots and reports stay
	rm -rf $(STAMPS)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# --- the environment ---------------------------------------------------------------------------

$(STAMPS)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or later is needed; '$(PYTHON)' is not."; \
	  echo "Install it, or name it: make PYTHON=python3.12"; exit 1; }
	@mkdir -p $(STAMPS)
	@$(BIN)/python -c '$(WHOLE)' 2> /dev/null || { \
	  echo "Setting up $(VENV) ..."; rm -rf $(VENV); $(PYTHON) -m venv $(VENV); } || { \
	  echo "Python's venv module is missing: install the package python3-venv."; exit 1; }
	@touch $@

# The run needs only the first; each other set holds the first and more.
$(RUN): requirements.lock pyproject.toml $(STAMPS)/python
	@echo "Installing the locked packages ..."
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@echo "For the command fsb, once in each terminal: source $(BIN)/activate"
	@touch $@

$(DEV): requirements-dev.lock $(RUN)
	@echo "Installing the packages for tests ..."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

$(ENGINES): requirements-engines.lock $(DEV)
	@echo "Installing Spark and Dask ..."
	@$(PIP) install --require-hashes -r requirements-engines.lock
	@touch $@

$(DATABASES): requirements-databases.lock $(RUN)
	@echo "Installing the drivers of databases ..."
	@$(PIP) install --require-hashes -r requirements-databases.lock
	@touch $@

$(SPARK): requirements-spark.lock $(RUN)
	@echo "Installing Spark ..."
	@$(PIP) install --require-hashes -r requirements-spark.lock
	@touch $@

$(LAB): requirements-lab.lock $(RUN)
	@echo "Installing JupyterLab ..."
	@$(PIP) install --require-hashes -r requirements-lab.lock
	@touch $@
