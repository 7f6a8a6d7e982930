#!/bin/sh
# run.sh APP.dll ARGS: runs a compiled program.
d=$(cd "$(dirname "$0")" && pwd)
export DOTNET_ROOT="$d/dotnet" DOTNET_EnableDiagnostics=0
exec "$d/dotnet/dotnet" exec "$@"
