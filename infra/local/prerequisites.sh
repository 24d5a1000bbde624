#!/usr/bin/env bash
# What has to be on the machine before `make` can install the rest; each missing thing gets one sentence.
set -u
stop() { echo "$*" >&2; exit 1; }

command -v "$PYTHON" > /dev/null ||
  stop "There is no $PYTHON: install Python 3.11 or newer, or say where it is: make PYTHON=/path/to/python3"
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  stop "$("$PYTHON" --version) is too old: install Python 3.11 or newer, or say where it is: make PYTHON=python3.12"
"$PYTHON" -c 'import ensurepip, venv' 2> /dev/null ||
  stop "Python cannot make virtual environments: install its venv module (Debian: apt-get install python3-venv)"
command -v node > /dev/null && command -v npm > /dev/null ||
  stop "There is no Node: install Node 20 or newer with npm (https://nodejs.org; Debian: apt-get install nodejs npm)"
node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' ||
  stop "Node $(node --version) is too old: install Node 20 or newer (https://nodejs.org)"
