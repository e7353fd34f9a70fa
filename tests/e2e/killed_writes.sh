#!/usr/bin/env bash
# A command that is killed at any of its writes goes on in its folder, and ends with the files of one that was not.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"
command -v cc >/dev/null || { echo "SKIPPED: no C compiler is installed"; exit 77; }
cc -O1 -shared -fPIC -o kill_at_rename.so "$MMIM_SOURCE_DIR/tests/support/kill_at_rename.c" -ldl

# names_in FOLDER: of all its files, those of a killed one too; TensorBoard's names have the time in them.
names_in() { (cd "$1" && find . -type f ! -name .lock | sed 's/tfevents.*/tfevents/' | sort -u); }

# goes_on MOST FOLDER COMMAND...: killed at its first, second, ... write, MOST of them at most; then run again.
goes_on() {
  local most=$1 folder=$2 at code
  shift 2
  rm -rf "$folder" "$folder.clips"
  "$@" >said.out 2>&1 </dev/null || fail "$* ($(tail -c 600 said.out))"
  names_in "$folder" >whole
  for ((at = 1; at <= most; ++at)); do
    rm -rf "$folder" "$folder.clips"
    code=0
    (KILL_AT=$at LD_PRELOAD=$PWD/kill_at_rename.so "$@" </dev/null || exit $?) >said.out 2>&1 || code=$?
    ((code == 137)) || break
    "$@" >said.out 2>&1 </dev/null || fail "killed at write $at, refused afterwards: $* ($(tail -c 600 said.out))"
    names_in "$folder" | cmp - whole || fail "killed at write $at, other files afterwards: $*"
  done
  ((at > 1)) || fail "was never killed: $*"
  echo "mmim $2: killed at $((at - 1)) writes"
}

"$MMIM" train "${tiny[@]}" --fast-dev-run --output-dir run >/dev/null 2>&1
"$MMIM" import synthetic set --utterances 60 >/dev/null 2>&1
mkdir clips
for name in a b; do
  "$MMIM_PYTHON" - "clips/$name.wav" <<'PY'
import math, struct, sys, wave
with wave.open(sys.argv[1], "wb") as sound:
    sound.setparams((1, 2, 16000, 0, "NONE", ""))
    sound.writeframes(b"".join(struct.pack("<h", int(8000 * math.sin(i / 17))) for i in range(4800)))
PY
done
printf 'id,text,label,split\na,good,1,train\nb,bad,-1,test\n' >clips/table.csv
cat >table.toml <<'TOML'
name = "one"
title = "One cell"
baseline = "Text only"
seeds = [1]
[options]
data.synthetic = {utterances = 160, longest = 6}
text.random = {width = 16, layers = 1, heads = 2, inner = 16}
train = {epochs = 1, device = "cpu"}
[[row]]
label = "Text only"
options.model = "text-only"
options.preset = ""
TOML
cat >search.toml <<'TOML'
seeds = [1]
[options]
model = "text-only"
preset = ""
data.synthetic = {utterances = 160, longest = 6}
text.random = {width = 16, layers = 1, heads = 2, inner = 16}
train = {epochs = 1, device = "cpu"}
[search]
train.batch_size = [16]
TOML

goes_on 9 evaluated "$MMIM" evaluate run --output-dir evaluated --quiet
goes_on 9 report "$MMIM" report run --output-dir report
goes_on 9 set "$MMIM" import synthetic set --utterances 60
goes_on 9 extracted "$MMIM" extract clips extracted --no-faces
goes_on 6 experiment "$MMIM" experiment table.toml --output-dir experiment --quiet
"$MMIM" experiment table.toml --output-dir experiment --published cells --publish --quiet >/dev/null 2>&1
goes_on 6 taken "$MMIM" experiment table.toml --output-dir taken --published cells --quiet
goes_on 6 search "$MMIM" tune search.toml --output-dir search --quiet

# A file that a person put under the name of another is not taken for the rest of a killed command.
mkdir mine && echo 'mine' >mine/predictions.csv
refuse 2 'holds predictions.csv, so no evaluation is written there' "$MMIM" evaluate run --output-dir mine --quiet
