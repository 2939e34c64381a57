# One command for each thing to do here; `make` alone lists them.
#
# The first command that needs it sets up .venv, and nothing is installed outside of this folder.
# To choose the Python: make clean, then make PYTHON=/path/to/python3.12 demo

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:

# Packages from elsewhere must not shadow those of the lock.
unexport PYTHONPATH
# Importing TensorFlow takes three times as long where Python may not keep what it compiled.
unexport PYTHONDONTWRITEBYTECODE

bin := .venv/bin

.PHONY: help demo test fuzz mutants check verify bench goldens figures screenshots walkthrough release translations lock clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

demo: .venv/run.stamp  ## make a small class of submissions, grade it, say where to look
	@$(bin)/autograder demo

test: .venv/dev.stamp  ## run the tests; some of them: make test ARGS="-k stride"
	@$(bin)/pytest --numprocesses=2 --dist=loadgroup $(ARGS)

fuzz: .venv/fuzz.stamp  ## look for bytes that break what reads answers; make fuzz ARGS="stream --seconds 600"
	@$(bin)/python -m tests.fuzzing $(ARGS)

mutants: .venv/mutation.stamp  ## break what judges in small ways: a test must fail, or a reason stand in tests/mutation/
	@$(bin)/python -m tests.mutation $(ARGS)

check: .venv/dev.stamp  ## lint, types, layers, and whether assignments/ is up to date
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy
	$(bin)/lint-imports --no-logo
	$(bin)/python -m autograder.release --check

verify: .venv/run.stamp  ## let the course check itself; for a CI: make verify ARGS="--junit FILE"
	@$(bin)/autograder verify $(ARGS)

bench: .venv/dev.stamp  ## measure what grading costs, ours and others'; in a minute: make bench ARGS=--small
	@$(bin)/python -m benchmarks $(ARGS)

goldens: .venv/dev.stamp  ## write anew the verdicts in tests/submissions/; read the diff before you commit it
	@$(bin)/python -m tests.goldens

figures: .venv/run.stamp  ## draw images/ anew
	@$(bin)/python images/draw.py

translations: .venv/dev.stamp  ## bring autograder/locale/ up to date; says what is still to be translated
	@$(bin)/python -m tests.translations $(ARGS)

screenshots: .venv/dev.stamp  ## take the pictures in docs/ anew; wants Chromium
	@$(bin)/python -m tests.screenshots $(ARGS)

walkthrough: .venv/dev.stamp  ## take the pictures in docs/images/ anew, of the way from release to feedback
	@SCREENSHOTS=docs/images $(bin)/pytest --quiet --basetemp=/tmp/convolution tests/test_classroom.py

# LANGUAGE only where it is given to make: in the environment it says what the instructor reads.
ifeq ($(origin LANGUAGE),command line)
unexport LANGUAGE
students := --language $(LANGUAGE)
endif
release: .venv/run.stamp  ## make assignments/ from solutions/; elsewhere: make release LANGUAGE=zh_CN TO=FOLDER
	@$(bin)/python -m autograder.release $(students) $(if $(TO),--to "$(TO)")

# --universal: one lock for every Python and machine. Run again with UPGRADE=1 for newer versions.
lock = $(bin)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet \
       --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)
compile = $(lock) pyproject.toml --extra build

lock: .venv/dev.stamp  ## write requirements/ from pyproject.toml; newer versions: make lock UPGRADE=1
	$(compile) --extra cpu --output-file requirements/run.txt
	$(compile) --extra cpu --extra dev --extra postgresql --extra cluster --constraint requirements/run.txt --output-file requirements/dev.txt
	$(compile) --extra fuzz --constraint requirements/run.txt --output-file requirements/fuzz.txt
	$(compile) --extra mutation --constraint requirements/dev.txt --output-file requirements/mutation.txt
	$(lock) --group peers --output-file requirements/peers.txt

clean:  ## remove what was made here; keeps submissions, grades and the course's secret
	rm -rf .venv demo .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist
	find autograder tests images benchmarks looking solutions assignments -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# --- Setting up -----------------------------------------------------------------------------------

# .venv/place names the folder that .venv was made in, and is there only when the last setup ended well.
# Without it we start again from nothing: pip may have been interrupted between two files, and in a copied
# or moved folder the programs of .venv would still run the code of the old one.
ifneq ($(shell cat .venv/place 2>/dev/null),$(CURDIR))
again := again
.PHONY: again
endif

.venv/run.stamp: requirements/run.txt pyproject.toml $(again)
	@$(if $(again),$(make-venv))
	@echo "Installing what requirements/run.txt lists in .venv; the first time, 430 MB are fetched." >&2
	@$(install)

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	@echo "Adding what requirements/dev.txt lists, for tests and checks." >&2
	@$(install)

.venv/fuzz.stamp: requirements/fuzz.txt .venv/dev.stamp
	@echo "Adding atheris, for fuzzing." >&2
	@$(install)

.venv/mutation.stamp: requirements/mutation.txt .venv/dev.stamp
	@echo "Adding mutmut, for mutation testing." >&2
	@$(install)

# $< is the lock, which is complete: --no-deps. Only wheels: no package runs code while it is installed.
# --no-compile: Python compiles what is imported when it is imported, a quarter of what is here. Our own is
# compiled at once: where PYTHONDONTWRITEBYTECODE is set, each command would do that again.
pip = $(bin)/python -m pip --disable-pip-version-check --no-input -qq install --no-deps --no-compile
define install
rm -f .venv/place; \
$(pip) --only-binary :all: --require-hashes --requirement $<; \
$(pip) --no-build-isolation --editable .; \
$(bin)/python -m compileall -qq -x /demo/students/ autograder; \
pwd -P > .venv/place; \
touch $@
endef

define make-venv
for python in $(or $(PYTHON),python3 python3.13 python3.12 python3.11); do \
  if "$$python" -c 'import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then \
    rm -rf .venv; exec "$$python" -m venv .venv; \
  fi; \
done; \
echo "No Python 3.11, 3.12 or 3.13 with the module venv among: $(or $(PYTHON),python3 python3.13 python3.12 python3.11)." \
  "Install one (Debian, Ubuntu: apt install python3-venv) or name it: make PYTHON=/path/to/python3.12" >&2; exit 1
endef
