#!/usr/bin/env bash
# JSON lines in, JSON lines out.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"

"$MMIM" train "${tiny[@]}" --fast-dev-run --output-dir run
"$MMIM_PYTHON" - <<'PY'
import json, random
random.seed(1)
with open("in.jsonl", "w") as out:
    for i in range(100):
        line = {"id": f"clip{i}", "text": "what a great film " * (i % 3)}
        if i % 2: line["visual"] = [[random.gauss(0, 1) for _ in range(20)] for _ in range(i % 5)]
        if i % 3: line["acoustic"] = [[random.gauss(0, 1) for _ in range(5)] for _ in range(1 + i % 4)]
        out.write(json.dumps(line) + "\n")
PY
"$MMIM" predict run in.jsonl >out.jsonl 2>said
[[ $(grep -c 'no `visual`' said) -eq 1 && $(grep -c 'no `acoustic`' said) -eq 1 ]] || fail "absent streams: $(cat said)"
"$MMIM" predict run - --output file.jsonl <in.jsonl 2>/dev/null
cmp out.jsonl file.jsonl
head -1 in.jsonl | "$MMIM" predict run/best 2>/dev/null >one.jsonl
"$MMIM_PYTHON" - <<'PY'
import json
lines = [json.loads(line) for line in open("out.jsonl")]
assert [line["id"] for line in lines] == [f"clip{i}" for i in range(100)]
for line in lines:
    assert line["seven_class"] == round(max(-3, min(3, line["score"])))
    assert line["two_class"] == ("negative" if line["score"] < 0 else "non-negative")
    low, high = line["interval"]
    assert -3 <= low <= high <= 3 and (low <= line["score"] <= high or not -3 <= line["score"] <= 3)
    assert set(line["scores"]) == {"text", "visual", "acoustic"}
one = json.loads(open("one.jsonl").readline())
assert one["score"] == lines[0]["score"], "a batch changes its members"
PY

# A line comes back before the next one is sent.
coproc SERVER { "$MMIM" predict run 2>/dev/null; }
for word in good bad; do
  echo "{\"text\": \"$word\"}" >&"${SERVER[1]}"
  read -r -t 120 answer <&"${SERVER[0]}" || fail "no answer while standard input is open"
  [[ $answer == *score* ]] || fail "$answer"
done
exec {SERVER[1]}>&-
wait "$SERVER_PID"

# A reader that goes away is no error; empty input is no error; 100,000 characters are none either.
"$MMIM" predict run in.jsonl 2>/dev/null | head -1 >/dev/null
[[ ${PIPESTATUS[0]} -eq 0 ]] || fail "head broke the pipe and the program"
expect 0 "" "$MMIM" predict run
[[ ! -s said.out ]] || fail "answers to nothing"
"$MMIM_PYTHON" -c 'import json; print(json.dumps({"text": "good " * 20000})); print(json.dumps({"text": "x" * 100000})); print(json.dumps({"text": ""}))' >long.jsonl
expect 0 '"score"' "$MMIM" predict run long.jsonl
[[ $(wc -l <said.out) -eq 3 ]] || fail "three lines want three answers"

# Bad lines: the sentence names the line; --keep-going answers them in their place.
printf '{"text":"a"}\n{"text":"b","acoustic":[[1,2]]}\nnonsense\n{"text":"c"}\n' >bad.jsonl
expect 3 'bad.jsonl line 2: `acoustic` row 1: the model was trained on acoustic 5, got 2' "$MMIM" predict run bad.jsonl
[[ $(wc -l <said.out) -eq 1 ]] || fail "the good line before the bad one has no answer"
expect 3 "" "$MMIM" predict run bad.jsonl --output half.jsonl
[[ ! -e half.jsonl && ! -e half.jsonl.part ]] || fail "a half-written output"
expect 0 '"line":3' "$MMIM" predict run bad.jsonl --keep-going
[[ $(grep -c '"score"' said.out) -eq 2 && $(grep -c '"error"' said.out) -eq 2 ]] || fail "$(cat said.out)"
refuse 3 'none.jsonl' "$MMIM" predict run none.jsonl
