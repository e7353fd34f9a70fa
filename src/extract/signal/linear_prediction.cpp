#include "extract/signal/linear_prediction.h"

#include <Eigen/Core>
#include <algorithm>

namespace mmim {

namespace {

using Samples = Eigen::Map<const Eigen::VectorXd>;

double correlation(std::span<const double> x, size_t lag) {
  if (lag >= x.size()) return 0;
  const auto count = static_cast<Eigen::Index>(x.size() - lag);
  return Samples(x.data(), count).dot(Samples(x.data() + lag, count));
}

}  // namespace

bool predict_linearly(std::span<const double> frame, std::span<double> a) {
  std::fill(a.begin(), a.end(), 0.0);
  a[0] = 1;
  const size_t order = a.size() - 1;
  std::vector<double> r(order + 1), before(order + 1);
  for (size_t lag = 0; lag <= order; ++lag) r[lag] = correlation(frame, lag);
  double error = r[0];
  if (!(error > 0)) return false;
  for (size_t i = 1; i <= order && error > 0; ++i) {
    double sum = r[i];
    for (size_t k = 1; k < i; ++k) sum += a[k] * r[i - k];
    const double reflection = -sum / error;
    std::copy(a.begin(), a.end(), before.begin());
    for (size_t k = 1; k < i; ++k) a[k] = before[k] + reflection * before[i - k];
    a[i] = reflection;
    error *= 1 - reflection * reflection;
  }
  return true;
}

void filter_fir(std::span<const double> b, std::span<const double> x, std::span<double> y) {
  std::fill(y.begin(), y.end(), 0.0);
  const size_t taps = std::min(b.size(), x.size());
  for (size_t k = 0; k < taps; ++k) {
    const auto count = static_cast<Eigen::Index>(x.size() - k);
    Eigen::Map<Eigen::VectorXd>(y.data() + k, count) += b[k] * Samples(x.data(), count);
  }
}

}  // namespace mmim
