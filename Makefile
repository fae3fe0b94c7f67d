# The two commands of the README: make report, make test. Both do all the set-up themselves.
# Recipes name everything relative to this folder, so its path may hold spaces.

SHELL := /bin/sh
.DEFAULT_GOAL := report
.PHONY: setup setup-dev report test test-slow test-real check benchmark docs lock clean distclean

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export PIP_USER := 0
export PYTHONNOUSERSITE := 1
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

BIN := .venv/bin
DONE := .venv/.done
PYTEST := $(BIN)/python -m pytest

setup: $(DONE)/packages $(DONE)/system
	@sh .ci/system check

setup-dev: setup $(DONE)/packages-dev

# An environment that runs and is of the right version is kept; a broken or half-made one is made again.
$(DONE)/environment: .ci/python
	@$(BIN)/python -c 'import pip, sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
		|| { python=$$(sh .ci/python) && echo "Python: $$python" && "$$python" -m venv --clear .venv; }
	@mkdir -p $(DONE) && touch $@

$(DONE)/packages: requirements.lock pyproject.toml $(DONE)/environment
	@echo "正在安装软件包（首次约需数分钟）… / Installing packages (some minutes the first time) …"
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -qq --no-deps -e .
	@touch $@

$(DONE)/packages-dev: requirements-dev.lock $(DONE)/packages
	@echo "正在安装测试所需的软件包… / Installing what the tests need …"
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements-dev.lock
	@touch $@

$(DONE)/system: .ci/system $(DONE)/packages
	@sh .ci/system install
	@touch $@

report: setup
	@$(BIN)/workbench run industry_landscape -p exports=datasets/sample -p subject=示例产业 \
		--out reports/industry_landscape --replace

test: setup-dev
	@$(PYTEST) -m "not slow and not real" -n 2

test-slow: setup-dev
	@$(PYTEST) -m "slow and not real"

test-real: setup-dev
	@test -d "$$WORKBENCH_REAL_DATA" \
		|| { echo "WORKBENCH_REAL_DATA: 请指向真实导出文件所在的文件夹 / name the folder of the real exports" >&2; exit 2; }
	@$(PYTEST) -m real -n 2

check: setup-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(PYTEST) tests/house/test_locks.py tests/house/test_environment.py

benchmark: setup-dev
	@for script in $$(grep -l '^if __name__' benchmarks/*.py); do \
		echo "== $$script" && $(BIN)/python "$$script" || exit 1; \
	done

docs: setup
	@$(BIN)/python docs/generate.py

# The only target that needs uv.
lock:
	uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--output-file requirements.lock
	uv pip compile pyproject.toml --extra dev --extra spark --constraint requirements.lock \
		--universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--output-file requirements-dev.lock

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find workbench tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean
	rm -rf .venv
