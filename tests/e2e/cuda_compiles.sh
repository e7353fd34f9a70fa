#!/usr/bin/env bash
# The kernels of src/kernels/cuda compile with nvcc, without warnings, for every kind of device that they are meant for.
# Whether they compute what they should is tested on the host (tests/kernels); no GPU is needed for either.
source "$MMIM_SOURCE_DIR/tests/support/e2e.sh"

nvcc=$(command -v nvcc || echo /usr/local/cuda/bin/nvcc)
if [[ ! -x $nvcc ]]; then
  echo "skipped: no nvcc"
  exit 77
fi

for source in "$MMIM_SOURCE_DIR"/src/kernels/cuda/*.cu; do
  "$nvcc" -std=c++17 -O2 --expt-relaxed-constexpr -Werror all-warnings -Xcompiler -Wall,-Wextra \
    -gencode arch=compute_80,code=sm_80 -gencode arch=compute_90,code=sm_90 -gencode arch=compute_90,code=compute_90 \
    -I "$MMIM_SOURCE_DIR/src" -c "$source" -o kernel.o >said 2>&1 || fail "${source##*/}: $(tail -c 2000 said)"
done
