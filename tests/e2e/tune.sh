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

expect 0 '4 trials, 2 seeds each, on synthetic, text encoder random; SYNTHETIC data' "$MMIM" tune try.toml --dry-run
[[ $(grep -cE '^[0-9a-f]{12}  mmim.alpha = 0.[13], train.batch_size = (16|32)$' said.out) -eq 4 ]] || fail "$(cat said.out)"
[[ ! -e runs ]] || fail "a dry run has left a folder"
refuse 2 'out of range' "$MMIM" tune try.toml --dry-run --set train.epochs=0
refuse 2 'unknown model `mmin`' "$MMIM" tune try.toml --dry-run --set model=mmin
sed 's/32\]/"many"]/' try.toml >wrong.toml
refuse 2 'a whole number is wanted' "$MMIM" tune wrong.toml --dry-run
refuse 3 'nowhere' "$MMIM" tune try.toml --dry-run --data nowhere

expect 0 'test was not read' "$MMIM" tune try.toml --jobs 2 --threads 2 --output-dir search
grep -qE '^best trial [0-9a-f]{12}: mmim.alpha = 0.[13], train.batch_size = (16|32); loss on valid' said.out || fail "$(cat said)"
grep -qF 'next: mmim train --config search/best.toml --output-dir search-best' said.err || fail "no next command: $(cat said.err)"
grep -qE '^12/12 .*: [0-9.]+ with mmim.alpha = 0.[13], train.batch_size' said.err || fail "no values: $(cat said.err)"
grep -qE '^alpha = 0.[13]$' search/best.toml && grep -q '^learning_rate_text = ' search/best.toml || fail "$(cat search/best.toml)"
! grep -qE '[0-9]{12}' search/best.toml || fail "numbers that nobody writes: $(cat search/best.toml)"
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
! grep -q 'epochs-[0-9]*-seed-' said.err || fail "something was run again: $(cat said.err)"
rm -r "$(find search -name 'epochs-1-seed-2' | head -n 1)"
expect 0 '8/8' "$MMIM" tune try.toml --output-dir search
cmp once.json search/trials.json || fail "finishing what is missing gave other numbers"

# What a person changed stays, and the best trial stands beside it; what nobody changed is written anew.
expect 0 '' "$MMIM" tune try.toml --output-dir search
! compgen -G 'search/best-*' >beside || fail "best.toml of the program is taken for that of a person: $(cat beside)"
echo '# mine' >>search/best.toml
cp search/best.toml mine.toml
expect 0 'search/best.toml was changed by hand and stays; the best trial is in search/best-' "$MMIM" tune try.toml --output-dir search
cmp mine.toml search/best.toml || fail "a person's best.toml was replaced"
diff <(grep -v '^# mine$' mine.toml) search/best-*.toml || fail "the best trial does not stand beside it"
grep -qF 'next: mmim train --config search/best-' said.err || fail "no next command: $(cat said.err)"
refuse 2 'is the folder of a search, whose table is trials.csv; `mmim train --config search/best.toml`' "$MMIM" report search
refuse 2 'is the file of a search: `mmim tune try.toml` runs it' "$MMIM" experiment try.toml --dry-run
refuse 2 'it describes a search, which `mmim tune try.toml` runs' "$MMIM" report try.toml
grep -v '^# mine$' mine.toml >search/best.toml

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
options.train.epochs = 2
search.mmim.learning_rate_main = [1e-3, 1e38]
TOML
for option in "${options[@]}"; do echo "options.$option"; done >>fail.toml
expect 0 'the loss term' "$MMIM" tune fail.toml --threads 2 --set train.device=cpu --output-dir failing
"$MMIM_PYTHON" -c 'import json; t = json.load(open("failing/trials.json"))["trials"]; assert t[0]["score"] and t[1]["score"] is None and t[1]["reason"], t'

refuse 2 'reads test' "$MMIM" tune try.toml --set train.watch_test=true --output-dir other
mkdir thesis
echo 'chapter one' >thesis/trials.csv
refuse 2 'thesis: holds trials.csv, so no search is written there' "$MMIM" tune try.toml --output-dir thesis
refuse 2 'search: holds a search (search.json), so no run is written there' "$MMIM" train "${tiny[@]}" --output-dir search
printf '[[row]]\nlabel = "MMIM"\n' >row.toml
refuse 2 'search: holds a search (search.json), so no experiment is written there' "$MMIM" experiment row.toml --output-dir search
refuse 2 'is the file of an experiment: `mmim experiment row.toml` runs it' "$MMIM" tune row.toml --dry-run
mkdir table
echo '{"baseline": "MMIM"}' >table/experiment.json
refuse 2 'table: holds an experiment (experiment.json), so no search is written there' "$MMIM" tune try.toml --output-dir table
refuse 2 'another data_fingerprint' "$MMIM" tune try.toml --set data.synthetic.seed=9 --output-dir search
refuse 2 'did you mean `mmim.alpha`' bash -c 'sed s/mmim.alpha/mmim.alpa/ try.toml >wrong.toml; "$MMIM" tune wrong.toml'
refuse 2 '--no-test' "$MMIM" train "${tiny[@]}" --no-test --select as-published --output-dir no
