#!/usr/bin/env bash
# in_scratch.sh COMMAND...: runs it in $TMPDIR, emptied first and removed when all went well.
set -euo pipefail
rm -rf "$TMPDIR"
mkdir -p "$TMPDIR"
cd "$TMPDIR"
"$@"
cd /
rm -rf "$TMPDIR"
