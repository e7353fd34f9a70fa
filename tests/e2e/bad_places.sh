#!/usr/bin/env bash
# Places that cannot be written to, and data that does not fit.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"

"$MMIM" train "${tiny[@]}" --fast-dev-run --output-dir run

# A file-size limit in the middle of writing leaves a sentence and no half-written file.
limited() { (ulimit -f 8 && exec "$@"); }
expect 1 'File too large' limited "$MMIM" train "${tiny[@]}" --fast-dev-run --output-dir small
[[ -z $(find small -name '*.part*') && ! -e small/best/model.safetensors ]] || fail "half-written files: $(find small)"
"$MMIM_PYTHON" -c 'for i in range(400): print("{\"text\": \"good\", \"visual\": [], \"acoustic\": []}")' >many.jsonl
expect 1 'File too large' limited "$MMIM" predict run many.jsonl --output big.jsonl
[[ -z $(ls big.jsonl* 2>/dev/null) ]] || fail "half-written answers"
expect 1 'No space left' bash -c '"$1" predict run many.jsonl >/dev/full' - "$MMIM"
expect 1 'not everything could be written' bash -c '"$1" describe >/dev/full' - "$MMIM"

# A file where a folder should be, which holds for root too.
echo >file
refuse 1 'file/run' "$MMIM" train "${tiny[@]}" --fast-dev-run --output-dir file/run
refuse 1 'file/out' "$MMIM" evaluate run --quiet --output-dir file/out
refuse 1 'none/out.jsonl' "$MMIM" predict run many.jsonl --output none/out.jsonl

# A folder without permission, as somebody who needs one.
mkdir locked
chmod 555 locked
train_in_locked=("$MMIM" train "${tiny[@]}" --fast-dev-run --output-dir locked/run)
as_nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups)
if [[ $EUID -ne 0 ]]; then
  refuse 1 'Permission denied' "${train_in_locked[@]}"
elif "${as_nobody[@]}" "$MMIM" --version >/dev/null 2>&1; then
  refuse 1 'Permission denied' "${as_nobody[@]}" "${train_in_locked[@]}"
else
  echo "skipped: nobody but root can run the program where it lies, so the missing permission was not tried"
fi

# Data that is not there, damaged, or of another width than the model's.
refuse 3 'nowhere' "$MMIM" evaluate run nowhere
refuse 3 'nowhere' "$MMIM" train --data nowhere
mkdir empty
refuse 3 'dataset.json' "$MMIM" evaluate run empty
"$MMIM" train "${tiny[@]}" --fast-dev-run --data.synthetic.acoustic_width 74 --output-dir wide
sed -i 's/"width": 5/"width": 74/' run/best/data.json
expect 3 'model.safetensors' "$MMIM" evaluate run
head -c 1000 wide/best/model.safetensors >cut && mv cut wide/best/model.safetensors
refuse 3 'model.safetensors' "$MMIM" evaluate wide
refuse 3 'model.safetensors' "$MMIM" predict wide many.jsonl
