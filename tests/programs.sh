#!/bin/sh
# Installs the programs that tests run for real (a browser, a spreadsheet, a JavaScript engine), or says how to.
set -eu

missing=""
command -v chromium >/dev/null || missing="$missing chromium"
command -v soffice >/dev/null || missing="$missing libreoffice-calc-nogui"
command -v node >/dev/null || missing="$missing nodejs"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing$missing"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
  echo "some tests are skipped without:$missing (on Debian: sudo apt-get install$missing)"
fi
