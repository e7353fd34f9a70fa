#!/usr/bin/env bash
# An experiment: every cell runs, a cell that fails stands with its reason, killing it changes no number, finished cells
# are taken from where they were published, and what does not agree is refused.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"

cat >table.toml <<'TOML'
name = "tiny"
title = "A tiny table"
baseline = "MMIM"
seeds = [1, 2]

[options]
data.synthetic = {utterances = 900, longest = 6}
text.random = {width = 16, layers = 1, heads = 2, inner = 16}
train = {epochs = 6, device = "cpu", save_minutes = 0.001}

[[row]]
label = "MMIM"
options.mmim = {visual = {hidden = 8}, acoustic = {hidden = 8}, fusion_width = 16}

[[row]]
label = "Text only"
options.model = "text-only"
options.preset = ""

[[row]]
label = "Breaks"
note = "expected to fail"
seeds = [1]
options.mmim = {learning_rate_main = 1e30, learning_rate_text = 1e30}
TOML

numbers() { # of every cell in a folder, times and threads left out
  for cell in "$1"/*/cell.json; do
    "$MMIM_PYTHON" -c 'import json, sys
cell = json.load(open(sys.argv[1]))
for key in ("seconds", "machine"): cell.pop(key)
print(json.dumps(cell, sort_keys=True))' "$cell"
  done
}

expect 0 'SYNTHETIC' "$MMIM" experiment table.toml --dry-run
[[ $(wc -l <said.out) -eq 6 ]] || fail "not five cells: $(cat said.out)"
refuse 2 'out of range' "$MMIM" experiment table.toml --dry-run --set train.epochs=0
sed 's/learning_rate_main = 1e30/learning_rate_mian = 1/' table.toml >wrong.toml
refuse 2 'row Breaks: unknown option `mmim.learning_rate_mian`' "$MMIM" experiment wrong.toml --dry-run

# One of the cells fails, so every command over the whole table ends with 1 and names it.
whole_table() {
  expect 1 '1 cell has failed: breaks-synthetic-1;' "$MMIM" experiment table.toml "$@"
}

whole_table --jobs 2 --threads 2 --output-dir whole
grep -q '4 of 5 cells done, 1 failed' said || fail "$(cat said)"
grep -q '^begins    mmim-synthetic-1' said || fail "nothing is said where a cell begins: $(cat said)"
grep -q '^running   .*: epoch [1-6] of at most 6, best valid loss' said || fail "no line for epochs: $(cat said)"
for line in "$(head -n 1 said.err)" "$(tail -n 1 said.err)"; do
  [[ $line == *'SYNTHETIC data, no recordings of people'* ]] || fail "generated data are not named: $line"
done
grep -q 'failed    breaks-synthetic-1: the loss term .* is nan' said || fail "no reason: $(cat said)"
[[ ! -e whole/mmim-synthetic-1/best ]] || fail "weights were kept"
[[ -e whole/mmim-synthetic-1/predictions.csv ]] || fail "no predictions"

whole_table --jobs 2 --threads 2 --output-dir whole
[[ $(grep -c '^finished' said) -eq 4 ]] || fail "not taken as finished: $(cat said)"

# Killed three times, and once asked to stop: the same numbers.
for signal in KILL TERM KILL KILL; do
  "$MMIM" experiment table.toml --jobs 2 --threads 2 --output-dir broken 2>/dev/null &
  sleep 1.5
  kill -$signal $! 2>/dev/null || true
  wait $! || true
done
whole_table --jobs 2 --threads 2 --output-dir broken
diff <(numbers whole) <(numbers broken) >differences || fail "killing it changed numbers: $(cut -c 1-300 differences)"

# Published cells are taken where they agree.
whole_table --output-dir whole --published shelf --publish --quiet
[[ $(find shelf -name '*-synthetic-*.json' | wc -l) -eq 5 ]] || fail "not five cells on the shelf"
whole_table --output-dir elsewhere --published shelf
[[ $(grep -c '^published' said) -eq 4 ]] || fail "not taken from the shelf: $(cat said)"
[[ -e elsewhere/mmim-synthetic-1/cell.json && ! -e elsewhere/mmim-synthetic-1/config.toml ]] || fail "a published cell was run, or not copied"
[[ -e shelf/experiment.json ]] || fail "the shelf does not name its rows in order"
"$MMIM" experiment table.toml --output-dir third --published shelf --dry-run --set train.epochs=2 >/dev/null
"$MMIM" experiment table.toml --output-dir third --published shelf --row 'Text only' --seeds 1 --set train.epochs=2 2>said
grep -q 'is not taken: another state of the configuration' said || fail "$(cat said)"

# What is wanted later is made of the weights that were kept, and nothing is trained again.
"$MMIM" experiment table.toml --output-dir kept --row 'Text only' --seeds 1 --keep-weights --quiet
cp kept/text-only-synthetic-1/cell.json before.json
"$MMIM" experiment table.toml --output-dir kept --row 'Text only' --seeds 1 --robustness --quiet
"$MMIM_PYTHON" - <<'CHECK' || fail "robustness of a finished cell"
import json
before, after = (json.load(open(name)) for name in ("before.json", "kept/text-only-synthetic-1/cell.json"))
assert before.pop("robustness") is None and after.pop("robustness")["curves"]
assert before == after
CHECK
[[ -e kept/text-only-synthetic-1/best ]] || fail "weights that were to be kept are gone"
expect 0 'Text only' "$MMIM" compare elsewhere/mmim-synthetic elsewhere/text-only-synthetic

# A run that was not the one wanted, and a process killed from outside, are no finished cells.
cp -r kept foreign
rm -r foreign/text-only-synthetic-1
"$MMIM" train --config kept/text-only-synthetic-1/wanted.toml --train.epochs 1 --quiet \
  --output-dir foreign/text-only-synthetic-1
text_only=(experiment table.toml --output-dir foreign --row 'Text only' --seeds 1)
refuse 2 'holds a run (config.toml), so no cell of an experiment is written there' "$MMIM" "${text_only[@]}"
cp kept/text-only-synthetic-1/wanted.* foreign/text-only-synthetic-1/
expect 1 'holds a run of another configuration' "$MMIM" "${text_only[@]}"
"$MMIM" experiment table.toml --output-dir murdered --row MMIM --seeds 1 >said 2>&1 &
until pgrep -P $! >/dev/null; do sleep .05; done
pkill -KILL -P $!
code=0
wait $! || code=$?
[[ $code -eq 1 ]] && grep -q '^killed    mmim-synthetic-1' said || fail "exit code $code after a kill: $(cat said)"

# The first signal ends at a boundary with all saved, a second one at once; both tell which signal it was.
ended_by() { # ended_by DIR SIGNAL...: the exit code of an experiment that gets them
  local dir=$1 code=0
  shift
  "$MMIM" experiment table.toml --output-dir "$dir" --row MMIM --set train.epochs=2000 --quiet 2>said &
  until [[ -e $dir/mmim-synthetic-1/metrics.jsonl ]]; do sleep .05; done
  for signal in "$@"; do
    kill -"$signal" $! || true
    sleep .01
  done
  wait $! || code=$?
  echo $code
}
[[ $(ended_by stopped TERM) -eq 143 ]] || fail "not the code of SIGTERM: $(cat said)"
grep -q 'stopped, with all states saved' said && [[ -d stopped/mmim-synthetic-1/last ]] || fail "nothing saved: $(cat said)"
[[ $(ended_by interrupted INT) -eq 130 ]] || fail "not the code of SIGINT: $(cat said)"
[[ $(ended_by twice TERM TERM) -eq 143 ]] || fail "not the code of a second SIGTERM: $(cat said)"
! grep -q 'saved' said || fail "a second signal did not end it at once"

# Options of the command line stand under the title of the report; what is no cell is left out with a line.
mkdir third/photographs
echo '{"a": 1}' >third/notes.json
expect 0 'third/report.html' "$MMIM" report third
[[ $(cat said.err) == 'no cell, left out: third/notes.json and third/photographs' ]] || fail "$(cat said.err)"
grep -qF -- '- Text only: train.epochs = 2' third/report.md || fail "--set is not under the title: $(head third/report.md)"

# A folder that holds something else is refused before anything runs, and stays as it is.
mkdir thesis
echo 'chapter one' >thesis/report.md
refuse 2 'thesis: holds report.md, so no experiment is written there' "$MMIM" experiment table.toml --output-dir thesis
refuse 2 'thesis: holds report.md, so no report is written there' "$MMIM" report whole --output-dir thesis
mkdir other && cp -r whole/*/ other && refuse 2 'whole: is the folder of an experiment, whose own report would be replaced' "$MMIM" report other --output-dir whole
cp thesis/report.md whole/report.md
refuse 2 'whole: holds report.md of no report of this program' "$MMIM" report whole
rm whole/report.md
refuse 2 'thesis: is a folder, a file would be written here' "$MMIM" report whole --output thesis
refuse 2 'thesis: holds report.md' "$MMIM" experiment table.toml --output-dir whole --published thesis --publish
[[ $(find thesis -type f -exec cat {} +) == 'chapter one' ]] || fail "thesis was changed"

refuse 2 'begun with another state of the configuration' "$MMIM" experiment table.toml --output-dir whole --set train.epochs=2
refuse 2 'there is no row `Text`' "$MMIM" experiment table.toml --row Text
refuse 2 'different whole numbers' "$MMIM" experiment table.toml --seeds=1,1
refuse 2 '--seeds lists the seeds' "$MMIM" experiment table.toml --set seed=9
refuse 2 'FILE is missing' "$MMIM" experiment
refuse 2 'did you mean `--jobs`' "$MMIM" experiment table.toml --job 2
printf 'sedes = [1]\n' >bad.toml
refuse 2 'did you mean `seeds`?' "$MMIM" experiment bad.toml
