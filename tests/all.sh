#!/usr/bin/env bash
# Everything that has to hold, from a clean clone on a machine with Rust: says what is missing, installs what it
# can below target/, runs each step, and ends with `N passed, M failed`.
#
# usage: tests/all.sh            all steps
#        tests/all.sh NAME...    those alone, by the names that are printed
set -euo pipefail
cd "$(dirname "$0")/.."

export CARGO_TERM_COLOR=never
tools=$PWD/target/tools
python=$PWD/target/test-env/bin/python
program=$PWD/target/release/mdbook-proof
export PATH="$tools/bin:$PATH"

passed=0
failed=()
wanted=("$@")

# step NAME SECONDS COMMAND...: runs a command within a time, and counts how it ended.
step() {
    local name=$1 limit=$2 start=$SECONDS status=0
    shift 2
    if ((${#wanted[@]})) && [[ " ${wanted[*]} " != *" $name "* ]]; then
        return
    fi
    printf '== %s\n' "$name"
    timeout --kill-after=10 "$limit" "$@" || status=$?
    if ((status == 0)); then
        passed=$((passed + 1))
        printf '== %s: passed in %d s\n' "$name" $((SECONDS - start))
    else
        failed+=("$name")
        if ((status == 124 || status == 137)); then
            printf '== %s: FAILED: not done within %d s\n' "$name" "$limit"
        else
            printf '== %s: FAILED after %d s\n' "$name" $((SECONDS - start))
        fi
    fi
}

has() { command -v "$1" >/dev/null 2>&1; }

# apt PACKAGE...: installs packages, where that is possible.
apt() {
    if ! has apt-get || [[ $(id -u) != 0 ]]; then
        return 0
    fi
    printf 'installing %s\n' "$*"
    (timeout 300 apt-get update -qq && DEBIAN_FRONTEND=noninteractive timeout 600 apt-get install -y -qq "$@") >/dev/null 2>&1 || true
}

# A Chromium of any name.
browser() {
    local name
    for name in "${CHROMIUM:-chromium}" chromium-browser google-chrome google-chrome-stable; do
        if has "$name"; then
            command -v "$name"
            return
        fi
    done
}

# An AWS CLI of version 2 anywhere on PATH; others may stand before it.
has_aws() {
    local path
    while read -r path; do
        [[ $("$path" --version 2>/dev/null) != aws-cli/2.* ]] || return 0
    done < <(type -aP aws)
    return 1
}

# Each of these is needed: a step that cannot run is a step that failed.
prepare() {
    local missing=()
    has cargo || missing+=("cargo (https://rustup.rs)")
    has python3 || apt python3 python3-venv
    has node || apt nodejs npm
    [[ -n $(browser) ]] || apt chromium
    has_aws || apt awscli
    has_aws || missing+=("the AWS CLI of version 2 (apt-get install awscli on Debian 12 or later)")
    if has python3 && ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        missing+=("python3 3.11 or later, not $(python3 --version)")
    fi
    has python3 || missing+=("python3 3.11 or later, with venv")
    has node || missing+=("node 20 or later")
    has npm || missing+=("npm")
    [[ -n $(browser) ]] || missing+=("chromium (or its path in CHROMIUM)")
    cargo fmt --version >/dev/null 2>&1 || missing+=("rustfmt (rustup component add rustfmt)")
    cargo clippy --version >/dev/null 2>&1 || missing+=("clippy (rustup component add clippy)")
    if ((${#missing[@]})); then
        printf 'missing: %s\n' "${missing[@]}"
        return 1
    fi
    if ! [[ $(mdbook --version 2>/dev/null) == "mdbook v0.5."* ]]; then
        printf 'installing mdbook 0.5.4 below target/tools\n'
        # Unoptimised: it builds a few tiny books, and is made in a third of the time.
        cargo install mdbook@0.5.4 --no-default-features --locked --quiet --debug --root "$tools"
    fi
    if ! "$python" -c 'import awscli' 2>/dev/null || [[ schemas/generate/requirements.txt -nt $python ]]; then
        printf 'making target/test-env\n'
        rm -rf target/test-env
        python3 -m venv target/test-env
        "$python" -m pip install --quiet --disable-pip-version-check -r schemas/generate/requirements.txt
    fi
    if ! [[ tests/browser/node_modules/playwright-core -nt tests/browser/package-lock.json ]]; then
        npm --prefix tests/browser ci --no-audit --no-fund --loglevel=error
        touch tests/browser/node_modules/playwright-core
    fi
    tests/oracles/set_up.sh
}
export -f prepare has has_aws apt browser
export tools python program

step prepare 900 bash -euo pipefail -c prepare
if ((${#failed[@]})); then
    printf '%d passed, %d failed: %s\n' "$passed" "${#failed[@]}" "${failed[*]}"
    exit 1
fi
step format 60 cargo fmt --all --check
step lint 600 cargo clippy --locked --all-targets --quiet -- -D warnings
step test 900 cargo test --locked --quiet --no-fail-fast
step schema 120 "$python" schemas/generate/task_definition.py --check
step grammars 300 python3 schemas/generate/tools.py --check
step grammar 180 "$python" schemas/generate/aws_cli.py --check
step actions 30 "$python" schemas/generate/iam_actions.py --check
step release 900 cargo build --locked --release --quiet
step guide 60 "$program" check --deny warnings src
step run 1500 "$program" run src
step oracles 60 node tests/oracles/compare.mjs "$program" target/oracles
step browser 240 node tests/browser/test.mjs "$program" "$(browser)"
step serve 120 node tests/browser/serve.mjs "$program" "$(browser)"
step live 120 node tests/browser/live.mjs "$program" "$(browser)"
step search 120 node tests/browser/search.mjs "$program" "$(browser)"
step explain 180 node tests/browser/explain.mjs "$program" "$(browser)"
step pages 900 node tests/browser/pages.mjs "$program" "$(browser)"

printf '%d passed, %d failed%s\n' "$passed" "${#failed[@]}" "${failed[*]:+: ${failed[*]}}"
((${#failed[@]} == 0))
