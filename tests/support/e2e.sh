# What the scripts of tests/e2e share. $MMIM is the program; the current folder is the test's own.
set -euo pipefail

# Options of a run that takes seconds: few synthetic utterances, a tiny BERT.
tiny=(--quiet --threads 2 --device cpu
  --data.synthetic.utterances 160 --data.synthetic.longest 6
  --text.random.width 16 --text.random.layers 1 --text.random.heads 2 --text.random.inner 16
  --mmim.visual.hidden 8 --mmim.acoustic.hidden 8 --mmim.fusion_width 16)

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# expect CODE TEXT COMMAND...: the exit code, TEXT in what it says, no more than a few lines, no backtrace.
expect() {
  local code=$1 text=$2 got=0
  shift 2
  "$@" >said.out 2>said.err </dev/null || got=$?
  cat said.out said.err >said
  [[ $got -eq $code ]] || fail "exit code $got instead of $code of: $* ($(tail -c 600 said))"
  [[ -z $text ]] || grep -qF -- "$text" said || fail "\`$text\` is not in what was said by: $* ($(tail -c 600 said))"
  ! grep -qE 'Exception raised from|frame #|terminate called|Segmentation' said || fail "a backtrace from: $*"
}

# refuse CODE TEXT COMMAND...: as expect, and the complaint is one line on standard error.
refuse() {
  expect "$@"
  [[ $(wc -l <said.err) -eq 1 ]] || fail "not one sentence: $(cat said.err)"
}
