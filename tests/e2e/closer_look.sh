#!/usr/bin/env bash
# What a run's test number does not tell: modalities missing, single utterances, another run beside it.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"

"$MMIM" train "${tiny[@]}" --train.epochs 2 --output-dir runs/mmim-1 --seed 1
"$MMIM" train "${tiny[@]}" --train.epochs 1 --output-dir runs/mmim-2 --seed 2 --train.select as-published

# robustness: a table on the terminal; the curves in a file, beside the report of the split.
expect 0 'SYNTHETIC' "$MMIM" robustness runs/mmim-1 --threads 2 --row-draws 1 --output curves.json
for words in 'lacks a modality' 'rows is missing (removed' 'text' 'visual' 'acoustic' '0.50' '1.00' 'area'; do
  grep -qF -- "$words" said.out || fail "the table has no \`$words\`: $(cat said.out)"
done
[[ ! -s said.err ]] || fail "not on a terminal, and yet: $(cat said.err)"
"$MMIM" robustness runs/mmim-1 --threads 2 --row-draws 1 --json >again.json
cmp curves.json again.json || fail "the same curves are other ones"
"$MMIM_PYTHON" - <<'PY'
import json
curves, report = json.load(open("curves.json")), json.load(open("runs/mmim-1/report.json"))
assert curves["metrics"] == report["metrics"] and curves["seed"] == 1
assert len(curves["robustness"]["curves"]) == 6 and len(curves["robustness"]["shares"]) == 11
for curve in curves["robustness"]["curves"]:
    for name, metric in curve["metrics"].items():
        assert len(metric["mean"]) == 11, name
        assert abs(metric["mean"][0] - report["metrics"][name]["value"]) < 1e-5, (name, metric)
PY
expect 0 'Corr where a share' "$MMIM" robustness runs/mmim-1 --draws 2 --row-draws 0 --metric Corr
refuse 2 'did you mean `MAE`' "$MMIM" robustness runs/mmim-1 --metric MEA
refuse 2 'neither a model folder nor a run folder' "$MMIM" robustness "$MMIM_SOURCE_DIR"

# cases: picked or chosen, with both forms of the score.
expect 0 'truth' "$MMIM" cases runs/mmim-1 --pick 2 --output cases.json
grep -q 'acoustic .* (exp ' said.out || fail "no scores: $(cat said.out)"
"$MMIM_PYTHON" - <<'PY'
import json, math
cases = json.load(open("cases.json"))
tags = [tag for case in cases for tag in case["tags"]]
assert all(tags.count(kind) == 2 for kind in ("disagreement", "best", "worst")), tags
for case in cases:
    assert case["text"] and case["id"].startswith(case["video"]), case
    for score in case["scores"].values():
        assert abs(score["exp"] - math.exp(score["cosine"])) < 1e-9 and -1.001 <= score["cosine"] <= 1.001, score
json.dump(cases[0]["id"], open("id", "w"))
PY
id=$(tr -d '"' <id)
cp runs/mmim-1/report.json before.json
for command in "cases runs/mmim-1" "robustness runs/mmim-1 --threads 2" "predict runs/mmim-1" "compare runs/mmim-1 runs/text-only-1"; do
  refuse 2 'report.json: is a file of a run (config.toml), which would be replaced; name another file' \
    "$MMIM" $command --output runs/mmim-1/report.json
done
cmp before.json runs/mmim-1/report.json || fail "a refused command changed the run"
expect 0 '' "$MMIM" cases runs/mmim-1 --pick 1 --output runs/mmim-1/cases.json
rm runs/mmim-1/cases.json
expect 0 "$id: chosen" "$MMIM" cases runs/mmim-1 --id "$id"
refuse 3 'did you mean' "$MMIM" cases runs/mmim-1 --id "${id}x"
of_all_models=("${tiny[@]:0:${#tiny[@]}-6}") # the options of mmim stand last
"$MMIM" train "${of_all_models[@]}" --fast-dev-run --model text-only --output-dir runs/text-only-1 --seed 1
expect 0 'no scores of their own' "$MMIM" cases runs/text-only-1

# compare: one run a side is enough for the test videos, not for a t-test; protocols are marked.
expect 0 'differ most' "$MMIM" compare runs/mmim-1 runs/text-only-1 --top 3 --draws 500 --output comparison.json
grep -q '3 are needed' said.out || fail "nothing is said of too few seeds: $(cat said.out)"
"$MMIM_PYTHON" - <<'PY'
import json
comparison = json.load(open("comparison.json"))
mae = comparison["metrics"][0]
reports = [json.load(open(f"runs/{run}/report.json"))["metrics"]["MAE"]["value"] for run in ("mmim-1", "text-only-1")]
assert mae["metric"] == "MAE" and abs(mae["difference"] - (reports[0] - reports[1])) < 1e-9, (mae, reports)
assert mae["bootstrap"]["low"] <= mae["difference"] <= mae["bootstrap"]["high"] and 0 < mae["bootstrap"]["p"] <= 1
assert len(comparison["differ_most"]) == 3
PY
expect 0 'the protocols differ: valid against as-published' "$MMIM" compare runs/mmim-1 runs/mmim-2
refuse 2 'holds runs of 3 systems' "$MMIM" compare runs runs/mmim-1
"$MMIM" train "${tiny[@]}" --fast-dev-run --data.synthetic.seed 8 --output-dir other
refuse 2 'only be compared on the same utterances' "$MMIM" compare runs/mmim-1 other
refuse 2 'no run is there' "$MMIM" compare runs/mmim-1 nowhere
