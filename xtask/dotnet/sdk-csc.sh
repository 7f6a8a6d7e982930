#!/bin/sh
# The same interface as csc.sh, over the SDK that `sdk.conf` names (variables `dotnet` and `csc`).
# `refs.rsp` refers to the reference pack, so what compiles here compiles in a project.
d=$(cd "$(dirname "$0")" && pwd)
. "$d/sdk.conf"
# English messages whatever the user speaks; `-preferreduilang:` warns where globalization is invariant.
export DOTNET_EnableDiagnostics=0 LC_ALL=C.UTF-8
compile() {
    "$dotnet" exec "$csc" -nologo -noconfig -nostdlib+ -nowarn:1701,1702 "@$d/refs.rsp" "$@"
}
if [ "${1:-}" != --batch ]; then
    compile "$@"
    exit
fi
shift
failed=0
for rsp in "$@"; do
    if compile "@$rsp"; then
        echo "$rsp: ok"
    else
        echo "$rsp: failed"
        failed=1
    fi
done
exit "$failed"
