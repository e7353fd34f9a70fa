#include "kernels/cpu/isa.h"

namespace mmim::cpu {

const Kernels* MMIM_ISA(kernels)() {
  static Kernels kernels;
  if (kernels.name) return &kernels;
  MMIM_ISA(add_product)(kernels);
  MMIM_ISA(add_rows)(kernels);
  MMIM_ISA(add_attention)(kernels);
  MMIM_ISA(add_adam)(kernels);
  MMIM_ISA(add_lstm)(kernels);
  MMIM_ISA(add_lstm_back)(kernels);
  kernels.name = MMIM_ISA_NAME;
  return &kernels;
}

}  // namespace mmim::cpu
