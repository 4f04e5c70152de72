# Everything a developer or an administrator of a test machine types. Needs python3 and make, nothing else of ours.
.DEFAULT_GOAL := help
PY := .venv/bin/python
# A machine may forbid Python to keep what it compiled; every process of ours would compile a thousand files anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo dev test full fast check bench shown lock fmt messages screenshots clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: ## the app with the example organisation, on SQLite and without Redis
	@bin/bootstrap base
	@exec $(PY) manage.py demo $(ARGS) || true

dev: ## the demo, reloading when code changes
	@bin/bootstrap dev
	@exec $(PY) manage.py demo --reload $(ARGS) || true

test: ## every check and every test, as CI does (20 to 35 minutes on 2 cores)
	@bin/bootstrap dev
	@bin/services
	@$(MAKE) --no-print-directory check
	@$(PY) -m pytest -q -n 2 --dist loadgroup --no-loadscope-reorder -m "not full" $(ARGS)
	@$(PY) -m pytest -q -n 2 --dist loadgroup --no-loadscope-reorder -m "not full and not postgres and (embedded or not (slow or browser or journey))" --sqlite --one-in 8 $(ARGS)

fast: ## one in eight of the fast tests, without a browser: a minute and a half
	@bin/bootstrap dev
	@$(PY) -m pytest -q -n 2 -m "not full and not browser and not journey and not slow and not walk" --one-in 8 $(ARGS)

full: ## the long forms too: 10,000 person-weeks, all widths and languages, chaos
	@bin/bootstrap dev
	@bin/services
	@$(MAKE) --no-print-directory check
	@$(PY) -m pytest -q -n 2 --dist loadgroup --no-loadscope-reorder $(ARGS)
	@$(PY) -m pytest -q -n 2 --dist loadgroup --no-loadscope-reorder -m "not postgres and (embedded or not full)" --sqlite $(ARGS)

check: ## the one gate: style, types, import direction, migrations, templates, translations, licences
	@bin/bootstrap dev
	@bin/check

bench: ## speed as ratios against a bare baseline in the same run
	@bin/bootstrap dev
	@$(PY) -m tests.benchmarks $(ARGS)

shown: ## which test shows which 'Done when' line, trust id or rule
	@bin/bootstrap dev
	@$(PY) -m tests.support.shown

screenshots: ## makes the pictures of docs/ anew
	@bin/bootstrap dev
	@LERENDWERKEN_SCREENSHOTS=1 $(PY) -m pytest -q -m browser tests/browser/test_screenshots.py

lock: ## requirements/*.txt anew from pyproject.toml
	@bin/lock

fmt: ## formats code and templates
	@bin/bootstrap dev
	@.venv/bin/ruff check -q --fix . ; .venv/bin/ruff format -q .
	@.venv/bin/djade --target-version 6.1 $$(git ls-files 'templates/*.html')

messages: ## collects the texts to translate and compiles them
	@bin/bootstrap dev
	@bin/messages

clean: ## removes what was made here, keeps the code
	rm -rf .venv .tools var staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis
