#include "tensor/device.h"

#include <ATen/Context.h>
#include <c10/util/Exception.h>
#include <malloc.h>
#include <torch/version.h>

#include <limits>

#include "core/cores.h"
#include "core/error.h"
#include "tensor/waiting.h"

namespace mmim {

namespace {

std::string fp32_route = "default fp32";

/// Largest error of a matrix product against double precision, relative to the largest entry.
double product_error() {
  const at::Tensor x = at::linspace(-1, 1, 64 * 96, at::kFloat).sin().view({64, 96});
  const at::Tensor w = at::linspace(-3, 2, 80 * 96, at::kFloat).cos().view({80, 96});
  const at::Tensor exact = at::mm(x.to(at::kDouble), w.to(at::kDouble).t());
  return ((at::mm(x, w.t()).to(at::kDouble) - exact).abs().max() / exact.abs().max()).item<double>();
}

}  // namespace

void keep_freed_memory() {
  // Tensors of every batch are as large as those of the last: without this each is asked of the system and cleared
  // anew, which costs a tenth of an epoch.
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
  mallopt(M_TOP_PAD, 1 << 28);
#endif
}

torch::Device device_of(const std::string& word) {
  const bool gpu = at::hasCUDA();
  if (word == "auto") return gpu ? torch::Device(torch::kCUDA, 0) : torch::Device(torch::kCPU);
  if (word == "cpu") return torch::kCPU;
  const bool named = word == "cuda" || (word.starts_with("cuda:") && word.size() > 5 && word.size() < 8 &&
                                        word.find_first_not_of("0123456789", 5) == std::string::npos);
  if (!named) throw UsageError("device `" + word + "` is none of auto, cpu, cuda and cuda:N");
  const int index = word == "cuda" ? 0 : std::stoi(word.substr(5));
  if (!gpu || index >= static_cast<int>(at::getNumGPUs()))
    throw UsageError("device `" + word + "` is not there: this LibTorch sees " +
                     std::to_string(gpu ? at::getNumGPUs() : 0) + " GPUs");
  return torch::Device(torch::kCUDA, static_cast<int8_t>(index));
}

std::string prepare_machine(int threads) {
  keep_freed_memory();
  at::set_num_threads(threads > 0 ? threads : static_cast<int>(usable_cores().count));
  if (at::get_num_threads() > 1) watch_company();
  auto& context = at::globalContext();
  const auto before = context.float32Precision(at::Float32Backend::MKLDNN, at::Float32Op::MATMUL);
  // The setting is named after bf16 but computes in full fp32 where the CPU has no lower-precision unit: test, then
  // keep.
  context.setFloat32Precision(at::Float32Backend::MKLDNN, at::Float32Op::MATMUL, at::Float32Precision::BF16);
  if (product_error() < 2e-6) return fp32_route = "oneDNN fp32";
  context.setFloat32Precision(at::Float32Backend::MKLDNN, at::Float32Op::MATMUL, before);
  return fp32_route = "default fp32";
}

std::string say_machine(torch::Device device) {
  return std::string("LibTorch ") + TORCH_VERSION + ", " + device.str() + ", " + std::to_string(at::get_num_threads()) +
         (at::get_num_threads() == 1 ? " thread, " : " threads, ") + fp32_route;
}

std::string plain_message(const std::exception& error) {
  if (const auto* torch_error = dynamic_cast<const c10::Error*>(&error)) {
    std::string text = torch_error->what_without_backtrace();
    const size_t line = text.find('\n');
    return line == std::string::npos ? text : text.substr(0, line);
  }
  return error.what();
}

}  // namespace mmim
