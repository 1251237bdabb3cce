#!/usr/bin/env bash
# What browser tests need from the system: Chromium, Chinese fonts, poppler (to look into printed PDF), Java (for the Nu checker),
# nginx (to serve the example of docs/nginx.conf).
# Missing parts are installed where that is allowed. Where it is not we say what to install and end well:
# the browser tests then fail and name the same command.
set -euo pipefail

packages=()
[ -x "${JUESUAN_CHROMIUM:-/usr/bin/chromium}" ] || packages+=(chromium)
[ -n "$(fc-list :lang=zh-cn 2>/dev/null | head -n 1 || true)" ] || packages+=(fontconfig fonts-noto-cjk)
command -v pdftotext >/dev/null || packages+=(poppler-utils)
[ -x /usr/sbin/nginx ] || command -v nginx >/dev/null || packages+=(nginx-light)
command -v java >/dev/null || packages+=(default-jre-headless)
[ ${#packages[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi

install() {
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
  "${apt[@]}" update </dev/null
  "${apt[@]}" install -y --no-install-recommends "${packages[@]}" </dev/null >/dev/null
}

if command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null; then
  echo "正在安装浏览器测试所需的系统软件包：${packages[*]}"
  if install; then exit 0; fi
fi
{
  echo "浏览器测试缺少：${packages[*]}。请安装后再测，Debian 与 Ubuntu 上是："
  echo "  sudo apt-get install ${packages[*]}"
  echo "Chromium 不在 /usr/bin/chromium 时，用环境变量 JUESUAN_CHROMIUM 指明位置。"
} >&2
