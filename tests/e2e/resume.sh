#!/usr/bin/env bash
# A run that is killed goes on to the same weights, bit for bit.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"

run=("$MMIM" train "${tiny[@]}" --train.epochs 4 --train.batch_size 4 --set train.keep_last=true
  --train.save_minutes 0.0002 --data.synthetic.utterances 240)

# wait_for FOLDER EPOCH PID: until the run has logged batch 9 of the main stage of that epoch.
wait_for() {
  until grep -qE "\"epoch\":$2,\"stage\":\"main\",\"batch\":9," "$1/metrics.jsonl" 2>/dev/null; do
    kill -0 "$3" 2>/dev/null || fail "the run ended before it could be interrupted"
    sleep 0.02
  done
}

same_weights() {
  cmp whole/best/model.safetensors "$1/best/model.safetensors" || fail "$1: best/ differs from an uninterrupted run"
  for file in whole/last/*.safetensors; do
    cmp "$file" "$1/last/${file##*/}" || fail "$1: last/${file##*/} differs from an uninterrupted run"
  done
  cmp whole/predictions.csv "$1/predictions.csv" || fail "$1: predictions differ"
}

"${run[@]}" --output-dir whole

# kill -9 in the middle of the third epoch.
"${run[@]}" --output-dir killed &
pid=$!
wait_for killed 3 $pid
kill -STOP $pid
refuse 2 'killed: another command works in this folder' "$MMIM" train --quiet --resume killed
kill -9 $pid
wait $pid 2>/dev/null || true
"$MMIM" evaluate killed --output-dir looked 2>said >/dev/null
grep -q 'this run has not come to its end' said || fail "an unfinished run was evaluated without a word: $(cat said)"
[[ ! -e killed/report.json && -d killed/last ]] || fail "the run was not killed in its middle"
expect 0 "" "$MMIM" train --quiet --resume killed
same_weights killed
[[ $(grep -c '"kind":"epoch"' killed/metrics.jsonl) -eq 4 ]] || fail "metrics.jsonl does not hold four epochs"

# SIGINT and SIGTERM end at a batch boundary with a saved state and say how to go on.
for signal in INT TERM; do
  "${run[@]}" --output-dir $signal 2>said &
  pid=$!
  wait_for $signal 2 $pid
  kill -$signal $pid
  code=0
  wait $pid || code=$?
  [[ $code -eq $((128 + $(kill -l $signal))) ]] || fail "exit code $code after SIG$signal: $(cat said)"
  grep -qF -- "mmim train --resume $signal" said || fail "no word of how to go on: $(cat said)"
  refuse 2 'where seed is 1111, not 5' "$MMIM" train --resume $signal --seed 5
  expect 0 "" "$MMIM" train --quiet --resume $signal
  same_weights $signal
done
expect 0 'nothing to resume' "$MMIM" train --resume INT
