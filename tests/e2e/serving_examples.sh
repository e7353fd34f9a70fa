#!/usr/bin/env bash
# The examples of docs/serving.md, word for word, against `mmim serve --demo`.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"

command -v curl >/dev/null || { echo "skipped: there is no curl"; exit 77; }
"$MMIM" serve --demo --port 0 --port-file port 2>log &
server=$!
trap 'kill $server 2>/dev/null || true' EXIT
for ((i = 0; i < 600; ++i)); do
  [[ -s port ]] && break
  sleep 0.1
done
export URL=http://127.0.0.1:$(cat port)
sed -n '/^```sh$/,/^```$/p' "$MMIM_SOURCE_DIR/docs/serving.md" | grep -v '^```' >examples
[[ $(wc -l <examples) -eq 7 ]] || fail "docs/serving.md has other examples now"
while read -r line; do
  bash -c "${line/curl -s/curl -sf}" >answer || fail "$line"
  cat answer >>answers
  echo >>answers
done <examples
for key in '"score"' '"words"' '"models"' mmim_requests_total '"model_name":"demo"'; do
  grep -qF "$key" answers || fail "no answer has $key"
done
kill $server
wait $server || fail "the server ended with $?"
trap - EXIT
