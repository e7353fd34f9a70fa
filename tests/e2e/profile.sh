#!/usr/bin/env bash
# Where the time of a run goes, as a table and as a trace.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"

# The numbers of a run are those of the same run without a profile, and its configuration knows nothing of it.
"$MMIM" train "${tiny[@]}" --train.epochs 2 --output-dir plain
[[ ! -e plain/profile.json && ! -e plain/profile.txt ]] || fail "a profile that nobody asked for"
"$MMIM" train "${tiny[@]}" --train.epochs 2 --output-dir run --profile >out 2>err
[[ ! -s out && ! -s err ]] || fail "--quiet printed: $(cat out err)"
cmp plain/best/model.safetensors run/best/model.safetensors || fail "a profiled run trains otherwise"
cmp plain/config.toml run/config.toml || fail "the profile is part of the configuration"

check() { # check FOLDER EPOCHS
  "$MMIM_PYTHON" - "$@" <<'PY'
import json, sys
folder, epochs = sys.argv[1], int(sys.argv[2])
trace = json.load(open(f"{folder}/profile.json"))
assert trace["otherData"]["left_out"] == 0, trace["otherData"]
threads = {e["tid"]: e["args"]["name"] for e in trace["traceEvents"] if e["name"] == "thread_name"}
spans = [e for e in trace["traceEvents"] if e["ph"] == "X"]
main = [e for e in spans if threads[e["tid"]] == "main"]
assert all(e["ts"] >= 0 and e["dur"] >= 0 and e["pid"] == 1 for e in spans)

def inside(outer):
    end = outer["ts"] + outer["dur"] + 0.01
    return [e for e in main if e is not outer and e["ts"] >= outer["ts"] - 0.01 and e["ts"] + e["dur"] <= end]

def of(name):
    return [e for e in main if e["name"] == name]

batches = sum(1 for line in open(f"{folder}/metrics.jsonl") if json.loads(line)["kind"] == "batch")
assert len(of("step")) == batches, (len(of("step")), batches)
assert [e["args"]["number"] for e in of("epoch")] == list(range(1, epochs + 1)), of("epoch")
for epoch in of("epoch"):
    names = {e["name"] for e in inside(epoch)}
    assert {"likelihood", "main", "evaluate", "save", "log"} <= names, names
for stage in of("likelihood") + of("main"):
    held = [e["name"] for e in inside(stage)]
    for name in ("load", "forward", "backward", "norm", "step", "log"):
        assert held.count(name) == held.count("step") > 0, (stage, name, held)
for evaluation in of("evaluate") + of("test"):
    assert {"load", "predict"} <= {e["name"] for e in inside(evaluation)}, evaluation
assert {"data", "encoder", "pieces"} <= {e["name"] for e in inside(of("prepare")[0])}

table = open(f"{folder}/profile.txt").read().splitlines()
total = next(k for k, line in enumerate(table) if line.startswith("all "))
shares = [float(line.split(" %")[0].split()[-1]) for line in table[1:total]]
assert abs(sum(shares) - 100) < 0.01 * len(shares), (sum(shares), table)
assert "100.00 %" in table[total], table[total]
for name in ("likelihood", "main", "evaluate", "epoch", "run", "test", "prepare"):
    assert any(line.startswith(name + " ") for line in table[:total]), (name, table)
PY
}
check run 2

# Without --quiet the table is printed, on standard error.
"$MMIM" train "${tiny[@]:1}" --fast-dev-run --profile --output-dir said >out 2>err
grep -qF "$(sed -n 2p said/profile.txt)" err || fail "no table: $(tail -n 40 err)"
! grep -q 'total s' out || fail "the table is among the results"
check said 1

# An interrupted run leaves the profile of what it did.
"$MMIM" train "${tiny[@]}" --train.epochs 5000 --train.patience 5000 --profile --output-dir cut 2>/dev/null &
pid=$!
until grep -q '"kind":"epoch"' cut/metrics.jsonl 2>/dev/null; do sleep 0.05; done
kill -INT $pid
wait $pid && fail "not interrupted"
grep -q '^likelihood ' cut/profile.txt || fail "no profile of an interrupted run"
