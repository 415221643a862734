#!/bin/sh
# Installs the programs that tests run for real (a browser, a spreadsheet, a JavaScript engine), or says how to.
set -eu

missing=""
command -v chromium-headless-shell >/dev/null || missing="$missing chromium-headless-shell"
command -v soffice >/dev/null || missing="$missing libreoffice-calc-nogui"
command -v node >/dev/null || missing="$missing nodejs"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing$missing"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # Where there is no build of Chromium without windows, the usual one does, if slower.
  for program in $missing; do
    apt-get install -y -qq --no-install-recommends "$program" >/dev/null ||
      { [ "$program" = chromium-headless-shell ] && apt-get install -y -qq --no-install-recommends chromium >/dev/null; }
  done
else
  command -v chromium >/dev/null && missing=$(echo "$missing" | sed 's/ chromium-headless-shell//')
  [ -n "$missing" ] || exit 0
  echo "some tests are skipped without:$missing (on Debian: sudo apt-get install$missing)"
fi
