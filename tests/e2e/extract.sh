#!/usr/bin/env bash
# Clips become streams and a data set; a model of that set scores a clip, and no other.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"
command -v ffmpeg >/dev/null || { echo "SKIPPED: ffmpeg is not installed"; exit 77; }

mkdir -p clips/Raw/video{1,2,3}
for video in 1 2 3; do
  for clip in 1 2; do
    ffmpeg -nostdin -v error -f lavfi -i "sine=f=$((120 * video + 10 * clip)):d=1.2" -f lavfi -i testsrc=s=64x48:r=10:d=1.2 \
      "clips/Raw/video$video/$clip.mp4"
  done
done
cp clips/Raw/video1/1.mp4 "with space.mp4"
cat >clips/label.csv <<'CSV'
video_id,clip_id,text,label,mode
video1,1,what a great film,2,train
video1,2,how dull,-2,train
video2,1,quite good,1,valid
video2,2,rather bad,-1,valid
video3,1,good,1,test
video3,2,bad,-1,test
CSV

# One clip: tables, streams that Python opens, JSON.
expect 0 'acoustic columns' "$MMIM" extract "with space.mp4" --no-faces
"$MMIM" extract "with space.mp4" --no-faces --compat --acoustic-csv a.csv --streams s --json >one.json
[[ $(head -1 a.csv | tr , '\n' | wc -l) -eq 75 && $(head -c 5 a.csv) == time, ]] || fail "$(head -1 a.csv)"
"$MMIM_PYTHON" - <<'PY'
import json, struct
one, kept = json.load(open("one.json")), json.load(open("s.json"))
assert 1 < one["seconds"] < 1.4 and one["sound"] and one["acoustic"]["rows"] > 100, one
assert kept["columns"]["acoustic"][0] == "F0" and kept["features"]["name"].startswith("mmim-clips"), kept["features"]
head = open("s.safetensors", "rb")
names = json.loads(head.read(struct.unpack("<Q", head.read(8))[0]))
assert names["acoustic"]["shape"] == [one["acoustic"]["rows"], 74], names
PY
expect 2 'name the data set to write' "$MMIM" extract clips
expect 2 '--jobs: is for a folder' "$MMIM" extract "with space.mp4" --jobs 2
expect 3 '' "$MMIM" extract clips/label.csv

# What would have no effect, or replace what is read or written, is refused before anything is measured.
clip="with space.mp4"
for option in "--pictures 15" "--visual-view au" "--face-model x.task" "--visual-csv v.csv"; do
  refuse 2 "${option%% *}: is for faces, and --no-faces leaves them out" "$MMIM" extract "$clip" --no-faces $option
done
ffmpeg -nostdin -v error -i "$clip" sound.wav
refuse 2 '--visual-csv: is for pictures, and sound.wav is sound alone' "$MMIM" extract sound.wav --visual-csv v.csv
refuse 2 'creaky voice is not measured' "$MMIM" extract "$clip" --creak-model creak.mat
refuse 1 '--pictures: nowhere.task' "$MMIM" extract "$clip" --pictures 15 --face-model nowhere.task
refuse 2 '--plot and --streams both write x.json' "$MMIM" extract "$clip" --streams x --plot x.json
refuse 2 '--acoustic-csv and --words-csv both write' "$MMIM" extract "$clip" --acoustic-csv x --words-csv ./x --text a
echo '[]' >times.json
refuse 2 'is the file of --words' "$MMIM" extract "$clip" --words times.json --streams times
refuse 1 'gnuplot' env PATH=/nowhere "$MMIM" extract sound.wav --plot x.svg
refuse 2 '--text: is no text in UTF-8' "$MMIM" extract "$clip" --text $'\xFF'
cp "$clip" $'no\xFFutf.mp4'
expect 0 '"pictures":null' "$MMIM" extract $'no\xFFutf.mp4' --no-faces --json
refuse 2 'lies in set' "$MMIM" extract clips set --clips-csv set/clips.csv --no-faces
refuse 2 'is clips/label.csv' "$MMIM" extract clips set --no-faces --clips-csv clips/label.csv
refuse 3 '2 is outside -1 to 1' "$MMIM" extract clips set --no-faces --label-range -1,1
refuse 2 'is no UTF-8' "$MMIM" extract clips $'set\xFF' --no-faces
[[ ! -e set && ! -e set.clips && ! -e x.json && ! -e v.csv ]] || fail "a refused command has written: $(ls)"

# A folder: the same bytes whatever the jobs; a clip that is none is left out, listed, and the exit code says so.
expect 0 'train 2, valid 2, test 2' "$MMIM" extract clips set --no-faces --jobs 2 --clips-csv clips.csv
[[ $(wc -l <clips.csv) -eq 7 && ! -e set.clips ]] || fail "$(cat clips.csv)"
"$MMIM" extract clips again --no-faces >/dev/null 2>&1
for split in train valid test; do cmp set/$split.safetensors again/$split.safetensors; done
head -c 3000 clips/Raw/video3/2.mp4 >broken && mv broken clips/Raw/video3/2.mp4
expect 1 'failed: video3$_$2' "$MMIM" extract clips partly --no-faces
[[ -d partly.clips ]] || fail "finished clips are gone"
expect 0 'mmim-clips-1' "$MMIM" inspect set
mkdir damaged && printf 'id,text,label,split\na,good,1,train\nb,bad,-1,test\n' >damaged/table.csv
touch damaged/a.mp4 damaged/b.wav
expect 1 'failed: b: ' "$MMIM" extract damaged none --no-faces --clips-csv failed.csv
[[ $(wc -l <failed.csv) -eq 3 && ! -e none ]] || fail "$(cat failed.csv)"

# A model of these features scores a clip and refuses rows that were made otherwise.
"$MMIM" train "${tiny[@]}" --mmim.modalities text,acoustic --data set --train.epochs 2 --output-dir run >/dev/null 2>&1
"$MMIM" predict run "with space.mp4" --text "what a great film" --json >answer.json
"$MMIM_PYTHON" -c 'import json; a = json.load(open("answer.json")); low, high = a["interval"]; assert low <= high and "score" in a, a'
refuse 2 '--keep-going: is for JSON lines' "$MMIM" predict run "$clip" --text good --keep-going
refuse 2 '--face-model: is for a model that reads faces' "$MMIM" predict run "$clip" --text good --face-model x.task
expect 0 '90 % interval' "$MMIM" predict run "with space.mp4" --text "what a great film"
expect 2 '--acoustic-rate: is for --rows fixed' "$MMIM" extract "with space.mp4" --acoustic-rate 10
expect 2 'is the clip' "$MMIM" extract "with space.mp4" --acoustic-csv "with space.mp4"
"$MMIM" train "${tiny[@]:0:17}" --model text-only --fast-dev-run --output-dir texts >/dev/null 2>&1
printf 'word,start,end\nwhat,0,0.3\na,0.3,0.5\nfilm,0.5,1\n' >words.csv
expect 0 '"score"' "$MMIM" predict texts "with space.mp4" --words words.csv --json
grep -q 'no text' said && fail "words of a file are no text: $(cat said)"
expect 0 '"score"' "$MMIM" predict texts "with space.mp4" --words words.csv --streams kept --json
refuse 2 '--words: gives the text' "$MMIM" predict texts "$clip" --words words.csv --text good
refuse 2 'is the file of --words' "$MMIM" predict texts "$clip" --words words.csv --output words.csv
expect 2 '--text: is for a clip' "$MMIM" predict run requests.jsonl --text good
"$MMIM" extract clips/Raw/video1 other 2>/dev/null && fail "a folder without a table"
"$MMIM" extract clips words --no-faces --acoustic-rate 10 --columns split= --split 34/33/33 >/dev/null 2>&1 || true
expect 3 '`acoustic_rate` is 10.0 instead of 20.0' "$MMIM" evaluate run words
"$MMIM" train "${tiny[@]}" --fast-dev-run --output-dir synthetic >/dev/null 2>&1
expect 3 'train a model on clips' "$MMIM" predict synthetic "with space.mp4" --text good
