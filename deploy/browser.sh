#!/usr/bin/env bash
# Find a Chromium for the browser tests, or install one where that can be done.
set -uo pipefail

for name in "${QUIZAPP_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then exit 0; fi
done

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests ..."
    apt-get update -qq >/dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1 && exit 0
fi

echo "No Chromium found and none could be installed: the browser tests will be skipped." >&2
echo "Install one (Debian: sudo apt-get install chromium), or set QUIZAPP_CHROMIUM to its path." >&2
exit 0
