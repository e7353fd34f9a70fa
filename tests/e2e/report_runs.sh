#!/usr/bin/env bash
# Reports of plain runs: named one by one or by their folder, as Markdown or as all forms, with what was changed under
# the title; and what is said of data and text encoder where numbers are read.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"

train() { "$MMIM" train "${tiny[@]}" --train.epochs 1 "$@"; }
train --seed 1 --output-dir runs/a
train --seed 2 --output-dir runs/b
train --seed 1 --set mmim.alpha=.25 --output-dir runs/c
mkdir runs/photographs runs/half
echo x >runs/photographs/one.jpg
cp runs/a/config.toml runs/half/

expect 0 '| mmim (mmim-paper): mmim.alpha = 0.25 | 1 |' "$MMIM" report runs
grep -qF '| mmim (mmim-paper) (baseline) | 2 |' said.out || fail "names of rows are long: $(cat said.out)"
grep -qF -- '- mmim (mmim-paper): data.synthetic.utterances = 160' said.out || fail "no changes: $(head said.out)"
[[ $(cat said.err) == *'left out: runs/half: a run that has not finished and runs/photographs: one.jpg' ]] || fail "$(cat said.err)"
cp said.out by_folder
expect 0 '' "$MMIM" report runs/a runs/b runs/c
cmp said.out by_folder || fail "the runs of a folder are other runs"
grep -qE '\| runs/a \| 1 \| valid \| [0-9a-f]{12} \| [0-9a-f]{12} \| .* \| [0-9a-f]{12} \| .* \| [0-9]{4,} \|' said.out ||
  fail "an origin without configuration, program or parameters: $(grep 'runs/a |' said.out)"

expect 0 'shelf/report.html' "$MMIM" report runs --output-dir shelf
for file in report.html report.md tables.json table.tex table.csv; do [[ -s shelf/$file ]] || fail "no $file"; done
"$MMIM_PYTHON" - <<'PY'
import json
tables = json.load(open("shelf/tables.json"))
changes = {row: one["options"] for one in tables["changes"] for row in one["rows"]}
assert "mmim.alpha = 0.25" in changes["mmim (mmim-paper): mmim.alpha = 0.25"], changes
assert all(len(row["name"]) < 60 for section in tables["sections"] for row in section["rows"])
PY
expect 0 'shelf/report.html' "$MMIM" report runs/a --output-dir shelf
refuse 2 'runs/a: holds a run (config.toml), so no report is written there' "$MMIM" report runs/a --output-dir runs/a
refuse 2 'no finished run is there' "$MMIM" report runs/photographs

# Of two runs of one row and one seed in a folder, the one that ended last is taken, which stands on the page too.
cp -r runs/b runs/again
touch runs/again/outcome.json
left_out='runs/b is left out: runs/again is also "mmim (mmim-paper)" with seed 2 and ended later'
expect 0 "$left_out" "$MMIM" report runs
grep -qF "$left_out" said.out && grep -qF "$left_out" said.err || fail "it is not said in both places: $(cat said.err)"
refuse 3 'runs/b and runs/again are both "mmim (mmim-paper)" with seed 2; a row has one run of a seed' "$MMIM" report runs/b runs/again
rm -r runs/again
printf '[[row]]\nlabel = "MMIM"\n' >row.toml
refuse 2 'it describes an experiment, which `mmim experiment row.toml` runs' "$MMIM" report row.toml

# What older programs did not write stands as a dash.
"$MMIM_PYTHON" - <<'PY'
import json
report = json.load(open("runs/b/report.json"))
for key in ("parameters", "program_sha256", "configuration_sha256"): del report[key]
json.dump(report, open("runs/b/report.json", "w"))
PY
"$MMIM" report runs/a runs/b >old
grep -qE '\| runs/b \| 2 \| valid \| [0-9a-f]{12} \| [0-9a-f]{12} \| [^|]* \| - \| .* \| - \|' old || fail "$(grep 'runs/b |' old)"

# Generated data need no warning of the random text encoder; data of a folder do, and describe shows no options of the
# source that was not read.
train --seed 3 --output-dir runs/d 2>said
! grep -q WARNING said || fail "a warning for generated data: $(cat said)"
grep -q 'synthetic' <("$MMIM" describe runs/a) || fail "the options of the generated data are not shown"
"$MMIM" import synthetic real --utterances 160 --longest 6 >/dev/null
sed -i 's/"synthetic": true/"synthetic": false/' real/dataset.json
on_folder=()
for word in "${tiny[@]}"; do [[ $word == --quiet ]] || on_folder+=("$word"); done
expect 0 'WARNING: the text encoder is a small BERT with random weights' \
  "$MMIM" train "${on_folder[@]}" --train.epochs 1 --data real --output-dir real-run
grep -q WARNING said.out && grep -q WARNING said.err || fail "a warning at the start and at the end: $(cat said)"
expect 0 'WARNING: the text encoder' "$MMIM" report real-run
expect 0 'WARNING: the text encoder' "$MMIM" evaluate real-run
! grep -q '\[data.synthetic\]' <("$MMIM" describe real-run) || fail "describe shows a source that was not read"
"$MMIM" describe real-run --json | "$MMIM_PYTHON" -c 'import json, sys; assert "synthetic" not in json.load(sys.stdin)["config"]["data"]'
