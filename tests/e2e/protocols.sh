#!/usr/bin/env bash
# The demonstration's configuration runs; selection that peeks at test says so wherever its numbers stand.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"

expect 0 'SYNTHETIC' "$MMIM" train --config "$MMIM_SOURCE_DIR/configs/demo.toml" --fast-dev-run --threads 2 --device cpu \
  --output-dir demo
grep -q 'MAE' said.out || fail "no table: $(cat said.out)"
[[ -s demo/report.json && -d demo/best ]] || fail "no report and no model of the demonstration"

# peeked FLAGS...: the run says that test was looked at, in its table, its files, and whenever the model is used.
peeked() {
  rm -rf peeked
  expect 0 'WATERMARK' "$MMIM" train "${loud[@]}" --train.epochs 1 --output-dir peeked "$@"
  grep -qi 'test' <(grep 'WATERMARK' said.out) || fail "the table does not say what was looked at: $(cat said.out)"
  "$MMIM_PYTHON" - peeked/report.json <<'PY'
import json, sys
report = json.load(open(sys.argv[1]))
assert "test" in report["watermark"], report
PY
  grep -q '"test' peeked/metrics.jsonl || fail "metrics.jsonl does not hold the test numbers that selected"
  grep -qi 'test' <(sed -n 2p peeked/predictions.csv) || fail "predictions.csv does not say so: $(sed -n 2p peeked/predictions.csv)"
  expect 0 'WATERMARK' "$MMIM" evaluate peeked --output-dir peeked/again
  expect 0 'selected with the test set' "$MMIM" predict peeked line.jsonl
}
echo '{"text": "good"}' >line.jsonl
loud=()
for word in "${tiny[@]}"; do [[ $word == --quiet ]] || loud+=("$word"); done
peeked --train.select as-published
peeked --select as-published
refuse 2 'as-published' "$MMIM" train "${tiny[@]}" --select as-publishd
refuse 2 'where train.select is "as-published", not "valid"' "$MMIM" train --resume peeked --select valid

expect 0 '' "$MMIM" train "${loud[@]}" --fast-dev-run --output-dir honest
! grep -q 'WATERMARK' said || fail "validation selected, and yet: $(cat said)"
"$MMIM_PYTHON" -c 'import json; assert not json.load(open("honest/report.json")).get("watermark")'
