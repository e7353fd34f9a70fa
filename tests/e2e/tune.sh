#!/usr/bin/env bash
# A search over options: scored on validation, finished where it was interrupted, sorted, drawn.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"
command -v gnuplot >/dev/null || { echo "skipped: gnuplot is not there (./dev build installs gnuplot-nox)"; exit 77; }

options=()
for ((i = 0; i < ${#tiny[@]}; ++i)); do
  case ${tiny[i]} in
    --quiet) ;;
    --threads | --device) ((++i)) ;;
    *) options+=("${tiny[i]#--} = ${tiny[i + 1]}") && ((++i)) ;;
  esac
done
{
  printf 'options.%s\n' "${options[@]}"
  cat <<'TOML'
options.train.device = "cpu"
halving = {epochs = [1, 2], keep = 0.5}
seeds = [1, 2]
[search]
train.batch_size = [16, 32]
mmim.alpha = [0.1, 0.3]
TOML
} >try.toml

expect 0 '4 trials' "$MMIM" tune try.toml --dry-run
expect 0 'test was not read' "$MMIM" tune try.toml --jobs 2 --threads 2 --output-dir search
grep -q '12/12' said.err || fail "4 trials and 2 of them again, with two seeds each, are 12 runs: $(cat said.err)"
for file in trials.json trials.csv trials.svg trials.png best.toml; do [[ -s search/$file ]] || fail "no $file"; done
[[ -z $(find search -name report.json -o -name predictions.csv -o -name best) ]] || fail "test was read, or weights stayed"
"$MMIM_PYTHON" - <<'PY'
import csv, json
search = json.load(open("search/trials.json"))
trials = search["trials"]
assert search["mark"].startswith("SYNTHETIC") and "test was not read" in search["score"], search
assert [t["epochs"] for t in trials] == [2, 2, 1, 1], trials
for group in (trials[:2], trials[2:]):
    assert group[0]["score"] <= group[1]["score"], trials
first = {t["name"]: sum(t["rungs"][0]["scores"].values()) for t in trials}
assert max(first[t["name"]] for t in trials[:2]) <= min(first[t["name"]] for t in trials[2:]), "the better half goes on"
assert {(t["values"]["mmim.alpha"], t["values"]["train.batch_size"]) for t in trials} == {(.1, 16), (.1, 32), (.3, 16), (.3, 32)}
rows = list(csv.DictReader(open("search/trials.csv")))
assert [r["trial"] for r in rows] == [t["name"] for t in trials] and abs(float(rows[0]["score"]) - trials[0]["score"]) < 1e-4
PY
cp search/trials.json once.json

# Nothing is run again; what is missing is.
expect 0 '' "$MMIM" tune try.toml --output-dir search
! grep -q 'seed' said.err || fail "something was run again: $(cat said.err)"
rm -r "$(find search -name 'epochs-1-seed-2' | head -n 1)"
expect 0 '8/8' "$MMIM" tune try.toml --output-dir search
cmp once.json search/trials.json || fail "finishing what is missing gave other numbers"

# Killed on the way, it ends at the same numbers.
for signal in TERM KILL; do
  "$MMIM" tune try.toml --jobs 2 --threads 2 --output-dir killed >/dev/null 2>&1 &
  sleep 4
  kill -$signal $! 2>/dev/null || true
  wait $! || true
done
expect 0 '' "$MMIM" tune try.toml --jobs 2 --threads 2 --output-dir killed
cmp once.json killed/trials.json || fail "killing it changed numbers"

# The best configuration is one of `mmim train`, and its run can read test when asked.
expect 0 '' "$MMIM" train --config search/best.toml --no-test --quiet --output-dir best
[[ ! -e best/report.json ]] || fail "--no-test read test"
expect 0 '' "$MMIM" train --resume best --no-test --quiet
expect 0 'MAE' "$MMIM" train --resume best
[[ -s best/report.json ]] || fail "--resume did not read test"

# A trial that fails is told and the others go on.
cat >fail.toml <<'TOML'
options.train.epochs = 1
search.mmim.learning_rate_main = [1e-3, 1e30]
TOML
for option in "${options[@]}"; do echo "options.$option"; done >>fail.toml
expect 0 'the loss term' "$MMIM" tune fail.toml --threads 2 --set train.device=cpu --output-dir failing
"$MMIM_PYTHON" -c 'import json; t = json.load(open("failing/trials.json"))["trials"]; assert t[0]["score"] and t[1]["score"] is None and t[1]["reason"], t'

refuse 2 'reads test' "$MMIM" tune try.toml --set train.watch_test=true --output-dir other
refuse 2 'another data_fingerprint' "$MMIM" tune try.toml --set data.synthetic.seed=9 --output-dir search
refuse 2 'did you mean `mmim.alpha`' bash -c 'sed s/mmim.alpha/mmim.alpa/ try.toml >wrong.toml; "$MMIM" tune wrong.toml'
refuse 2 '--no-test' "$MMIM" train "${tiny[@]}" --no-test --select as-published --output-dir no
