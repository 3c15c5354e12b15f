# Every target does its own set-up. Needs GNU make and Python 3.11 or newer. With a C compiler, durable-rules is set up,
# too (below Python 3.13); with Java 17, the tests start a Spark cluster.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory --no-builtin-rules

# A `python3.12` on the path may be a shim that fails: a candidate counts if it runs and is new enough.
ifndef PYTHON
PYTHON := $(shell for python in python3.11 python3.12 python3.13 python3 python; do \
	"$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' </dev/null >/dev/null 2>&1 \
	&& { echo "$$python"; break; }; done)
endif

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PEERS := $(VENV)/.bench
COVERAGE := --cov
EXAMPLE := examples/rotation-request.yaml
DAY := 2026-05-06

# Whether durable-rules can be built for the Python that runs this, or need not be: it serves below 3.13.
BUILDS := import os, pathlib, shutil, sys, sysconfig as own; \
	compiler = shutil.which((os.environ.get("CC") or own.get_config_var("CC") or "cc").split()[0]); \
	headers = pathlib.Path(own.get_path("include"), "Python.h").is_file(); \
	sys.exit(sys.version_info < (3, 13) and not (compiler and headers))

PIP_QUIET := --quiet --quiet --no-input --disable-pip-version-check --prefer-binary

.PHONY: help venv demo test soak lint bench docs wheel-check clean

help:
	@echo 'make demo         one example record, its determination and why'
	@echo 'make test         all tests, with branch coverage (COVERAGE= leaves it out)'
	@echo 'make soak         a million mutants of policies, records and files: an hour on two cores; SOAK_ARGS=--seconds=600'
	@echo 'make lint         ruff (rules and format), mypy --strict'
	@echo 'make bench        the benchmarks, beside other engines; BENCH_ARGS=--write writes docs/benchmarks.md'
	@echo '                  (--before COMMIT measures an earlier commit beside it)'
	@echo 'make docs         the documentation as a site, with the API, in build/docs; it asks nothing of the net'
	@echo 'make wheel-check  the built wheel, installed and used outside this folder'
	@echo 'make venv         only the environment, in $(VENV)'
	@echo 'make clean        remove what the others made'

venv: $(READY)

# Made anew when pyproject.toml changes: what is installed is what it says.
$(READY): pyproject.toml
	@test -n '$(PYTHON)' || { echo 'zzrules needs Python 3.11 or newer (with venv); none found. Try: make PYTHON=/path/to/python' >&2; exit 1; }
	@echo '>> environment: $(VENV), from $(PYTHON)'
	@'$(PYTHON)' -m venv --clear '$(VENV)'
	@if '$(BIN)/python' -c '$(BUILDS)'; then extra=dev; else extra=dev-without-compiler; \
		echo '>> no C compiler, or no headers of Python: durable-rules is left out, its tests will be skipped;'; \
		echo '>> the default engine follows case files, with the same answers'; fi; \
	'$(BIN)/python' -m pip install $(PIP_QUIET) --editable ".[$$extra]"
	@touch '$@'

demo: $(READY)
	@echo '>> zzrules explain $(EXAMPLE) --on $(DAY)'
	@'$(BIN)/zzrules' explain '$(EXAMPLE)' --on '$(DAY)'

test: $(READY)
	@echo '>> tests'
	@'$(BIN)/python' -m pytest --quiet --numprocesses auto --dist worksteal $(COVERAGE) $(PYTEST_ARGS)

# For the night: what comes through is in build/soak. `make test` tries the first thousand.
soak: $(READY)
	@echo '>> mutants'
	@'$(BIN)/python' -m tests.property.soak $(SOAK_ARGS)

lint: $(READY)
	@echo '>> ruff check'
	@'$(BIN)/ruff' check .
	@echo '>> ruff format --check'
	@'$(BIN)/ruff' format --check .
	@echo '>> mypy --strict'
	@'$(BIN)/mypy'

# One after the other where not all can be installed: who is missing is told on the page.
$(PEERS): $(READY)
	@echo '>> other engines, into $(VENV)'
	@'$(BIN)/python' -m benchmarks.peers.install pyproject.toml
	@touch '$@'

bench: $(PEERS)
	@echo '>> benchmarks'
	@'$(BIN)/python' -m benchmarks.run $(BENCH_ARGS)

docs: $(READY)
	@echo '>> documentation: build/docs/index.html'
	@'$(BIN)/python' -m docs.site build/docs $(DOCS_ARGS)

# The source archive is built from the tree and the wheel from the archive; nothing but the wheel and one example is
# at hand where it is used, and the working directory is empty.
wheel-check: $(READY)
	@set -eu; unset PYTHONPATH; \
	work=$$(mktemp -d "$${TMPDIR:-/tmp}/zzrules-wheel.XXXXXX"); \
	trap 'rm -rf "$$work"' EXIT; trap 'exit 1' HUP INT TERM; \
	echo '>> building the wheel'; \
	'$(BIN)/python' -m build --outdir "$$work/dist" . >"$$work/build.log" 2>&1 || { cat "$$work/build.log" >&2; exit 1; }; \
	cp '$(EXAMPLE)' "$$work/record.yaml"; \
	echo ">> installing $$(cd "$$work/dist" && echo *.whl) into an empty environment"; \
	'$(PYTHON)' -m venv "$$work/venv"; \
	"$$work/venv/bin/python" -m pip install $(PIP_QUIET) "$$work"/dist/*.whl; \
	mkdir "$$work/empty"; cd "$$work/empty"; \
	"$$work/venv/bin/python" -c 'import sys, zzrules; assert zzrules.__file__.startswith(sys.prefix), zzrules.__file__; zzrules.load()'; \
	echo '>> zzrules evaluate, from an empty folder'; \
	"$$work/venv/bin/zzrules" evaluate "$$work/record.yaml" --on '$(DAY)' >"$$work/answer"; \
	test -s "$$work/answer" || { echo 'zzrules evaluate printed nothing' >&2; exit 1; }; \
	head -n 5 "$$work/answer"

clean:
	@rm -rf '$(VENV)' .venv-3.* build dist editors/vscode/dist editors/vscode/*.vsix editors/vscode/node_modules editors/vscode/real/node_modules tests/browser/node_modules .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find src tests benchmarks examples -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	@echo '>> clean'
