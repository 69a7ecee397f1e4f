#!/bin/sh
# Finds a Chromium for the browser tests; installs one where that is possible; says in one line what is missing otherwise.
set -u
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
  [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && exit 0
done
"$PYTHON" - <<'P' && exit 0
import sys
from pathlib import Path
from playwright.sync_api import sync_playwright
with sync_playwright() as p:
    sys.exit(not Path(p.chromium.executable_path).exists())
P
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium from Debian's packages for the browser tests…"
  apt-get update -qq >/dev/null 2>&1
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null 2>&1 && exit 0
fi
timeout 300 "$PYTHON" -m playwright install chromium >/dev/null 2>&1 && exit 0
echo "No Chromium found and none could be installed: browser tests will say that they need it (CHROMIUM=/path names one)."
exit 0
