#include "kernels/cuda/launch.h"

namespace mmim::cuda {

void MMIM_CUDA(add_rows)(Kernels& kernels);
void MMIM_CUDA(add_attention)(Kernels& kernels);
void MMIM_CUDA(add_lstm)(Kernels& kernels);
void MMIM_CUDA(add_adam)(Kernels& kernels);

const Kernels* MMIM_CUDA(kernels)() {
  static const Kernels all = [] {
    Kernels table;
    MMIM_CUDA(add_rows)(table);
    MMIM_CUDA(add_attention)(table);
    MMIM_CUDA(add_lstm)(table);
    MMIM_CUDA(add_adam)(table);
    return table;
  }();
  return &all;
}

}  // namespace mmim::cuda
