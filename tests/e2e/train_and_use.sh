#!/usr/bin/env bash
# A run from nothing to predictions, and what it leaves behind.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"

"$MMIM" train "${tiny[@]}" --train.epochs 2 --output-dir run >out 2>err
[[ ! -s out && ! -s err ]] || fail "--quiet printed: $(cat out err)"
for file in config.toml metrics.jsonl report.json predictions.csv best/{config.toml,encoder.json,vocab.txt,data.json,record.json,model.safetensors}; do
  [[ -s run/$file ]] || fail "run/$file is not there"
done
ls run/events.out.tfevents.* >/dev/null || fail "no TensorBoard events"
[[ ! -e run/last ]] || fail "last/ outlived the run"
[[ -z $(find run -name '*.part' -o -name '*.old') ]] || fail "half-written files"

# The same run again, from its resolved configuration, gives the same report but for its place.
"$MMIM" train --quiet --config run/config.toml --output-dir again
cmp run/best/model.safetensors again/best/model.safetensors || fail "the resolved configuration is another run"
cmp run/predictions.csv again/predictions.csv
cmp run/config.toml again/config.toml

# An existing run is not overwritten; a finished one has nothing to resume.
refuse 2 'holds a run already' "$MMIM" train "${tiny[@]}" --output-dir run
mkdir -p thesis/best
echo 'chapter one' | tee thesis/predictions.csv thesis/report.json thesis/best/words >thesis/metrics.jsonl
find thesis -type f -exec sha256sum {} + >before
refuse 2 'thesis: holds best, metrics.jsonl and 2 more, so no run is written there' "$MMIM" train "${tiny[@]}" --output-dir thesis
refuse 2 'run/best: holds a model (encoder.json), so no run is written there' "$MMIM" train "${tiny[@]}" --output-dir run/best
refuse 2 'so no evaluation is written there' "$MMIM" evaluate run --output-dir thesis
refuse 2 'run: holds a run (config.toml), so no evaluation is written there' "$MMIM" evaluate run --output-dir run
for command in "predict run" "cases run" "robustness run" "compare run run"; do
  refuse 2 'thesis: is a folder, a file would be written here' "$MMIM" $command --output thesis
done
refuse 2 'thesis: is a folder; name a path in it' "$MMIM" figure run --output thesis
sha256sum --quiet -c before && [[ $(find thesis -type f | wc -l) -eq 4 ]] || fail "thesis was changed"
mkdir mine && printf '# my thoughts\n[train]\nepochs = 1\n' >mine/config.toml && cp mine/config.toml thoughts
refuse 2 'mine: holds config.toml of no run' "$MMIM" train --config mine/config.toml --output-dir mine
refuse 2 'no run is there; `mmim train --config mine/config.toml` begins one' "$MMIM" train --resume mine
cmp mine/config.toml thoughts
echo '{"text": "good"}' >in.jsonl
refuse 2 'in.jsonl: is the file of requests' "$MMIM" predict run in.jsonl --output in.jsonl
grep -q good in.jsonl || fail "requests were replaced"
expect 0 'nothing to resume' "$MMIM" train --resume run
refuse 2 'where train.epochs is 2, not 3' "$MMIM" train --resume run --train.epochs 3
refuse 2 'no run is there' "$MMIM" train --resume nowhere

# Without --output-dir runs get names of their own; --json prints one object.
"$MMIM" train "${tiny[@]}" --fast-dev-run --seed 3 --json >report.json
ls -d runs/mmim-*-3 >/dev/null || fail "no runs/mmim-DATA-SEED"
"$MMIM_PYTHON" - <<'PY'
import json
report = json.load(open("report.json"))
assert report["synthetic"] is True and report["seed"] == 3 and report["split"] == "test", report
assert isinstance(report["metrics"]["MAE"]["value"], float), report
PY

# evaluate: the test numbers of the run, on people's terms and as JSON.
expect 0 'SYNTHETIC' "$MMIM" evaluate run
grep -q 'MAE' said.out && grep -q '95 % interval' said.out || fail "no table: $(cat said.out)"
ls run/evaluate-*-test/{report.json,predictions.csv} >/dev/null
cmp run/predictions.csv run/evaluate-*-test/predictions.csv || fail "evaluate predicts otherwise than train"
"$MMIM" evaluate run --split valid --f1-weight prediction --json --output-dir valid >valid.json
"$MMIM_PYTHON" - <<'PY'
import json
report = json.load(open("valid.json"))
assert report["split"] == "valid" and report["f1_weight"] == "prediction"
for name in ("MAE", "Corr", "Acc-7", "Acc-5", "Acc-2 (has0)", "Acc-2 (non0)", "F1 (has0)", "F1 (non0)"):
    assert name in report["metrics"], name
mae = report["metrics"]["MAE"]
assert mae["low"] <= mae["value"] <= mae["high"], mae
assert report == json.load(open("valid/report.json"))
PY
refuse 2 'tets' "$MMIM" evaluate run --split tets
refuse 2 'neither a model folder nor a run folder' "$MMIM" evaluate "$MMIM_SOURCE_DIR"

# describe: configuration, parameters with their groups, shapes.
expect 0 'Shapes of a batch' "$MMIM" describe run
grep -qE 'text\.embeddings\.word_embeddings\.weight +\([0-9]+, 16\) .* main/text' said || fail "$(cat said)"
"$MMIM" describe run --json | "$MMIM_PYTHON" -c 'import json,sys; d = json.load(sys.stdin); assert d["parameters"] and d["shapes"]["sentiment"] == "(2,)", d["shapes"]'
