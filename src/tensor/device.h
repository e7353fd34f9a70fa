#pragma once
#include <string>

#include "tensor/torch.h"

namespace mmim {

/// "auto" (a GPU when this LibTorch sees one), "cpu", "cuda" or "cuda:N". UsageError when it is not there.
torch::Device device_of(const std::string& word);

/// Once at start: threads, and the fp32 matrix route. LibTorch's default fp32 GEMM leaves half of some CPUs unused; its
/// oneDNN route is taken if a start-up test against double precision shows fp32-sized errors. Returns the route's name
/// for reports.
std::string prepare_machine(int threads);

/// Of prepare_machine(): the C library keeps freed memory for the next batch instead of giving it back to the system.
void keep_freed_memory();

/// "LibTorch 2.13.0, cpu, 2 threads, oneDNN fp32": what bit-identity depends on.
std::string say_machine(torch::Device device);

/// The message of an exception for people: a c10::Error without its backtrace.
std::string plain_message(const std::exception& error);

}  // namespace mmim
