#!/usr/bin/env bash
# A browser and a Chinese font for the browser tests, where Debian's packages can be had and they are missing.
set -u
missing=()
command -v chromium > /dev/null || missing+=(chromium)
fc-list :lang=zh 2> /dev/null | grep -q . || missing+=(fonts-noto-cjk fontconfig)
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get > /dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "The browser tests need Chromium and a Chinese font. On Debian: sudo apt-get install ${missing[*]}" >&2
  exit 1
fi
echo "Installing ${missing[*]} …"
export DEBIAN_FRONTEND=noninteractive
{ apt-get update && apt-get install --yes --no-install-recommends "${missing[@]}"; } > /tmp/browser-install.log 2>&1 ||
  { tail -n 5 /tmp/browser-install.log >&2; exit 1; }
