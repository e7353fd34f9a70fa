#!/usr/bin/env bash
# A folder of clips is extracted on after SIGINT, SIGTERM, kill -9 and a full disk, to the same bytes.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"

mkdir clips
"$MMIM_PYTHON" - <<'PY'
import math, struct, wave
with open("clips/table.csv", "w") as table:
    table.write("id,text,label,split\n")
    for clip in range(10):
        table.write(f"c{clip},good,{clip % 3 - 1},{'train valid test'.split()[clip % 3]}\n")
        with wave.open(f"clips/c{clip}.wav", "wb") as out:
            out.setnchannels(1), out.setsampwidth(2), out.setframerate(16000)
            wave_of = lambda i: int(9000 * math.sin(i * (90 + 10 * clip) / 2600) ** 3)
            out.writeframes(b"".join(struct.pack("<h", wave_of(i)) for i in range(48000)))
PY
extract=("$MMIM" extract "$PWD/clips" "$PWD/set" --threads 1)
finished() { find set.clips -name '*.json' ! -name clips.json 2>/dev/null | wc -l; }

# Until a first clip is finished; then the signal.
stopped_by() {
  "${extract[@]}" >said.out 2>said &
  local command=$! code=0
  for _ in $(seq 600); do (($(finished) == 0)) || break && sleep .1; done
  (($(finished) > 0)) || fail "no clip was finished within a minute: $(cat said)"
  kill "-$1" "$command"
  wait "$command" || code=$?
  for _ in $(seq 50); do pgrep -f "$PWD/set.clips" >/dev/null || break && sleep .1; done
  ! pgrep -f "$PWD/set.clips" >/dev/null || fail "processes are left behind by SIG$1"
  [[ $code -eq $2 ]] || fail "exit code $code instead of $2 after SIG$1: $(cat said)"
  [[ ! -e set ]] || fail "a data set of some clips after SIG$1"
}

expect 0 '' "$MMIM" extract "$PWD/clips" "$PWD/whole" --jobs 2
for stop in "INT 130" "TERM 143" "KILL 137"; do
  rm -rf set set.clips
  stopped_by $stop
  before=$(finished)
  ((before < 10)) || fail "all clips were finished before ${stop% *}"
  expect 0 'train 4, valid 3, test 3' "${extract[@]}"
  head -1 said.err | grep -q ' 0 of 10 clips' && fail "$before finished clips were made again after ${stop% *}"
  for split in train valid test; do cmp set/$split.safetensors whole/$split.safetensors; done
done

# A file-size limit stands for a full disk: one sentence, no half of a file, and the same command goes on without it.
rm -rf set set.clips
limited() { (ulimit -f 8 && exec "$@"); }
expect 1 'the clips cannot be extracted: ' limited "${extract[@]}"
grep -q 'File too large' said || fail "$(cat said)"
[[ -z $(find set.clips -name '*.part') && ! -e set ]] || fail "half-written files: $(ls set.clips)"
expect 0 'train 4' "${extract[@]}"
