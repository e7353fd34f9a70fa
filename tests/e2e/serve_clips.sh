#!/usr/bin/env bash
# Clips over HTTP: the scores of `mmim predict MODEL CLIP`, no file left behind, no path of a client's opened.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"
for tool in ffmpeg curl; do
  command -v $tool >/dev/null || { echo "SKIPPED: $tool is not installed"; exit 77; }
done

mkdir -p clips/Raw/video{1,2,3} temporary
for video in 1 2 3; do
  for clip in 1 2; do
    ffmpeg -nostdin -v error -f lavfi -i "sine=f=$((120 * video + 10 * clip)):d=1.2" "clips/Raw/video$video/$clip.wav"
  done
done
cat >clips/label.csv <<'CSV'
video_id,clip_id,text,label,mode
video1,1,what a great film,2,train
video1,2,how dull,-2,train
video2,1,quite good,1,valid
video2,2,rather bad,-1,valid
video3,1,good,1,test
video3,2,bad,-1,test
CSV
"$MMIM" extract clips set --no-faces >/dev/null 2>&1
"$MMIM" train "${tiny[@]}" --mmim.modalities text,acoustic --data set --train.epochs 2 --output-dir run >/dev/null 2>&1
"$MMIM" train "${tiny[@]}" --fast-dev-run --output-dir synthetic >/dev/null 2>&1
clip=clips/Raw/video3/1.wav
printf '1\n00:00:00,100 --> 00:00:01,000\nwhat a great film\n' >words.srt
ffmpeg -nostdin -v error -f lavfi -i color=c=red:d=0.4 silent.mp4
printf 'no clip at all' >text.txt

TMPDIR=$PWD/temporary "$MMIM" serve run synthetic --port 0 --port-file port 2>log &
server=$!
trap 'kill -9 $server 2>/dev/null || true' EXIT
for ((i = 0; i < 600; ++i)); do
  [[ -s port ]] && break
  sleep 0.1
done
url=http://127.0.0.1:$(cat port)

"$MMIM" predict run "$clip" --text "what a great film" --json >wanted.json
curl -sf "$url/predict?model=run" -F file=@"$clip" -F "text=what a great film" >form.json
curl -sf "$url/explain" -F file=@"$clip" -F "text=what a great film" -F model=run >explained.json
curl -sf "$url/predict" -F file=@"$clip" -F words=@words.srt -F model=run >words.json
"$MMIM_PYTHON" - <<'PY'
import json
wanted, form, explained, words = (json.load(open(name + ".json")) for name in ("wanted", "form", "explained", "words"))
for answer in (form, explained["answer"], words):
    assert answer["score"] == wanted["score"] and answer["interval"] == wanted["interval"], (answer, wanted)
assert set(explained["without"]) == {"text", "acoustic"} and len(explained["words"]) == 4, explained
assert explained["clip"]["facts"]["sound"] and 1 < explained["clip"]["facts"]["seconds"] < 1.4, explained
assert [word["word"] for word in words["clip"]["words"]] == "what a great film".split(), words
PY

# told STATUS TEXT CURL-ARGUMENT...: what is wrong, without a path of this machine.
told() {
  local status=$1 text=$2 got
  shift 2
  got=$(curl -s -o said -w '%{http_code}' "$url/predict?model=run" "$@")
  [[ $got == "$status" ]] || fail "$got instead of $status: $(cat said)"
  grep -qF -- "$text" said || fail "no \`$text\`: $(cat said)"
  ! grep -qE '/proc|/tmp|temporary' said || fail "a path: $(cat said)"
}
told 422 'the field `file` is missing' -F text=good
told 422 'there is no field `url`' -F file=@"$clip" -F url=http://127.0.0.1/x
told 422 'is there twice' -F file=@"$clip" -F text=a -F text=b
told 422 'the clip' -F file=@text.txt
told 422 'the clip' -F file=@silent.mp4
told 422 'the words' -F file=@"$clip" -F words=@text.txt
told 415 'Content-Type' -d 'file=/etc/passwd'
got=$(curl -s -o said -w '%{http_code}' "$url/predict?model=synthetic" -F file=@"$clip" -F text=good)
[[ $got == 422 ]] && grep -q 'train a model on clips' said || fail "$got $(cat said)"
[[ -z $(ls -A temporary) ]] || fail "left behind: $(ls -A temporary)"

# A kill in the middle of a clip leaves nothing either.
ffmpeg -nostdin -v error -f lavfi -i sine=f=200:d=120 long.wav
curl -s "$url/predict?model=run" -F file=@long.wav -F text=good >/dev/null &
sleep 1
kill -9 $server
wait $server 2>/dev/null || true
sleep 1
[[ -z $(ls -A temporary) ]] || fail "left behind after kill -9: $(ls -A temporary)"
trap - EXIT
