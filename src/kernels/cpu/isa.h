#pragma once
// The instruction set these sources are being compiled for: a suffix for the few names that the linker sees.
#include "kernels/cpu/kernels.h"

#if defined(__AVX512BF16__)
#define MMIM_ISA(name) name##_avx512_bf16
#define MMIM_ISA_NAME "avx512_bf16"
#elif defined(__AVX512F__)
#define MMIM_ISA(name) name##_avx512
#define MMIM_ISA_NAME "avx512"
#elif defined(__AVX2__)
#define MMIM_ISA(name) name##_avx2
#define MMIM_ISA_NAME "avx2"
#else
#define MMIM_ISA(name) name##_generic
#define MMIM_ISA_NAME "generic"
#endif

namespace mmim::cpu {

/// Each source of this folder adds its kernels to the table.
void MMIM_ISA(add_product)(Kernels& kernels);
void MMIM_ISA(add_rows)(Kernels& kernels);
void MMIM_ISA(add_attention)(Kernels& kernels);
void MMIM_ISA(add_adam)(Kernels& kernels);
void MMIM_ISA(add_lstm)(Kernels& kernels);
void MMIM_ISA(add_lstm_back)(Kernels& kernels);

}  // namespace mmim::cpu
