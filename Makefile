# Two commands do everything: `make report` and `make test`. Both set up .venv first, here and only here.
# Without a network: WHEELS=folder installs from a folder that `make wheels` filled.

PYTHON ?= python3
PERIOD ?= 2024-01..2024-05
WHEELS ?=
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check $(if $(WHEELS),--no-index --find-links='$(WHEELS)')
PYTEST := $(BIN)/python -m pytest

.PHONY: help report test test-fast test-newest test-spark test-spark-all soak lab lint docs pictures interop hashes sbom wheels wheels-windows clean

help:
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

report: .venv/.ready ## the report of PERIOD (default: the sample period)
	$(BIN)/tthc report --period $(PERIOD)

test: .venv/.ready ## all tests on DuckDB; ARGS="-k word" narrows them
	$(PYTEST) -n 2 --dist loadfile --no-loadscope-reorder -m "not spark and not soak" $(ARGS)

test-fast: .venv/.ready ## what needs no whole study, no report and no other program
	$(PYTEST) -n 2 --dist loadfile --no-loadscope-reorder -m "not spark and not soak and not whole" $(ARGS)

test-newest: ## the fast tests with the newest versions that pyproject.toml allows, in .venv-newest: a breaking release is seen
	$(PYTHON) -m venv .venv-newest
	.venv-newest/bin/python -m pip install --quiet --disable-pip-version-check --upgrade --upgrade-strategy eager -e '.[test]'
	.venv-newest/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --ignore tests/test_packaging.py -m "not spark and not soak and not whole" $(ARGS)

test-spark: .venv/.spark-ready ## the same bodies on Spark in local mode; needs Java 17 or newer
	$(PYTEST) -m spark $(ARGS)

test-spark-all: .venv/.spark-ready ## every test body that Spark can run; more than half an hour
	SPARK_ALL=1 $(PYTEST) -m spark $(ARGS)

soak: .venv/.ready ## what takes long; its printed result belongs into docs/
	TTHC_EXAMPLES=all $(PYTEST) -m "soak or property" -s $(ARGS)

lab: .venv/.ready ## JupyterLab on the notebooks
	$(BIN)/jupyter lab --notebook-dir=notebooks

lint: .venv/.ready ## ruff over code and tests, mypy over the package
	$(BIN)/ruff check .
	$(BIN)/mypy

docs: .venv/.ready .venv-docs/.ready ## rewrite the generated pages of docs/ and build the site in build/site
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/pictures.py
	NO_MKDOCS_2_WARNING=1 .venv-docs/bin/mkdocs build --strict --quiet

pictures: .venv/.ready ## draw the pictures of the READMEs anew, from a report of the sample
	$(BIN)/python docs/report_pictures.py

interop: .venv/.ready ## install the wheel with pip, uv, pipx and open its log with pm4py; its print belongs into docs/interop.md
	$(BIN)/python scripts/interop.py

hashes: .venv/.ready ## write the hashes of all pinned files into the lock files, as the index publishes them
	$(BIN)/python scripts/lock_hashes.py

sbom: .venv/.ready ## what a release is installed with, as CycloneDX: dist/sbom.cdx.json
	$(BIN)/python scripts/sbom.py

wheels: .venv/.ready ## fill wheels/ for a machine like this one without a network
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --only-binary=:all: -d wheels --no-deps --require-hashes -r requirements.lock

# pip judges the lock file's markers by this machine, so they are cut off (not the hashes after them): what Windows does not need does no harm.
WINDOWS_PYTHON ?= 3.12
wheels-windows: .venv/.ready ## fill wheels/ for Windows (64-bit) with Python WINDOWS_PYTHON
	sed 's/ *;[^\\]*//' requirements.lock > .venv/windows.lock
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --only-binary=:all: --no-deps \
	  --platform win_amd64 --python-version $(WINDOWS_PYTHON) -d wheels --no-deps --require-hashes -r .venv/windows.lock

clean: ## remove what the commands above made, except reports/
	rm -rf .venv .venv-docs .venv-newest .tthc .pytest_cache .ruff_cache .hypothesis build dist src/*.egg-info
	find src tests notebooks -name __pycache__ -prune -exec rm -rf {} +

.venv/.ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, found " + sys.version)'
	$(PYTHON) -m venv .venv
	$(INSTALL) --no-deps --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation -e .
	touch $@

.venv-docs/.ready: requirements-docs.lock
	$(PYTHON) -m venv .venv-docs
	.venv-docs/bin/python -m pip install --quiet --disable-pip-version-check $(if $(WHEELS),--no-index --find-links='$(WHEELS)') --no-deps --require-hashes -r $<
	touch $@

.venv/.spark-ready: .venv/.ready requirements-spark.lock
	$(INSTALL) --no-deps --require-hashes -r requirements-spark.lock
	touch $@
