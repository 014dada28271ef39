#!/usr/bin/env bash
# Generates clients from the OpenAPI document with third-party generators and compiles them. See README.md.
# All output goes to target/openapi, or to the directory given as argument.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
out=${1:-$root/target/openapi}
mkdir -p "$out"
out=$(cd "$out" && pwd)
export CARGO_TARGET_DIR=$out/target

step() { printf '\n== %s\n' "$*"; "$@"; }

cd "$root"
step env -u CARGO_TARGET_DIR cargo xtask openapi --version 3.0 --out "$out/openapi-3.0.json"

# progenitor is a library from crates.io, so nothing needs to be installed.
mkdir -p "$out/by-progenitor/src"
cp "$here/progenitor/client.toml" "$out/by-progenitor/Cargo.toml"
step cargo run --quiet --manifest-path "$here/progenitor/Cargo.toml" -- "$out/openapi-3.0.json" "$out/by-progenitor/src/lib.rs"
step cargo check --manifest-path "$out/by-progenitor/Cargo.toml"

if command -v openapi-generator-cli >/dev/null; then
    rm -rf "$out/by-openapi-generator"
    step openapi-generator-cli generate --generator-name rust --input-spec "$out/openapi-3.0.json" \
        --output "$out/by-openapi-generator" --additional-properties=packageName=concur_by_openapi_generator \
        >"$out/openapi-generator.log" 2>&1 || { tail -n 20 "$out/openapi-generator.log"; exit 1; }
    printf '\n[workspace]\n' >>"$out/by-openapi-generator/Cargo.toml"
    # Without the default TLS: the client only needs to compile.
    step cargo check --no-default-features --manifest-path "$out/by-openapi-generator/Cargo.toml"
else
    echo "skipped: openapi-generator-cli is not installed" >&2
fi
