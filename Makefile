# make serve: the site on http://127.0.0.1:8000      make site: the site in build/site
# make test:  what the tests need, and the tests      make clean: everything that was made
# make proof: all that the quick run asks less of, with 20,000 generated formulas in every engine and 20,000 extreme ones in all but sheets
# make lighthouse: four scores, bytes and layout shift of each kind of page, by Lighthouse from npm in Chromium
# make types: the types that the scripts' comments name, checked by TypeScript's compiler from npm
# make bench: figures beside those of others (ARGS=--quick: only to see that it runs)

PYTHON ?= python3
VENV ?= .venv
PIP_INSTALL = $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

LIGHTHOUSE = lighthouse@12.8.2
TYPESCRIPT = typescript@5.9.3

.DEFAULT_GOAL := help
.PHONY: help serve site test proof check bench lighthouse types clean

help:
	@sed -n 's/^# //p' Makefile

serve: $(VENV)/.site
	$(VENV)/bin/kpi serve

site: $(VENV)/.site
	$(VENV)/bin/kpi build

check: $(VENV)/.site
	$(VENV)/bin/kpi check

test: $(VENV)/.test
	@sh tests/programs.sh
	$(VENV)/bin/python -m pytest -n auto --dist loadfile $(ARGS)

bench: $(VENV)/.bench
	PYTHONPATH=tests $(VENV)/bin/python -m bench $(ARGS)

lighthouse: $(VENV)/.bench build/lighthouse/.installed
	PYTHONPATH=tests $(VENV)/bin/python -m bench lighthouse $(ARGS)

build/lighthouse/.installed: PACKAGE = $(LIGHTHOUSE)
build/types/.installed: PACKAGE = $(TYPESCRIPT)
build/%/.installed:
	@command -v npm >/dev/null || { echo "npm is needed; on Debian and Ubuntu: apt-get install npm"; exit 1; }
	mkdir -p $(@D)
	npm install --prefix $(@D) --no-audit --no-fund --loglevel=error $(PACKAGE)
	@touch $@

types: build/types/.installed
	build/types/node_modules/.bin/tsc --noEmit --allowJs --checkJs --strict --target es2023 --lib es2023,dom,dom.iterable \
	  --module esnext --moduleResolution bundler $$(find docs/assets/atlas -name '*.js')

PROVED = tests/formula tests/scorecard/test_recalculated.py tests/search/test_accessibility.py tests/search/test_computable.py tests/site

proof: $(VENV)/.test
	@sh tests/programs.sh
	KPI_PROOF=full $(VENV)/bin/python -m pytest -n auto $(PROVED) $(ARGS)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; say which with make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv is missing; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.site: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "installing into $(VENV)"
	@$(PIP_INSTALL) -e '.[site]'
	@touch $@

$(VENV)/.test: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "installing into $(VENV)"
	@$(PIP_INSTALL) -e '.[test]'
	@touch $@ $(VENV)/.site

$(VENV)/.bench: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "installing into $(VENV)"
	@$(PIP_INSTALL) -e '.[bench]'
	@touch $@

clean:
	rm -rf build dist $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
