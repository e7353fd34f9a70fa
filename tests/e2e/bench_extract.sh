#!/usr/bin/env bash
# The benchmark of extraction makes its clips, measures what it can and names what it lacks; no time is tested.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"
command -v ffmpeg >/dev/null || { echo "SKIPPED: ffmpeg is not installed"; exit 77; }
grep -q ' flite ' <<<"$(ffmpeg -v error -filters)" || { echo "SKIPPED: this ffmpeg cannot speak"; exit 77; }

small=(--rounds 1 --seconds 3 --longest 6)
expect 0 "extract/visual" "$MMIM" bench --list
refuse 2 'there is no benchmark `extract/sound`' "$MMIM" bench extract/sound --quiet
refuse 2 'nowhere.png' "$MMIM" bench extract --face nowhere.png
refuse 2 'not in range' "$MMIM" bench extract --seconds 1

# An Octave that takes time and leaves features, as COVAREP does.
mkdir bin "it's covarep"
cat >bin/octave <<'OCTAVE'
#!/usr/bin/env bash
script=${!#}
echo "$script" >>octave.log
[[ $script == *COVAREP_feature_extraction* ]] || exit 0
for ((i = 0; i < 100000; ++i)); do :; done
sounds=$(sed "s/.*COVAREP_feature_extraction('\([^']*\)'.*/\1/" <<<"$script")
[[ -e no_features ]] || for sound in "$sounds"/*.wav; do touch "${sound%.wav}.mat"; done
OCTAVE
chmod +x bin/octave

names=(extract/acoustic extract/visual extract/clip)
PATH=$PWD/bin:$PATH "$MMIM" bench "${names[@]}" "${small[@]}" --covarep "it's covarep" --json --quiet >bench.json
grep -q "genpath('$PWD/it''s covarep')" octave.log || fail "$(cat octave.log)"
"$MMIM_PYTHON" - <<'PY'
import json
report = json.load(open("bench.json"))
rows = {row["name"]: row for row in report["rows"]}
assert list(rows) == ["extract/acoustic", "extract/visual", "extract/clip"], list(rows)
assert report["peaks"] is None and report["workload"] is None, report
assert report["load"]["before"] >= 0, report["load"]
acoustic = rows["extract/acoustic"]
assert 0 < acoustic["ours"]["median"] < 10 and acoustic["plain"]["median"] > 0 and acoustic["ratio"], acoustic
assert acoustic["seconds_of_sound"] == 3 and "without_covarep" not in acoustic, acoustic
assert "--face" in rows["extract/visual"]["lacking"] and rows["extract/visual"]["ours"]["median"] is None
clip = rows["extract/clip"]
assert clip["ours"]["median"] > 0 and clip["cpu_seconds"] > 0 and clip["pictures"] is False, clip
PY
touch no_features
refuse 1 'COVAREP has left no features of' env PATH="$PWD/bin:$PATH" "$MMIM" bench extract/acoustic "${small[@]}" \
  --covarep "it's covarep" --quiet
expect 0 '--covarep names a folder' "$MMIM" bench extract/acoustic "${small[@]}" --quiet
refuse 1 'is not installed' env PATH=/nowhere "$MMIM" bench extract/acoustic "${small[@]}" --quiet

# Memory by length: with words where pocketsphinx is there, and then all of extract in one run.
if "$MMIM" bench extract/memory "${small[@]}" --json --quiet >memory.json 2>said; then
  "$MMIM_PYTHON" - <<'PY'
import json
row = json.load(open("memory.json"))["rows"][0]
lengths = row["lengths"]
assert [round(one["seconds"]) for one in lengths] == [3, 4, 6], lengths
assert all(one["words"] > 0 and one["peak"] > one["resident_before"] > 0 for one in lengths), lengths
assert 64_000 < row["kept_bytes_for_a_second"] < 200_000, row
PY
else
  grep -q 'pocketsphinx' said || fail "$(cat said)"
fi
refuse 1 'is not a folder' "$MMIM" bench extract/clip "${small[@]}" --model nowhere --quiet
