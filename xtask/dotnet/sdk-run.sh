#!/bin/sh
# The same interface as run.sh, over the SDK that `sdk.conf` names. The real csc writes no
# .runtimeconfig.json, so the one beside this script stands in for every program.
d=$(cd "$(dirname "$0")" && pwd)
. "$d/sdk.conf"
export DOTNET_EnableDiagnostics=0
exec "$dotnet" exec --runtimeconfig "$d/app.runtimeconfig.json" "$@"
