# 决算 juesuan：两条主要命令是 make site 与 make test，其余见 make help。
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest
COMPILE = UV_CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/uv pip compile --quiet $(UPGRADE) pyproject.toml \
  --generate-hashes --universal --python-version 3.11

.PHONY: words help site test lint fmt accept bench soak serve lock clean setup browser

help: ## 列出全部命令
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

site: $(VENV)/.runtime ## 生成网站到 site/（首次运行会自动准备环境）
	@$(BIN)/juesuan build
	@printf '\n网站在 %s/site/。查看：make serve，再用浏览器打开它给出的地址；发布：把 site/ 里的文件整个交给任一静态网站服务器。\n' "$$PWD"

test: $(VENV)/.dev browser lint ## 全部检查与测试（首次运行会自动准备环境）
	$(PYTEST)

lint: $(VENV)/.dev ## 只做代码检查：ruff 与 mypy
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

fmt: $(VENV)/.dev ## 按统一格式改写代码
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

accept: $(VENV)/.dev browser ## 以现在的输出作为标准输出（golden），随后请看 git diff
	$(PYTEST) --accept

words: $(VENV)/.dev ## 编译命令行的中文（改了 messages.po 以后）
	$(BIN)/pybabel --quiet compile -d generator/locale -l zh_CN

bench: $(VENV)/.bench ## 测速度与内存，与 Hugo 比（make bench SIZE=10000 测一万份；说明见 docs/benchmark.md）
	$(BIN)/python -m tests.bench.run $(if $(SIZE),--records $(SIZE))

soak: $(VENV)/.dev browser ## 长时间测试：大量生成的记录与随机输入
	$(PYTEST) -m soak --hypothesis-profile=soak

serve: $(VENV)/.runtime ## 本机预览，边改边看
	$(BIN)/juesuan serve

lock: $(VENV)/.dev ## 依 pyproject.toml 重写锁定文件（make lock UPGRADE=--upgrade 取新版本）
	$(COMPILE) --group build -o requirements/runtime.lock
	$(COMPILE) --group dev --all-extras -c requirements/runtime.lock -o requirements/dev.lock
	$(COMPILE) --group bench -c requirements/dev.lock -o requirements/bench.lock

clean: ## 删除环境、缓存与测试产物；site/ 里的网站和可退回的版本不动
	find .juesuan -mindepth 1 -maxdepth 1 ! -name versions -exec rm -rf {} + 2>/dev/null || true
	rm -rf $(VENV) .hypothesis .mypy_cache .pytest_cache .ruff_cache test-output dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup: $(VENV)/.dev ## 只准备开发环境

# Stamps, so that a second call asks pip nothing. They stand inside the environment: who deletes it deletes them.
$(VENV)/.made:
	@$(PYTHON) -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo '需要 Python 3.11 或更新版本，并带 venv 模块。Debian 与 Ubuntu：sudo apt-get install python3-venv；' >&2; \
	  echo '系统里另有较新的 Python 时可指明，如：make PYTHON=python3.12 site' >&2; exit 1; }
	@echo '正在准备 Python 环境（只在首次）……'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# No build isolation: the build backend is in the lock too, so nothing unlocked is fetched.
$(VENV)/.runtime: $(VENV)/.made requirements/runtime.lock pyproject.toml
	@$(PIP) --require-hashes -r requirements/runtime.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.made requirements/dev.lock pyproject.toml
	@$(PIP) --require-hashes -r requirements/dev.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.runtime

$(VENV)/.bench: $(VENV)/.dev requirements/bench.lock
	@$(PIP) --require-hashes -r requirements/bench.lock
	@touch $@

browser:
	@bash tests/browser/install.sh
	@bash tests/npm/install.sh
