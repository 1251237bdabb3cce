#!/usr/bin/env bash
# Judges from npm, locked by hash in package-lock.json: Microsoft's own validator of SARIF.
# npm itself is installed where that is allowed. Where it is not we say so and end well: the test then fails and names the same command.
set -euo pipefail
cd "$(dirname "$0")"

stamp=node_modules/.for
tool=node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
wanted=$(sha256sum package-lock.json)
if [ -x "$tool" ] && [ "$(cat "$stamp" 2>/dev/null || true)" = "$wanted" ]; then exit 0; fi

if ! command -v npm >/dev/null; then
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
  if command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null; then
    echo '正在安装系统软件包：npm'
    apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
    "${apt[@]}" update </dev/null && "${apt[@]}" install -y --no-install-recommends npm </dev/null >/dev/null || true
  fi
fi
if ! command -v npm >/dev/null; then
  echo '核对 SARIF 报告要用 npm。请安装后再测，Debian 与 Ubuntu 上是：sudo apt-get install npm' >&2
  exit 0
fi

npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
chmod u+x "$tool"
printf '%s\n' "$wanted" > "$stamp"
