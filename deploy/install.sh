#!/usr/bin/env bash
# Set up $VENV with exactly the packages of requirements-dev.txt. uv is quick but knows no pip configuration, so pip
# with a plain venv stands behind it.
set -euo pipefail
PYTHON=${PYTHON:-python3}
VENV=${VENV:-.venv}

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "quizapp needs Python 3.11 or newer; '$PYTHON' is $("$PYTHON" --version 2>&1). Try: make PYTHON=python3.12" >&2
    exit 1
}

find_uv() {
    command -v uv && return 0
    [ -x .tools/bin/uv ] || "$PYTHON" -m pip install --quiet --disable-pip-version-check --target .tools uv >/dev/null 2>&1 || return 1
    echo "$PWD/.tools/bin/uv"
}

with_uv() {
    local uv
    uv=$(find_uv) || return 1
    [ -x "$VENV/bin/python" ] || "$uv" venv --quiet --python "$PYTHON" "$VENV" || return 1
    UV_LINK_MODE=${UV_LINK_MODE:-hardlink} VIRTUAL_ENV="$PWD/$VENV" "$uv" pip sync --quiet --require-hashes requirements-dev.txt || return 1
    VIRTUAL_ENV="$PWD/$VENV" "$uv" pip install --quiet --no-deps --no-build-isolation --editable .
}

with_pip() {
    [ -x "$VENV/bin/pip" ] || "$PYTHON" -m venv --clear "$VENV"
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
    "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
}

echo "Setting up $VENV ..."
with_uv || { echo "uv could not do it, trying pip ..."; with_pip; }
