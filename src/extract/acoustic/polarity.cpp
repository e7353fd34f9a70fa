#include "extract/acoustic/polarity.h"

#include <algorithm>

#include "extract/signal/filtfilt.h"
#include "extract/signal/residual.h"

namespace mmim {

namespace {

constexpr size_t kSamples = 16384;  ///< of a block

/// Elliptic high-pass of order 9 at 480 Hz, 3 dB of ripple, 60 dB down: scipy.signal.ellip(9, 3, 60, 0.06, "high").
const RationalFilter& high_pass_480() {
  static const RationalFilter filter{
      {0.57313100974549147, -5.1029372902676515, 20.247929163962464, -46.99242676849245, 70.300016560745277,
       -70.300016560745291, 46.992426768492457, -20.247929163962475, 5.1029372902676533, -0.57313100974549169},
      {1, -7.9036154447145242, 27.769215358716888, -56.836781594948796, 74.531782336392538, -64.759035973806277,
       37.136428107562352, -13.472964700564628, 2.7790172894470389, -0.24404078027370088}};
  return filter;
}

}  // namespace

int speech_polarity(std::span<const float> x, double of_residual) {
  const auto samples = [x](size_t first, std::span<double> values) {
    std::ranges::copy(x.subspan(first, values.size()), values.begin());
  };
  FilteredSignal high = filtered_both_ways(high_pass_480(), {x.size(), kSamples, samples});
  return residual_skewness(x, high.signal, 18) > of_residual ? -1 : 1;
}

}  // namespace mmim
