#!/usr/bin/env bash
# Every published layout becomes a data set, or is refused in one sentence; and a data set trains and evaluates.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"

fixtures=$MMIM_SOURCE_DIR/tests/corpus/fixtures

# imported SOURCE LAYOUT UTTERANCES: inspect knows it, import makes it a data set, which inspect knows as one.
imported() {
  expect 0 "$2" "$MMIM" inspect "$fixtures/$1"
  expect 0 "layout $2, train" "$MMIM" import "$fixtures/$1" "data/$1"
  "$MMIM" inspect "$fixtures/$1" --json >source.json
  "$MMIM" inspect "data/$1" --json >folder.json
  "$MMIM_PYTHON" - "$2" "$3" "data/$1" <<'PY'
import json, sys
layout, utterances, folder = sys.argv[1:]
source, imported, written = (json.load(open(name)) for name in ("source.json", "folder.json", folder + "/dataset.json"))
assert source["layout"] == layout == written["layout"], (source["layout"], written["layout"])
assert written["source_sha256"] == source["source_sha256"] == imported["source_sha256"], source
for report in (source, imported):
    total = sum(split["utterances"] for split in report["splits"].values())
    assert total == int(utterances), (total, report["splits"])
PY
  [[ $(find "data/$1" -type f | wc -l) -eq 4 ]] || fail "more or less than the four files: $(ls "data/$1")"
}
imported mmsa/aligned_50.pkl mmsa 8
imported mmsa/unaligned_50.pkl mmsa 8
imported mult/mosi_data.pkl mult 8
imported mult/mosi_data_noalign.pkl mult 8
imported mult/mosei_senti_data_noalign.pkl mult 8
imported mmim mmim 8
imported misa misa 8
imported mag_bert mag-bert 8
imported lmf lmf 8
imported csd csd 3
imported seq20 seq20 8
imported people/no_time.pkl mmsa 8
imported people/MOSI mmsa 8
refuse 3 'key `id` is missing; `--columns id=KEY` names another key, `--columns id=` numbers' \
  "$MMIM" import "$fixtures/people/no_names.pkl" data/none
refuse 3 '`--columns text=` imports without texts' "$MMIM" import "$fixtures/people/no_names.pkl" data/none --columns id=
expect 0 'numbered in the order of the file' "$MMIM" import "$fixtures/people/no_names.pkl" data/numbered --columns id=,text=
refuse 3 'empty.csv: is empty (0 bytes); a download or a copy ended before it began; a table of utterances' \
  bash -c ': >empty.csv; "$MMIM" import empty.csv data/none'
expect 0 'lengths zero_rows_counted' "$MMIM" import "$fixtures/seq20" data/counted --lengths zero_rows_counted
refuse 3 'is not of this layout' "$MMIM" import "$fixtures/misa" data/other --layout mmim
refuse 2 'is an imported data set already' "$MMIM" import data/seq20 data/other

# What is refused, by both commands, and nothing is left of it.
refused() {
  refuse 3 "$1.pkl: $2" "$MMIM" inspect "$fixtures/refused/$1.pkl"
  refuse 3 "$1.pkl: $2" "$MMIM" import "$fixtures/refused/$1.pkl" refused
  [[ -z $(compgen -G 'refused*') ]] || fail "a refused import left $(echo refused*)"
}
refused label_not_finite 'split valid, utterance 0 (d$_$1): the label is not a finite number'
refused two_label_columns 'split train: key `regression_labels`: is a float32 array (5, 2), one label or seven columns'
refused no_vision 'split test: key `vision` is missing'
refused flat_audio 'split train: key `audio`: is a float32 array (5, 3), and key `audio_lengths` states up to 12 rows'
refused other_width 'split test: the visual stream has 9 features'
refused fewer_texts 'split train: has 5 labels but 1 texts'
# What one option refuses, another takes; inspect says so. The count stands in dataset.json.
outside=$fixtures/refused/label_out_of_range.pkl
refuse 3 'utterance 0 (d$_$1): the label 3.4 is outside -3 to 3; `--label-range LOW,HIGH` states the scale where it is another, `--out-of-range clamp` takes' "$MMIM" import "$outside" refused
expect 0 '`mmim import --out-of-range clamp` takes the nearer end' "$MMIM" inspect "$outside"
expect 0 'clamped to the nearer end' "$MMIM" import "$outside" data/clamped --out-of-range clamp
grep -q '"kind": *"labels_clamped"' data/clamped/dataset.json || fail "dataset.json does not count the clamped label"
long=$fixtures/refused/long_length.pkl
refuse 3 'stream acoustic: states a length of 13 but has 12 rows' "$MMIM" import "$long" refused --lengths as_stored
expect 0 'the stated lengths of 1 utterance are no lengths of the rows' "$MMIM" import "$long" data/long
head -c 700 "$fixtures/mag_bert/mosi.pkl" >cut.pkl
refuse 3 'cut.pkl' "$MMIM" import cut.pkl refused
refuse 3 'nowhere' "$MMIM" import nowhere refused

# A folder that holds something else stays as it is, and so does a data set that cannot be replaced.
synthetic() { "$MMIM" import synthetic "$@" --utterances 60 --longest 6; }
mkdir thesis
echo 'chapter one' >thesis/draft.txt
refuse 2 'thesis: holds draft.txt, so no data set is written there' synthetic thesis
refuse 2 'cut.pkl: is a file' synthetic cut.pkl
[[ $(find thesis -type f -exec cat {} +) == 'chapter one' && -z $(compgen -G "thesis.*") ]] || fail "an import changed thesis"
refuse 2 'did you mean `--utterances`?' "$MMIM" import synthetic data/none --uterances 60
refuse 2 'utterances' "$MMIM" import synthetic data/none --utterances -1
refuse 1 'cut.pkl/none' synthetic cut.pkl/none

limited() { (ulimit -f 4 && "$@"); }
refuse 1 'File too large' limited synthetic small
[[ -z $(compgen -G 'small*') ]] || fail "a file-size limit left $(echo small*)"
synthetic set --seed 7 >said
grep -q SYNTHETIC said || fail "synthetic data is not called so: $(cat said)"
cp -r set copy
refuse 1 'File too large' limited synthetic set --seed 8
diff -r set copy || fail "a failed import changed the data set before it"
[[ $(echo set*) == set ]] || fail "a file-size limit left $(echo set*)"
synthetic set --seed 8 >said
! cmp -s set/train.safetensors copy/train.safetensors || fail "an import did not replace the data set"

# It trains and evaluates by its folder; a set of another width does not fit the model.
"$MMIM" train "${tiny[@]}" --data set --train.epochs 1 --output-dir run
"$MMIM" evaluate run set --json --output-dir by_name >by_name.json
"$MMIM" evaluate run --quiet --output-dir by_run
cmp by_name/predictions.csv by_run/predictions.csv || fail "the folder named and the folder remembered differ"
"$MMIM_PYTHON" - <<'PY'
import json
report, written = json.load(open("by_name.json")), json.load(open("set/dataset.json"))
assert report["data"] == written["name"] and report["synthetic"] is True, report
assert isinstance(report["metrics"]["MAE"]["value"], float), report["metrics"]
PY
cmp run/predictions.csv by_name/predictions.csv || fail "evaluate predicts otherwise than train"
expect 0 SYNTHETIC synthetic wide --acoustic-width 74
refuse 3 'has 74 acoustic features a row, model mmim was trained on 5' "$MMIM" evaluate run wide
refuse 3 'has 4 visual features a row, model mmim was trained on 20' "$MMIM" evaluate run data/seq20
