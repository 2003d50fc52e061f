# Two commands do all the set-up: `make up` runs Kith with its demo town, `make test` runs everything CI runs.
SHELL := /bin/bash
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PIP := .venv/bin/python -m pip install --quiet --disable-pip-version-check

.PHONY: install install-dev up test bench faults attack screens schema api lock clean

install: .venv/.installed web/app/dist/.built
install-dev: install .venv/.installed-dev

.venv/.installed: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Kith needs Python 3.11 or newer"; exit 1; }
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@echo "installing the server"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.installed-dev: requirements-dev.lock .venv/.installed
	@echo "installing what the tests need"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

# A machine without Node still serves the API; only the web client and the reference page of the API are missing then.
web/node_modules/.installed: web/package-lock.json
	@mkdir -p web/node_modules
	@if command -v npm >/dev/null; then echo "installing the web client's packages"; cd web && npm ci --silent; \
	else echo "no npm here: the web client and the API reference page at /docs will be missing"; fi
	@touch $@

WEB := $(shell find web/api web/app web/console web/i18n web/ui -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/generated/*' 2>/dev/null)
web/app/dist/.built: web/node_modules/.installed $(WEB)
	@mkdir -p web/app/dist
	@if command -v npm >/dev/null; then echo "building the web clients"; cd web && npm run --silent generate && npm run --silent build; fi
	@touch $@

up: install
	@KITH_LOG_LEVEL=$${KITH_LOG_LEVEL:-warning} KITH_CLOCK=$${KITH_CLOCK:-$${KITH_HOME:-var}/clock} .venv/bin/kith up --demo

test: install-dev
	@.venv/bin/python -m tests

# Redis and PostGIS are only measured against; where they are missing and cannot be installed, they are skipped.
bench: install-dev
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && ! dpkg -s redis-server postgresql-postgis >/dev/null 2>&1; then \
		echo "installing the peers"; apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y \
		--no-install-recommends redis-server postgresql-postgis >/dev/null || echo "the peers cannot be installed here"; fi
	@.venv/bin/python -m bench $(ARGS)

# Everything that may fail, at length: kills at every commit and at random, gateways that misbehave in a thousand ways, the model, a
# full disk. `make test` tries a slice of it. `make faults ARGS="-k kills --seed 7"` repeats one run.
faults: install-dev
	@.venv/bin/pytest tests/faults --thorough $(ARGS)

# Attackers with thousands of questions and twenty accounts, who are wherever they say, try to find out where people live.
# Gate: the best of them is off by 600 m or more in the median. `make test` tries a slice of it.
attack: install-dev
	@.venv/bin/python -m tests.attack $(ARGS)

# Pictures of the main screens of the demo town, for the README.
screens: install-dev
	@.venv/bin/python -m tests.browser.screens docs/screens

schema: install-dev
	@KITH_WRITE_SCHEMA=1 .venv/bin/pytest -q tests/test_migrations.py -k schema_sql

# The document from which the web client's calls are generated.
api: install-dev
	@KITH_WRITE_DOCUMENT=1 .venv/bin/pytest -q tests/test_openapi.py -k web_client

# Resolve the newest allowed versions again and write them down with their hashes.
lock:
	@.venv/bin/python -m pip install --quiet pip-tools
	@for extra in "build:requirements.lock" "build,dev:requirements-dev.lock"; do \
		.venv/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-index-url \
		--no-emit-find-links --no-emit-trusted-host --extra $${extra%%:*} -o $${extra##*:} pyproject.toml; done

clean:
	@rm -rf .venv web/node_modules web/app/dist web/console/dist var
