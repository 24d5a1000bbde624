# Every verb of the project; `make help` lists them. Nothing has to be installed by hand but Python, Node and make.
SHELL := bash
PYTHON ?= python3
STAGE ?= local
PORT ?= 8400
FOLDER ?= .local
export PORT FOLDER

PY := .venv/bin/python
BIN := .venv/bin
WITH_STAGE := $(PY) -m infra.environment $(STAGE) --
REPORT := build/template

.PHONY: help run test check format bench faults package template deploy seed clock digest demo verify-tables replay replay-erasures \
	restore-rehearsal rotate-keys catalogues transitions texts burden lighthouse screens install installed prerequisites clean

help: ## list these verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: install ## start everything here: http://localhost:8400 (PORT=, FOLDER= for another beside it)
	@$(PY) -m infra.local run

test: install ## all tests: unit, integration, structure, on the local cloud and in a browser
	@infra/local/chromium.sh
	@$(BIN)/pytest -n 2 --dist loadgroup

check: install template ## everything that can be said without running it, in seconds
	@$(BIN)/ruff format --check --quiet . || { echo 'Not formatted: make format'; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(PY) -m infra.tools.lint_texts
	@$(BIN)/lint-imports --no-cache > build/imports.txt || { cat build/imports.txt; exit 1; }
	@$(BIN)/cfn-lint -r ap-southeast-1 -t $(REPORT)/aws/cloudformation-template-update-stack.json
	@$(BIN)/cfn-lint -r cn-north-1 -t $(REPORT)/cn/cloudformation-template-update-stack.json
	@echo 'Everything checked.'

format: install ## put the code in order: formatting, imports
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --fix --quiet .

bench: install ## measure the speeds to hold; written to build/bench.json
	@$(PY) -m tests.bench

faults: install ## what must hold when everything fails: half an hour at most; written to build/faults.json
	@$(PY) -m tests.faults

lighthouse: install tests/lighthouse/node_modules/.installed ## Lighthouse on a local cloud's pages: a quarter of an hour; written to build/lighthouse.json
	@infra/local/chromium.sh
	@$(PY) -m tests.lighthouse

screens: install ## draw every page at three widths into docs/screens
	@infra/local/chromium.sh
	@$(PY) -m tests.open_doors.screens

package: install template ## build what is deployed to AWS and write its template to build/template

template: install
	@$(PY) -m infra.layer.build aws
	@$(PY) -m infra.layer.template

deploy: install ## deploy to AWS: STAGE=staging, REGION=…, PARAMS='--param="mail_domain=…"'
	@test '$(STAGE)' != local || { echo 'Which stage? make deploy STAGE=staging (the local one is deployed by make run)'; exit 1; }
	@$(PY) -m infra.layer.build aws --strict
	@node_modules/.bin/osls deploy --stage $(STAGE) $(if $(REGION),--region $(REGION)) $(PARAMS)

seed: install ## load the directory: FILE=infra/demo (checked first), STAGE=
	@$(WITH_STAGE) $(PY) -m infra.directory.seed $(or $(FILE),infra/demo)

clock: install ## set the local cloud's time: AT="2026-03-10 08:20"
	@$(PY) -m infra.local clock '$(AT)'

digest: install ## send today's digests now, in the local cloud; LETTER=county_week that one (docs/digests.md)
	@$(PY) -m infra.local digest $(LETTER)

demo: install ## play two real stories through the doors of the running local cloud
	@$(WITH_STAGE) $(PY) -m infra.local.demo

verify-tables: install ## fold all facts again and compare rows and figures: STAGE=
	@$(WITH_STAGE) $(PY) -m infra.tools.verify_tables

replay: install ## send the facts since a moment to every listener again: SINCE=2026-03-09T00:00, STAGE=
	@$(WITH_STAGE) $(PY) -m infra.tools.replay --since '$(SINCE)'

replay-erasures: install ## after a restore, before the doors open: erase again what had been erased: STAGE=
	@$(WITH_STAGE) $(PY) -m infra.tools.replay_erasures

restore-rehearsal: install ## lose tables and set them back from a backup, on a local cloud of its own
	@$(PY) -m infra.tools.restore_rehearsal

rotate-keys: install ## a new key for codes, links and tokens; the one before stays valid: STAGE=
	@$(WITH_STAGE) $(PY) -m infra.tools.rotate_keys

catalogues: install ## take new sentences of the templates into the catalogues, and say what waits for a translation
	@$(PY) -m infra.layer.catalogues

transitions: install ## print the transition table into docs/transitions.md
	@$(PY) -m infra.tools.print_transitions

texts: install ## print the text messages into docs/texts.md
	@$(PY) -m infra.tools.lint_texts --document

burden: install ## print how many fields and presses each act takes from a worker, counted at the doors
	@BURDEN=1 $(BIN)/pytest -q -s tests/integration/loop/test_burden.py | grep -E "fields|FAILED"

clean: ## remove what was built and installed (not the local cloud's data)
	@rm -rf build .serverless .venv .venv-emulator node_modules tests/lighthouse/node_modules

# What is needed, each thing once: two virtual environments (the emulator's own, because functions see all that is
# installed there) and the build tools. The first time the two halves run side by side.

install: prerequisites
	@test -e .venv/.installed || echo 'Installing, once: about a minute …'
	@$(MAKE) --no-print-directory -j2 installed

installed: .venv-emulator/.installed node_modules/.installed
	@:

prerequisites:
	@PYTHON=$(PYTHON) infra/local/prerequisites.sh

.venv/.installed: requirements.txt requirements-dev.txt
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check $$(grep '^uv==' requirements-dev.txt)
	@$(BIN)/uv pip install --quiet --python $(PY) --requirements requirements-dev.txt
	@touch $@

.venv-emulator/.installed: .venv/.installed infra/local/requirements.txt
	@test -x .venv-emulator/bin/python || $(PYTHON) -m venv --without-pip .venv-emulator
	@$(BIN)/uv pip install --quiet --python .venv-emulator/bin/python --requirements infra/local/requirements.txt
	@touch $@

tests/lighthouse/node_modules/.installed: tests/lighthouse/package.json tests/lighthouse/package-lock.json
	@cd tests/lighthouse && npm ci --no-progress --loglevel=error
	@touch $@

node_modules/.installed: package.json package-lock.json
	@npm ci --no-progress --loglevel=error
	@touch $@
