#!/usr/bin/env bash
# A published checkpoint becomes a model folder that evaluates and predicts, or is refused in one sentence.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"

fixtures=$MMIM_SOURCE_DIR/tests/train/fixtures
"$MMIM" import "$MMIM_SOURCE_DIR/tests/corpus/fixtures/mmsa/aligned_50.pkl" data >/dev/null
weights=("$MMIM" import-weights "$fixtures/mmim_mmsa.pth")
known=(--data data --vocab "$fixtures/text")

expect 0 'matched' "${weights[@]}" published "${known[@]}"
grep -q 'mmim.visual.hidden 5' said.out || fail "no option is named: $(cat said.out)"
[[ $(find published -type f | wc -l) -eq 7 ]] || fail "not a model folder: $(ls published)"
expect 0 '"protocol": "imported"' "$MMIM" evaluate published data --json --output-dir scores
[[ -s scores/report.json && -s scores/predictions.csv ]] || fail "no report"
echo '{"text": "a very good film"}' >film.jsonl
expect 0 '"score"' "$MMIM" predict published film.jsonl
expect 0 'visual' "$MMIM" describe published

# The folder is replaced, with the same weights in it; another folder is not.
"${weights[@]}" published "${known[@]}" --json --quiet >report.json
"$MMIM_PYTHON" - <<'PY'
import json
report = json.load(open("report.json"))
assert report["matched"] == report["tensors"] == 75, report
assert report["missing"] == report["left_over"] == [], report
assert report["options"]["mmim.visual.bidirectional"] is True, report["options"]
assert report["folder"] == "published" and report["encoder"] == "of mmim_mmsa.pth", report
PY
mkdir other && touch other/file
refuse 2 'so no model is written there' "${weights[@]}" other "${known[@]}"

# What is refused leaves nothing.
refuse 3 'holds an object that `model.MMIM` makes, which is not run' "$MMIM" import-weights "$fixtures/whole.pt" refused "${known[@]}"
head -c 20000 "$fixtures/mmim_mmsa.pth" >cut.pth
refuse 3 'cut.pth: the zip archive is damaged' "$MMIM" import-weights cut.pth refused "${known[@]}"
data_pickle=$MMIM_SOURCE_DIR/tests/corpus/fixtures/mmsa/aligned_50.pkl
refuse 3 'holds the splits train, valid and test of a data set; it is no file of weights, and `mmim import' \
  "$MMIM" import-weights "$data_pickle" refused "${known[@]}"
refuse 3 'is a split of a data set of this program' "$MMIM" import-weights data/train.safetensors refused "${known[@]}"
refuse 2 'no vocabulary; --vocab' "${weights[@]}" refused --data data
refuse 2 'which data? --data' "${weights[@]}" refused --vocab "$fixtures/text"
refuse 3 'which option mmim.fusion_width decides' "${weights[@]}" refused "${known[@]}" --mmim.fusion_width 13
refuse 3 'have no names that published code of model tfn gives them, but those of mmim' "${weights[@]}" refused \
  "${known[@]}" --model tfn
refuse 2 'unknown model `mmmi`' "${weights[@]}" refused "${known[@]}" --model mmmi
refuse 2 '--vocabs' "${weights[@]}" refused --data data --vocabs x
[[ -z $(compgen -G 'refused*') ]] || fail "a refused import left $(echo refused*)"
