#!/bin/sh
# csc.sh SWITCHES FILES.cs: csc's own switches; writes a .dll, and its .runtimeconfig.json for an exe.
# csc.sh --batch A.rsp B.rsp ...: one compilation for each response file, in one warm process.
d=$(cd "$(dirname "$0")" && pwd)
export DOTNET_ROOT="$d/dotnet" DOTNET_EnableDiagnostics=0
exec "$d/dotnet/dotnet" exec "$d/csc/csc.dll" "$@"
