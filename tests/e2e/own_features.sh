#!/usr/bin/env bash
# Own features: a table and folders of arrays are imported with splits drawn by video, trained on and predicted with.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"

"$MMIM_PYTHON" - <<'PY'
import os, random, struct
random.seed(1)

def save(path, rows):
    """As numpy.save writes float32 (rows, features)."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({len(rows)}, {len(rows[0])}), }}"
    header += " " * (63 - (10 + len(header)) % 64) + "\n"
    values = [value for row in rows for value in row]
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
        file.write(struct.pack(f"<{len(values)}f", *values))

os.makedirs("mine")
with open("mine/ratings.csv", "w") as table:
    table.write("file,transcript,valence\n")
    for i in range(60):
        name, label = f"talk{i // 3}_{i % 3}", random.choice([-2, -1, 0, 1, 2])
        table.write(f'{name},"{"good, " * max(label, 0)}{"bad " * max(-label, 0)}film",{label}\n')
        if i != 7:
            save(f"mine/openface/talk{i // 3}/{i % 3}.npy", [[label + random.gauss(0, 1) for _ in range(4)] for _ in range(1 + i % 5)])
        save(f"mine/audio_features/{name}.npy", [[random.gauss(0, 1) for _ in range(3)] for _ in range(2 + i % 3)])
PY

# What is to be decided is said with the words to type.
refuse 3 'ratings.csv: has no column of splits; its header has `file`, `transcript` and `valence`; `--split 70/10/20` draws' \
  "$MMIM" import mine set
refuse 2 'did you mean `valence`?); its header has' "$MMIM" import mine set --columns label=valnce
refuse 2 '--split `80/20`: 2 numbers in the place of three' "$MMIM" import mine set --split 80/20
[[ ! -e set && ! -e set.part ]] || fail "a refused import left something"
expect 0 'layout        table' "$MMIM" inspect mine --split 70/10/20
expect 0 'id from `file`, text from `transcript` and label from `valence`' "$MMIM" import mine set --split 70/10/20
for line in 'layout table, train 42, valid 6, test 12' 'visual 4, acoustic 3' \
  'visual: 1 of 60 rows have no file of features (the first: talk2_1)' 'were drawn by video (20 videos) as 70/10/20 with seed 1111'; do
  grep -qF -- "$line" said || fail "\`$line\` is not in: $(cat said)"
done
"$MMIM" import mine again --columns id=file,text=transcript,label=valence --split 0.7/0.1/0.2 >said
"$MMIM" import mine other --split 70/10/20 --split-seed 7 >said
cmp set/test.safetensors again/test.safetensors || fail "the columns as stated and as guessed differ"
! cmp -s set/test.safetensors other/test.safetensors || fail "the seed draws nothing"
"$MMIM_PYTHON" - <<'PY'
import json
info = json.load(open("set/dataset.json"))
assert info["extra"]["split_drawn"] == {"by": "video", "shares": [0.7, 0.1, 0.2], "seed": 1111, "utterances": 60, "videos": 20}, info
assert not [note for note in info["notes"] if note["kind"] == "videos_in_two_splits"], info["notes"]
PY
refuse 2 '--split: is for the layout table' "$MMIM" import "$MMIM_SOURCE_DIR/tests/corpus/fixtures/misa" misa --split 70/10/20
refuse 2 '--split: is for tables of your own features' "$MMIM" import synthetic drawn --split 70/10/20
expect 0 'your own features' "$MMIM" import --help

# What other programs wrote is read as it is. Times of words make a row of each word.
cp -r "$MMIM_SOURCE_DIR/tests/corpus/fixtures/tools" tools
expect 0 'because the tracker saw no face' "$MMIM" import tools from-tools
expect 0 '4 features (gaze_0_x, pose_Tx, AU01_r and 1 more)' "$MMIM" inspect from-tools
refuse 2 'tools/words: is no folder; `--rows words` needs' "$MMIM" import tools by-words --rows words
mkdir tools/words
printf 'word,start,end\nthe,0,.01\nmovie,.01,.02\nwas,.02,.03\ngreat,.03,.04\n' >tools/words/vid_a_1.csv
expect 0 'alignment words' "$MMIM" import tools by-words --rows words
grep -qF '7 of 8 utterances have no file with the times of words' said || fail "no count in: $(cat said)"
expect 0 'alignment none' "$MMIM" import tools steady --rows 10
"$MMIM" inspect tools --rows words --json >shown.json
"$MMIM_PYTHON" -c 'import json; a = json.load(open("shown.json")); assert a["alignment"] == "words" and a["extra"]["rows"]["by"] == "words", a'
refuse 2 '--rows: from-tools is an imported data set' "$MMIM" inspect from-tools --rows words
refuse 2 '--labels: from-tools is an imported data set' "$MMIM" inspect from-tools --labels mine/ratings.csv
refuse 2 '--seed: is for synthetic data' "$MMIM" import mine seeded --split 70/10/20 --seed 7
refuse 2 '--rows: is for the layout table' "$MMIM" import "$MMIM_SOURCE_DIR/tests/corpus/fixtures/misa" misa --rows words
tar czf packed.tgz from-tools
refuse 3 '`tar xf packed.tgz` unpacks it, and its folder from-tools is read' "$MMIM" inspect packed.tgz
refuse 3 'packed.tgz` unpacks it, and its folder from-tools is read' "$MMIM" train "${tiny[@]}" --data packed.tgz --output-dir never

# A bare table is a set of texts; a bare array says where it belongs.
expect 0 'no visual and acoustic features were found beside the table' \
  bash -c 'mkdir alone; cp mine/ratings.csv alone; "$MMIM" import alone/ratings.csv texts --split 70/10/20'
refuse 3 'visual/ID.npy and acoustic/ID.npy beside a table (CSV)' "$MMIM" import mine/audio_features/talk0_0.npy array
refuse 3 'has no table of utterances' "$MMIM" import mine/audio_features arrays

"$MMIM" train "${tiny[@]}" --data set --train.epochs 1 --output-dir run
"$MMIM" train --quiet --threads 2 --device cpu --data texts --model text-only --fast-dev-run \
  --text.random.width 16 --text.random.layers 1 --text.random.heads 2 --text.random.inner 16 --output-dir run-of-texts
echo '{"id": "new", "text": "good film", "visual": [[0.1, 0.2, 0.3, 0.4]], "acoustic": [[1, 2, 3]]}' |
  "$MMIM" predict run >answer.jsonl
grep -q '"id":"new","score":' answer.jsonl || fail "no answer: $(cat answer.jsonl)"
