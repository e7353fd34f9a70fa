#include "extract/signal/convolution.h"

#include <algorithm>

namespace mmim {

void convolve_centred(Fft& fft, size_t size, const std::function<double(size_t)>& x, std::span<const double> kernel,
                      std::vector<double>& y) {
  size_t block = 1024;
  while (block < 4 * kernel.size()) block *= 2;
  const size_t overlap = kernel.size() - 1, half = overlap / 2, step = block - overlap;
  std::vector<Complex> response, spectrum;
  fft.forward(kernel, block, response);
  y.resize(size);
  std::vector<double> samples(block);
  for (size_t start = 0; start < size; start += step) {
    for (size_t i = 0; i < block; ++i) {
      const size_t shifted = start + half + i;  // of sample start - half + i, by `overlap`
      samples[i] = shifted < overlap || shifted - overlap >= size ? 0.0 : x(shifted - overlap);
    }
    fft.forward(samples, block, spectrum);
    for (size_t k = 0; k < spectrum.size(); ++k) spectrum[k] *= response[k];
    fft.inverse(spectrum, block, samples);
    const size_t count = std::min(step, size - start);
    std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(overlap), count,
                y.begin() + static_cast<std::ptrdiff_t>(start));
  }
}

}  // namespace mmim
