#!/usr/bin/env bash
# The curves of a run as a figure: of a finished one, of one that was killed, of a model with other terms.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"
command -v gnuplot >/dev/null || { echo "skipped: gnuplot is not there (./dev build installs gnuplot-nox)"; exit 77; }

# is_drawn STEM: an SVG with words in it and a PNG, both whole.
is_drawn() {
  grep -q '</svg>' "$1.svg" || fail "$1.svg is not whole"
  [[ $(head -c 4 "$1.png" | tail -c 3) == PNG ]] || fail "$1.png is none"
}

"$MMIM" train "${tiny[@]}" --train.epochs 4 --train.batch_size 8 --output-dir run
expect 0 'run/curves.svg' "$MMIM" figure run
is_drawn run/curves
for words in 'SYNTHETIC data: mmim' 'seed 1111' L_task L_CPC L_BA 'best epoch'; do
  grep -qF "$words" run/curves.svg || fail "\`$words\` is not in the figure"
done
cp run/curves.svg before.svg
"$MMIM" figure run >/dev/null
cmp before.svg run/curves.svg || fail "the figure of one run has two looks"
expect 0 'terms.png' "$MMIM" figure run --terms --every 5 --output elsewhere/terms
is_drawn elsewhere/terms
grep -qF 'stage likelihood' elsewhere/terms.svg || fail "a stage is missing"

# What a killed run leaves: the last line cut short.
cp -r run killed
rm -r killed/best killed/report.json
head -c -20 run/metrics.jsonl >killed/metrics.jsonl
expect 0 'killed/curves.svg' "$MMIM" figure killed

shared=() # of the options of a tiny run those that are not of MMIM alone
for ((i = 0; i < ${#tiny[@]}; ++i)); do
  if [[ ${tiny[i]} == --mmim.* ]]; then ((++i)); else shared+=("${tiny[i]}"); fi
done
"$MMIM" train "${shared[@]}" --model misa --train.epochs 1 --train.batch_size 8 --output-dir misa
expect 0 'misa/curves.svg' "$MMIM" figure misa --every 3
grep -qF 'reconstruction' misa/curves.svg || fail "a term of the model is missing"

refuse 2 'neither a run' "$MMIM" figure nowhere
refuse 2 '--every' "$MMIM" figure misa --every 1000
refuse 3 'metrics.jsonl:2' bash -c 'cp -r misa broken; sed -i "2s/.*/{/" broken/metrics.jsonl; "$MMIM" figure broken'
refuse 1 'gnuplot-nox' env PATH=/nonexistent "$MMIM" figure misa --every 3

# The bound against the truth.
expect 0 'bound.json' "$MMIM" figure bound --output study/bound
is_drawn study/bound
grep -qF 'not a bound' study/bound.svg || fail "the figure does not say what is no bound"
"$MMIM_PYTHON" - <<'PY'
import json
study = json.load(open("study/bound.json"))
last, truth = study["points"][-1], study["mutual_information"]
bound = last["likelihood"] + study["entropy"]
assert truth - 3 * last["standard_error"] <= bound <= truth + 3 * last["standard_error"], (bound, study)
assert study["synthetic"] is True
PY
