#!/usr/bin/env bash
# Help texts, versions, and command lines that do not fit.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"

for command in train evaluate predict report describe import inspect bench version; do
  expect 0 "Examples:" "$MMIM" "$command" --help
  expect 0 "$command" "$MMIM" --help
done
expect 0 "mmim " "$MMIM" --version
expect 0 "LibTorch" "$MMIM" version
expect 2 "train" "$MMIM"

refuse 2 'unknown command `trian` (did you mean `train`?)' "$MMIM" trian
refuse 2 'unknown option `--confg` (did you mean `--config`?)' "$MMIM" train --confg x
refuse 2 'did you mean `--train.epochs`?' "$MMIM" train --epochs 3
refuse 2 'unknown option `train.epohcs` (did you mean `train.epochs`?)' "$MMIM" train --train.epohcs 3
refuse 2 'unknown option `mmim.alhpa` (did you mean `mmim.alpha`?)' "$MMIM" train --set mmim.alhpa=1
refuse 2 'out of range' "$MMIM" train --train.epochs 0
refuse 2 'option=value' "$MMIM" train --set train.epochs
refuse 2 'did you mean `mmim`?' "$MMIM" train --model mmin
refuse 2 'did you mean `mmim-code`?' "$MMIM" train --preset mmim-cod
refuse 2 'did you mean `--split`?' "$MMIM" evaluate a b --splti test
refuse 2 'MODEL' "$MMIM" evaluate
refuse 2 'neither a folder nor one of' "$MMIM" describe modles
refuse 2 'is none of auto, cpu' "$MMIM" train --device gpu

printf '[train]\nepohcs = 3\n' >typo.toml
refuse 2 'typo.toml: unknown option `train.epohcs` (did you mean `train.epochs`?)' "$MMIM" train --config typo.toml
printf '[train\n' >broken.toml
refuse 2 'broken.toml:1:' "$MMIM" train --config broken.toml
refuse 2 'missing.toml' "$MMIM" train --config missing.toml
refuse 2 './dev encoder' env HOME="$PWD" "$MMIM" train --text.encoder org/none

for subject in models metrics presets options import; do
  expect 0 "" "$MMIM" describe $subject
  "$MMIM" describe $subject --json | "$MMIM_PYTHON" -c "import json,sys; assert json.load(sys.stdin)['$subject']"
  expect 0 "|---|" "$MMIM" describe $subject --markdown
done
"$MMIM" describe | awk 'length > 110 { print; exit 1 }' || fail "a line of describe is too long"
[[ ! -e runs ]] || fail "a refused command left a run folder"
