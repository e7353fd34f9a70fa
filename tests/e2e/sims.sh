#!/usr/bin/env bash
# CH-SIMS and MOSEI's emotions from import to report: every command speaks of the scale of the labels.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"
fixtures=$MMIM_SOURCE_DIR/tests/corpus/fixtures

expect 0 'further labels: T from -1 to 1, A from -1 to 1, V from -1 to 1' "$MMIM" import "$fixtures/mmsa/sims.pkl" sims
grep -q 'read from -1 to 1, with the metrics of CH-SIMS' said || fail "the scale is not said: $(cat said)"
expect 0 'T, from -1 to 1' "$MMIM" inspect sims
for seed in 1 2; do
  expect 0 '' "$MMIM" train "${tiny[@]}" --data sims --train.epochs 2 --seed $seed --output-dir runs/whole-$seed --json
done
"$MMIM_PYTHON" - <<'PY'
import json
report = json.load(open("runs/whole-1/report.json"))
assert list(report["metrics"]) == ["MAE", "Corr", "Acc-5", "Acc-3", "Acc-2", "F1"], report["metrics"]
assert report["label_range"] == [-1, 1] and "label" not in report, report
for line in map(json.loads, open("runs/whole-1/metrics.jsonl")):
    assert line["kind"] != "epoch" or "Acc-3" in line["valid"], line
PY
expect 0 'zeros' "$MMIM" evaluate runs/whole-1 sims --threads 2
for word in Acc-7 has0 non0; do ! grep -q -- "$word" said || fail "$word means nothing here: $(cat said)"; done
echo '{"text": "很 好"}' | "$MMIM" predict runs/whole-1 2>/dev/null | grep -q '"two_class":"\(not \)\?positive","scores"' ||
  fail "no classes of CH-SIMS"
refuse 2 'means nothing for labels from -1 to 1; there are MAE, Corr, Acc-5' \
  "$MMIM" robustness runs/whole-1 --threads 2 --metric Acc-7
expect 0 'Acc-3' "$MMIM" compare runs/whole-1 runs/whole-2

# Another column is another task: learned, remembered, in no table with the first.
expect 0 '' "$MMIM" train "${tiny[@]}" --data sims --label T --fast-dev-run --output-dir runs/text
grep -q "^label = ['\"]T['\"]" runs/text/config.toml || fail "the configuration forgot the label"
expect 0 'labels T from -1 to 1, from -1 to 1' "$MMIM" report runs/whole-1 runs/text --output-dir report
grep -q '^Table,Model,Mult_acc_2,Mult_acc_3,Mult_acc_5,F1_score,MAE,Corr,Loss$' report/table.csv || fail "MMSA's names"
refuse 2 'several labels T from -1 to 1, from -1 to 1' "$MMIM" compare runs/whole-1 runs/text
expect 0 'label T from -1 to 1, split test' "$MMIM" evaluate runs/text sims --threads 2
expect 0 'labels from -1 to 1, split test' "$MMIM" evaluate runs/whole-1 sims --threads 2
refuse 2 'has no labels `W`; there are T, A and V' "$MMIM" train "${tiny[@]}" --data sims --label W --output-dir runs/none

# An emotion of MOSEI has a range of its own, and MAE and correlation alone.
expect 0 'happy from 0 to 3' "$MMIM" import "$fixtures/emotions" emotions
expect 0 '' "$MMIM" train --quiet --threads 2 --device cpu --data emotions --label happy --model late-mlp --fast-dev-run \
  --text.random.width 16 --text.random.layers 1 --text.random.heads 2 --text.random.inner 16 --output-dir runs/happy
"$MMIM_PYTHON" - <<'PY'
import json
report = json.load(open("runs/happy/report.json"))
assert list(report["metrics"]) == ["MAE", "Corr"] and report["label"] == "happy", report
assert report["label_range"] == [0, 3], report
PY
expect 0 'the label of split train, utterance 3 (video_1$_$0001) is 1.4), so the scale from -3 to 3 is taken; `--label-range -1,1 --out-of-range clamp`' \
  "$MMIM" import "$fixtures/people/one_beyond.pkl" beyond
expect 0 '1 label T is outside -1 to 1' "$MMIM" import "$fixtures/people/one_beyond.pkl" clamped --label-range -1,1 --out-of-range clamp
expect 0 'alignment none' "$MMIM" import "$fixtures/people/one_beyond.pkl" ratings --label-range 0,10 --out-of-range clamp
grep -q 'labels from 0 to 10 have one sign' said || fail "no line on classes: $(cat said)"
refuse 3 'where labels are read from 0 to 10; use a set that has both, or `--set mmim.bound.entropy.split=single`' \
  "$MMIM" train "${tiny[@]}" --data ratings --output-dir runs/none
refuse 2 'LOW,HIGH or NAME=LOW,HIGH is wanted' "$MMIM" import "$fixtures/emotions" other --label-range 3,0
refuse 3 'is outside -1 to 1' "$MMIM" import "$fixtures/emotions" other --label-range -1,1
