#!/usr/bin/env bash
# Another project links the installed libraries, wherever they were moved to, and predicts as the program does.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"

cmake --install "$(dirname "$MMIM")" --prefix "$PWD/first" >said
mv first moved
for place in "$MMIM_SOURCE_DIR/src" "$PWD/first"; do
  ! grep -rF "$place" moved --include='*.cmake' >said || fail "the package depends on a place: $(head -n 3 said)"
done

configure_with() { # configure_with LIBTORCH: the consumer, against the moved package
  cmake -G Ninja -S "$MMIM_SOURCE_DIR/tests/package" -B build --fresh -DCMAKE_PREFIX_PATH="$PWD/moved" ${1:+-DMMIM_TORCH_ROOT="$1"}
}

# A LibTorch that is not there, or of another version, is refused in words.
expect 1 'LibTorch was not found' configure_with "$PWD/nowhere"
mkdir -p other/include/{ATen,torch/headeronly}
touch other/include/ATen/ATen.h
printf '#define TORCH_VERSION_MAJOR 1\n#define TORCH_VERSION_MINOR 4\n' >other/include/torch/headeronly/version.h
expect 1 'LibTorch is 1.4, but mmim was built with' configure_with "$PWD/other"

configure_with "" >said 2>&1 || fail "configuring the consumer: $(tail -n 20 said)"
cmake --build build >said 2>&1 || fail "building the consumer: $(tail -n 20 said)"

utterance='{"id": 7, "text": "what a great film", "visual": [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]}'
moved/bin/mmim train "${tiny[@]}" --fast-dev-run --output-dir run
build/consumer run "$utterance" >by_consumer
moved/bin/mmim predict run --threads 2 <<<"$utterance" >by_program 2>/dev/null
grep -q '"score":' by_program || fail "no score: $(cat by_program)"
cmp by_consumer by_program || fail "the consumer predicts otherwise: $(cat by_consumer by_program)"
refuse 1 'the utterance' build/consumer run '{"text": 1}'
