#include "extract/signal/convolution.h"

#include <algorithm>

namespace mmim {

BlockSignal convolved(Fft& fft, size_t size, std::function<double(size_t)> x, std::span<const double> kernel) {
  size_t block = 1024;
  while (block < 4 * kernel.size()) block *= 2;
  const size_t overlap = kernel.size() - 1, half = overlap / 2;
  std::vector<Complex> response;
  fft.forward(kernel, block, response);
  const auto make = [&fft, size, block, overlap, half, x = std::move(x), response = std::move(response),
                     spectrum = std::vector<Complex>(),
                     samples = std::vector<double>(block)](size_t start, std::span<double> values) mutable {
    for (size_t i = 0; i < block; ++i) {
      const size_t shifted = start + half + i;  // of sample start - half + i, by `overlap`
      samples[i] = shifted < overlap || shifted - overlap >= size ? 0.0 : x(shifted - overlap);
    }
    fft.forward(samples, block, spectrum);
    for (size_t k = 0; k < spectrum.size(); ++k) spectrum[k] *= response[k];
    fft.inverse(spectrum, block, samples);
    std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(overlap), values.size(), values.begin());
  };
  return {size, block - overlap, make};
}

}  // namespace mmim
