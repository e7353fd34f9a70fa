#pragma once
#include "kernels/cuda/kernels.h"

namespace mmim {

namespace on_host {
enum class Order { ascending, descending };
inline Order order = Order::ascending;  ///< in which a block's threads take turns
}  // namespace on_host

/// The kernels of kernels/cuda compiled for the host (support/cuda_on_host.h).
namespace cuda {
const Kernels* kernels_on_host();
}

}  // namespace mmim
