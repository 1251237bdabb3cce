#!/usr/bin/env bash
# 同一份内容分别用 mkdocs 和 properdocs 构建，逐字节比较。
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH=1700000000
.venv/bin/mkdocs build -q -f mkdocs.yml -d "$work/mkdocs"
.venv/bin/properdocs build -q -f mkdocs.yml -d "$work/properdocs"
diff -r "$work/mkdocs" "$work/properdocs"
count=$(find "$work/mkdocs" -name index.html | wc -l)
test "$count" -gt 8
echo "mkdocs 和 properdocs 构建的 ${count} 个页面逐字节相同"
