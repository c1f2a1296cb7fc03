# Sirisuk's tasks. `make help` lists them.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MANAGE_DEV := DEBUG=1 $(BIN)/python manage.py
READY := $(VENV)/.ready
TEST_WORKERS ?= auto

.DEFAULT_GOAL := help
.PHONY: help run test lint format test-all test-postgresql test-browser test-load types catalogue lock clean

help: ## List the tasks
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(READY): requirements.txt requirements-dev.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Sirisuk needs Python 3.11 or newer.")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt -r requirements-dev.txt
	touch $(READY)

run: $(READY) ## Start the demo community: site and worker, on HOST and PORT
	@HOST=$(HOST) PORT=$(PORT) DEBUG=1 DEMO=1 exec $(BIN)/python -m config.run

test: $(READY) lint ## Check the code and run every test on SQLite
	$(MANAGE_DEV) catalogue --compile
	$(BIN)/pytest -n $(TEST_WORKERS)

lint: $(READY) ## Check style, templates and migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check $$(git ls-files 'templates/*.html')
	$(MANAGE_DEV) makemigrations --check --dry-run
	$(MANAGE_DEV) catalogue --check

format: $(READY) ## Put code and templates into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djade $$(git ls-files 'templates/*.html')

types: $(READY) ## Check the types
	DEBUG=1 $(BIN)/mypy lib households welfare market config

test-postgresql: $(READY) ## The same tests on PostgreSQL (DATABASE_URL, else the local server)
	$(MANAGE_DEV) catalogue --compile
	DATABASE_URL=$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/postgres} $(BIN)/pytest -n $(TEST_WORKERS)

test-browser: $(READY) ## Drive the journeys in a real Chromium
	$(MANAGE_DEV) catalogue --compile
	$(BIN)/pytest -m browser -n 2

test-load: $(READY) ## Many buyers at once against a real server, on both databases
	$(BIN)/pytest -m load

test-all: test test-postgresql test-browser test-load ## Everything that the gate runs

catalogue: $(READY) ## Collect texts to translate into locale/ and compile them
	$(MANAGE_DEV) catalogue
	$(MANAGE_DEV) catalogue --compile

lock: $(READY) ## Write exact versions and hashes from the *.in files
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet -o requirements.txt requirements.in
	$(BIN)/pip-compile --quiet -o requirements-dev.txt requirements-dev.in

clean: ## Remove what the tasks made: environment, demo data, static files
	rm -rf $(VENV) var staticfiles .pytest_cache .ruff_cache .mypy_cache
