# make run | make test | make ask Q="..." | make bench | make eval SET=DIR | make fit SET=DIR FITSTORE=DIR | make clean
# The environment is made once and again only when a list of requirements changes.

PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
STORE  := $(or $(CUTTINGS_STORE),.store)
PORT   ?= 7860

.PHONY: run ask calibration eval eval-quotes followups test faults bench bench-index bench-page screenshots setup setup-dev seeds clean fit help

help:
	@sed -n '1,2p' Makefile

run: setup seeds
	@$(PY) app.py --port $(PORT)

ask: setup seeds
	@$(PY) -m rag ask "$(Q)"

# The five articles that come with the project, when there is no archive yet.
seeds: setup
	@test -e "$(STORE)/catalogue.sqlite3" || $(PY) -m index add seeds

test: setup-dev
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy index rag ui app.py
	@$(PY) -m pytest

# The long column of the store's faults: hours.
faults: setup-dev
	@CUTTINGS_FAULTS=long $(PY) -m pytest tests/faults --timeout 0

bench: setup-dev
	@$(PY) -m tests.eval.bench

# How long a reporter waits on the page
bench-page: setup-dev
	@$(PY) -m tests.ui.bench_page

screenshots: setup-dev
	@$(PY) -m tests.ui.screenshots

# Indexing beside the llama-index quickstart: make bench-index SET=DIR (a folder with corpus.jsonl)
bench-index: setup-dev
	@$(PY) -m tests.eval.bench_index --set $(SET) $(if $(ARTICLES),--articles $(ARTICLES))

# Retrieval on a folder with corpus.jsonl and questions.jsonl, each part alone and left out: make eval SET=DIR [EVALSTORE=DIR]
eval: setup-dev
	@$(PY) -m tests.eval.retrieval --set $(SET) $(if $(EVALSTORE),--store $(EVALSTORE))

# Quotes of every kind and excerpts, made from a folder's corpus.jsonl and checked: make eval-quotes SET=DIR
eval-quotes: setup-dev
	@$(PY) -m tests.eval.quotes --set $(SET)

# Whether confidence can be believed, on a set that it was not fitted on: make calibration SET=DIR [EVALSTORE=DIR]
calibration: setup-dev
	@$(PY) -m tests.eval.calibration --set $(SET) $(if $(EVALSTORE),--store $(EVALSTORE))

# Follow-ups beside human rewrites: make followups TURNS="FILE ..." (JSON lines)
followups: setup-dev
	@$(PY) -m tests.eval.followups $(TURNS)

# The weights of rag/signals.py from a set of questions: make fit SET=DIR FITSTORE=DIR [MADE=DIR MADESTORE=DIR]
fit: setup-dev
	@$(PY) -m tests.eval.fit --set $(SET) --store $(FITSTORE) $(if $(MADE),--made $(MADE) --made-store $(MADESTORE))

setup: $(VENV)/.run
setup-dev: $(VENV)/.dev

$(VENV)/.run: requirements.txt constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it: make PYTHON=python3.12")'
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Cuttings needs (minutes, once) ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt -c constraints.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	@echo "Installing what the tests need ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -c constraints.txt
	@touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
