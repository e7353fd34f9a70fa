#!/usr/bin/env bash
# The benchmark runs from end to end and says all it should; nothing here depends on how long anything takes.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"

small=(--geometry tiny --rounds 1 --batches 2 --batch-size 8 --threads 2)
expect 0 "optimiser" "$MMIM" bench --list
expect 0 "SYNTHETIC" "$MMIM" bench optimiser "${small[@]}"
"$MMIM" bench "${small[@]}" --epoch --json --quiet >bench.json 2>said.err
[[ ! -s said.err ]] || fail "--quiet is not quiet: $(cat said.err)"
"$MMIM" bench --scaling "${small[@]}" --json --quiet >scaling.json
"$MMIM_PYTHON" - <<'PYTHON'
import json, math

report = json.load(open("bench.json"))
rows = {row["name"]: row for row in report["rows"]}
wanted = ["epoch", "epoch-clip-all", "epoch-bf16", "epoch-reference", "epoch-whole", "evaluate", "encoder/forward",
          "encoder/forward-backward", "encoder/no-grad", "step/forward", "step/backward", "step/clip-and-step",
          "lstm/visual-16", "lstm/visual-32", "lstm/visual-64", "lstm/acoustic-16", "lstm/both-32", "lstm/long-64",
          "lstm/equal-64", "kernel/product", "kernel/product-bf16", "kernel/attention", "kernel/add-norm",
          "kernel/gelu", "kernel/dropout", "kernel/layer",
          "optimiser", "memory", "startup", "company/0", "company/1", "company/4"]
missing = [name for name in wanted if name not in rows]
assert not missing, missing
alone = {"epoch-whole", "step/forward", "step/backward", "step/clip-and-step", "startup", "company/0", "company/1",
         "company/4"}
for name, row in rows.items():
    assert row["ours"]["median"] > 0 and math.isfinite(row["ours"]["median"]), name
    assert (row["plain"] is None) == (name in alone), name
    assert (row["ratio"] is None) == (name in alone), name
assert report["workload"]["synthetic"] and report["workload"]["batches"] == 2
assert report["peaks"]["fp32_gflops"] > 0 and report["peaks"]["triad_3_streams_gb_per_s"] > 0
for busy in (0, 1, 4):
    ratio = rows[f"company/{busy}"]["of_one_thread"]
    assert 0 < ratio["lowest"] <= ratio["ratio"] <= ratio["highest"], ratio
assert len(rows["memory"]["peak_after_each_tour"]) == 3

curves = {curve["name"]: curve for curve in json.load(open("scaling.json"))["scaling"]}
assert list(curves) == ["tokens", "utterances", "frames", "threads"], list(curves)
for curve in curves.values():
    assert len(curve["x"]) == len(curve["seconds"]) > 1 and math.isfinite(curve["exponent"])
PYTHON

"$MMIM" import synthetic set --utterances 60 >said.out 2>&1
"$MMIM" bench encoder "${small[@]}" --data set --json --quiet >real.json
"$MMIM_PYTHON" -c "import json; w = json.load(open('real.json'))['workload']; assert not w['synthetic'] and 'set' in w['name']"

refuse 2 'there is no benchmark `optimizer` (did you mean `optimiser`?)' "$MMIM" bench optimizer --quiet
refuse 2 'is none of base, mini, tiny and mpnet-base' "$MMIM" bench --geometry bse --quiet
refuse 2 'growth curves' "$MMIM" bench epoch --scaling
refuse 2 'did you mean `--rounds`?' "$MMIM" bench --ronds 3
refuse 2 'not in range 1 to 1000000' "$MMIM" bench lstm --rounds 0
refuse 3 'nowhere' "$MMIM" bench --data nowhere --quiet

# Processes of its own are started from the program that runs, also when a new build takes the place of its file.
cp "$MMIM" replaced
GOMP_SPINCOUNT=200 ./replaced bench memory "${small[@]}" --json --quiet >memory.json &
running=$!
until [[ $(readlink "/proc/$running/exe") == "$PWD/replaced" ]]; do sleep 0.02; done
rm replaced
wait "$running" || fail "a removed program cannot start processes of its own"
grep -q growth memory.json || fail "no memory was measured"
