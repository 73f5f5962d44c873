# make report | test | test-long | lab | docs | check | bench | lock.  PYTHON picks the interpreter: make report PYTHON=python3.12
PYTHON ?= python3
BIN := .venv/bin
CORPUS ?= seeds
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: report test test-long lab docs lock check bench clean

report: .venv/installed
	$(BIN)/nkru report "$(CORPUS)"

# A file of tests runs in one process, so that tests that share a report make it once.
test: .venv/installed
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

# The slow tests: the matrix of browsers, fuzzing, whole runs under attack.
test-long: .venv/installed
	$(BIN)/python -m pytest -m long

lab: .venv/installed
	$(BIN)/jupyter lab --notebook-dir=. notebooks

# The site, into docs/_build/html; the tutorials run, and a warning is an error.
docs: .venv/installed
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m sphinx -q -W --keep-going -d docs/_build/doctrees docs docs/_build/html

check: .venv/installed
	$(BIN)/ruff check && $(BIN)/ruff format --check && $(BIN)/mypy
	$(BIN)/nbstripout --verify --extra-keys "metadata.papermill cell.metadata.papermill" notebooks/*.ipynb docs/tutorials/*.ipynb

bench: .venv/installed
	for script in $(filter-out %/generate.py,$(wildcard tests/benchmarks/*.py)); do \
		echo "== $$script" && $(BIN)/python $$script || exit 1; done

# The lock holds every platform and Python that pyproject.toml allows, with hashes and without index addresses.
lock: .venv/installed
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--all-extras --no-emit-package nkru --output-file requirements.lock pyproject.toml

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || { \
		echo "nkru needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is $$($(PYTHON) --version 2>&1): name one, as in make report PYTHON=python3.12" >&2; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

clean:
	rm -rf .venv build dist docs/_build docs/reference.md
