#include "support/cuda_on_host.h"
// after what stands in for the device
#include "kernels/cuda/adam.cu"
#include "kernels/cuda/attention.cu"
#include "kernels/cuda/lstm.cu"
#include "kernels/cuda/rows.cu"
#include "kernels/cuda/table.cu"
