# Everything here sets up what it needs; `make help` lists the targets.

VENV := .venv
PYTHON_IN_VENV := $(VENV)/bin/python
SYSTEM := VENV=$(VENV) packaging/linux/system-packages.sh
VIRTUAL_SCREEN := packaging/linux/virtual-screen.sh
PIP := $(PYTHON_IN_VENV) -m pip install --quiet --disable-pip-version-check --constraint requirements.lock

FOLDER ?= build/sample
HAS_SCREEN := $(or $(DISPLAY),$(WAYLAND_DISPLAY),$(filter Darwin,$(shell uname -s)))
# Without a screen there must be a virtual one; with one it is only the better choice.
SCREEN_GROUP := $(if $(HAS_SCREEN),,screen)

export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.DELETE_ON_ERROR:
# pip must not run twice at once in one environment.
.NOTPARALLEL:
.PHONY: help run test check bench demo package clean distclean setup setup-test setup-check \
	setup-bench system-packages

help:
	@echo 'make run [FOLDER=...]  open a folder; without FOLDER a copy of the sample (build/sample)'
	@echo 'make test [ARGS=...]   run the tests on a virtual screen; ARGS go to pytest'
	@echo 'make check             format, lint, types and layers'
	@echo 'make bench [FULL=1]    measure; writes build/bench.json; FULL: rivals edit all files, too'
	@echo 'make demo              play a scripted session; screenshots and the diff in build/demo'
	@echo 'make package           build a folder that runs without Python, in build/pyinstaller'
	@echo 'make setup             prepare to run; setup-test and setup-check to develop'
	@echo 'make clean             remove what was built; distclean removes .venv as well'

# --- set-up -----------------------------------------------------------------------------------

system-packages:
	@$(SYSTEM) install python qt screen mouse fonts

$(VENV)/.created: | system-packages
	@python=$$($(SYSTEM) python) && echo "Creating $(VENV) ..." && "$$python" -m venv --clear $(VENV)
	@touch $@

$(VENV)/.ready-build: $(VENV)/.created requirements.lock
	@$(PIP) hatchling editables
	@touch $@

# The stamps hang together so that a newer pyproject.toml reaches every one of them.
$(VENV)/.ready-run: $(VENV)/.ready-build pyproject.toml
	@echo 'Installing packages into $(VENV) ...'
	@$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-%: $(VENV)/.ready-run
	@echo 'Installing packages to $* ...'
	@$(PIP) --no-build-isolation --editable '.[$*]'
	@touch $@

setup: system-packages $(VENV)/.ready-run
setup-test: setup $(VENV)/.ready-test
setup-check: setup-test $(VENV)/.ready-check
setup-bench: setup-test $(VENV)/.ready-bench

# --- run --------------------------------------------------------------------------------------

# A copy, so that trying the program leaves the repository as it is.
build/sample:
	@mkdir -p build
	@cp -R resources/sample build/sample.part && mv build/sample.part $@

ifdef HAS_SCREEN
run: setup build/sample
	@$(SYSTEM) verify qt
	@$(PYTHON_IN_VENV) -m curator "$(FOLDER)"
else
run:
	@echo 'No display here (DISPLAY and WAYLAND_DISPLAY are empty): playing the demo instead.'
	@$(MAKE) --no-print-directory demo
endif

demo: setup
	@$(SYSTEM) verify qt $(SCREEN_GROUP)
	@$(if $(HAS_SCREEN),,$(VIRTUAL_SCREEN)) $(PYTHON_IN_VENV) -m tests.demo

# --- develop ----------------------------------------------------------------------------------

test: setup-test
	@$(SYSTEM) verify qt mouse $(SCREEN_GROUP)
	@$(VIRTUAL_SCREEN) $(PYTHON_IN_VENV) -m pytest $(ARGS)

check: setup-check
	@$(SYSTEM) verify qt
	$(PYTHON_IN_VENV) -m ruff format --check
	$(PYTHON_IN_VENV) -m ruff check
	$(PYTHON_IN_VENV) -m pyright
	QT_QPA_PLATFORM=offscreen $(PYTHON_IN_VENV) -m pytest -q tests/test_layers.py

bench: setup-bench
	@$(SYSTEM) verify qt $(SCREEN_GROUP)
	@$(VIRTUAL_SCREEN) $(PYTHON_IN_VENV) -m tests.benchmarks $(if $(FULL),--full) $(ARGS)

package: setup $(VENV)/.ready-package
	@$(PYTHON_IN_VENV) -m PyInstaller --noconfirm --log-level WARN \
		--distpath build/pyinstaller --workpath build/pyinstaller-work \
		packaging/pyinstaller/curator.spec
	@echo 'Built build/pyinstaller/curator/curator'

clean:
	rm -rf build dist .pytest_cache .ruff_cache .hypothesis
	find curator tests -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

distclean: clean
	rm -rf $(VENV)
